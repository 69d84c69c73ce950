"""Several things asked for in one sentence."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("max memory and max timeout of lambda?", ("maximum memory", "maximum execution duration")),
        ("sqs max message size & retention", ("maximum payload", "maximum retention")),
        (
            "fargate: max vcpu, max memory, max storage",
            ("maximum vCPU", "maximum memory", "maximum ephemeral storage"),
        ),
        ("price of a t3.micro and how much memory does it have?", ("price per hour", "maximum memory")),
    ],
)
def test_each_of_several_parts_is_answered(
    question: str, asked: tuple[str, ...], assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "fact"
    assert answer.reading.split(", ")[1:] == list(asked)


def test_a_comma_alone_joins_nothing(assistant: Assistant) -> None:
    assert "image" not in assistant.ask("largest fargate task, vcpu?").reading


def test_a_noun_shared_by_two_words_is_asked_for_once(assistant: Assistant) -> None:
    assert assistant.ask("request and response size limit of lambda").reading.endswith(", maximum payload")


def test_what_is_asked_of_the_same_thing_asks_for_no_others(assistant: Assistant) -> None:
    answer = assistant.ask("does EKS run on spot? and whats its sla?")
    assert [part.kind for part in answer.parts] == ["boolean", "fact"]
