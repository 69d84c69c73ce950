from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.guard import LARGEST_BODY, SECURITY_HEADERS
from api.pages import POLICY


@pytest.mark.parametrize("path", ["/healthz", "/v1/services", "/nothing", "/static/page.css", "/sparql"])
def test_every_response_has_the_security_headers(path: str, client: TestClient) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)


def test_a_page_has_them_with_a_policy_of_its_own(client: TestClient) -> None:
    headers = client.get("/").headers
    own = "Content-Security-Policy"
    assert {name: headers[name] for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS) | {own: POLICY}


def test_a_body_that_says_it_is_too_large_is_refused(client: TestClient) -> None:
    response = client.post("/v1/ask", content=b" " * (LARGEST_BODY + 1))
    assert response.status_code == 413
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_body_that_does_not_say_its_length_is_counted(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            yield b" " * 10_000

    response = client.post("/v1/ask", content=endless(), headers={"Content-Type": "application/json"})
    assert response.status_code == 413
