"""The same kinds of questions over a catalogue from another domain, with Turtle and nothing else."""

from pathlib import Path

import pytest

from bench.evaluate import Case, read_cases, score
from graph.store import load
from retrieval.encoder import Encoder
from retrieval.engine import Assistant
from tests.machine_checks import faults

COFFEE = Path(__file__).parent.parent / "catalogues" / "coffee"
CASES = read_cases([COFFEE / "questions.toml"])
KNOWN_FAILURES = {"list-4", "list-6", "relation-1", "relation-2"}


@pytest.fixture(scope="module")
def coffee(encoder: Encoder) -> Assistant:
    return Assistant.from_graph(load([COFFEE]), encoder)


def test_the_catalogue_is_turtle_and_nothing_else() -> None:
    assert {path.suffix for path in COFFEE.iterdir()} == {".ttl", ".toml"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_questions_about_another_domain_are_answered(case: Case, coffee: Assistant) -> None:
    answer = coffee.ask(case["ask"])
    assert faults(answer, coffee.catalogue) == []
    result = score(case, answer)
    assert (result.outcome == "right") is (case["id"] not in KNOWN_FAILURES), result
