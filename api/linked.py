"""The forms of linked data, and how one is chosen and made."""

import hashlib
from collections.abc import Iterable, Mapping
from enum import Enum

from fastapi import Request, Response
from pyoxigraph import Quad, RdfFormat, Triple, serialize
from starlette.exceptions import HTTPException

from api.accept import ranked
from api.linked_page import page_of, terms_of
from api.names import local
from api.pages import render
from graph.catalogue import Catalogue
from graph.linked import quads_of, resource
from graph.namespaces import PREFIXES
from graph.sparql import KnownNames
from retrieval.engine import Assistant

_CORS = {"Access-Control-Allow-Origin": "*"}


class Form(Enum):
    """A form of a document: its media type, the suffix of a name that asks for it, and its RDF format."""

    HTML = ("text/html", "html", None)
    TURTLE = ("text/turtle", "ttl", RdfFormat.TURTLE)
    JSON_LD = ("application/ld+json", "jsonld", RdfFormat.JSON_LD)
    MARKDOWN = ("text/markdown", "md", None)
    TRIG = ("application/trig", "trig", RdfFormat.TRIG)
    N_TRIPLES = ("application/n-triples", "nt", RdfFormat.N_TRIPLES)
    N_QUADS = ("application/n-quads", "nq", RdfFormat.N_QUADS)
    RDF_XML = ("application/rdf+xml", "rdf", RdfFormat.RDF_XML)
    TEXT = ("text/plain", "txt", None)

    def __init__(self, media_type: str, suffix: str, rdf: RdfFormat | None) -> None:
        self.media_type = media_type
        self.suffix = suffix
        self.rdf = rdf

    @property
    def content_type(self) -> str:
        """The media type with its charset, where one is customary."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    @property
    def holds_graphs(self) -> bool:
        """Whether it can say which source states what."""
        return self.rdf is not None and self.rdf.supports_datasets


_OFFERED = {form: (form.media_type,) for form in Form if form is not Form.TEXT}
_BY_SUFFIX: Mapping[str, Form] = {form.suffix: form for form in _OFFERED} | {"json": Form.JSON_LD}


def form_of(request: Request, suffix: str) -> Form:
    """Return the wanted form; 404 for a suffix that is none, 406 where none is accepted."""
    if suffix:
        form = _BY_SUFFIX.get(suffix.removeprefix("."))
        if form is None:
            raise HTTPException(404, f"There is no form {suffix!r}; there are {', '.join(_BY_SUFFIX)}.")
        return form
    wanted = ranked(", ".join(request.headers.getlist("accept")), _OFFERED)
    if not wanted:
        types = ", ".join(form.media_type for form in _OFFERED)
        raise HTTPException(406, f"This comes as {types}.")
    return wanted[0]


def find(catalogue: Catalogue, namespace: str, name: str) -> tuple[str, str] | None:
    """Return the IRI that a path names and the suffix behind it; None where there is no such thing.

    A thing of a catalogue with IRIs of its own is found by the last part of its IRI.
    """
    stem, _, suffix = name.rpartition(".")
    candidates = [(name, "")]
    if stem and suffix in _BY_SUFFIX:
        candidates.append((stem, suffix))
    for wanted, form in candidates:
        iri = namespace + wanted
        if iri in catalogue.labels:
            return iri, form
        others = [other for other in (*catalogue.things, *catalogue.sources) if local(other) == wanted]
        if len(others) == 1:
            return others[0], form
    return None


def near(catalogue: Catalogue, namespace: str, name: str) -> tuple[str, ...]:
    """Return the names that look most like one that there is not."""
    known = frozenset(local(iri) for iri in catalogue.labels if iri.startswith(namespace))
    return KnownNames({namespace: known}).near(namespace + name)


def document(catalogue: Catalogue, iri: str, form: Form) -> bytes:
    """Return the document on a thing that the graph describes."""
    found = resource(catalogue.graph, iri)
    assert found is not None, "only what has a label is looked up"
    if form.rdf is None:
        page = page_of(catalogue, found, "../")
        return render(f"thing.{form.suffix}", page=page, graph=catalogue.graph, root="../").encode()
    quads = quads_of(catalogue.graph, found, with_sources=form.holds_graphs and form is not Form.JSON_LD)
    return serialize(flat(quads, form), format=form.rdf, prefixes=PREFIXES) or b""


def flat(quads: Iterable[Quad], form: Form) -> Iterable[Quad] | Iterable[Triple]:
    """Return the quads as a format wants them: as triples, where it knows no graphs."""
    return quads if form.holds_graphs else list(dict.fromkeys(quad.triple for quad in quads))


def vocabulary_page(catalogue: Catalogue, form: Form) -> str:
    """Return every term with its definition, as HTML or Markdown."""
    return render(f"vocab.{form.suffix}", groups=terms_of(catalogue), graph=catalogue.graph, root="./")


def entity_tag(assistant: Assistant, form: str) -> str:
    """Return what changes whenever the document may: the graph, the program or the form."""
    made_by = (assistant.catalogue.graph.hash, assistant.engine.version, assistant.engine.encoder, form)
    # Weak: the engine writes the prefixes of a document in no fixed order.
    return f'W/"{hashlib.sha256("|".join(made_by).encode()).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client holds the document already."""
    said = ",".join(request.headers.getlist("if-none-match"))
    return any(each.strip().removeprefix("W/") in (tag.removeprefix("W/"), "*") for each in said.split(","))


def unchanged(tag: str) -> Response:
    """Return the response that sends nothing again."""
    return Response(status_code=304, headers=headers(tag))


def headers(tag: str) -> dict[str, str]:
    """Return what is said with every document: any site may read it, and keep it as long as it holds."""
    return {**_CORS, "ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}


def links(iri: str) -> str:
    """Return what a document is about, for its Link header."""
    return f'<{iri}>; rel="describes"'
