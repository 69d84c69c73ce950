"""The competency questions: that answers are right, and that every answer can be checked by machine."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from bench.evaluate import QUESTIONS, Case, read_cases, score
from retrieval.answer import Answer
from retrieval.engine import Assistant
from tests.machine_checks import faults

FILES = sorted(
    path for path in QUESTIONS.glob("*.toml") if path.name not in ("statements.toml", "floor.toml")
)
CASES = read_cases(FILES)
FLOOR = tomllib.loads((QUESTIONS / "floor.toml").read_text("utf-8"))
STATEMENTS = tomllib.loads((QUESTIONS / "statements.toml").read_text("utf-8"))
COFFEE = Path(__file__).parent.parent / "catalogues" / "coffee"


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> dict[str, Answer]:
    return {case["id"]: assistant.ask(case["ask"], case.get("history", [])) for case in CASES}


def test_there_are_at_least_150_questions_with_distinct_ids() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES) >= 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_every_answer_passes_the_machine_checks(
    case: Case, answers: dict[str, Answer], assistant: Assistant
) -> None:
    assert faults(answers[case["id"]], assistant.catalogue) == []


@pytest.mark.parametrize("statement", STATEMENTS)
def test_each_statement_of_the_notes_is_answered_in_two_phrasings(
    statement: str, answers: dict[str, Answer]
) -> None:
    about = [case for case in CASES if case["id"].split("-")[0] == statement]
    right = [case["ask"] for case in about if score(case, answers[case["id"]]).outcome == "right"]
    assert len(right) >= 2, [score(case, answers[case["id"]]) for case in about]


@pytest.mark.parametrize("heldout", [False, True], ids=["open", "kept_apart"])
def test_scores_do_not_fall_below_what_was_reached(heldout: bool, answers: dict[str, Answer]) -> None:
    counts: defaultdict[str, int] = defaultdict(int)
    cases = [case for case in CASES if bool(case.get("heldout")) is heldout]
    for case in cases:
        counts[score(case, answers[case["id"]]).outcome] += 1
    floor = FLOOR["kept_apart" if heldout else "open"]
    assert counts["right"] / len(cases) >= floor["right"], dict(counts)
    assert counts["wrong"] / len(cases) <= floor["wrong"], dict(counts)


def test_what_is_not_in_the_graph_is_never_answered(answers: dict[str, Answer]) -> None:
    declined = [case for case in CASES if case["status"] == "declined"]
    answered = [case["ask"] for case in declined if answers[case["id"]].status != "declined"]
    assert len(declined) >= 40
    assert len(answered) <= FLOOR["answered_though_not_held"], answered
