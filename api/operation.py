"""Reading requests of the SPARQL 1.1 Protocol."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs

from fastapi import Request
from starlette.exceptions import HTTPException

from api.accept import ranked
from graph.errors import QueryRefusedError
from graph.sparql import Dataset, ResultFormat

DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
HTML = "text/html"

_UPDATE = "application/sparql-update"
_LARGEST = 1 << 20
"""No person and no program writes a longer query, in bytes."""
_LOOSE = {
    "json": (ResultFormat.JSON, ResultFormat.JSON_LD),
    "xml": (ResultFormat.XML, ResultFormat.RDF_XML),
    "application/json": (ResultFormat.JSON, ResultFormat.JSON_LD),
    "application/xml": (ResultFormat.XML, ResultFormat.RDF_XML),
    "text/xml": (ResultFormat.XML, ResultFormat.RDF_XML),
    "text/plain": (ResultFormat.N_TRIPLES,),
}
"""What clients ask for when they mean whichever of these fits; the answer says which it is."""
_MEDIA_TYPES: Mapping[ResultFormat | str, Sequence[str]] = {
    form: (form.media_type.partition(";")[0], *(name for name in _LOOSE if form in _LOOSE[name]))
    for form in ResultFormat
}
_OR_PAGE = {**_MEDIA_TYPES, HTML: (HTML,)}
_NAMED = {
    **{form.media_type.partition(";")[0]: (form,) for form in ResultFormat},
    **{form.suffix: (form,) for form in ResultFormat},
    **{str(form): (form,) for form in ResultFormat},
    **_LOOSE,
}
"""What the parameter `format` may say."""

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asks for; without a query, it asks what this service is."""

    query: str | None
    accept: tuple[ResultFormat, ...]
    dataset: Dataset | None
    as_page: bool = False
    """Whether a person asks, in a browser, and would rather see the page."""


def from_url(request: Request) -> Operation:
    """Return the operation of a GET request."""
    operation = _operation(request, _url_parameters(request))
    if operation.query is None:
        forms = _graphs(", ".join(request.headers.getlist("accept")))
        return Operation(None, forms, None, as_page=operation.as_page or not forms)
    return operation


async def from_body(request: Request) -> Operation:
    """Return the operation of a POST request, which holds a form or a query as it is."""
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    kind, charset = kind.strip(), rest.partition("charset=")[2].strip(' "')
    if kind == _UPDATE:
        raise _read_only()
    if kind not in (DIRECT, FORM) or charset not in ("", "utf-8", "utf8"):
        raise HTTPException(415, f"A query is posted as {DIRECT} or {FORM}, in UTF-8.")
    try:
        text = (await _body(request)).decode("utf-8")
        posted = {"query": [text]} if kind == DIRECT else _parameters(text)
    except UnicodeDecodeError:
        raise HTTPException(400, "The body is not UTF-8.") from None
    in_url = _url_parameters(request)
    if "query" in in_url and "query" in posted:
        raise HTTPException(400, "There is a query in the address and one in the body; send one of them.")
    operation = _operation(request, {**in_url, **posted})
    if operation.query is None:
        raise HTTPException(400, "The form has no field 'query'.")
    return operation


def _url_parameters(request: Request) -> Parameters:
    try:
        return _parameters(request.scope["query_string"].decode("ascii"))
    except UnicodeDecodeError:
        raise HTTPException(400, "The address is not percent-encoded UTF-8.") from None


def _parameters(text: str) -> Parameters:
    return parse_qs(text, keep_blank_values=True, errors="strict")


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise HTTPException(413, f"A query has at most {_LARGEST:,} bytes.")
    return bytes(body)


def _operation(request: Request, parameters: Parameters) -> Operation:
    if "update" in parameters:
        raise _read_only()
    queries = parameters.get("query", [])
    if len(queries) > 1:
        raise HTTPException(400, f"There are {len(queries)} queries; send them one at a time.")
    default, named = (
        tuple(filter(None, parameters.get(name, []))) for name in ("default-graph-uri", "named-graph-uri")
    )
    accept, as_page = _accept(request, parameters.get("format", []))
    return Operation(
        query=queries[0] if queries else None,
        accept=accept,
        dataset=Dataset(default, named) if default or named else None,
        as_page=as_page,
    )


def _accept(request: Request, formats: Sequence[str]) -> tuple[tuple[ResultFormat, ...], bool]:
    # Client libraries send format names of their own beside an Accept header that says the same.
    for name in formats:
        if name in _NAMED:
            return _NAMED[name], False
    return _ranked(", ".join(request.headers.getlist("accept")))


@lru_cache(maxsize=256)
def _ranked(accept: str) -> tuple[tuple[ResultFormat, ...], bool]:
    # Who accepts anything is a program; a browser names HTML.
    names_html = HTML in accept.lower()
    wanted = ranked(accept, _OR_PAGE if names_html else _MEDIA_TYPES)
    if not wanted:
        types = ", ".join(names[0] for names in _MEDIA_TYPES.values())
        raise HTTPException(406, f"Results come as {types}.")
    forms = tuple(each for each in wanted if isinstance(each, ResultFormat))
    return forms, wanted[0] == HTML


def _graphs(accept: str) -> tuple[ResultFormat, ...]:
    """The forms in which what is RDF may be sent; none where only the page is left."""
    forms = {form: types for form, types in _MEDIA_TYPES.items() if ResultFormat(form).is_graph}
    found = tuple(ResultFormat(form) for form in ranked(accept, forms))
    if not found and not ranked(accept, {HTML: (HTML,)}):
        types = ", ".join(names[0] for names in forms.values())
        raise HTTPException(406, f"The service description comes as {types}.")
    return found


def _read_only() -> QueryRefusedError:
    return QueryRefusedError("Updates are refused: the graph is read only.")
