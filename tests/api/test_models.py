"""The JSON is that of DESIGN section 5, key by key."""

from dataclasses import fields
from typing import Any

import pytest
from pydantic import BaseModel

from api import models
from api.models import AnswerBody, body
from retrieval import answer as parts
from retrieval.engine import Assistant

PAIRS: list[tuple[type[Any], type[BaseModel]]] = [
    (parts.Node, models.NodeBody),
    (parts.Value, models.ValueBody),
    (parts.SourceRef, models.SourceBody),
    (parts.Citation, models.CitationBody),
    (parts.Sentence, models.SentenceBody),
    (parts.TableCell, models.CellBody),
    (parts.TableRow, models.RowBody),
    (parts.Table, models.TableBody),
    (parts.Step, models.StepBody),
    (parts.Choice, models.ChoiceBody),
    (parts.GraphRef, models.GraphBody),
    (parts.EngineRef, models.EngineBody),
    (parts.Answer, models.AnswerBody),
]
QUESTIONS = [
    "How long can a Lambda function run?",
    "Lambda or Fargate?",
    "Which are serverless?",
    "Azure?",
    "",
]


@pytest.mark.parametrize(("part", "model"), PAIRS, ids=lambda each: each.__name__)
def test_a_model_has_the_keys_of_its_dataclass_in_their_order(
    part: type[Any], model: type[BaseModel]
) -> None:
    assert list(model.model_fields) == [field.name for field in fields(part)]


def test_no_dataclass_of_an_answer_is_without_a_model() -> None:
    defined = {each for each in vars(parts).values() if isinstance(each, type)}
    named = {part for part in defined if part.__module__ == parts.__name__} - {parts.Draft}
    assert named == {part for part, _ in PAIRS}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_key_is_always_there(question: str, assistant: Assistant) -> None:
    answer = AnswerBody.model_validate(assistant.ask(question))
    _same_keys(answer, answer.model_dump(mode="json", by_alias=True))


def _same_keys(model: BaseModel, sent: dict[str, Any]) -> None:
    assert list(sent) == [name.removesuffix("_") for name in type(model).model_fields]
    for name in type(model).model_fields:
        value, found = getattr(model, name), sent[name.removesuffix("_")]
        if isinstance(value, BaseModel):
            _same_keys(value, found)
        elif isinstance(value, tuple):
            for each, given in zip(value, found, strict=True):
                if isinstance(each, BaseModel):
                    _same_keys(each, given)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_answer_gives_the_same_bytes(question: str, assistant: Assistant) -> None:
    first, second = (body(AnswerBody, assistant.ask(question)) for _ in range(2))
    assert first == second


def test_text_is_not_escaped_beyond_need(assistant: Assistant) -> None:
    assert "é".encode() in body(AnswerBody, assistant.ask("é?"))
