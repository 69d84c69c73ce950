"""What was asked for and is not there, as a page with what there is instead."""

from fastapi import Request
from starlette.responses import HTMLResponse

from api.pages import page
from graph.errors import NotFoundError
from retrieval.engine import Assistant


def problem_page(
    request: Request, assistant: Assistant, current: str, error: NotFoundError, path: str, name: str = ""
) -> HTMLResponse:
    """Return a 404 with links to the nearest names: under the path, or as its parameter `name`."""
    return page(
        request,
        "problem.html",
        404,
        current=current,
        problem=str(error),
        near=error.near,
        path=path,
        name=name,
        graph=assistant.catalogue.graph,
    )
