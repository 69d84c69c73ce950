"""What is asked for in a description, and what there is to choose among."""

import pytest

from retrieval.choosable import asked_stems, asks_for_form, form_asked
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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("licences are counted per socket, so which ec2?", "which ec2"),
        ("it may stop at any time: which EC2 buying option do we take", "which EC2 buying option"),
        ("chat for browsers, what kind of API Gateway", "what kind of API Gateway"),
        ("we train models, which EC2 instance type", None),
        ("what Lambda timeout do we have", None),
    ],
)
def test_the_words_that_ask_for_a_form_are_found(assistant: Assistant, text: str, words: str | None) -> None:
    parse = assistant.conversation.parser.parse(text)
    found = form_asked(parse)
    said = parse.text[parse.tokens[found[0]].start : parse.tokens[found[1] - 1].end] if found else None
    assert said == words


@pytest.mark.parametrize(
    ("text", "pick"),
    [
        ("licences are counted per physical socket. so which ec2?", "EC2 Dedicated Hosts and Instances"),
        (
            "chat app where the server pushes to browsers. which type of api gateway",
            "API Gateway WebSocket APIs",
        ),
        ("approvals take days, every order once... which workflow type", "Step Functions Standard Workflows"),
    ],
)
def test_what_is_told_beside_the_question_decides_the_form(
    assistant: Assistant, text: str, pick: str
) -> None:
    assert assistant.ask(text).result["picks"][0]["label"] == pick


@pytest.mark.parametrize(
    "text",
    ["the biggest discount on ec2, with which purchase option?", "networking in ECS: which modes are there"],
)
def test_a_first_or_all_of_the_forms_are_no_advice(assistant: Assistant, text: str) -> None:
    assert assistant.ask(text).kind != "recommendation"
