"""Several questions in one message: where one ends and the next begins."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Is lambda serverless? How long can it run?", ["Is lambda serverless?", "How long can it run?"]),
        ("1) is fargate serverless? 2) can it use a gpu?", ["is fargate serverless?", "can it use a gpu?"]),
        ("- is fargate serverless\n- can it use a gpu", ["is fargate serverless", "can it use a gpu"]),
        ("Quick ones: is eks free? can it use spot?", ["is eks free?", "can it use spot?"]),
        ("what is eks and how many clusters may I have", ["what is eks", "how many clusters may I have"]),
        ("max memory of fargate + max vcpu?", ["max memory of fargate", "max vcpu?"]),
        ("What is the SLA of eks and in how many regions is it?", None),
        ("which services scale to zero and are serverless?", []),
        ("when a lambda fails, what happens to the event?", []),
        ("does fargate support arm and windows?", []),
        ("2 quick ones. is eks free? can it use spot?", ["is eks free?", "can it use spot?"]),
        ("what is the SLA of eks and is windows possible for nodes?", None),
        ("which services run containers and are serverless by default?", []),
        ("m5.large vs m6g.large, which is cheaper and by how much", []),
        ("We have a NAT gw, 3 public IPs and an ALB, what is that a month", []),
    ],
)
def test_a_message_is_parted_where_a_question_begins(
    text: str, parts: list[str] | None, assistant: Assistant
) -> None:
    found = list(assistant.conversation.split(text).parts)
    if parts is None:
        assert len(found) == 2
    else:
        assert found == (parts or [text])


def test_what_all_questions_are_about_is_named_before_them(assistant: Assistant) -> None:
    message = assistant.conversation.split("Two things about ECR: what is it, and how old is it?")
    assert message.topic == "Two things about ECR"
    assert len(message.parts) == 2


def test_numbered_questions_are_no_options(assistant: Assistant) -> None:
    answer = assistant.ask("1. is lambda serverless? 2. is ec2 serverless?")
    assert [part.result["boolean"] for part in answer.parts] == [True, False]


def test_a_declined_question_still_says_what_the_next_is_about(assistant: Assistant) -> None:
    answer = assistant.ask("what colour is fargate? and is it serverless?")
    assert [part.status for part in answer.parts] == ["declined", "answered"]
    assert answer.parts[1].citations[0].subject.label == "AWS Fargate"
