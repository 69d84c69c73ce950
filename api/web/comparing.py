"""Services side by side on the web page, in an address that can be shared."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from api import names
from api.examples import Examples
from api.models import CitationBody, TableBody
from api.pages import page
from api.ready import Ready
from api.turns import in_turn
from api.web.describing import CORE
from api.web.evidence import by_source
from api.web.loading import reads_html
from graph.catalogue import Catalogue
from graph.errors import NotFoundError, QuestionError
from retrieval.compose.side_by_side import SideBySide, side_by_side
from retrieval.engine import Assistant

_MOST_SERVICES = 8
_ROWS = 16
_NAMES = 90
"""From this importance on, properties are names and definitions, which always differ."""

_Several = Annotated[list[str], Query(default_factory=list)]

router = APIRouter(include_in_schema=False, dependencies=[Depends(reads_html)])


@router.get("/compare")
async def compare_page(
    request: Request,
    assistant: Ready,
    service: _Several,
    property: _Several,  # noqa: A002 - the name in the address, as in /v1/compare
    differing: str = "",
    all: str = "",  # noqa: A002 - the name in the address
) -> HTMLResponse:
    """Show what is stated of some services, property by property."""
    showing = partial(_page, request, assistant, service, property, bool(differing), bool(all))
    return await in_turn(request, showing)


def _page(
    request: Request,
    assistant: Assistant,
    services: Sequence[str],
    properties: Sequence[str],
    only_differing: bool,
    everything: bool,
) -> HTMLResponse:
    catalogue = assistant.catalogue
    examples: Examples = request.app.state.examples
    problem: NotFoundError | QuestionError | None = None
    found: SideBySide | None = None
    chosen: list[str] = []
    asked: list[str] = []
    try:
        wanted = services or ([] if request.query_params else examples.services)
        chosen = list(dict.fromkeys(names.priced(catalogue, name).iri for name in wanted if name.strip()))
        asked = list(dict.fromkeys(names.prop(catalogue, name).iri for name in properties if name.strip()))
        if len(chosen) > _MOST_SERVICES:
            raise QuestionError(
                f"At most {_MOST_SERVICES} services fit side by side; these are {len(chosen)}."
            )
        if len(chosen) > 1:
            most = None if everything or asked else _ROWS
            found = side_by_side(
                chosen,
                asked or comparable(catalogue),
                assistant.finder,
                only_differing=only_differing,
                most=most,
            )
    except (NotFoundError, QuestionError) as error:
        problem = error
    status = 200 if problem is None else 404 if isinstance(problem, NotFoundError) else 422
    citations = [CitationBody.model_validate(each) for each in found.citations] if found else []
    return page(
        request,
        "compare.html",
        status,
        core=[thing for thing in catalogue.services if CORE in thing.classes] or catalogue.services,
        services=catalogue.services,
        variants=catalogue.variants_of,
        sizes=[size for of in catalogue.sizes_of.values() for size in of],
        properties=sorted(
            (catalogue.properties[prop] for prop in comparable(catalogue)),
            key=lambda prop: prop.label.casefold(),
        ),
        chosen=chosen,
        asked=asked,
        only_differing=only_differing,
        everything=everything,
        found=found,
        table=TableBody.model_validate(found.table) if found else None,
        citations=citations,
        groups=by_source(citations),
        problem=problem,
        things=catalogue.things,
        graph=catalogue.graph,
    )


def comparable(catalogue: Catalogue) -> list[str]:
    """Return the properties in which services can be compared, the most telling first."""
    ordered = sorted(catalogue.properties.values(), key=lambda prop: (prop.importance, prop.iri))
    return [prop.iri for prop in ordered if prop.importance < _NAMES]
