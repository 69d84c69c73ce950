"""Which service has the highest or the lowest value of a quantity."""

from itertools import groupby

from graph.catalogue import Kind
from graph.facts import Fact, best_sources, facts
from graph.store import Row
from retrieval import plan
from retrieval.answer import Draft
from retrieval.compose.drafting import Drafting
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
    query = plan.ranking(prop.iri, highest, question.subjects, sorted(catalogue.class_names), priced)
    rows = catalogue.graph.select(query)
    places = [_place(finder, list(tied)) for _, tied in groupby(rows, key=lambda row: row["rank"].value)]
    if not places:
        return None
    draft = Drafting(finder)
    for number, place in enumerate(places[: 1 + _RUNNERS_UP]):
        names = listed([catalogue.label(item) for item in place])
        first = next(iter(place.values()))
        cell = Cell(first.subject, prop, (first,))
        text = state_facts(catalogue, cell, first.subject, [first])
        if len(place) > 1:
            shared = text.replace(catalogue.label(first.subject), "Each", 1)
            text = f"{names} share the {'first' if number == 0 else 'next'} place. {shared}"
        draft.say(text, list(place.values()))
    items = [{"iri": item, "label": catalogue.label(item)} for place in places for item in place]
    return draft.finish(QuestionKind.SUPERLATIVE, {"items": items}, [query])


def _place(finder: EvidenceFinder, rows: list[Row]) -> dict[str, Fact]:
    """The services that share a place, each with the fact that puts it there."""
    found = facts(finder.catalogue, rows)
    best = {(f.subject, f.object): f for f in best_sources(found, finder.belief)}
    return {row["item"].value: best[fact.subject, fact.object] for row, fact in zip(rows, found, strict=True)}
