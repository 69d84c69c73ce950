"""Multiple-choice questions: finding the options, and choosing between them."""

import pytest

from retrieval.choices import find_choices
from retrieval.engine import Assistant
from tests.machine_checks import faults


@pytest.mark.parametrize(
    "text",
    [
        "Which one?\nA) red\nB) green\nC) blue",
        "Which one? a. red b. green c. blue",
        "Which one? (A) red (B) green (C) blue",
        "Which one? [A] red, [B] green, [C] blue",
        "Which one? A: red / B: green / C: blue",
        "Which one?\n A - red\n B - green\n C - blue",
        "Which one?\n- red\n- green\n- blue",
        "Which one?\n\u25cb red\n\u25cb green\n\u25cb blue",
        "Which one?\nred\ngreen\nblue",
        "Which one? Options: red, green, blue",
        "A) red B) green C) blue - Which one?",
        "Question 12: Which one?\nA. red\nB. green\nC. blue\nAnswer:",
    ],
)
def test_options_are_found_however_they_are_marked(text: str) -> None:
    found = find_choices(text)
    assert found is not None
    assert [(o.label, o.text) for o in found.options] == [("A", "red"), ("B", "green"), ("C", "blue")]
    assert found.stem == "Which one?"
    assert found.wanted == 1


@pytest.mark.parametrize(
    "text",
    [
        "is lambda serverless?",
        "a. b",
        "what about 1) cost",
        "I have a plan. A good one: B is better than C.",
        "Compare:\n- red\n- green",
        "It has\n- no servers\n- a low price\n- much memory",
    ],
)
def test_what_is_no_multiple_choice_question_is_not_taken_for_one(text: str) -> None:
    assert find_choices(text) is None


def test_the_number_of_options_wanted_is_read() -> None:
    found = find_choices("(Select TWO.) Which fit? A. red B. green C. blue")
    assert found is not None
    assert found.wanted == 2


def test_a_stem_that_asks_for_the_exception_is_marked() -> None:
    found = find_choices("Which is NOT a colour? A. red B. green C. square")
    assert found is not None
    assert found.excepted
    assert "NOT" not in found.stem


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("How long can a Lambda function run? A. 5 minutes B. 15 minutes C. 1 hour", ["B"]),
        ("Which service stores container images?\nA) AWS Fargate\nB) Amazon ECR\nC) AWS Batch", ["B"]),
        ("An express workflow may run at most: A: 5 minutes, B: 15 minutes, C: 1 hour", ["A"]),
        ("Choose two. Which support Spot? A) AWS Fargate B) AWS Lambda C) Amazon EKS", ["A", "C"]),
        ("SLA of Amazon EC2? i) 99.9% ii) 99.95% iii) 99.99%", ["III"]),
        ("Which can NOT run for two hours? A) AWS Batch B) Amazon EC2 C) AWS Lambda D) AWS Fargate", ["C"]),
    ],
)
def test_the_option_that_the_graph_speaks_for_is_chosen(
    text: str, labels: list[str], assistant: Assistant
) -> None:
    answer = assistant.ask(text)
    assert answer.kind == "choice"
    assert answer.result == {"labels": labels}
    assert [c.label for c in answer.choices if c.chosen] == labels
    assert all(c.why for c in answer.choices)
    assert faults(answer, assistant.catalogue) == []


def test_options_of_which_the_graph_knows_nothing_are_not_chosen(assistant: Assistant) -> None:
    answer = assistant.ask("What is the capital of France? A) Paris B) London C) Rome")
    assert answer.kind != "choice"
    assert answer.status == "declined"


def test_options_of_which_nothing_tells_the_right_one_are_declined(assistant: Assistant) -> None:
    answer = assistant.ask("Which colour is the logo? A) red B) green C) blue")
    assert answer.status == "declined"
    assert answer.reason == "not_in_graph"


def test_what_speaks_against_an_option_without_ruling_it_out_does_not_decide(assistant: Assistant) -> None:
    text = """A company wants to run containers on machines in its own data centre and manage them from AWS.
A. AWS Fargate
B. Amazon ECS Anywhere
C. Amazon Lightsail"""
    assert assistant.ask(text).result == {"labels": ["B"]}
