"""The SPARQL 1.1 Service Description, with VoID, of a loaded graph."""

import re
from collections import Counter
from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse, serialize

from api.pages import render
from graph.namespaces import PREFIXES, TYPE
from graph.sparql import ResultFormat
from graph.store import Graph

_NAMESPACE = re.compile(r".*[/#]", re.DOTALL)


def description(graph: Graph) -> str:
    """Return the description in Turtle, relative to the address of the endpoint."""
    default = DefaultGraph()
    accepted = [quad for quad in graph.store if quad.graph_name == default]
    named = Counter(quad.graph_name for quad in graph.store if quad.graph_name != default)
    predicates = {quad.predicate.value for quad in accepted}
    subjects = {quad.subject for quad in accepted}
    return render(
        "sparql.ttl",
        graph=graph,
        subjects=len(subjects),
        objects=len({quad.object for quad in accepted}),
        properties=len(predicates),
        classes=len({quad.object for quad in accepted if quad.predicate == TYPE}),
        spaces=_namespaces(subject.value for subject in subjects if isinstance(subject, NamedNode)),
        vocabularies=_namespaces(predicates),
        named=sorted((name.value, count) for name, count in named.items() if isinstance(name, NamedNode)),
    )


def written(turtle: str, url: str, form: ResultFormat) -> bytes:
    """Return a description as RDF, for the address at which it is read; ValueError where that is no IRI."""
    if form is ResultFormat.TURTLE:
        return turtle.encode()
    quads = parse(turtle, RdfFormat.TURTLE, base_iri=url)
    triples = (quad.triple for quad in quads)
    return serialize(triples, format=getattr(RdfFormat, form.name), prefixes=PREFIXES) or b""


def _namespaces(iris: Iterable[str]) -> list[str]:
    return sorted({found[0] for iri in iris if (found := _NAMESPACE.match(iri))})
