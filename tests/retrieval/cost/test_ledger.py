"""Bills are compiled once; one that cannot be is named."""

from pathlib import Path

import pytest

from graph.catalogue import catalogue
from graph.errors import OntologyError
from graph.store import belief, load
from retrieval.cost.ledger import Ledger
from retrieval.evidence import EvidenceFinder

COFFEE = Path(__file__).parents[2] / "catalogues" / "coffee"
FAULTY = """
@prefix cv: <https://w3id.org/cloudcite/vocab#> .
@prefix co: <https://example.org/coffee/vocab#> .
@prefix item: <https://example.org/coffee/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
item:bill-of-mine a cv:Bill ; skos:prefLabel "bill of mine" ; cv:billOf item:zibo ;
    cv:way "my way" ; cv:line item:my-line .
item:my-line a cv:BillLine ; skos:prefLabel "line" ; cv:charges co:portionPrice ;
    cv:countedIn co:unitPortions ; cv:formula "cupps" .
"""


def test_a_faulty_formula_is_named_where_it_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "bill.ttl").write_text(FAULTY, encoding="utf-8")
    graph = load([COFFEE, tmp_path])
    with pytest.raises(OntologyError, match=r"my-line: .*cupps.*cloudcite check"):
        Ledger.from_finder(EvidenceFinder(catalogue(graph), belief(graph.store)))
