"""The page of the graph, the catalogue and the sources."""

import re

from playwright.sync_api import Page, expect


def place(page: Page, label: str) -> tuple[float, float]:
    found = page.evaluate("label => document.getElementById('canvas').placeOf(label)", label)
    return found["x"], found["y"]


def test_a_press_on_a_thing_in_the_picture_walks_there(page: Page) -> None:
    page.goto("/graph?of=lambda")
    expect(page.locator("#canvas canvas").first).to_be_visible()
    page.mouse.click(*place(page, "Amazon S3"))
    expect(page.locator("#thing")).to_have_text("Amazon S3")
    page.mouse.click(*place(page, "AWS Lambda"))
    expect(page.locator("#thing")).to_have_text("AWS Lambda")
    page.go_back()
    expect(page.locator("#thing")).to_have_text("Amazon S3")


def test_the_picture_unfolds(page: Page) -> None:
    page.goto("/graph?of=lambda")
    more = page.evaluate(
        "() => [...Array(60).keys()].map(n => `${n} more …`).find(label => {"
        "try { document.getElementById('canvas').placeOf(label); return true } catch { return false } })"
    )
    assert more
    page.mouse.click(*place(page, more))
    assert page.evaluate(
        "label => { try { document.getElementById('canvas').placeOf(label); return false }"
        " catch { return true } }",
        more,
    )


def test_a_thing_is_gone_to_by_its_name(page: Page) -> None:
    page.goto("/graph")
    page.locator("#of").fill("fargate")
    page.keyboard.press("Enter")
    expect(page.locator("#thing")).to_have_text("AWS Fargate")
    expect(page.locator(".told").first).to_contain_text("serverless")


def test_facts_beside_the_picture_have_their_sources(page: Page) -> None:
    page.goto("/graph?of=lambda")
    page.locator(".told .cite").first.click()
    expect(page.locator(".fact:popover-open")).to_contain_text("read 20")


def test_an_unknown_thing_is_told_with_the_nearest(page: Page) -> None:
    response = page.context.request.get("/graph?of=lambdaa")
    assert response.status == 404
    assert "AWS Lambda" in response.text()


def test_every_service_has_its_page(page: Page) -> None:
    page.goto("/catalogue")
    links = page.locator(".shelf h3 a")
    assert links.count() > 20
    for link in links.all():
        response = page.context.request.get(str(link.get_attribute("href")))
        assert response.status == 200
    page.get_by_role("link", name="AWS Lambda", exact=True).click()
    expect(page.locator("h1")).to_have_text("AWS Lambda")
    expect(page.locator(".facts").first).to_contain_text("15 minutes")


def test_sources_are_listed_filtered_and_put_in_order(page: Page) -> None:
    page.goto("/sources")
    rows = page.locator(".listing tbody tr")
    everything = rows.count()
    assert everything > 400
    page.get_by_label("Status").select_option("official")
    page.get_by_role("searchbox").fill("quotas")
    page.get_by_label("Order").select_option("title")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("status=official"))
    assert 0 < rows.count() < everything
    titles = [
        title.casefold() for title in page.locator(".listing tbody th > a:first-child").all_text_contents()
    ]
    assert titles == sorted(titles)
    assert all("quotas" in title for title in titles)


def test_disagreements_name_both_sides(page: Page) -> None:
    page.goto("/sources")
    row = page.locator("table").first.locator("tbody tr").first
    expect(row.locator("td").nth(1)).to_contain_text("✓")
    expect(row.locator("td").nth(2)).to_contain_text("✗")
    row.locator("td").nth(2).locator(".cite").click()
    expect(page.locator(".fact:popover-open")).to_be_visible()
