"""The catalogue: every service on one page each."""

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from api import names
from api.describing import briefly, detail
from api.models import FactBody
from api.pages import page
from api.ready import Ready
from api.turns import in_turn
from api.web.evidence import by_source
from api.web.loading import reads_html
from api.web.problem import problem_page
from api.web.walking import relations
from graph.catalogue import Catalogue
from graph.errors import NotFoundError
from graph.namespaces import DEFINITION, iri
from graph.properties import Kind
from retrieval.engine import Assistant

CORE = iri("cv:CoreService").value
"""The class of what the catalogue describes in full."""
_GROUPS = {
    Kind.QUANTITY: "Limits and sizes",
    Kind.BOOLEAN: "Yes or no",
    Kind.PRICE: "Prices",
    Kind.ITEM: "What it is and works with",
    Kind.TEXT: "In words",
}
"""What people call the kinds of property, in the order in which a page shows them."""

router = APIRouter(include_in_schema=False, dependencies=[Depends(reads_html)])


@router.get("/catalogue")
async def catalogue_page(request: Request, assistant: Ready) -> HTMLResponse:
    """Show every service in a few lines, those described in full first."""
    return await in_turn(request, partial(_list, request, assistant))


@router.get("/catalogue/{name:path}")
async def service_page(request: Request, name: str, assistant: Ready) -> HTMLResponse:
    """Show everything accepted of a service, a variant or a size."""
    return await in_turn(request, partial(_service, request, assistant, name))


def _list(request: Request, assistant: Assistant) -> HTMLResponse:
    catalogue = assistant.catalogue
    services = briefly(assistant)
    core = [one for one in services if CORE in catalogue.things[one.iri].classes]
    others = [one for one in services if one not in core]
    return page(
        request,
        "catalogue.html",
        shelves=[("Described in full", core), ("Described in part", others)] if core else [("", others)],
        variants=catalogue.variants_of,
        graph=catalogue.graph,
    )


def _service(request: Request, assistant: Assistant, name: str) -> HTMLResponse:
    catalogue = assistant.catalogue
    try:
        thing = names.priced(catalogue, name)
    except NotFoundError as error:
        return problem_page(request, assistant, "catalogue", error, "catalogue")
    found = detail(assistant, thing)
    definition = next((f for f in found.facts if f.property.iri == DEFINITION.value), None)
    return page(
        request,
        "service.html",
        thing=thing,
        found=found,
        definition=definition,
        groups=_by_kind(catalogue, [fact for fact in found.facts if fact is not definition]),
        inward=[r for r in relations(catalogue, found.neighbours) if r.direction == "in"],
        sources=by_source(found.citations),
        things=catalogue.things,
        graph=catalogue.graph,
    )


def _by_kind(catalogue: Catalogue, facts: Sequence[FactBody]) -> list[tuple[str, list[FactBody]]]:
    found = {
        heading: [fact for fact in facts if catalogue.properties[fact.property.iri].kind is kind]
        for kind, heading in _GROUPS.items()
    }
    return [(heading, group) for heading, group in found.items() if group]
