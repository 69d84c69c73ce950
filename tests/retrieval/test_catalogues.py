"""The same kinds of questions over catalogues from other domains, with Turtle and nothing else.

The tents were described by somebody who had read docs/catalogue.md and nothing else.
"""

from pathlib import Path

import pytest

from bench.evaluate import Case, read_cases, score
from graph.store import load
from retrieval.encoder import Encoder
from retrieval.engine import Assistant
from tests.machine_checks import faults

CATALOGUES = Path(__file__).parent.parent / "catalogues"
COFFEE, TENTS = CATALOGUES / "coffee", CATALOGUES / "tents"
CASES = read_cases([COFFEE / "questions.toml"])
TENT_CASES = read_cases([TENTS / "questions.toml"])
TENT_FAILURES = {
    "t19",
    "t22",
    "t32",
}
KNOWN_FAILURES = {"list-4", "list-6", "relation-1", "relation-2"}


@pytest.fixture(scope="module")
def coffee(encoder: Encoder) -> Assistant:
    return Assistant.from_graph(load([COFFEE]), encoder)


@pytest.fixture(scope="module")
def tents(encoder: Encoder) -> Assistant:
    return Assistant.from_graph(load([TENTS]), encoder)


@pytest.mark.parametrize("folder", [COFFEE, TENTS], ids=lambda folder: folder.name)
def test_a_catalogue_is_turtle_and_nothing_else(folder: Path) -> None:
    assert {path.suffix for path in folder.iterdir()} == {".ttl", ".toml"}


@pytest.mark.parametrize("case", TENT_CASES, ids=lambda case: case["id"])
def test_questions_about_tents_are_answered(case: Case, tents: Assistant) -> None:
    answer = tents.ask(case["ask"], case["history"])
    assert faults(answer, tents.catalogue) == []
    result = score(case, answer)
    assert (result.outcome == "right") is (case["id"] not in TENT_FAILURES), result


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_questions_about_another_domain_are_answered(case: Case, coffee: Assistant) -> None:
    answer = coffee.ask(case["ask"])
    assert faults(answer, coffee.catalogue) == []
    result = score(case, answer)
    assert (result.outcome == "right") is (case["id"] not in KNOWN_FAILURES), result
