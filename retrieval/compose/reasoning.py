"""Why something is so, or why to choose something: reasons made from facts."""

from collections.abc import Sequence

from graph.properties import Property
from retrieval import plan
from retrieval.answer import Draft
from retrieval.compose.drafting import Drafting
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.question import Question, QuestionKind

_REASONS = 2
"""Properties that a reason is taken from, the first ones in which there is one."""
_MOST = 6


def why(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return what is asked about and the facts that are reasons for it; None where the graph has none."""
    draft = Drafting(finder)
    if question.constraints and question.constraints[0].values:
        asked, queries = _link(question, finder, draft)
    elif question.constraints:
        asked, queries = _fact(question, finder, draft)
    else:
        asked, queries = (), []
    if question.constraints and not asked:
        return None
    reasons = asked or [p for p in _by_importance(finder) if p.reason]
    told = len(draft.sentences)
    queries += _because(question, finder, draft, reasons)
    if len(draft.sentences) == told and not asked:
        return None
    return draft.finish(QuestionKind.WHY, {"items": draft.items(question.subjects)}, queries, _MOST)


def _link(
    question: Question, finder: EvidenceFinder, draft: Drafting
) -> tuple[Sequence[Property], list[str]]:
    """State what links the subject with what else is named."""
    constraint = question.constraints[0]
    query = plan.relations(question.subjects, constraint.values)
    found = [f for f in finder.rows(query) if f.predicate in constraint.properties]
    for fact in found[:1]:
        prop = finder.catalogue.properties[fact.predicate]
        evidence = finder.cells([fact.subject], [prop.iri])
        told = Cell(fact.subject, prop, (fact,), notes=evidence.cells[0].notes)
        draft.state(told)
        draft.qualify(told)
        return [prop], [query, *evidence.queries]
    return (), [query]


def _fact(
    question: Question, finder: EvidenceFinder, draft: Drafting
) -> tuple[Sequence[Property], list[str]]:
    """State what is so of the property asked about."""
    prop = finder.catalogue.properties[question.constraints[0].properties[0]]
    evidence = finder.cells(question.subjects, [prop.iri])
    stated = [cell for cell in evidence.cells if cell.facts]
    for cell in stated:
        draft.state(cell, question.conditions)
        draft.qualify(cell, room=1)
    return ([prop] if stated else ()), list(evidence.queries)


def _because(
    question: Question, finder: EvidenceFinder, draft: Drafting, asked: Sequence[Property]
) -> Sequence[str]:
    """State what explains it: of several subjects that in which they differ."""
    explaining = [p for prop in asked for p in prop.explained_by] or [p.iri for p in asked if p.reason]
    known = [p for p in dict.fromkeys(explaining) if p in finder.catalogue.properties]
    if not known:
        return ()
    subjects = [*question.subjects, *_others(question, finder)]
    evidence = finder.cells(subjects, known)
    used = 0
    for prop in known:
        cells = [cell for cell in evidence.cells if cell.prop.iri == prop and _tells(cell)]
        if not cells or used == _REASONS or (len(subjects) > 1 and len(cells) > 1 and _same(cells)):
            continue
        used += 1
        for cell in cells:
            draft.state(cell)
    return evidence.queries


def _others(question: Question, finder: EvidenceFinder) -> list[str]:
    """The services that the subject is linked with in what is asked."""
    values = [v for c in question.constraints for v in c.values]
    return [v for v in values if finder.catalogue.things[v].is_chosen and v not in question.subjects]


def _tells(cell: Cell) -> bool:
    return bool(cell.facts) and cell.state in (None, "noLimit", "varies")


def _same(cells: Sequence[Cell]) -> bool:
    return len({frozenset((f.predicate, f.object) for f in cell.facts) for cell in cells}) == 1


def _by_importance(finder: EvidenceFinder) -> list[Property]:
    return sorted(finder.catalogue.properties.values(), key=lambda p: (p.importance, p.iri))
