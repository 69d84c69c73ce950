"""The OpenAPI document and its page."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, JSONResponse

from api.docs_page import operations, schemas
from api.openapi import document
from api.pages import page
from api.ready import Ready
from api.turns import in_turn
from api.web.loading import reads_html
from retrieval.engine import Assistant

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def openapi(request: Request, assistant: Ready) -> JSONResponse:
    """Return the OpenAPI document."""
    return JSONResponse(await _document(request, assistant))


@router.head("/docs", dependencies=[Depends(reads_html)])
@router.get("/docs", dependencies=[Depends(reads_html)])
async def docs(request: Request, assistant: Ready) -> HTMLResponse:
    """Return the page on the API: each operation with a request that can be sent from there."""
    described = await _document(request, assistant)
    return page(
        request,
        "docs.html",
        about=described["info"],
        groups=operations(described),
        schemas=schemas(described),
        address=str(request.base_url).rstrip("/"),
        graph=assistant.catalogue.graph,
    )


async def _document(request: Request, assistant: Assistant) -> dict[str, Any]:
    state = request.app.state
    if state.openapi is None:
        making = partial(document, request.app, assistant, state.examples)
        state.openapi = await in_turn(request, making)
    found: dict[str, Any] = state.openapi
    return found
