"""Rules: what they conclude competes with what is stated, and names what it rests on."""

import shutil
from pathlib import Path

import pytest

from graph.errors import OntologyError
from graph.rules import premises, read_rules
from graph.store import Graph, load
from retrieval.encoder import Encoder
from retrieval.engine import Assistant
from tests.machine_checks import faults

GOOD = Path(__file__).parent / "shapes" / "good"
RULE = """# What carries any load is loud.
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
PREFIX tool: <https://example.org/tools/vocab#>
CONSTRUCT { ?subject tool:loud true } WHERE { ?subject cv:noLimit tool:load . FILTER(isIRI(?subject)) }
"""
SOURCE = """
@prefix cv: <https://w3id.org/cloudcite/vocab#> .
@prefix item: <https://example.org/tools/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/cloudcite/source/> .
@prefix tool: <https://example.org/tools/vocab#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
source:rule-loud a cv:Source ; skos:prefLabel "Rule: strong tools are loud" ; cv:status cv:derived ;
    cv:read "2026-10-02"^^xsd:date ; cv:published "undated" .
"""
LOUD = "https://example.org/tools/vocab#loud"
DRILL = "https://example.org/tools/id/drill"


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """Return a catalogue with one rule."""
    shutil.copytree(GOOD, tmp_path / "tools")
    (tmp_path / "tools" / "rules").mkdir()
    (tmp_path / "tools" / "rules" / "loud.rq").write_text(RULE, encoding="utf-8")
    (tmp_path / "tools" / "rules.ttl").write_text(SOURCE, encoding="utf-8")
    return tmp_path / "tools"


def deny(tools: Path, source: str) -> None:
    """Let a source say that the drill is not loud."""
    graph = f"<https://example.org/tools/source/{source}>"
    (tools / "quiet.trig").write_text(f"{graph} {{ <{DRILL}> <{LOUD}> false . }}", encoding="utf-8")


def stated(graph: Graph, subject: str) -> dict[str, str]:
    rows = graph.select(
        f"SELECT ?source ?value WHERE {{ GRAPH ?source {{ <{subject}> <{LOUD}> ?value }} }}",
    )
    return {row["source"].value.rsplit("/", 1)[-1]: row["value"].value for row in rows}


def test_a_conclusion_is_accepted_and_stands_in_the_graph_of_its_rule(tools: Path) -> None:
    graph = load([tools])
    assert stated(graph, DRILL) == {"rule-loud": "true"}
    assert graph.select(f"SELECT ?v WHERE {{ <{DRILL}> <{LOUD}> ?v }}")[0]["v"].value == "true"


def test_an_official_page_is_believed_before_a_rule(tools: Path) -> None:
    deny(tools, "leaflet")
    graph = load([tools])
    assert stated(graph, DRILL) == {"rule-loud": "true", "leaflet": "false"}
    assert [r["v"].value for r in graph.select(f"SELECT ?v WHERE {{ <{DRILL}> <{LOUD}> ?v }}")] == ["false"]


def test_what_a_rule_overrules_is_no_longer_accepted(tools: Path) -> None:
    deny(tools, "forum")
    graph = load([tools])
    assert [r["v"].value for r in graph.select(f"SELECT ?v WHERE {{ <{DRILL}> <{LOUD}> ?v }}")] == ["true"]


def test_premises_are_the_triples_of_the_where_clause(tools: Path) -> None:
    graph = load([tools])
    (rule,) = graph.rules
    (value,) = (row["v"] for row in graph.select(f"SELECT ?v WHERE {{ <{DRILL}> <{LOUD}> ?v }}"))
    (premise,) = premises(graph.store, rule, DRILL, value)
    assert str(premise).startswith(f"<{DRILL}> <https://w3id.org/cloudcite/vocab#noLimit>")


def test_a_rule_that_concludes_nothing_is_refused(tools: Path) -> None:
    (tools / "rules" / "odd.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"odd\.rq"):
        read_rules([tools])


def test_an_answer_cites_the_premises_of_what_it_concludes(tools: Path, encoder: Encoder) -> None:
    assistant = Assistant.from_graph(load([tools]), encoder)
    answer = assistant.ask("is the drill loud?")
    assert answer.result == {"boolean": True}
    concluded = [c for c in answer.citations if c.source.status == "derived"]
    assert [c.premises for c in concluded] == [(2,)]
    assert answer.citations[1].predicate.label == "no limit"
    assert faults(answer, assistant.catalogue) == []
