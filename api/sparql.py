"""The SPARQL 1.1 Protocol, for queries only."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from anyio import to_thread
from fastapi import Request, Response
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api import problems, ready
from api.description import description, written
from api.operation import DIRECT, FORM, Operation, from_body, from_url
from api.sparql_page import page, terms
from graph.errors import CloudciteError, QuerySyntaxError
from graph.sparql import Hint, KnownNames, QueryPool, UnacceptableError

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "X-Cloudcite-Truncated, X-Cloudcite-Hint",
}
"""Any page may ask and read the answer: there is nothing here that a reader may not see."""
_HEADERS = {**CORS, "Vary": "Accept"}
_METHODS = "GET, HEAD, POST, OPTIONS"
_PREFLIGHT = {
    **CORS,
    "Allow": _METHODS,
    "Accept-Post": f"{DIRECT}, {FORM}",
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def prepare(state: State) -> None:
    """Set what requests look for and what is made for the first that needs it."""
    state.queries = None
    state.graph = None
    state.description = None
    state.known_names = None
    state.sparql_examples = None
    state.sparql_terms = None


class _Endpoint:
    """Answers one request at a time, as plain ASGI: what FastAPI adds takes longer than a small query."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await _METHOD.get(request.method, _not_allowed)(request)
        except (CloudciteError, HTTPException) as error:
            response = await problems.of(request, error)
            response.headers.update(CORS)
        await response(scope, receive, send)


async def _get(request: Request) -> Response:
    operation = from_url(request)
    if operation.as_page:
        await _pool(request)
        return await page(request, operation.query or "")
    if operation.query is None:
        return await _describe(request, operation)
    return await _answer(request, operation)


async def _post(request: Request) -> Response:
    return await _answer(request, await from_body(request))


async def _options(_: Request) -> Response:
    return Response(status_code=204, headers=_PREFLIGHT)


async def _terms(request: Request) -> Response:
    await _pool(request)
    return await terms(request)


async def _not_allowed(request: Request) -> Response:
    raise HTTPException(405, f"{request.method} is not allowed here; use {_METHODS}.", {"Allow": _METHODS})


_METHOD: Mapping[str, Callable[[Request], Awaitable[Response]]] = {
    "GET": _get,
    "HEAD": _get,
    "POST": _post,
    "OPTIONS": _options,
}
routes = [Route("/sparql", _Endpoint()), Route("/sparql/terms.json", _terms)]


async def _describe(request: Request, operation: Operation) -> Response:
    await _pool(request)
    state, form = request.app.state, operation.accept[0]
    if state.description is None:
        state.description = await to_thread.run_sync(description, state.graph)
    url = str(request.url.replace(query=None, fragment=None))
    try:
        body = await to_thread.run_sync(written, state.description, url, form)
    except ValueError:
        raise HTTPException(400, f"The address {url!r} is no IRI; the Host header makes it so.") from None
    return Response(body, media_type=form.media_type, headers=_HEADERS)


async def _answer(request: Request, operation: Operation) -> Response:
    pool, query = await _pool(request), operation.query or ""
    try:
        result = await pool.run(query, operation.accept, operation.dataset, partial(_gone, request))
    except UnacceptableError as error:
        raise HTTPException(406, f"{error}.") from error
    except QuerySyntaxError as error:
        hints = await _hints(request, query)
        said = " ".join([str(error), *(f"{hint}." for hint in hints)])
        raise QuerySyntaxError(said, [name for hint in hints for name in hint.near]) from error
    headers = _HEADERS
    if result.truncated:
        headers = {**headers, "X-Cloudcite-Truncated": "true"}
    told = [
        f"the function <{name}> is unknown, so its calls have no value" for name in result.unknown_functions
    ]
    if result.empty:
        told += [str(hint) for hint in await _hints(request, query)]
    if told:
        headers = {**headers, "X-Cloudcite-Hint": "; ".join(told).encode("ascii", "replace").decode()}
    return Response(result.body, media_type=result.media_type, headers=headers)


async def _pool(request: Request) -> QueryPool:
    pool: QueryPool | None = request.app.state.queries
    if pool is None:
        await ready.assistant(request)  # says why not
        raise HTTPException(503, "Queries are not being answered yet.", {"Retry-After": "1"})
    return pool


async def _hints(request: Request, query: str) -> tuple[Hint, ...]:
    """What may have been meant; the names that the graph holds are read at the first mistake."""
    state = request.app.state

    def look() -> tuple[Hint, ...]:
        if state.known_names is None:
            state.known_names = KnownNames.of(state.graph.store)
        known: KnownNames = state.known_names
        return known.hints(query)

    return await to_thread.run_sync(look)


async def _gone(request: Request) -> None:
    """Return once the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
