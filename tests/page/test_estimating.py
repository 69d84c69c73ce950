"""The page on costs: fields, sliders, candidates, break-even."""

import re

from playwright.sync_api import Page, expect


def costs(page: Page) -> list[str]:
    return page.locator(".candidates .cost strong").all_text_contents()


def test_costs_follow_the_slider(page: Page) -> None:
    page.goto("/estimate")
    before = costs(page)
    assert len(before) >= 3
    slider = page.get_by_label("requests a month, slider")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    expect(page.get_by_label("requests a month", exact=True)).not_to_have_value("1000000")
    expect(page.locator(".workload")).not_to_contain_text("1,000,000 requests")
    expect(page.locator(".candidates .cost strong").first).not_to_have_text(before[0])
    expect(page).to_have_url(re.compile(r"requests=\d"))
    amounts = [float(cost.strip("$").replace(",", "")) for cost in costs(page)]
    assert amounts == sorted(amounts)


def test_an_estimate_can_be_shared(page: Page) -> None:
    page.goto("/estimate?kind=by request&requests=3 million&duration=120 ms&memory=512 MB")
    expect(page.locator(".workload")).to_contain_text("3,000,000 requests a month, 120 milliseconds, 512 MB")
    cost = page.locator(".candidates li", has_text="AWS Lambda").locator(".cost strong")
    expect(cost).to_have_text("$3.60")
    page.get_by_label("With the free tier").check()
    expect(cost).to_have_text("$0.40")


def test_a_bill_is_worked_out_from_cited_prices(page: Page) -> None:
    page.goto("/estimate?kind=by request&requests=3000000&duration=120&memory=512")
    bill = page.locator(".candidates li", has_text="AWS Lambda")
    bill.locator("summary").first.click()
    expect(bill.locator(".bill")).to_contain_text("$0.20 per million requests")
    bill.locator(".bill .cite").first.click()
    expect(page.locator(".fact:popover-open")).to_contain_text("read 20")


def test_two_break_even_over_a_load_with_a_picture(page: Page) -> None:
    page.goto("/estimate?kind=by request&requests=3000000&duration=100&memory=512")
    page.locator("summary", has_text="Break even").click()
    page.get_by_label("Between").select_option("lambda")
    page.get_by_label("and", exact=True).select_option("fargate")
    expect(page.locator(".even h2")).to_have_text("AWS Lambda or AWS Fargate")
    expect(page.locator(".even p")).to_contain_text("AWS Lambda is cheaper, above it AWS Fargate")
    chart = page.locator(".chart")
    expect(chart).to_be_visible()
    assert chart.evaluate(
        "image => image.complete || new Promise(done => { image.onload = () => done(true) })"
    )
    assert chart.evaluate("image => image.naturalWidth") > 0
    drawn = page.context.request.get(str(chart.get_attribute("src"))).text()
    assert "requests a month" in drawn
    assert "USD a month" in drawn


def test_the_kinds_of_work_come_from_the_bills(page: Page) -> None:
    page.goto("/estimate")
    names = page.locator(".tabs a").all_text_contents()
    assert len(names) >= 3
    for name in names:
        page.locator(".tabs").get_by_text(name, exact=True).click()
        expect(page.locator(".tabs [aria-current]")).to_have_text(name)
        expect(page.locator(".candidates > li").first).to_be_visible()


def test_an_amount_that_cannot_be_is_told(page: Page) -> None:
    page.goto("/estimate")
    page.get_by_label("memory", exact=True).fill("512 bananas")
    expect(page.locator("#found [role=alert]")).to_contain_text("bananas")
    page.get_by_label("memory", exact=True).fill("1 GB")
    expect(page.locator(".candidates > li").first).to_be_visible()


def test_without_javascript_the_button_estimates(plain: Page) -> None:
    plain.goto("/estimate")
    expect(plain.get_by_label("requests a month, slider")).to_be_hidden()
    plain.get_by_label("requests a month", exact=True).fill("3000000")
    plain.locator("#work .button.main").click()
    expect(plain.locator(".workload")).to_contain_text("3,000,000 requests")


def test_an_answer_on_break_even_shows_the_picture(page: Page) -> None:
    page.goto("/?q=break even lambda fargate")
    expect(page.locator("#answer .chart")).to_be_visible()
    expect(page.locator("#answer .working")).to_be_visible()
