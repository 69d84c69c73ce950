"""What a page says while the graph is loading: that it is, until it is done."""

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.accept import ranked
from api.pages import page


class StillLoadingError(Exception):
    """A page was asked for before there is anything to show."""


async def reads_html(request: Request) -> None:
    """Refuse a client that cannot read a page; have others wait for the graph on a page that asks again."""
    if not ranked(request.headers.get("accept"), {"html": ("text/html",)}):
        raise HTTPException(406, "This page comes as text/html only; POST /v1/ask answers in JSON.")
    state = request.app.state
    if state.assistant is None and state.failure is None:
        raise StillLoadingError


def install(app: FastAPI) -> None:
    """Let pages of an app say that the graph is loading."""
    app.add_exception_handler(StillLoadingError, _loading)


async def _loading(request: Request, _: Exception) -> Response:
    response = page(request, "loading.html", 503)
    response.headers["Retry-After"] = "1"
    return response
