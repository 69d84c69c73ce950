import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "will lambda be cheaper next year?",
        "what will a t3.medium cost next month",
        "will there be GPU support on fargate in 2027",
        "how will SQS prices develop in the future",
    ],
)
def test_what_will_be_is_declined(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).reason == "out_of_scope"


@pytest.mark.parametrize(
    "question",
    [
        "I need the request timeout of App Runner for tomorrow's meeting.",
        "I need the SLA of EKS for a contract we sign next month",
        "our traffic triples next year; does App Runner scale automatically?",
        "how much is lambda per million requests? its for our 2027 budget",
    ],
)
def test_what_is_needed_for_a_day_to_come_holds_now(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).status == "answered"
