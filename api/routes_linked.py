"""Linked data: a page and a document for each thing, source and term, and the whole graph in one file."""

import gzip
from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from pyoxigraph import RdfFormat, serialize

from api import linked, names
from api.linked import Form
from api.pages import render
from api.problems import responses
from api.ready import Ready
from api.turns import in_turn
from graph.errors import NotFoundError
from graph.linked import everything, terms
from graph.namespaces import CV, ID, PREFIXES, SOURCE
from retrieval.engine import Assistant

router = APIRouter(tags=["Linked data"])

_FORMS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "What is known of it, as the Accept header or the suffix of the name asks.",
        "content": {form.media_type: {"schema": {"type": "string"}} for form in Form},
    }
}
_RESPONSES = {**_FORMS, **responses(404, 406, 503)}
_DUMP = "application/gzip"


@router.head("/id/{name}", include_in_schema=False)
@router.get("/id/{name}", response_class=Response, responses=_RESPONSES, summary="All on one thing")
async def thing(request: Request, assistant: Ready, name: str) -> Response:
    """Return every fact of a thing with its sources, and what names it: a page, or RDF.

    A suffix of the name (`.ttl`, `.jsonld`, `.md`, ...) chooses the form; without one, Accept does.
    """
    return await _resource(request, assistant, ID, name)


@router.head("/source/{name}", include_in_schema=False)
@router.get("/source/{name}", response_class=Response, responses=_RESPONSES, summary="All on one source")
async def source(request: Request, assistant: Ready, name: str) -> Response:
    """Return what is known of a source and all that it states: a page, or RDF. Forms as above."""
    return await _resource(request, assistant, SOURCE, name)


@router.head("/vocab", include_in_schema=False)
@router.head("/vocab{suffix}", include_in_schema=False)
@router.get("/vocab", include_in_schema=False)
@router.get("/vocab{suffix}", include_in_schema=False)
async def vocabulary(request: Request, assistant: Ready, suffix: str = "") -> Response:
    """Return every class and property with its definition: a page, or RDF."""
    form = linked.form_of(request, suffix)
    graph = assistant.catalogue.graph

    def make() -> bytes:
        if form.rdf is None:
            return linked.vocabulary_page(assistant.catalogue, form).encode()
        return serialize(linked.flat(terms(graph), form), format=form.rdf, prefixes=PREFIXES) or b""

    return await _made(request, assistant, form, make, CV.rstrip("#"))


@router.head("/dump.trig.gz", include_in_schema=False)
@router.get("/dump.trig.gz", include_in_schema=False)
async def dump(request: Request, assistant: Ready) -> Response:
    """Return the whole graph, what is accepted and what each source states, as compressed TriG."""

    def make() -> bytes:
        state = request.app.state
        if state.dump is None:
            quads = everything(assistant.catalogue.graph)
            trig = serialize(quads, format=RdfFormat.TRIG, prefixes=PREFIXES) or b""
            state.dump = gzip.compress(trig, mtime=0)  # the same graph gives the same file
        found: bytes = state.dump
        return found

    tag = linked.entity_tag(assistant, _DUMP)
    if linked.is_known(request, tag):
        return linked.unchanged(tag)
    headers = {**linked.headers(tag), "Content-Disposition": 'attachment; filename="cloudcite.trig.gz"'}
    return Response(await in_turn(request, make), media_type=_DUMP, headers=headers)


@router.head("/llms.txt", include_in_schema=False)
@router.get("/llms.txt", include_in_schema=False)
async def llms(request: Request, assistant: Ready) -> Response:
    """Return what programs that read text find here, in Markdown."""

    def make() -> bytes:
        return render("llms.txt", catalogue=assistant.catalogue, local=names.local).encode()

    return await _made(request, assistant, Form.TEXT, make)


async def _resource(request: Request, assistant: Assistant, namespace: str, name: str) -> Response:
    found = linked.find(assistant.catalogue, namespace, name)
    if found is None:
        near = linked.near(assistant.catalogue, namespace, name)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise NotFoundError(f"There is nothing called {name!r}.{hint}", near)
    iri, suffix = found
    form = linked.form_of(request, suffix)
    make = partial(linked.document, assistant.catalogue, iri, form)
    return await _made(request, assistant, form, make, iri)


async def _made(
    request: Request, assistant: Assistant, form: Form, make: Callable[[], bytes], iri: str | None = None
) -> Response:
    tag = linked.entity_tag(assistant, form.media_type)
    if linked.is_known(request, tag):
        return linked.unchanged(tag)
    body = await in_turn(request, make)
    headers = {**linked.headers(tag), **({"Link": linked.links(iri)} if iri else {})}
    return Response(body, media_type=form.content_type, headers=headers)
