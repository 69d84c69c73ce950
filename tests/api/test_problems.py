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


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", "/nowhere", 404, "There is nothing at /nowhere"),
        ("GET", "/v2/ask", 404, "There is nothing at /v2/ask"),
        ("GET", "/static/nothing.css", 404, "There is nothing at /static/nothing.css"),
        ("GET", "/v1/ask", 405, "use POST"),
        ("DELETE", "/compare", 405, "DELETE is not allowed at /compare"),
        ("GET", "/id/nothing", 404, "There is nothing called"),
        ("GET", "/v1/estimate/chart?free_tier=perhaps", 422, "free_tier"),
        ("GET", "/%3Cscript%3Ealert(1)%3C/script%3E", 404, "&lt;script&gt;alert(1)"),
        ("POST", "/feedback", 404, "keeps no feedback"),
    ],
)
def test_a_browser_is_shown_a_page(
    method: str, path: str, status: int, told: str, client: TestClient
) -> None:
    response = client.request(method, path, headers=BROWSER)
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("text/html")
    assert "Accept" in response.headers["Vary"].split(", ")
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert told in response.text
    assert 'href="/catalogue"' in response.text
    assert client.request(method, path).headers["Content-Type"] == "application/problem+json"


def test_a_browser_hears_of_an_unexpected_error_on_a_page(broken: TestClient) -> None:
    response = broken.get(f"/{len(ERRORS)}", headers=BROWSER)
    assert response.status_code == 500
    assert "went wrong on our side" in response.text
    assert "secret" not in response.text
    assert all(name in response.headers for name in SECURITY_HEADERS)


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
