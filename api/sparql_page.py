"""The SPARQL page: an editor that knows our terms, and queries to begin with."""

from fastapi import Request
from starlette.responses import HTMLResponse


async def page(request: Request, query: str) -> HTMLResponse:
    """Return the page with a query in its editor."""
    raise NotImplementedError
