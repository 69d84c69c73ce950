import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

PATHS = [
    "/",
    "/?q=Lambda or Fargate?",
    "/?q=break even lambda fargate",
    "/compare",
    "/compare?service=lambda&service=fargate&service=ec2&service=ecs&service=eks&service=aws-batch&all=on",
    "/graph",
    "/catalogue",
    "/catalogue/lambda",
    "/sources",
    "/estimate",
]


class Links(HTMLParser):
    """Collects what a page points at, and the ids that can be pointed at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.opened: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "popovertarget":
                self.opened.append(value or "")
            elif name in ("href", "src", "action"):
                (self.links if tag == "a" else self.loaded).append(value or "")


def test_without_a_question_it_offers_some(client: TestClient) -> None:
    page = Links(client.get("/").text)
    offered = [link for link in page.links if link.startswith("/?q=")]
    assert len(offered) >= 3
    for link in offered:
        response = client.get(link)
        assert response.status_code == 200
        assert 'class="answer answered"' in response.text


@pytest.mark.parametrize("question", ["How long can a Lambda function run?", "Lambda or Fargate?"])
def test_every_marker_opens_a_card(question: str, client: TestClient) -> None:
    page = Links(client.get("/", params={"q": question}).text)
    assert page.opened
    assert set(page.opened) <= set(page.ids)


def test_an_answer_shows_source_dates_status_and_query(client: TestClient) -> None:
    text = client.get("/", params={"q": "How long can a Lambda function run?"}).text
    for shown in ("15 minutes", "Lambda quotas", "official", "2026-", "SELECT", "maximum execution duration"):
        assert shown in text


def test_the_query_shown_can_be_run(client: TestClient) -> None:
    page = Links(client.get("/", params={"q": "How long can a Lambda function run?"}).text)
    (run, *_) = [link for link in page.links if link.startswith("/sparql?")]
    shown = client.get(run, headers={"Accept": "text/html,*/*;q=0.8"})
    assert shown.status_code == 200
    assert 'id="sparql"' in shown.text
    assert client.get(run).json()["results"]["bindings"]


def test_a_comparison_has_its_table(client: TestClient) -> None:
    text = client.get("/", params={"q": "Lambda or Fargate?"}).text
    assert '<table class="matrix' in text
    assert "No limit" in re.sub("<[^>]*>", "", text)


def test_a_declined_question_offers_others(client: TestClient) -> None:
    text = client.get("/", params={"q": "How is the weather?"}).text
    assert 'class="answer declined"' in text
    assert "You could ask" in text


def test_a_question_that_is_too_long_is_told_so_on_the_page(client: TestClient) -> None:
    response = client.get("/", params={"q": "x" * 2001})
    assert response.status_code == 422
    assert "2000 characters" in response.text
    assert response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_comes_from_another_host(path: str, client: TestClient) -> None:
    page = Links(client.get(path).text)
    assert page.loaded
    for address in page.loaded:
        assert address.startswith("/"), address
        assert not address.startswith("//")
        if address.startswith("/static/"):
            assert client.get(address).headers["Cache-Control"].endswith("immutable")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_that_stands_in_a_page_runs_or_styles_it(path: str, client: TestClient) -> None:
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "<style" not in response.text
    assert " style=" not in response.text
    assert all(" src=" in tag for tag in re.findall("<script[^>]*>", response.text))


@pytest.mark.parametrize("path", PATHS)
def test_a_page_weighs_less_than_300_kilobytes(path: str, client: TestClient) -> None:
    """Compressed, with all that it loads; what is meant is what a browser downloads the first time."""
    packed = {"Accept-Encoding": "gzip"}
    addresses = {path, *Links(client.get(path).text).loaded, "/static/vendor/combobox-nav.js"}
    weight = 0
    for address in addresses:
        with client.stream("GET", address, headers=packed) as response:
            weight += sum(len(part) for part in response.iter_raw())
    assert weight < 300_000


@pytest.mark.parametrize("name", ["page.css", "ask.js"])
def test_a_file_without_its_digest_is_asked_for_again(name: str, client: TestClient) -> None:
    first = client.get(f"/static/{name}")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(f"/static/{name}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_suggestions_are_names_and_wordings_of_the_graph(client: TestClient) -> None:
    text = client.get("/suggest", params={"q": "what is the maximum exec"}).text
    assert 'data-text="what is the maximum execution duration"' in text
    text = client.get("/suggest", params={"q": "fargate or lam"}).text
    assert 'data-text="fargate or Lambda' in text


@pytest.mark.parametrize("typed", ["", " ", "x", "qqqq zzzz", "a" * 5000])
def test_nothing_fitting_suggests_nothing(typed: str, client: TestClient) -> None:
    response = client.get("/suggest", params={"q": typed})
    assert response.status_code == 200
    assert "<li" not in response.text


def test_the_address_carries_the_last_ten_questions_on(client: TestClient) -> None:
    earlier = [f"How long can a Lambda function run? {number}" for number in range(14)]
    text = client.get("/", params={"q": "And Fargate?", "h": earlier}).text
    assert text.count('class="asked"') == 10
    assert "run? 13" in text
    assert "run? 3<" not in text


def test_an_earlier_question_that_is_too_long_is_told_on_the_page(client: TestClient) -> None:
    response = client.get("/", params={"q": "And Fargate?", "h": "x" * 2001})
    assert response.status_code == 422
    assert "an earlier one has 2001" in response.text


def test_it_says_whose_it_is_not(client: TestClient) -> None:
    assert "Not affiliated with Amazon Web Services" in client.get("/").text


def test_a_client_that_reads_no_html_is_told_so(client: TestClient) -> None:
    assert client.get("/", headers={"Accept": "application/json"}).status_code == 406


def test_while_the_graph_loads_the_page_says_so_and_asks_again() -> None:
    response = TestClient(create_app(Settings())).get("/", headers={"Accept": "text/html"})
    assert response.status_code == 503
    assert "The graph is loading" in response.text
    assert '<meta http-equiv="refresh"' in response.text
    assert response.headers["Retry-After"] == "1"
