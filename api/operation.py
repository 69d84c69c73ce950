"""Reading requests of the SPARQL 1.1 Protocol."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from fastapi import Request
from starlette.exceptions import HTTPException

from api.accept import ranked
from graph.errors import QueryRefusedError
from graph.sparql import Dataset, ResultFormat

DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "X-Cloudcite-Truncated",
}
"""Any page may ask and read the answer: there is nothing here that a reader may not see."""

_UPDATE = "application/sparql-update"
_LARGEST = 1 << 20
"""No person and no program writes a longer query, in bytes."""
_LOOSE = {
    "json": (ResultFormat.JSON, ResultFormat.JSON_LD),
    "xml": (ResultFormat.XML, ResultFormat.RDF_XML),
    "application/json": (ResultFormat.JSON, ResultFormat.JSON_LD),
    "application/xml": (ResultFormat.XML, ResultFormat.RDF_XML),
    "text/xml": (ResultFormat.XML, ResultFormat.RDF_XML),
}
"""What clients ask for when they mean whichever of these fits; the answer says which it is."""
_MEDIA_TYPES = {
    form: (form.media_type.partition(";")[0], *(name for name in _LOOSE if form in _LOOSE[name]))
    for form in ResultFormat
}

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asks for; without a query, it asks what this service is."""

    query: str | None
    accept: tuple[ResultFormat, ...]
    dataset: Dataset | None


async def from_url(request: Request) -> Operation:
    """Return the operation of a GET request."""
    return _operation(request, _url_parameters(request))


async def from_body(request: Request) -> Operation:
    """Return the operation of a POST request, which holds a form or a query as it is."""
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    kind, charset = kind.strip(), rest.partition("charset=")[2].strip(' "')
    if kind == _UPDATE:
        raise _read_only()
    if kind not in (DIRECT, FORM) or charset not in ("", "utf-8"):
        raise _problem(415, f"A query is posted as {DIRECT} or {FORM}, in UTF-8.")
    try:
        text = (await _body(request)).decode("utf-8")
        posted = (
            {"query": [text]} if kind == DIRECT else parse_qs(text, keep_blank_values=True, errors="strict")
        )
    except UnicodeDecodeError:
        raise _problem(400, "The body is not UTF-8.") from None
    operation = _operation(request, {**_url_parameters(request), **posted})
    if operation.query is None:
        raise _problem(400, "The form has no field 'query'.")
    return operation


def _url_parameters(request: Request) -> Parameters:
    return {name: request.query_params.getlist(name) for name in request.query_params}


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise _problem(413, f"A query has at most {_LARGEST:,} bytes.")
    return bytes(body)


def _operation(request: Request, parameters: Parameters) -> Operation:
    if "update" in parameters:
        raise _read_only()
    queries = parameters.get("query", [])
    if len(queries) > 1:
        raise _problem(400, f"There are {len(queries)} queries; send them one at a time.")
    default, named = (
        tuple(filter(None, parameters.get(name, []))) for name in ("default-graph-uri", "named-graph-uri")
    )
    return Operation(
        query=queries[0] if queries else None,
        accept=_accept(request, parameters.get("format", [])) if queries else (),
        dataset=Dataset(default, named) if default or named else None,
    )


def _accept(request: Request, formats: Sequence[str]) -> tuple[ResultFormat, ...]:
    # Client libraries send format names of their own beside an Accept header that says the same.
    known = [name for name in formats if name in _LOOSE or name in set(ResultFormat)]
    if known:
        return _LOOSE.get(known[0]) or (ResultFormat(known[0]),)
    accept = ranked(", ".join(request.headers.getlist("accept")), _MEDIA_TYPES)
    if not accept:
        types = ", ".join(names[0] for names in _MEDIA_TYPES.values())
        raise _problem(406, f"Results come as {types}.")
    return accept


def _read_only() -> QueryRefusedError:
    return QueryRefusedError("Updates are refused: the graph is read only.")


def _problem(status: int, detail: str) -> HTTPException:
    return HTTPException(status, detail, headers=CORS)
