"""Core services by core properties: what each cell holds, or why it holds nothing."""

from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import DefaultGraph, Literal, NamedNode

from graph.catalogue import Catalogue, Thing
from graph.namespaces import NO_LIMIT, NOT_APPLICABLE, STATES, TYPE, UNKNOWN, VARIES, iri
from graph.properties import Property
from graph.store import Graph, Term

_DEFAULT = DefaultGraph()


class State(StrEnum):
    """What is known of a cell."""

    VALUE = "value"
    NO_LIMIT = "no_limit"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    VARIES = "varies"
    MISSING = "missing"


_NAMED = {
    NO_LIMIT: State.NO_LIMIT,
    NOT_APPLICABLE: State.NOT_APPLICABLE,
    UNKNOWN: State.UNKNOWN,
    VARIES: State.VARIES,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One property of one service."""

    property: Property
    state: State
    subject: str
    """The IRI of what states it: the service or, where that is silent, its usual variant."""
    values: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A service and its cells, in the same order in every row."""

    service: Thing
    cells: tuple[Cell, ...]


def matrix(catalogue: Catalogue) -> tuple[Row, ...]:
    """Return a row for each core service by label, a cell for each core property by importance."""
    services = _instances(catalogue.graph, "cv:CoreService")
    core = _instances(catalogue.graph, "cv:CoreProperty")
    properties = sorted(
        (found for found in catalogue.properties.values() if found.iri in core),
        key=lambda found: (found.importance, found.iri),
    )
    return tuple(
        Row(service, tuple(_cell(catalogue.graph, service, found) for found in properties))
        for service in catalogue.services
        if service.iri in services
    )


def _instances(graph: Graph, name: str) -> frozenset[str]:
    found = graph.store.quads_for_pattern(None, TYPE, iri(name), _DEFAULT)
    return frozenset(quad.subject.value for quad in found if isinstance(quad.subject, NamedNode))


def _cell(graph: Graph, service: Thing, found: Property) -> Cell:
    predicate = NamedNode(found.iri)
    for subject in filter(None, (service.iri, service.default_variant)):
        node = NamedNode(subject)
        quads = graph.store.quads_for_pattern(node, predicate, None, _DEFAULT)
        values = [q.object for q in quads if isinstance(q.object, NamedNode | Literal)]
        if values:
            return Cell(found, State.VALUE, subject, tuple(sorted(values, key=str)))
        for state in STATES:
            if graph.holds(node, state, predicate):
                return Cell(found, _NAMED[state], subject)
    return Cell(found, State.MISSING, service.iri)
