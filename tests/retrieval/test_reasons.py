"""Reasons that are asked for in the many ways in which people do, for something and against it."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Someone wants our Redis on spot. What are the arguments against that?", "EC2 Spot Instances"),
        ("architect says app runner is wrong for our websockets. why is that", "AWS App Runner"),
        ("reason lambda is a bad choice for a job of several hours?", "AWS Lambda"),
        ("colleague wants savings plans for a box of one week. what speaks against it", "EC2 Savings Plans"),
    ],
)
def test_reasons_against_something_are_what_it_does_not_suit(
    assistant: Assistant, text: str, thing: str
) -> None:
    answer = assistant.ask(text)
    assert answer.kind == "why"
    assert {c.subject.label for c in answer.citations[:1]} == {thing}
    assert answer.citations[0].predicate.label == "not suited for"


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("for what reason do people take Savings Plans and not pay on demand", "EC2 Savings Plans"),
        ("why would a startup want lightsail", "Amazon Lightsail"),
        ("what do we gain by step functions, we can chain lambdas by hand", "AWS Step Functions"),
    ],
)
def test_what_is_chosen_is_told_of_and_not_what_stands_beside_it(
    assistant: Assistant, text: str, thing: str
) -> None:
    answer = assistant.ask(text)
    assert answer.kind == "why"
    assert answer.result["items"] == [item for item in answer.result["items"] if item["label"] == thing]
    assert answer.citations[0].predicate.label == "when to choose it"


def test_a_named_reason_beside_a_question_does_not_ask_for_reasons(assistant: Assistant) -> None:
    assert assistant.ask("for that reason we use lambda. how long can it run?").kind == "fact"


def test_a_claim_whose_reason_alone_is_asked_for_stays_with_the_question(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Busy service, day and night. They say Lambda is the wrong choice. Explain why, briefly"
    )
    assert answer.kind == "why"
    assert answer.citations[0].predicate.label == "not suited for"
