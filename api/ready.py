"""What handlers may rely on: a loaded assistant, and a client that reads JSON."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from api.accept import ranked
from graph.errors import CloudciteError
from retrieval.engine import Assistant


async def assistant(request: Request) -> Assistant:
    """Return the assistant; 503 until it is loaded, with the reason if it never will be."""
    found: Assistant | None = request.app.state.assistant
    failure: BaseException | None = request.app.state.failure
    if found is not None:
        return found
    if failure is None:
        raise HTTPException(503, "The graph is still loading.", {"Retry-After": "1"})
    known = isinstance(failure, CloudciteError)
    raise HTTPException(503, str(failure) if known else "The graph could not be loaded.")


async def reads_json(request: Request) -> None:
    """Refuse a client that cannot read what there is."""
    if not ranked(request.headers.get("accept"), {"json": ("application/json",)}):
        raise HTTPException(406, "The answer comes as application/json only.")


Ready = Annotated[Assistant, Depends(assistant)]
