from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.guard import SECURITY_HEADERS
from api.problems import STATUS, code_of, install
from graph.errors import CloudciteError, NotFoundError


def tree(error: type[CloudciteError]) -> Iterator[type[CloudciteError]]:
    yield error
    for child in error.__subclasses__():
        yield from tree(child)


ERRORS = [each for each in tree(CloudciteError) if each.__module__ == "graph.errors"]


def test_every_error_has_its_line_in_the_table() -> None:
    assert len(ERRORS) > 5
    assert set(STATUS) == set(ERRORS)


@pytest.fixture(scope="module")
def broken() -> TestClient:
    app = FastAPI()
    install(app)
    app.get("/{index}")(fail)
    return TestClient(app, raise_server_exceptions=False)


async def fail(index: int) -> None:
    raise ERRORS[index]("what happened") if index < len(ERRORS) else RuntimeError("a secret")


@pytest.mark.parametrize("index", range(len(ERRORS)), ids=lambda index: ERRORS[index].__name__)
def test_an_error_of_ours_is_a_problem(index: int, broken: TestClient) -> None:
    response = broken.get(f"/{index}")
    problem = response.json()
    assert response.status_code == problem["status"] == STATUS[ERRORS[index]]
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["detail"] == "what happened"
    assert problem["type"] == "about:blank"


def test_an_unexpected_error_keeps_its_text_to_itself(broken: TestClient) -> None:
    response = broken.get(f"/{len(ERRORS)}")
    assert response.status_code == 500
    assert response.json()["code"] == "internal_server_error"
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert {name: response.headers[name] for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)


def test_codes_are_words() -> None:
    assert code_of(NotFoundError("")) == "not_found"


def test_an_unknown_address_is_a_problem(client: TestClient) -> None:
    response = client.get("/v2/ask")
    assert response.status_code == 404
    assert response.json()["detail"] == "There is nothing at /v2/ask; /docs lists what there is."


def test_a_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    response = client.get("/v1/ask")
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "use POST" in response.json()["detail"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("SELEKT", 400, "query_syntax"),
        ("INSERT DATA { <a:a> <a:a> 1 }", 403, "query_refused"),
    ],
)
def test_a_query_that_is_not_run_is_a_problem(query: str, status: int, code: str, client: TestClient) -> None:
    response = client.get("/sparql", params={"query": query})
    assert response.status_code == status
    assert response.json()["code"] == code
