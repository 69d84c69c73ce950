"""All that a graph says of one thing: what linked data serves at its address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from graph.facts import Fact
from graph.namespaces import CV, PREF_LABEL
from graph.store import Graph

_DEFAULT = DefaultGraph()


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple with the sources that state it."""

    fact: Fact
    """As the first of its sources states it."""
    sources: tuple[str, ...]
    """IRIs, in order; none for what only describes, such as a label of a term."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing, a term or a source, with every statement that names it."""

    iri: str
    statements: tuple[Statement, ...]
    """Whose subject it is: the accepted ones, then those that lost to others."""
    inward: tuple[Statement, ...]
    """Accepted ones whose object it is."""
    stated: tuple[Quad, ...]
    """What it states itself, where it is a source."""


def resource(graph: Graph, iri: str) -> Resource | None:
    """Return all on one IRI, in a stable order; None where the graph does not describe it."""
    node = NamedNode(iri)
    own = list(graph.store.quads_for_pattern(node, None, None))
    if not own:
        return None
    inward = [q for q in graph.store.quads_for_pattern(None, None, node) if q.graph_name == _DEFAULT]
    return Resource(
        iri=iri,
        statements=tuple(_statements(graph, own)),
        inward=tuple(_statements(graph, inward)),
        stated=tuple(sorted(graph.store.quads_for_pattern(None, None, None, node), key=str)),
    )


def quads_of(graph: Graph, found: Resource, *, with_sources: bool) -> list[Quad]:
    """Return what a document on it holds: its triples both ways, and the labels of all that they name.

    With sources, also what each source states of it, in the graph of that source, what is known of
    these sources, and, where it is a source itself, all that it states.
    """
    node = NamedNode(found.iri)
    quads = list(graph.store.quads_for_pattern(node, None, None, _DEFAULT))
    quads += graph.store.quads_for_pattern(None, None, node, _DEFAULT)
    if with_sources:
        claims = [q for q in graph.store.quads_for_pattern(node, None, None) if q.graph_name != _DEFAULT]
        quads += [*claims, *found.stated]
        for source in {claim.graph_name for claim in claims if isinstance(claim.graph_name, NamedNode)}:
            quads += graph.store.quads_for_pattern(source, None, None, _DEFAULT)
    quads += _labels(graph, quads)
    return sorted(set(quads), key=lambda quad: (_order(quad)[0], quad.subject != node, *_order(quad)))


def terms(graph: Graph) -> list[Quad]:
    """Return what describes the vocabulary: its terms, and the ontology that holds them."""
    ontology = CV.rstrip("#")
    quads = graph.store.quads_for_pattern(None, None, None, _DEFAULT)
    found = [
        quad
        for quad in quads
        if isinstance(quad.subject, NamedNode)
        and (quad.subject.value.startswith(CV) or quad.subject.value == ontology)
    ]
    return sorted(found, key=_order)


def everything(graph: Graph) -> list[Quad]:
    """Return all quads, in a stable order."""
    return sorted(graph.store, key=_order)


def _statements(graph: Graph, quads: Iterable[Quad]) -> Iterator[Statement]:
    sources: dict[tuple[NamedNode, NamedNode, NamedNode | Literal], set[str]] = {}
    for quad in quads:
        # Loaded data holds neither blank nodes nor triples as terms.
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)
        found = sources.setdefault((quad.subject, quad.predicate, quad.object), set())
        if isinstance(quad.graph_name, NamedNode):
            found.add(quad.graph_name.value)
    for triple, graphs in sources.items():
        if not graphs:
            claims = graph.store.quads_for_pattern(*triple)
            graphs |= {q.graph_name.value for q in claims if isinstance(q.graph_name, NamedNode)}
    held = {triple: graph.holds(*triple) for triple in sources}
    for triple in sorted(
        sources, key=lambda triple: (not held[triple], *map(str, triple[1:]), str(triple[0]))
    ):
        subject, predicate, value = triple
        stated_by = tuple(sorted(sources[triple]))
        fact = Fact(subject.value, predicate.value, value, stated_by[0] if stated_by else "", held[triple])
        yield Statement(fact, stated_by)


def _labels(graph: Graph, quads: Iterable[Quad]) -> list[Quad]:
    named = {
        term
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        if isinstance(term, NamedNode)
    }
    return [
        label for term in named for label in graph.store.quads_for_pattern(term, PREF_LABEL, None, _DEFAULT)
    ]


def _order(quad: Quad) -> tuple[str, ...]:
    name = quad.graph_name
    return (name.value if isinstance(name, NamedNode) else "", str(quad.triple))
