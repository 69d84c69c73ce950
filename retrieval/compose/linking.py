"""Answers about the links between things: what one has to do with another."""

from collections.abc import Sequence
from typing import Any

from graph.facts import Fact
from retrieval import plan
from retrieval.answer import Draft
from retrieval.compose.drafting import Drafting, notes_on
from retrieval.compose.verdicts import with_verdict
from retrieval.compose.wording import state_facts
from retrieval.evidence import Cell, Evidence, EvidenceFinder
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.wordings import Asks


def linked_facts(question: Question, finder: EvidenceFinder) -> tuple[list[Fact], str] | None:
    """The facts that link the subjects with the values of the constraint, and the query."""
    constraint = question.constraints[0]
    query = plan.relations(question.subjects, constraint.values)
    found = [f for f in finder.rows(query) if f.predicate in constraint.properties]
    return (found, query) if found else None


def relation(
    question: Question,
    finder: EvidenceFinder,
    linked: tuple[list[Fact], str],
    kind: QuestionKind,
) -> Draft:
    """Return what links the subjects with the values asked about: as a fact, or as a yes or no."""
    found, query = linked
    properties = finder.catalogue.properties
    found = sorted(found, key=lambda f: (properties[f.predicate].importance, f.triple))
    first = [f for f in found if (f.subject, f.predicate) == (found[0].subject, found[0].predicate)]
    draft = Drafting(finder)
    cell = Cell(first[0].subject, properties[first[0].predicate], tuple(first))
    text = state_facts(finder.catalogue, cell, cell.subject, first)
    asked = question.constraints[0]
    if kind is QuestionKind.BOOLEAN:
        turned = cell.prop.asymmetric and cell.subject not in question.subjects
        if asked.only:
            return _only(question, finder, found, query)
        holds = turned is asked.negated
        draft.say(with_verdict("Yes" if holds else "No", finder, cell, text), first)
        result: dict[str, Any] = {"boolean": holds}
    else:
        draft.say(text, first)
        result = draft.values_result([draft.value(f.subject, f) for f in first])
    evidence = finder.cells([cell.subject], [cell.prop.iri])
    for note in notes_on(evidence.cells[0], first)[:1]:
        draft.say(note.fact.object.value, [note.fact])
    return draft.finish(kind, result, (query, *evidence.queries))


def _only(question: Question, finder: EvidenceFinder, linked: Sequence[Fact], query: str) -> Draft:
    """Whether the values asked about are all there are, of one of the properties that have them."""
    pairs = dict.fromkeys((fact.subject, fact.predicate) for fact in linked)
    named = {*question.constraints[0].values, *question.subjects}
    evidences = [finder.cells([subject], [prop]) for subject, prop in pairs]
    alone = [e for e in evidences if named.issuperset(f.object.value for f in e.cells[0].facts)]
    evidence = (alone or evidences)[0]
    (cell,) = evidence.cells
    holds = bool(alone) is not question.constraints[0].negated
    draft = Drafting(finder)
    text = state_facts(finder.catalogue, cell, cell.subject, cell.facts)
    draft.say(with_verdict("Yes" if holds else "No", finder, cell, text), cell.facts)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": holds}, (query, *evidence.queries))


def not_among(question: Question, finder: EvidenceFinder) -> Draft | None:
    """No, where all values are known and the one asked about is not among them; else not told."""
    constraint = question.constraints[0]
    known = finder.catalogue.properties
    closed = [p for p in constraint.properties if known[p].closed or known[p].single]
    if not closed:
        return _of_another_form(question, finder)
    evidence = finder.cells(question.subjects, closed[:1])
    if not all(cell.facts for cell in evidence.cells):
        return None
    draft = Drafting(finder)
    some = any(
        fact.object.value in constraint.values
        for cell in evidence.cells
        for variant in cell.exceptions
        for fact in variant.facts
    )
    if some:
        return _in_some(finder, evidence)
    word = "Yes" if constraint.negated else "No"
    for index, cell in enumerate(evidence.cells):
        text = state_facts(finder.catalogue, cell, cell.subject, cell.facts)
        draft.say(text if index else with_verdict(word, finder, cell, text), cell.facts)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": constraint.negated}, evidence.queries)


def _of_another_form(question: Question, finder: EvidenceFinder) -> Draft | None:
    """No, where another form of the same thing has the value, and their forms are told apart by it."""
    constraint, catalogue = question.constraints[0], finder.catalogue
    apart = [p for p in constraint.properties if catalogue.properties[p].tells_forms_apart]
    (subject, *more) = question.subjects
    whole = catalogue.things[subject].variant_of
    if not apart or more or whole is None:
        return None
    others = [variant.iri for variant in catalogue.variants(whole) if variant.iri != subject]
    evidence = finder.cells([subject, *others], apart[:1])
    own, *cells = evidence.cells
    holding = [
        (cell, [fact for fact in cell.facts if fact.object.value in constraint.values])
        for cell in cells
        if any(fact.subject == cell.subject for fact in cell.facts)
    ]
    holding = [(cell, facts) for cell, facts in holding if facts]
    if not holding or not any(fact.subject == subject for fact in own.facts):
        return None
    draft = Drafting(finder)
    text = state_facts(catalogue, own, subject, own.facts)
    draft.say(with_verdict("Yes" if constraint.negated else "No", finder, own, text), own.facts)
    for cell, facts in holding:
        draft.say(state_facts(catalogue, cell, cell.subject, facts), facts)
    draft.qualify(own)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": constraint.negated}, evidence.queries)


def _in_some(finder: EvidenceFinder, evidence: Evidence) -> Draft:
    """It depends: some variants have the value."""
    draft = Drafting(finder)
    for index, cell in enumerate(evidence.cells):
        text = state_facts(finder.catalogue, cell, cell.subject, cell.facts)
        draft.say(text if index else with_verdict("It depends", finder, cell, text), cell.facts)
        draft.qualify(cell)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": None}, evidence.queries)


def inverse(question: Question, finder: EvidenceFinder) -> Draft | None:
    """The property read the other way: whose value the subject is."""
    constraint = question.constraints[0]
    asked = Constraint(constraint.properties[:1], Asks.VALUE, question.subjects)
    query = plan.stated_of(asked.properties, asked.values)
    found = finder.rows(query)
    if not found:
        return None
    draft = Drafting(finder)
    for item in found[:3]:
        cell = Cell(item.subject, finder.catalogue.properties[item.predicate], (item,))
        draft.say(state_facts(finder.catalogue, cell, item.subject, [item]), [item])
    values = [
        {"iri": f.object.value, "value": f.subject, "datatype": None, "unit": None}
        | {"label": finder.catalogue.label(f.subject)}
        for f in found
    ]
    items = draft.items(dict.fromkeys(f.subject for f in found))
    return draft.finish(QuestionKind.FACT, {"values": values, "items": items}, (query,))
