"""What things are held against each other by."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("question", "by"),
    [
        ("max timeout for step functions vs lambda", "maximum execution duration"),
        ("concurrency lambda vs app runner", "requests per instance"),
    ],
)
def test_an_amount_that_all_have_goes_before_one_that_some_have(
    question: str, by: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "comparison"
    assert answer.reading.endswith(by)


@pytest.mark.parametrize(
    ("question", "by"),
    [
        ("what has more ephemeral storage, lambda or fargate", "maximum ephemeral storage: highest"),
        ("lambda vs fargate: memory, vcpu, duration", "maximum vCPU, maximum execution duration"),
    ],
)
def test_who_has_more_can_have_more(question: str, by: str, assistant: Assistant) -> None:
    assert assistant.ask(question).reading.endswith(by)


def test_what_explains_every_word_is_compared_by(assistant: Assistant) -> None:
    answer = assistant.ask("compare the timeouts of lambda and batch")
    assert answer.reading.endswith("maximum execution duration")


def test_what_is_told_of_neither_is_not_passed_over(assistant: Assistant) -> None:
    assert assistant.ask("SLA of SQS compared with SNS").status == "declined"
