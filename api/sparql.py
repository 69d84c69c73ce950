"""The SPARQL 1.1 Protocol, for queries only."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.exceptions import HTTPException

from api.operation import CORS, DIRECT, FORM, Operation, from_body, from_url
from graph.sparql import QueryPool, ResultFormat, UnacceptableError

router = APIRouter(tags=["SPARQL"])

_DESCRIPTION = (Path(__file__).parent / "templates" / "sparql.ttl").read_bytes()
_PREFLIGHT = {
    **CORS,
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}
_TEXT = {"type": "string"}
_QUERY = {
    "name": "query",
    "in": "query",
    "description": "A SELECT, ASK, CONSTRUCT or DESCRIBE query. The prefixes cv:, id:, source: and "
    "the usual ones need no declaration.",
    "schema": _TEXT,
}
_FORMAT = {
    "name": "format",
    "in": "query",
    "description": f"The form of the result, in place of the Accept header: "
    f"{', '.join(ResultFormat)}. `json` and `xml` mean the one that fits the query.",
    "schema": _TEXT,
}
_POSTED = {
    "required": True,
    "content": {
        DIRECT: {"schema": _TEXT},
        FORM: {"schema": {"type": "object", "required": ["query"], "properties": {"query": _TEXT}}},
    },
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The result. The header X-Cloudcite-Truncated is `true` where it was cut.",
        "content": {form.media_type.partition(";")[0]: {"schema": _TEXT} for form in ResultFormat},
    },
    400: {"description": "It is not a SPARQL query"},
    403: {"description": "An update, SERVICE or FROM"},
    406: {"description": "The result has none of the accepted forms"},
    413: {"description": "The query is too long"},
    415: {"description": "The body is neither a query nor a form"},
    503: {"description": "Too many queries, or this one took more time or memory than it may"},
}


@router.get(
    "/sparql",
    response_class=Response,
    responses=_ANSWERS,
    openapi_extra={"parameters": [_QUERY, _FORMAT]},
)
def sparql(request: Request, operation: Annotated[Operation, Depends(from_url)]) -> Response:
    """Run a SPARQL query; without one, describe the service in Turtle."""
    if operation.query is None:
        return Response(_DESCRIPTION, media_type=ResultFormat.TURTLE.media_type, headers=CORS)
    return _answer(request.app.state.queries, operation.query, operation)


@router.post(
    "/sparql",
    response_class=Response,
    responses=_ANSWERS,
    openapi_extra={"parameters": [_FORMAT], "requestBody": _POSTED},
)
def post_sparql(request: Request, operation: Annotated[Operation, Depends(from_body)]) -> Response:
    """Run a SPARQL query that is too long for an address."""
    return _answer(request.app.state.queries, operation.query or "", operation)


@router.options("/sparql", include_in_schema=False)
def sparql_preflight() -> Response:
    """Tell a browser that pages of other sites may ask."""
    return Response(status_code=204, headers=_PREFLIGHT)


def _answer(queries: QueryPool, query: str, operation: Operation) -> Response:
    try:
        result = queries.run(query, operation.accept, operation.dataset)
    except UnacceptableError as error:
        raise HTTPException(406, f"{error}.", headers=CORS) from error
    truncated = {"X-Cloudcite-Truncated": "true"} if result.truncated else {}
    headers = {**CORS, **truncated, "Vary": "Accept"}
    return Response(result.body, media_type=result.media_type, headers=headers)
