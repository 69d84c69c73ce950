import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.models import AnswerBody, body
from retrieval.engine import Assistant

QUESTION = "How long can a Lambda function run?"


def asked(client: TestClient, **request: object) -> dict[str, Any]:
    response = client.post("/v1/ask", json=request)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_a_question_is_answered_with_citations(client: TestClient) -> None:
    answer = asked(client, question=QUESTION)
    assert answer["status"] == "answered"
    assert answer["kind"] == "fact"
    assert "15 minutes" in answer["answer"]
    first = answer["citations"][0]
    assert first["object"]["label"] == "15 minutes"
    assert first["source"]["url"].startswith("https://")
    assert first["with"] == []


def test_the_body_is_the_engines_answer_byte_for_byte(client: TestClient, assistant: Assistant) -> None:
    responses = [client.post("/v1/ask", json={"question": QUESTION}) for _ in range(2)]
    assert {response.content for response in responses} == {body(AnswerBody, assistant.ask(QUESTION))}


def test_timing_is_in_a_header(client: TestClient) -> None:
    header = client.post("/v1/ask", json={"question": QUESTION}).headers["Server-Timing"]
    assert re.fullmatch(r"ask;dur=\d+\.\d, render;dur=\d+\.\d", header)


def test_an_empty_question_is_declined(client: TestClient) -> None:
    answer = asked(client, question="")
    assert (answer["status"], answer["reason"]) == ("declined", "empty")


def test_a_question_of_2000_characters_is_read_and_one_more_is_refused(client: TestClient) -> None:
    assert client.post("/v1/ask", json={"question": "x" * 2000}).status_code == 200
    response = client.post("/v1/ask", json={"question": "x" * 2001})
    assert response.status_code == 422
    assert "2000" in response.json()["detail"]


@pytest.mark.parametrize("turns", [0, 1, 20])
def test_up_to_20_turns_are_read_without_a_word(turns: int, client: TestClient) -> None:
    history = [{"role": "user", "content": QUESTION}] * turns
    assert asked(client, question=QUESTION, history=history)["assumptions"] == []


def test_of_more_than_20_turns_the_last_20_count_and_the_answer_says_so(client: TestClient) -> None:
    older = [{"role": "user", "content": "What is Fargate?"}] * 5
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "No."}] * 10
    answer = asked(client, question=QUESTION, history=older + history)
    assert answer["assumptions"] == ["Only the last 20 of 25 earlier turns were read."]
    same = asked(client, question=QUESTION, history=history)
    assert same | {"assumptions": answer["assumptions"]} == answer


def test_what_the_assistant_said_is_no_evidence(client: TestClient) -> None:
    said = {"role": "assistant", "content": "A function can run for 99 hours on Fargate."}
    assert asked(client, question=QUESTION, history=[said]) == asked(client, question=QUESTION)


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (b'{"question": "a\\ud800b"}', "body.question", "half a character"),
        (
            b'{"question": "x", "histroy": []}',
            "body",
            "unknown key 'histroy'; the keys are: question, history",
        ),
        (b'{"question": 5}', "body.question", "valid string"),
        (b"{}", "body.question", "required"),
        (b'{"question":', "body", "not JSON"),
        (b"[]", "body", "a JSON object is wanted"),
        (b"", "body", "a JSON object is wanted"),
        (
            b'{"question": "x", "history": [{"role": "system", "content": ""}]}',
            "body.history.0.role",
            "'user'",
        ),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(
    content: bytes, where: str, what: str, client: TestClient
) -> None:
    response = client.post("/v1/ask", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    mistake = response.json()["errors"][0]
    assert mistake["where"] == where
    assert what in mistake["what"]


def test_a_body_that_is_not_said_to_be_json_is_refused(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b'{"question": "x"}', headers={"Content-Type": "text/plain"})
    assert response.status_code == 422
    assert "application/json" in response.json()["detail"]


@pytest.mark.parametrize(("accept", "status"), [("text/html", 406), ("text/html, */*;q=0.1", 200)])
def test_a_client_that_reads_no_json_is_told_so(accept: str, status: int, client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": QUESTION}, headers={"Accept": accept})
    assert response.status_code == status
