import hashlib
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from graph.files import bundled, find
from graph.namespaces import CV, ID, PREFIXES
from tests.api.test_page import Links

VENDOR = Path(__file__).parent.parent.parent / "api" / "static" / "vendor"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_a_browser_gets_the_page_and_a_program_does_not(client: TestClient) -> None:
    assert client.get("/sparql", headers=BROWSER).headers["content-type"].startswith("text/html")
    with_query = client.get("/sparql", params={"query": "ASK {}"}, headers=BROWSER)
    assert with_query.headers["content-type"].startswith("text/html")
    assert ">ASK {}</textarea>" in with_query.text
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    chosen = client.get("/sparql", params={"query": "ASK {}", "format": "json"}, headers=BROWSER)
    assert chosen.json()["boolean"] is True


def test_nothing_on_the_page_comes_from_elsewhere_or_runs_inline(client: TestClient) -> None:
    response = client.get("/sparql", headers=BROWSER)
    page = Links(response.text)
    assert len(page.loaded) >= 5
    for path in page.loaded:
        assert "//" not in path
        assert client.get(f"/{path}").status_code == 200
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy
    assert "unsafe" not in policy
    assert "<script>" not in response.text
    assert "style=" not in response.text
    assert "onclick" not in response.text


def test_a_query_in_the_address_is_shown_not_obeyed(client: TestClient) -> None:
    query = "</textarea><script>alert(1)</script>"
    page = client.get("/sparql", params={"query": query}, headers=BROWSER).text
    assert "<script>alert" not in page


def test_every_competency_query_is_an_example(client: TestClient) -> None:
    page = client.get("/sparql", headers=BROWSER).text
    for path in find(bundled() / "aws" / "queries", ".rq"):
        question = path.read_text("utf-8").partition("\n")[0].removeprefix("# ")
        assert question.replace("'", "&#39;") in page


def test_the_editor_completes_our_terms(client: TestClient) -> None:
    terms = client.get("/sparql/terms.json").json()
    assert terms["prefixes"] == PREFIXES
    assert f"{CV}memoryMax" in terms["properties"]
    assert f"{CV}CoreService" in terms["classes"]
    assert f"{ID}lambda" in terms["things"]
    assert not set(terms["things"]) & set(terms["properties"])


@pytest.mark.parametrize("name", ["yasqe.min.js", "yasqe.min.css"])
def test_the_editor_is_the_published_one(name: str) -> None:
    digest = hashlib.sha256((VENDOR / "yasqe" / name).read_bytes()).hexdigest()
    assert f"{digest}  {name}\n" in (VENDOR / "yasqe" / "SHA256SUMS").read_text("utf-8")


def test_the_licences_of_the_editor_come_along() -> None:
    text = (VENDOR / "yasqe" / "LICENSE").read_text("utf-8")
    assert "@zazuko/yasqe 4.6.2" in text
    assert "codemirror" in text
