"""The sources: which pages, how old, how much they state, and on what they disagree."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from api.models import CitationBody, NodeBody
from api.pages import page
from api.ready import Ready
from api.turns import in_turn
from api.web.loading import reads_html
from graph.catalogue import Source
from graph.facts import Fact, shown
from retrieval.compose.citing import Citations
from retrieval.engine import Assistant
from retrieval.sources import disagreements, statements

_SORTS = {"facts": "most facts", "title": "title", "age": "oldest"}

router = APIRouter(include_in_schema=False, dependencies=[Depends(reads_html)])


@dataclass(frozen=True, slots=True)
class Listed:
    """A source, how many triples it states, and its age in days when the graph was last brought up to date.

    The age counts from its publication or, where it bears no date, from the day on which it was read.
    """

    source: Source
    facts: int
    days: int


@dataclass(frozen=True, slots=True)
class Said:
    """A value that some source states, and the number of the citation that says so."""

    text: str
    citation: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What is accepted of one property of one thing, and what others say instead."""

    subject: NodeBody
    property: NodeBody
    accepted: tuple[Said, ...]
    others: tuple[Said, ...]


@router.get("/sources")
async def sources_page(
    request: Request, assistant: Ready, status: str = "", words: str = "", sort: str = "facts"
) -> HTMLResponse:
    """Show the sources, all or those of a status or with words in the title, and the disagreements."""
    return await in_turn(request, partial(_page, request, assistant, status, words, sort))


def _page(request: Request, assistant: Assistant, status: str, words: str, sort: str) -> HTMLResponse:
    catalogue = assistant.catalogue
    every = _listed(assistant)
    wanted = [
        one
        for one in every
        if status in ("", one.source.status) and words.casefold().strip() in one.source.title.casefold()
    ]
    if sort == "title":
        wanted.sort(key=lambda one: one.source.title.casefold())
    elif sort == "age":
        wanted.sort(key=lambda one: (-one.days, one.source.title.casefold()))
    found, citations = _disagreements(assistant)
    return page(
        request,
        "sources.html",
        sources=wanted,
        every=len(every),
        statuses=_statuses(every),
        picked=status,
        words=words,
        sort=sort if sort in _SORTS else "facts",
        sorts=_SORTS,
        disagreements=found,
        citations=citations,
        things=catalogue.things,
        graph=catalogue.graph,
    )


def _statuses(every: tuple[Listed, ...]) -> list[tuple[str, int, int]]:
    """Each status with how many sources have it and how many triples they state, most triples first."""
    found: dict[str, tuple[int, int]] = {}
    for one in every:
        sources, facts = found.get(one.source.status, (0, 0))
        found[one.source.status] = (sources + 1, facts + one.facts)
    return sorted(((s, *counts) for s, counts in found.items()), key=lambda row: (-row[2], row[0]))


@lru_cache(maxsize=2)
def _listed(assistant: Assistant) -> tuple[Listed, ...]:
    catalogue = assistant.catalogue
    today = date.fromisoformat(catalogue.graph.date)
    stated = statements(catalogue.graph)
    found = [
        Listed(source, stated.get(source.iri, 0), _days(source, today))
        for source in catalogue.sources.values()
    ]
    return tuple(sorted(found, key=lambda one: (-one.facts, one.source.title.casefold())))


def _days(source: Source, today: date) -> int:
    return (today - date.fromisoformat(source.published or source.read)).days


@lru_cache(maxsize=2)
def _disagreements(assistant: Assistant) -> tuple[tuple[Disagreement, ...], tuple[CitationBody, ...]]:
    catalogue = assistant.catalogue
    citations = Citations(catalogue)

    def said(fact: Fact) -> Said:
        return Said(shown(catalogue, fact), citations.cite([fact])[0])

    found = tuple(
        Disagreement(
            subject=NodeBody(iri=cell.subject, label=catalogue.label(cell.subject)),
            property=NodeBody(iri=cell.prop.iri, label=cell.prop.label),
            accepted=tuple(said(fact) for fact in cell.facts),
            others=tuple(said(fact) for fact in cell.disputes),
        )
        for cell in disagreements(catalogue, assistant.finder)
    )
    return found, tuple(CitationBody.model_validate(each) for each in citations.all())
