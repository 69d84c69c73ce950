"""Which of two opposites a yes or no asks."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Lambda scales by itself, doesn't it?", True),
        ("Lightsail doesn't scale by itself, does it?", False),
        ("is lambda serverless or is it not", True),
        ("does ecs cost nothing itself, and not only in the free tier?", True),
    ],
)
def test_a_tag_turns_nothing_round(question: str, expected: bool, assistant: Assistant) -> None:
    assert assistant.ask(question).result["boolean"] is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("will lambda kill a job that takes 40 minutes?", True),
        ("would lambda cut off a 10 minute job?", False),
        ("is a 20 GB image too big for lambda?", True),
        ("can lambda run 40 minutes?", False),
    ],
)
def test_what_fails_at_an_amount_is_more_than_is_granted(
    question: str, expected: bool, assistant: Assistant
) -> None:
    assert assistant.ask(question).result["boolean"] is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [("can logs in cloudwatch be kept forever", True), ("can a lambda function run forever?", False)],
)
def test_without_end_asks_whether_there_is_a_limit(
    question: str, expected: bool, assistant: Assistant
) -> None:
    assert assistant.ask(question).result["boolean"] is expected


def test_the_opposite_beside_a_question_is_passed_over(assistant: Assistant) -> None:
    answer = assistant.ask("does lambda scale by itself or do I have to do it by hand?")
    assert (answer.kind, answer.result["boolean"]) == ("boolean", True)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("do I end up patching servers with Fargate?", False),
        ("am I stuck with patching EC2 machines?", True),
        ("do i have to retry failed steps myself in step functions", False),
        ("with Batch do i still have to work out how many instances my jobs need?", False),
        ("does ecs still need me to manage the cluster software", False),
    ],
)
def test_whose_work_it_is_stands_in_no_negation(question: str, expected: bool, assistant: Assistant) -> None:
    assert assistant.ask(question).result["boolean"] is expected


@pytest.mark.parametrize(
    ("question", "corrected"),
    [
        ("why is eks harder than ecs?", False),
        ("why is ecs harder than eks?", True),
        ("why is fargate simpler than ecs?", False),
        ("why is ecs simpler than fargate?", True),
    ],
)
def test_a_why_is_corrected_only_where_the_order_is_the_other_way_round(
    question: str, corrected: bool, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "why"
    assert (answer.premise is not None) is corrected
    assert "amazon" not in answer.answer
