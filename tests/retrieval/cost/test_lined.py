"""What an amount costs of what one line of a bill charges."""

import pytest

from retrieval.engine import Assistant
from tests.machine_checks import faults


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("whats 1 vcpu hour on fargate", "1 vCPU-hour of AWS Fargate costs $0.04048."),
        # 400 x 0.04048
        ("price of 400 vcpu hours on fargate", "400 vCPU-hours of AWS Fargate cost $16.19."),
        # 1,000,000 x 0.0000166667, and 600,000 of it with the free tier
        ("how much are 1000000 gb-seconds of lambda", "1,000,000 GB-seconds of AWS Lambda cost $16.67."),
        ("how much are 1000000 gb-seconds of lambda", "With the free tier it is $10.00."),
        # 1,000 x 0.00356
        ("1000 gb-hours of fargate on arm", "1,000 GB-hours of AWS Fargate cost $3.56."),
        # 5 x 0.20
        ("5m lambda requests", "5,000,000 requests of AWS Lambda cost $1.00."),
        ("5m lambda requests", "That is “requests” alone: “compute time” would come besides."),
    ],
)
def test_an_amount_of_one_line_is_worked_out(asked: str, says: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.kind == "cost"
    assert says in answer.answer
    assert faults(answer, assistant.catalogue) == []


def test_what_else_is_charged_can_be_said_next(assistant: Assistant) -> None:
    # 5 x 0.20 + 5,000,000 x 0.1 x 0.125 x 0.0000166667
    answer = assistant.ask("with 128 MB and 100 ms", ["5m lambda requests"])
    assert "AWS Lambda costs $2.04 a month" in answer.answer


def test_who_asks_for_the_whole_is_asked_for_the_rest(assistant: Assistant) -> None:
    answer = assistant.ask("cost of 5 million lambda requests")
    assert answer.status == "declined"
    assert "I need the duration" in answer.answer
