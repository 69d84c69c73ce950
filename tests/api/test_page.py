from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from api.models import AnswerBody
from api.pages import render
from graph.store import Graph
from retrieval.engine import Assistant

NASTY = '<script>alert("x")</script>'


class Links(HTMLParser):
    """Collects what a page points at, and the ids that can be pointed at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src", "action"):
                (self.links if tag == "a" else self.loaded).append(value or "")


def test_without_a_question_it_offers_some(client: TestClient) -> None:
    page = Links(client.get("/").text)
    offered = [link for link in page.links if link.startswith("./?q=")]
    assert len(offered) >= 3
    for link in offered:
        response = client.get(link.removeprefix("."))
        assert response.status_code == 200
        assert 'class="declined"' not in response.text


@pytest.mark.parametrize("question", ["How long can a Lambda function run?", "Lambda or Fargate?"])
def test_every_marker_leads_to_a_source(question: str, client: TestClient) -> None:
    page = Links(client.get("/", params={"q": question}).text)
    markers = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert markers
    assert markers <= set(page.ids)


def test_an_answer_shows_source_dates_status_and_query(client: TestClient) -> None:
    text = client.get("/", params={"q": "How long can a Lambda function run?"}).text
    for shown in ("15 minutes", "Lambda quotas", "official", "2026-", "SELECT", "maximum execution duration"):
        assert shown in text


def test_the_query_shown_can_be_run(client: TestClient) -> None:
    page = Links(client.get("/", params={"q": "How long can a Lambda function run?"}).text)
    (run, *_) = [link for link in page.links if link.startswith("sparql?")]
    shown = client.get(f"/{run}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert shown.status_code == 200
    assert 'id="sparql"' in shown.text
    assert client.get(f"/{run}").json()["results"]["bindings"]


def test_a_comparison_has_its_table(client: TestClient) -> None:
    text = client.get("/", params={"q": "Lambda or Fargate?"}).text
    assert "<table>" in text
    assert "No limit" in text


def test_a_declined_question_offers_others(client: TestClient) -> None:
    text = client.get("/", params={"q": "How is the weather?"}).text
    assert 'class="declined"' in text
    assert "You could ask" in text


def test_a_question_is_shown_and_never_run(client: TestClient) -> None:
    text = client.get("/", params={"q": NASTY}).text
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_question_that_is_too_long_is_told_so_on_the_page(client: TestClient) -> None:
    response = client.get("/", params={"q": "x" * 2001})
    assert response.status_code == 422
    assert "2000 characters" in response.text
    assert response.headers["Content-Type"].startswith("text/html")


def test_what_a_catalogue_says_is_escaped_too(assistant: Assistant, graph: Graph) -> None:
    answer = AnswerBody.model_validate(assistant.ask("Lambda or Fargate?"))
    source = answer.citations[0].source.model_copy(update={"title": NASTY, "url": f"javascript:{NASTY}"})
    citation = answer.citations[0].model_copy(update={"source": source})
    nasty = answer.model_copy(
        update={
            "question": NASTY,
            "sentences": (answer.sentences[0].model_copy(update={"text": NASTY}),),
            "premise": answer.sentences[0].model_copy(update={"text": NASTY}),
            "citations": (citation,),
            "sparql": (NASTY,),
            "suggestions": (NASTY,),
            "assumptions": (NASTY,),
        }
    )
    shown = {"question": NASTY, "answer": nasty, "problem": NASTY, "examples": [NASTY], "graph": graph}
    page = Links(render("page.html", **shown))
    assert "script" not in page.tags
    assert not [link for link in page.links if link.startswith("javascript:")]


def test_nothing_comes_from_another_host_and_nothing_runs(client: TestClient) -> None:
    response = client.get("/", params={"q": "Lambda or Fargate?"})
    page = Links(response.text)
    assert "script" not in page.tags
    assert page.loaded
    for path in page.loaded:
        assert "//" not in path
        assert client.get(f"/{path.removeprefix('./')}").status_code == 200
    assert "script-src" not in response.headers["Content-Security-Policy"]


def test_it_says_whose_it_is_not(client: TestClient) -> None:
    assert "Not affiliated with Amazon Web Services" in client.get("/").text


def test_a_client_that_reads_no_html_is_told_so(client: TestClient) -> None:
    assert client.get("/", headers={"Accept": "application/json"}).status_code == 406
