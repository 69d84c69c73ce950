"""Which service has the highest or the lowest value of a quantity."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from graph.facts import Fact, best_sources, facts, shown
from graph.properties import Kind, Property
from graph.store import Row
from retrieval import plan
from retrieval.answer import Draft
from retrieval.compose.drafting import Drafting
from retrieval.compose.listing import select, state_each
from retrieval.compose.wording import listed, state_facts
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.question import Question, QuestionKind
from retrieval.wordings import Asks

_RUNNERS_UP = 2


def superlative(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return the service or services that come first, then the next; None where none has a value."""
    catalogue = finder.catalogue
    constraint = question.constraints[-1]
    prop = catalogue.properties[constraint.properties[0]]
    highest = constraint.asks is Asks.HIGHEST
    priced = prop.kind is Kind.PRICE
    within, queries = question.subjects, list[str]()
    support: Mapping[str, Sequence[Fact]] = {}
    if len(question.constraints) > 1:  # the first among those for which the rest holds
        selected = select(replace(question, constraints=question.constraints[:-1]), finder)
        within, queries, support = selected.items, [selected.query], selected.support
        if not within:
            return None
    classes = sorted(catalogue.class_names)
    query = plan.ranking(prop.iri, highest, within, classes, priced, question.without)
    rows = _first_of_each(catalogue.graph.select(query))
    places = [_place(finder, list(tied)) for _, tied in groupby(rows, key=lambda row: row["rank"].value)]
    if not places:
        return None
    draft = Drafting(finder)
    _lead(draft, prop, places[0], highest)
    conditions = [f for item in places[0] for f in support.get(item, ())]
    if conditions:
        state_each(draft, conditions)
    for place in places[1 : 1 + _RUNNERS_UP]:
        names = listed([catalogue.label(item) for item in place])
        first = next(iter(place.values()))
        draft.say(f"Next: {names}, {_value(finder, prop, first)}.", list(place.values()))
    draft.price([fact for place in places[: 1 + _RUNNERS_UP] for fact in place.values()])
    items = draft.items(dict.fromkeys(item for place in places for item in place))
    return draft.finish(QuestionKind.SUPERLATIVE, {"items": items}, [*queries, query])


def _first_of_each(rows: Sequence[Row]) -> list[Row]:
    """The rows of the value by which each service is ranked: of several variants the first."""
    rank: dict[str, str] = {}
    for row in rows:
        rank.setdefault(row["item"].value, row["rank"].value)
    return [row for row in rows if rank[row["item"].value] == row["rank"].value]


def _lead(draft: Drafting, prop: Property, place: Mapping[str, Fact], highest: bool) -> None:
    """Say who comes first, and with what."""
    catalogue = draft.catalogue
    first = next(iter(place.values()))
    names = listed([catalogue.label(item) for item in place])
    if first.state == "noLimit":
        cell = Cell(first.subject, prop, (first,))
        text = state_facts(catalogue, cell, first.subject, [first])
        if len(place) > 1:
            text = f"{names} come first: they have no {prop.label}."
    else:
        have = "have" if len(place) > 1 or catalogue.things[first.subject].plural else "has"
        # What is called the largest itself is not called the highest besides.
        called = highest and prop.label.split()[0].endswith("est")
        end = "" if called else "highest " if highest else "lowest "
        text = f"{names} {have} the {end}{prop.label}: {_value(draft.finder, prop, first)}."
    draft.say(text, list(place.values()))


def _value(finder: EvidenceFinder, prop: Property, fact: Fact) -> str:
    return f"no {prop.label}" if fact.state == "noLimit" else shown(finder.catalogue, fact)


def _place(finder: EvidenceFinder, rows: list[Row]) -> dict[str, Fact]:
    """The services that share a place, each with the fact that puts it there."""
    found = facts(finder.catalogue, rows)
    best = {(f.subject, f.object): f for f in best_sources(found, finder.belief)}
    return {row["item"].value: best[fact.subject, fact.object] for row, fact in zip(rows, found, strict=True)}
