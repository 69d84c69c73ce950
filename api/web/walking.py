"""The neighbourhood of a thing: a picture to walk in, and beside it the same as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from api import names
from api.describing import detail
from api.examples import Examples
from api.models import NeighbourBody, NodeBody
from api.pages import page
from api.ready import Ready
from api.turns import in_turn
from api.web.loading import reads_html
from api.web.problem import problem_page
from graph.catalogue import Catalogue
from graph.errors import NotFoundError
from graph.properties import Kind
from retrieval.engine import Assistant

router = APIRouter(include_in_schema=False, dependencies=[Depends(reads_html)])


@dataclass(frozen=True, slots=True)
class Relation:
    """The things to which one property leads, or from which it comes."""

    property: NodeBody
    direction: str
    neighbours: tuple[NeighbourBody, ...]


@router.get("/graph")
async def graph_page(request: Request, assistant: Ready, of: str = "", see: str = "") -> HTMLResponse:
    """Show what is stated of a thing and what it is linked with; `see` names what to point at."""
    return await in_turn(request, partial(_page, request, assistant, of, see))


def _page(request: Request, assistant: Assistant, of: str, see: str) -> HTMLResponse:
    catalogue = assistant.catalogue
    examples: Examples = request.app.state.examples
    try:
        thing = names.thing(catalogue, of.strip() or examples.services[0])
    except NotFoundError as error:
        return problem_page(request, assistant, "graph", error, "graph", "of")
    found = detail(assistant, thing)
    told = [fact for fact in found.facts if catalogue.properties[fact.property.iri].kind is not Kind.ITEM]
    return page(
        request,
        "graph.html",
        thing=thing,
        found=found,
        facts=told,
        relations=relations(catalogue, found.neighbours),
        see=see,
        things=catalogue.things,
        graph=catalogue.graph,
    )


def relations(catalogue: Catalogue, neighbours: Sequence[NeighbourBody]) -> tuple[Relation, ...]:
    """Return the neighbours by property and direction, the most telling first."""
    found: dict[tuple[int, str, str], list[NeighbourBody]] = {}
    for one in neighbours:
        prop = catalogue.properties[one.property.iri]
        found.setdefault((prop.importance, one.property.iri, one.direction), []).append(one)
    return tuple(
        Relation(group[0].property, direction, tuple(group))
        for (_, _, direction), group in sorted(found.items(), key=lambda item: (item[0][2] == "in", item[0]))
    )
