"""Is a catalogue fit to be answered from? Slow to import, so import it only where it is needed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rdflib import Graph as Shapes

from graph.bill_lint import faulty_bills
from graph.errors import OntologyError
from graph.files import resolve
from graph.finding import Finding, Severity
from graph.lint import contradicted, unknown_terms, unsourced
from graph.matrix import Cell, Row, State, matrix
from graph.shacl import shapes_of, terms_of, violations
from graph.store import Graph, load

__all__ = ["Cell", "Finding", "Row", "Severity", "State", "check", "matrix"]


def check(folders: Sequence[str | Path]) -> tuple[Finding, ...]:
    """Return all that has to be mended in these catalogue folders, ordered by what it is about.

    Raises OntologyError where the folders cannot be loaded or there is nothing to check.
    """
    graph = load(folders)
    _refuse_empty(graph)
    shapes = shapes_of(resolve(folders))
    return tuple(sorted(set(_findings(graph, shapes)), key=lambda finding: finding.order))


def _findings(graph: Graph, shapes: Shapes) -> Iterator[Finding]:
    yield from violations(graph, shapes)
    yield from unsourced(graph)
    yield from contradicted(graph)
    yield from faulty_bills(graph)
    yield from unknown_terms(graph, terms_of(shapes))


def _refuse_empty(graph: Graph) -> None:
    if not any(graph.store.named_graphs()):
        raise OntologyError("No source states anything, so there is nothing to check")
    if not graph.select(_SERVICES):
        raise OntologyError("Nothing is described as a cv:Service, so there is nothing to check")


_SERVICES = """
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?service WHERE { ?service a/rdfs:subClassOf* cv:Service } LIMIT 1
"""
