"""axe finds nothing on any page, light or dark, wide or narrow."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

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
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(path: str, scheme: Literal["light", "dark"], browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, color_scheme=scheme) as context:
        page = context.new_page()
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path)
            page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
            if page.locator("main .cite:visible").count():
                page.locator("main .cite:visible").first.click()
                expect(page.locator(".fact:popover-open")).to_be_visible()
            page.evaluate(AXE)
            found = page.evaluate("axe.run().then(result => result.violations)")
            assert [
                (each["id"], node["html"], node["failureSummary"]) for each in found for node in each["nodes"]
            ] == []


def test_axe_would_find_something(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html><body><img src="x"><button></button></body></html>')
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(result => result.violations.map(each => each.id))")
    assert {"image-alt", "button-name"} <= set(found)
