"""Which services fulfil what is asked, and how many they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from graph.facts import Fact, best_sources, facts
from retrieval import plan
from retrieval.answer import Draft, Step
from retrieval.compose.drafting import Drafting
from retrieval.compose.verdicts import verdict
from retrieval.compose.wording import listed
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.reading import amount_words
from retrieval.wordings import Asks


@dataclass(frozen=True, slots=True)
class Selected:
    """The services that fit, in order of their labels, and the facts by which each does."""

    items: tuple[str, ...]
    support: Mapping[str, Sequence[Fact]]
    query: str

    @property
    def facts(self) -> list[Fact]:
        """All facts by which they fit."""
        return [fact for item in self.items for fact in self.support[item]]


def listing(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return the services for which everything asked holds; None where there is none."""
    selected = select(question, finder)
    if not selected.items:
        return None
    draft = Drafting(finder)
    names = listed([finder.catalogue.label(item) for item in selected.items])
    what = _what(question, finder, selected.facts)
    if len(selected.items) == 1 and what:
        state_each(draft, selected.facts)
    else:
        draft.say(f"{_upper(what)}: {names}." if what else f"{names}.", selected.facts)
    partly, partly_queries = _partly(question, finder, draft, selected.items)
    queries = [selected.query, *partly_queries]
    result = {"items": draft.items((*selected.items, *partly))}
    return draft.finish(QuestionKind.LIST, result, queries)


def count(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return how many services fit and which; None where the graph holds nothing to count by."""
    catalogue = finder.catalogue
    selected = select(question, finder)
    classes = sorted(catalogue.class_names)
    counting = plan.counting(question.constraints, question.subjects, classes, question.without)
    number = catalogue.graph.select(counting)[0]["count"].value
    queries = [selected.query, counting]
    cited = selected.facts
    if not cited:
        evidence = finder.cells(
            _among(question, finder), [p for c in question.constraints for p in c.properties]
        )
        cited = [fact for cell in evidence.cells for fact in cell.facts]
        queries += evidence.queries
    if not cited:
        return None
    draft = Drafting(finder)
    what = _what(question, finder, selected.facts)
    names = listed([catalogue.label(item) for item in selected.items])
    described = f" ({what})" if what else ""
    draft.say(f"{number}{described}: {names}." if names else f"None of them{described}.", cited)
    queries += _partly(question, finder, draft, selected.items)[1]
    sum_up = " + ".join(["1"] * len(selected.items)) or "0"
    step = Step("count", sum_up, number, None, draft.citations.cite(cited))
    result = {"value": int(number), "items": draft.items(selected.items)}
    return replace(draft.finish(QuestionKind.COUNT, result, queries), working=(step,))


def select(question: Question, finder: EvidenceFinder) -> Selected:
    """Return the services for which everything asked holds."""
    catalogue = finder.catalogue
    classes = sorted(catalogue.class_names)
    query = plan.matching(question.constraints, question.subjects, classes, question.without)
    rows = catalogue.graph.select(query)
    found: dict[str, list[Fact]] = {}
    for row, fact in zip(rows, facts(catalogue, rows), strict=True):
        found.setdefault(row["item"].value, []).append(fact)
    items = sorted(found, key=lambda item: (catalogue.label(item).casefold(), item))
    support = {item: best_sources(found[item], finder.belief) for item in items}
    return Selected(tuple(items), support, query)


def _among(question: Question, finder: EvidenceFinder) -> Sequence[str]:
    """The services that come into question."""
    every = (thing.iri for thing in finder.catalogue.services)
    return question.subjects or [iri for iri in every if iri not in question.without]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _what(question: Question, finder: EvidenceFinder, support: Sequence[Fact]) -> str:
    """The conditions in words, with the values by which some facts fulfil them."""
    catalogue = finder.catalogue
    told = frozenset(catalogue.labels)
    said = []
    for constraint in question.constraints:
        label = catalogue.label(constraint.properties[0])
        if constraint.asks is Asks.VALUE:
            found = {fact.object.value for fact in support}
            known = [v for v in constraint.values if v in told]
            values = [v for v in known if v in found] or known[:1] or [constraint.values[0]]
            named = " or ".join(catalogue.label(value) for value in values)
            said.append(f"{label}{' not' if constraint.negated else ''} {named}")
        elif constraint.amount is not None:
            said.append(amount_words(catalogue, constraint))
        elif constraint.asks is Asks.TRUE:
            said.append(label)
        elif constraint.asks is Asks.FALSE:
            said.append(f"not {label}")
        else:
            said.append(f"{label}: {constraint.asks.value}")
    return ", ".join(said)


def state_each(draft: Drafting, found: Sequence[Fact]) -> None:
    """State facts, those of one cell together."""
    for (subject, prop), group in groupby(found, key=lambda f: (f.subject, f.about)):
        cell = Cell(subject, draft.catalogue.properties[prop], tuple(group))
        draft.state(cell)


def _partly(
    question: Question, finder: EvidenceFinder, draft: Drafting, items: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Name the services of which only some variants fit; return them and the queries."""
    if len(question.constraints) != 1:
        return [], []
    (constraint,) = question.constraints
    others = [iri for iri in _among(question, finder) if iri not in items]
    if not others:
        return [], []
    evidence = finder.cells(others, constraint.properties[:1])
    found, used = [], []
    for cell in evidence.cells:
        fitting = [v for v in cell.exceptions if _fits(v, constraint)]
        if fitting:
            names = listed([finder.catalogue.label(v.subject) for v in fitting])
            text = f"{finder.catalogue.label(cell.subject)} only as {names}."
            draft.say(text, [fact for v in fitting for fact in v.facts])
            found.append(cell.subject)
            used = list(evidence.queries)
    return found, used


def _fits(cell: Cell, constraint: Constraint) -> bool:
    if constraint.asks is Asks.VALUE:
        has = any(fact.object.value in constraint.values for fact in cell.facts)
        return has is not constraint.negated
    return verdict(cell, constraint) is True
