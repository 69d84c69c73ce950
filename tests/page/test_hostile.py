"""What tries to be HTML, script, a link or Markdown is shown as text, whoever wrote it."""

import time
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from api.app import create_app
from api.settings import Settings
from tests.page.conftest import serving
from tests.page.hostile import PAYLOADS, catalogue

TAGS = frozenset(
    (
        *("html", "head", "meta", "title", "link", "script", "body", "header", "nav", "main", "footer"),
        *("a", "img", "svg", "rect", "p", "time", "code", "pre", "strong", "b", "br", "span", "div", "sup"),
        *("h1", "h2", "h3", "h4", "h5", "ul", "ol", "li", "dl", "dt", "dd", "section", "article", "aside"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary"),
        *("form", "fieldset", "legend", "label", "input", "textarea", "button"),
        *("select", "option", "datalist"),
    )
)


class Shown(HTMLParser):
    """The text that a page shows, and whatever in it could do something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name.startswith(("on", "hx-", "style")):
                self.wrong.append(f"{tag} {name}")
            if name in ("href", "src", "action", "data-hx-get", "data-hx-post"):
                if not (value or "").startswith(("/", "#", "http://", "https://")):
                    self.wrong.append(f"{tag} {name}={value}")
                if name != "href" and not (value or "").startswith("/"):
                    self.wrong.append(f"{tag} {name}={value}")
            self.shown.append(value or "")
        if tag == "script" and "src" not in given:
            self.wrong.append("script")

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    def handle_decl(self, decl: str) -> None:
        if decl != "doctype html":
            self.wrong.append(decl)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return catalogue(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def hostile(folder: Path, cache: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(ontology=(str(folder),), cache=cache, data=folder))) as client:
        while client.get("/readyz").status_code == 503:
            time.sleep(0.05)
        yield client


def said_by_visitors() -> Iterator[tuple[str, dict[str, str | Sequence[str]]]]:
    for payload in PAYLOADS:
        yield "/", {"q": payload}
        yield "/", {"q": "Is machine 1 good?", "h": [payload, payload]}
        yield "/", {"q": payload * 200}
        yield "/suggest", {"q": payload}
        yield "/compare", {"service": [payload, "machine 1"]}
        yield "/compare", {"service": ["machine 1", "machine 2"], "property": payload}
        yield "/graph", {"of": payload}
        yield "/graph", {"of": "machine 1", "see": payload}
        yield "/sources", {"words": payload, "status": payload, "sort": payload}


def test_what_visitors_write_is_text(hostile: TestClient) -> None:
    for path, parameters in said_by_visitors():
        response = hostile.get(path, params=parameters)
        assert response.status_code in (200, 404, 422), (path, parameters)
        assert Shown(response.text).wrong == [], (path, parameters)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_question_is_shown_as_it_was_written(payload: str, hostile: TestClient) -> None:
    shown = Shown(hostile.get("/", params={"q": payload}).text).shown
    assert any(payload in text for text in shown)


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_what_a_catalogue_says_is_text(number: int, hostile: TestClient) -> None:
    other = (number + 1) % len(PAYLOADS)
    pages: list[tuple[str, dict[str, str | Sequence[str]]]] = [
        ("/", {"q": f"Does machine {number} have feature number {number}?"}),
        ("/", {"q": f"What is machine {number}?"}),
        ("/", {"q": f"machine {number} or machine {other}?"}),
        ("/compare", {"service": [f"thing{number}", f"thing{other}"]}),
        ("/graph", {"of": f"thing{number}"}),
        ("/graph", {"of": f"concept{number}"}),
        (f"/catalogue/thing{number}", {}),
    ]
    found = [Shown(hostile.get(path, params=parameters).text) for path, parameters in pages]
    assert [page.wrong for page in found] == [[] for _ in pages]
    for page in found[3:]:
        assert any(PAYLOADS[number] in text for text in page.shown)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_errors_show_what_was_asked_for_as_text(payload: str, hostile: TestClient) -> None:
    browser = {"Accept": "text/html"}
    for path, parameters in (
        (f"/{quote(payload, safe='')}", {}),
        (f"/id/{quote(payload, safe='')}", {}),
        ("/sparql", {"query": payload, "format": "json"}),
        ("/v1/estimate/chart", {"over": payload, "width": payload}),
    ):
        response = hostile.get(path, params=parameters, headers=browser)
        assert response.status_code in (400, 404, 422), path
        assert response.headers["Content-Type"].startswith("text/html"), path
        assert Shown(response.text).wrong == [], path


def test_the_page_on_the_api_shows_a_hostile_catalogue_as_text(hostile: TestClient) -> None:
    page = Shown(hostile.get("/docs").text)
    assert page.wrong == []
    assert any("/v1/ask" in text for text in page.shown)


@pytest.mark.parametrize("path", ["/", "/catalogue", "/sources", "/suggest?q=<s"])
def test_lists_of_a_hostile_catalogue_are_text(path: str, hostile: TestClient) -> None:
    page = Shown(hostile.get(path).text)
    assert page.wrong == []
    if path != "/":
        assert any(PAYLOADS[0] in text for text in page.shown)


def test_nothing_runs_in_a_browser(browser: Browser, folder: Path, cache: Path) -> None:
    site = serving(cache, CLOUDCITE_ONTOLOGY=str(folder))
    address = next(site)
    complaints: list[str] = []
    asked: set[str] = set()
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.add(request.url.split("/", 3)[2]))
        for path in (
            "/?q=machine 0 or machine 1?",
            "/compare?service=thing0&service=thing1&service=thing2&service=thing5",
            "/graph?of=thing1",
            "/catalogue/thing4",
            "/sources",
        ):
            page.goto(path)
            for marker in page.locator("main .cite:visible").all()[:6]:
                marker.click()
                page.keyboard.press("Escape")
            assert page.evaluate("window.pwned") is None, path
        page.goto("/")
        for payload in PAYLOADS:
            page.locator("#q").fill(payload[:-1])
            page.locator("#q").press_sequentially(payload[-1])
            page.wait_for_timeout(100)
            page.keyboard.press("Escape")
        page.locator("#q").fill(PAYLOADS[1])
        page.keyboard.press("Enter")
        page.locator(".question").wait_for()
        assert page.locator(".question").text_content() == PAYLOADS[1]
        assert page.evaluate("window.pwned") is None
    site.close()
    assert complaints == []
    assert asked == {address.split("//")[1]}
