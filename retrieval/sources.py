"""What each source states, and on what sources disagree."""

from collections.abc import Mapping

from graph.catalogue import Catalogue
from graph.namespaces import FUNCTIONAL, PREFIXES
from graph.store import Graph
from retrieval.evidence import Cell, EvidenceFinder

_STATED = "SELECT ?source (COUNT(*) AS ?count) WHERE { GRAPH ?source { ?s ?p ?o } } GROUP BY ?source"
_DISPUTED = f"""PREFIX cv: <{PREFIXES["cv"]}>
SELECT DISTINCT ?subject ?property WHERE {{
  ?property a {FUNCTIONAL} ; cv:sentence ?wording .
  GRAPH ?source {{ ?subject ?property ?other }}
  FILTER NOT EXISTS {{ ?subject ?property ?other }}
}} ORDER BY ?subject ?property"""


def statements(graph: Graph) -> Mapping[str, int]:
    """Return how many triples each source states, by its IRI."""
    return {row["source"].value: int(row["count"].value) for row in graph.select(_STATED)}


def disagreements(catalogue: Catalogue, finder: EvidenceFinder) -> tuple[Cell, ...]:
    """Return the cells of single-valued properties of which some source states something else."""
    pairs = [(row["subject"].value, row["property"].value) for row in catalogue.graph.select(_DISPUTED)]
    known = [(thing, prop) for thing, prop in pairs if thing in catalogue.things]
    cells = [cell for thing, prop in known for cell in finder.cells([thing], [prop]).cells]
    cells = [cell for cell in cells if cell.disputes]
    return tuple(sorted(cells, key=lambda cell: (catalogue.label(cell.subject), cell.prop.label)))
