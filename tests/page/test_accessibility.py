"""axe finds nothing on any page in any state, light or dark, at three widths."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
PAGES = [
    "/",
    "/?q=How long can a Lambda function run?",
    "/?h=How long can a Lambda function run?&q=And Fargate?",
    "/?q=Lambda or Fargate?",
    "/?q=How is the weather?",
    "/?q=What runs containers? A) Lambda B) ECS C) S3",
    "/?q=is Lightsail able to scale automatically?",
    "/compare",
    "/compare?service=lambda&service=fargate&service=ecr&all=on",
    "/compare?service=nothing",
    "/graph",
    "/graph?of=nothing",
    "/catalogue",
    "/catalogue/lambda",
    "/catalogue/nothing",
    "/sources",
    "/estimate",
    "/estimate?memory=bananas",
    "/?q=break even lambda fargate",
    "/id/lambda",
    "/source/lambda-quotas",
    "/vocab",
    "/sparql",
    "/docs",
    "/nowhere",
    "/compare?service=t3.micro&service=m7g.large",
    "/catalogue/t3.micro",
    "/?q=nightly 3 h docker job, what should I use?",
]


def everything_open(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    if page.locator("main .cite:visible").count():
        page.locator("main .cite:visible").first.click()
        expect(page.locator(".fact:popover-open")).to_be_visible()


def suggestions_shown(page: Page) -> None:
    page.locator("#q").press_sequentially("how long can farg")
    expect(page.locator("#suggestions [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def answered_in_place(page: Page) -> None:
    page.locator("#q").fill("Lambda or Fargate?")
    page.keyboard.press("Enter")
    expect(page.locator(".matrix .sorter").first).to_be_visible()
    page.locator(".matrix .sorter").first.click()
    page.locator(".tools button").first.click()


def thanked(page: Page) -> None:
    page.locator("summary", has_text="This is wrong").click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#kept")).to_be_visible()


def query_run(page: Page) -> None:
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#result table")).to_be_visible()


def query_refused(page: Page) -> None:
    page.locator(".CodeMirror").click()
    page.keyboard.type("SELEKT ")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#result")).not_to_be_empty()


def request_sent(page: Page) -> None:
    page.locator("#get-v1-services > summary").click()
    page.locator("#get-v1-services button").click()
    expect(page.locator("#get-v1-services .response")).to_contain_text("AWS Lambda")


def size_added(page: Page) -> None:
    page.get_by_label("Add a size").fill("t3.micro")
    page.keyboard.press("Enter")
    expect(page.locator(".matrix thead th")).to_have_count(4)


STATES: list[tuple[str, Callable[[Page], None]]] = [
    *((path, everything_open) for path in PAGES),
    ("/", suggestions_shown),
    ("/", answered_in_place),
    ("/?q=Lambda or Fargate?", thanked),
    ("/sparql", query_run),
    ("/sparql", query_refused),
    ("/docs", request_sent),
    ("/compare", size_added),
]


ALL, COLOURS, REST = (
    "axe.run({resultTypes: ['violations']})",
    "axe.run({resultTypes: ['violations'], runOnly: ['color-contrast']})",
    "axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}})",
)
# Colours are a matter of the scheme, all else of the width; the widest has the colours of the middle one.
RUNS: list[tuple[int, Literal["light", "dark"], str]] = [
    (390, "light", ALL),
    (390, "dark", COLOURS),
    (1280, "dark", ALL),
    (1280, "light", COLOURS),
    (1920, "light", REST),
]


@pytest.mark.parametrize(("path", "bring_about"), STATES, ids=lambda of: getattr(of, "__name__", of))
def test_axe_finds_nothing(path: str, bring_about: Callable[[Page], None], context: BrowserContext) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(path)
    bring_about(page)
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.evaluate(AXE)
    for width, scheme, run in RUNS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(f"{run}.then(result => result.violations)")
        assert [
            (each["id"], node["html"], node["failureSummary"]) for each in found for node in each["nodes"]
        ] == [], (width, scheme)


def test_axe_would_find_something(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html><body><img src="x"><button></button></body></html>')
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(result => result.violations.map(each => each.id))")
    assert {"image-alt", "button-name"} <= set(found)
