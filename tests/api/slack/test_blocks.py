"""Answers as blocks."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.asking import ask
from api.models import Turn
from api.slack.blocks import LONGEST_MESSAGE, Block, Frame, Message, render, size
from bench.evaluate import default_files, read_cases
from retrieval.answer import Answer, Node, Sentence, Table, TableCell, TableRow
from retrieval.engine import Assistant
from tests.api.slack.validity import faults

FRAMES = (
    Frame("message:C1:1"),
    Frame("command:1", private=True),
    Frame("button:C1:1:ask_0", asked_by="U1", address="https://cloudcite.example.org/?q=so"),
)
_MARKERS = re.compile(r"\[(\d[\d, -]*)\]")


def texts(found: object) -> Iterator[str]:
    """Every text that a block shows."""
    if isinstance(found, dict):
        if isinstance(found.get("text"), str):
            yield found["text"]
        for inner in found.values():
            yield from texts(inner)
    elif isinstance(found, list | tuple):
        for inner in found:
            yield from texts(inner)


def cited(text: str) -> set[int]:
    """The numbers in all markers of a text."""
    numbers: set[int] = set()
    for marker in _MARKERS.findall(text):
        for run in marker.split(", "):
            first, _, last = run.partition("-")
            numbers |= set(range(int(first), int(last or first) + 1))
    return numbers


def sources(blocks: tuple[Block, ...]) -> str:
    return "\n".join(text for block in blocks if block["type"] == "context" for text in texts(block))


def claims(blocks: tuple[Block, ...]) -> str:
    return "\n".join(
        text for block in blocks if block["type"] in ("rich_text", "table") for text in texts(block)
    )


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [
        ask(assistant, case["ask"], [Turn(role="user", content=turn) for turn in case["history"]])
        for case in read_cases(default_files())
    ]


def test_every_answer_of_the_competency_questions_is_valid_in_slack(answers: list[Answer]) -> None:
    # Some of the questions are kept apart, so a failure must not show them.
    assert len(answers) > 1000
    wrong = [
        fault for answer in answers for frame in FRAMES for fault in faults(render(answer, frame).blocks)
    ]
    assert wrong == []


def test_no_claim_is_shown_without_its_source(answers: list[Answer]) -> None:
    for place, answer in enumerate(answers):
        message = render(answer, FRAMES[0])
        missing = cited(claims(message.blocks)) - cited(sources(message.blocks))
        assert not missing or message.full is not None, place


def test_the_answer_comes_first_and_whole(answers: list[Answer]) -> None:
    for place, answer in enumerate(answers):
        message = render(answer, FRAMES[0])
        first = next(texts(message.blocks[0]))
        assert first == (answer.premise or answer.sentences[0]).text, place
        if message.full is None:
            shown = claims(message.blocks)
            assert all(sentence.text in shown for sentence in answer.sentences), place
        else:
            assert "Shortened: left out here are" in sources(message.blocks), place


def test_a_shortened_answer_says_where_the_rest_is(assistant: Assistant) -> None:
    long = assistant.ask("Compare ECS, Fargate and Lambda please")
    public, private, linked = (render(long, frame) for frame in FRAMES)
    assert "follows as a file" in sources(public.blocks)
    assert "Share it" in sources(private.blocks)
    assert "|The whole answer>" in sources(linked.blocks)
    assert public.full is not None
    urls = {citation.source.url for citation in long.citations if citation.source.url}
    assert urls
    assert all(url in public.full for url in urls)


def test_a_source_is_named_once_with_its_link_and_dates(assistant: Assistant) -> None:
    message = render(assistant.ask("is Lightsail able to scale automatically?"), FRAMES[0])
    said = sources(message.blocks).splitlines()
    assert said[0].startswith("[1] <https://docs.aws.amazon.com/lightsail/")
    assert said[0].endswith(">, official, read 2026-11-23, undated")
    assert cited("\n".join(said)) == {1, 2, 3}


def test_a_comparison_is_a_table_block(assistant: Assistant) -> None:
    message = render(assistant.ask("Lambda or Fargate?"), FRAMES[0])
    (table,) = (block for block in message.blocks if block["type"] == "table")
    assert [cell["text"] for cell in table["rows"][0]] == [" ", "AWS Lambda", "AWS Fargate"]


def test_a_declined_question_is_short_and_offers_questions(assistant: Assistant) -> None:
    answer = assistant.ask("what is the price of gold on mars")
    message = render(answer, FRAMES[0])
    said, offered, judged = message.blocks
    assert said["type"] == "rich_text"
    assert [button["value"] for button in offered["elements"]] == list(answer.suggestions[:3])
    assert [button["action_id"] for button in judged["elements"]] == ["useful", "wrong"]


def test_the_notification_is_the_answer(assistant: Assistant) -> None:
    message = render(assistant.ask("How long can a Lambda function run?"), FRAMES[0])
    assert message.text.startswith("AWS Lambda can run for at most 15 minutes at a time.")
    assert "[1]" not in message.text


@pytest.mark.parametrize("hostile", ["<!channel> help", "<@U9> & <https://evil.example|x>", "*b* `c` ~d~"])
def test_what_a_user_said_is_never_markup(hostile: str, assistant: Assistant) -> None:
    answer = replace(assistant.ask("gold on mars"), question=hostile, sentences=(Sentence(hostile, ()),))
    message = render(answer, FRAMES[2])
    assert "<!" not in message.text
    assert "<@U9>" not in message.text
    assert "<https" not in message.text
    markup = [element for block in message.blocks for element in block.get("elements", ())]
    written = [element["text"] for element in markup if element.get("type") == "mrkdwn"]
    assert all(hostile not in text for text in written)
    assert hostile in claims(message.blocks)


def test_several_tables_are_told_apart(assistant: Assistant) -> None:
    answer = assistant.ask("Lambda or Fargate? And what is the difference between ECS and EKS?")
    assert sum(part.table is not None for part in answer.parts) == 2
    message = render(answer, FRAMES[0])
    assert faults(message.blocks) == []
    assert sum(block["type"] == "table" for block in message.blocks) == 1


def test_a_table_that_slack_does_not_take_is_monospaced(assistant: Assistant) -> None:
    answer = assistant.ask("Lambda or Fargate?")
    assert answer.table is not None
    columns = tuple(Node(f"https://example.org/{number}", f"Service {number}") for number in range(21))
    cell = TableCell("*15* minutes", "value", None, None, (1,))
    row = TableRow(Node("https://example.org/p", "duration"), (cell,) * 21)
    message = render(replace(answer, table=Table(columns, (row,))), FRAMES[0])
    assert faults(message.blocks) == []
    shown = claims(message.blocks)
    assert "duration\n  Service 0: *15* minutes [1]\n" in shown
    small = replace(
        answer,
        table=None,
        parts=(replace(answer, table=Table(columns[:2], (replace(row, cells=(cell,) * 2),))),) * 2,
    )
    shown = claims(render(small, FRAMES[0]).blocks)
    assert re.search(r"          Service 0 +Service 1\nduration  \*15\* minutes \[\d+\]  \*15", shown)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=400)


@st.composite
def hostile_answers(draw: st.DrawFn, like: Answer) -> Answer:
    ids = [citation.id for citation in like.citations]
    numbers = st.lists(st.sampled_from(ids), max_size=len(ids)).map(tuple)
    columns = tuple(Node(f"https://example.org/{i}", draw(WORDS)) for i in range(draw(st.integers(1, 25))))
    cells = st.builds(TableCell, WORDS, st.just("value"), st.none(), st.none(), numbers)
    row: st.SearchStrategy[Any] = st.builds(
        TableRow,
        st.builds(Node, st.just("https://example.org/p"), WORDS),
        st.lists(cells, min_size=len(columns), max_size=len(columns)).map(tuple),
    )
    return replace(
        like,
        question=draw(WORDS) * draw(st.integers(1, 5)),
        sentences=tuple(draw(st.lists(st.builds(Sentence, WORDS, numbers), min_size=1, max_size=12))),
        table=Table(columns, tuple(draw(st.lists(row, min_size=1, max_size=3))))
        if draw(st.booleans())
        else None,
        suggestions=tuple(draw(st.lists(WORDS, max_size=4))),
    )


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_answer_fits(data: st.DataObject, assistant: Assistant) -> None:
    answer = data.draw(hostile_answers(assistant.ask("lambda vs ec2")))
    for frame in FRAMES:
        message: Message = render(answer, frame)
        assert faults(message.blocks) == []
        assert size(message.blocks) <= LONGEST_MESSAGE
        assert 1 <= len(message.text) <= 4000
