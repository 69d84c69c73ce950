"""The OpenAPI document and its page; nothing on it comes from another host."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse

from api.openapi import document
from api.pages import render
from api.ready import Ready
from api.turns import in_turn

# Swagger UI styles its elements one by one and carries its icons along.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)

router = APIRouter(include_in_schema=False)


@router.get("/openapi.json")
async def openapi(request: Request, assistant: Ready) -> JSONResponse:
    """Return the OpenAPI document."""
    state = request.app.state
    if state.openapi is None:
        making = partial(document, request.app, assistant, state.examples)
        state.openapi = await in_turn(request, making)
    return JSONResponse(state.openapi)


@router.get("/docs")
async def docs() -> HTMLResponse:
    """Return the page that shows the OpenAPI document and tries it out."""
    return HTMLResponse(render("docs.html"), headers={"Content-Security-Policy": _POLICY})
