"""What holds of every answer, whatever the question."""

import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import QuestionError
from graph.store import load
from retrieval.encoder import Encoder
from retrieval.engine import LONGEST_QUESTION, Assistant
from tests.machine_checks import faults

NEWER = """
@prefix cv: <https://w3id.org/cloudcite/vocab#> .
@prefix id: <https://w3id.org/cloudcite/id/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/cloudcite/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<> dct:source source:newer .
source:newer a cv:Source ; skos:prefLabel "A newer page" ; cv:status cv:official ;
    cv:url "https://example.org/"^^xsd:anyURI ;
    cv:read "2027-01-05"^^xsd:date ; cv:published "2027-01-04"^^xsd:date .
id:lambda cv:maxExecutionDuration 1200 ; cv:serverless false .
"""
PROGRAM = """
import json, sys
from dataclasses import asdict
from graph.store import load
from retrieval.encoder import load_encoder
from retrieval.engine import Assistant
assistant = Assistant.from_graph(load(["aws"]), load_encoder())
print(json.dumps([asdict(assistant.ask(question)) for question in sys.argv[1:]]))
"""


def test_a_changed_graph_changes_the_answer(tmp_path: Path, encoder: Encoder, assistant: Assistant) -> None:
    (tmp_path / "newer.ttl").write_text(NEWER, encoding="utf-8")
    changed = Assistant.from_graph(load(["aws", tmp_path]), encoder)
    questions = ["how long can a lambda run?", "is lambda serverless?", "how many services are serverless?"]
    before = [assistant.ask(question) for question in questions]
    after = [changed.ask(question) for question in questions]
    assert before[0].result["values"][0]["value"] == "900"
    assert after[0].result["values"][0]["value"] == "1200"
    assert (before[1].result["boolean"], after[1].result["boolean"]) == (True, False)
    assert after[2].result["value"] == before[2].result["value"] - 1
    assert before[0].graph.hash != after[0].graph.hash
    assert [fault for answer in after for fault in faults(answer, changed.catalogue)] == []


def test_what_a_newer_source_replaces_is_named_as_disputed(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "newer.ttl").write_text(NEWER, encoding="utf-8")
    answer = Assistant.from_graph(load(["aws", tmp_path]), encoder).ask("how long can a lambda run?")
    disputed = [citation for citation in answer.citations if citation.disputed_by]
    assert disputed
    assert any("otherwise" in sentence.text for sentence in answer.sentences)


def test_the_same_question_gives_the_same_bytes_in_three_processes() -> None:
    questions = ["ECS or Fargate?", "which services are serverless?", "can fargate pull from ECR?"]
    command = [sys.executable, "-c", PROGRAM, *questions]
    outputs = {subprocess.run(command, capture_output=True, check=True).stdout for _ in range(3)}
    assert len(outputs) == 1


@pytest.mark.parametrize("question", ["", "   ", "???", "\u200b", "\n\n"])
def test_nothing_asked_is_declined_as_empty(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.reason) == ("declined", "empty")


def test_a_question_that_is_too_long_is_refused(assistant: Assistant) -> None:
    assert assistant.ask("x" * LONGEST_QUESTION).status == "declined"
    with pytest.raises(QuestionError, match="2000"):
        assistant.ask("x" * (LONGEST_QUESTION + 1))


@pytest.mark.parametrize(
    "question",
    [
        "'; DROP GRAPH <x>; --",
        'lambda" } UNION { ?s ?p ?o } #',
        "<script>alert(1)</script> is lambda serverless?",
        "9" * 400,
        "1e999999999 GB on lambda",
        "((((((((((lambda))))))))))",
        "is \ud83e\udd16 lambda \U0001f600 serverless",
        "\x00\x01\x02 lambda?",
        "lambda " * 250,
        "SELECT * WHERE { ?s ?p ?o }",
    ],
)
def test_hostile_text_is_only_text(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert faults(answer, assistant.catalogue) == []
    assert all("DROP" not in query and "script" not in query for query in answer.sparql)


def test_earlier_turns_are_understood_again(assistant: Assistant) -> None:
    alone = assistant.ask("is it serverless?")
    assert (alone.status, alone.reason) == ("declined", "ambiguous")
    told = assistant.ask("is it serverless?", ["what is fargate"])
    assert told.result["boolean"] is True
    other = assistant.ask("and lightsail?", ["what is fargate", "is it serverless?"])
    assert (other.kind, other.result["boolean"]) == ("boolean", False)


def test_several_questions_are_answered_part_by_part(assistant: Assistant) -> None:
    answer = assistant.ask("is lambda serverless? and what does ECR stand for?")
    assert [part.kind for part in answer.parts] == ["boolean", "definition"]
    inner = [citation.triple for part in answer.parts for citation in part.citations]
    assert [citation.triple for citation in answer.citations] == inner
    assert [citation.id for citation in answer.citations] == list(range(1, len(inner) + 1))


@pytest.mark.parametrize("question", ["does batch cost extra?", "does elastic beanstalk cost extra?"])
def test_whether_anything_is_charged_is_told_by_the_price(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.result["boolean"]) == ("boolean", False)
    assert "$0" in answer.sentences[0].text


def test_a_named_value_of_what_everything_has_is_a_yes(assistant: Assistant) -> None:
    answer = assistant.ask("is lambda billed per request?")
    assert (answer.kind, answer.result) == ("boolean", {"boolean": True})
