"""What is asked for in a description, and what there is to choose among."""

import pytest

from retrieval.choosable import asked_stems, asks_for_form
from retrieval.engine import Assistant
from retrieval.text import stem


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("many tasks read the same files, which storage", "storage"),
        ("which kind of queue holds orders", "queue"),
        ("what storage should that be", "storage"),
    ],
)
def test_the_noun_asked_for_is_found(assistant: Assistant, text: str, noun: str) -> None:
    assert stem(noun) in asked_stems(assistant.conversation.parser.parse(text))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("which flavour of API Gateway for a chat", True),
        ("which launch type for ECS", True),
        ("which service runs a nightly job", False),
    ],
)
def test_a_form_of_something_named_is_asked_for(assistant: Assistant, text: str, asks: bool) -> None:
    assert asks_for_form(assistant.conversation.parser.parse(text)) is asks


def test_a_kind_asked_for_narrows_the_choice(assistant: Assistant) -> None:
    answer = assistant.ask("several containers must see the same files: which storage fits")
    assert [pick["label"] for pick in answer.result["picks"]] == ["Amazon EFS"]


def test_forms_of_what_is_named_are_chosen_among(assistant: Assistant) -> None:
    answer = assistant.ask("We need API keys and request validation, which flavour of API Gateway?")
    assert answer.result["picks"][0]["label"] == "API Gateway REST APIs"
