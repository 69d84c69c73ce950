"""The comparison page."""

import re

from playwright.sync_api import BrowserContext, Page, expect

THREE = "/compare?service=lambda&service=fargate&service=aws-batch"


def columns(page: Page) -> list[str]:
    return page.locator(".matrix thead th:not(.corner)").all_text_contents()


def test_the_matrix_follows_the_choice_and_so_does_the_address(page: Page) -> None:
    page.goto("/compare")
    assert columns(page) == ["AWS Lambda", "AWS Fargate"]
    page.get_by_label("Amazon ECS", exact=True).check()
    expect(page.locator(".matrix thead th")).to_have_count(4)
    expect(page).to_have_url(re.compile("service=ecs"))
    shared = page.url
    page.goto("/")
    page.goto(shared)
    assert set(columns(page)) == {"AWS Lambda", "AWS Fargate", "Amazon ECS"}


def test_only_what_differs(page: Page) -> None:
    page.goto(THREE)
    same = page.locator(".matrix tbody tr:not(.differs)")
    assert same.count() > 0
    page.get_by_label("Only what differs").check()
    expect(same).to_have_count(0)
    assert page.locator(".matrix tbody tr.differs").count() > 5


def test_properties_are_picked(page: Page) -> None:
    page.goto(THREE)
    page.locator("summary", has_text="Properties").click()
    page.get_by_label("maximum memory", exact=True).check()
    expect(page.locator(".matrix tbody tr")).to_have_count(1)
    expect(page.locator(".matrix tbody th")).to_contain_text("maximum memory")


def test_a_size_is_added_by_its_name(page: Page) -> None:
    page.goto("/compare?service=lambda&service=fargate&property=memoryMax")
    size = page.get_by_label("Add a size")
    size.fill("T3.Micro")
    page.keyboard.press("Enter")
    expect(page.locator(".matrix thead th")).to_have_count(4)
    expect(page.locator("#chosen").get_by_label("t3.micro")).to_be_checked()
    expect(size).to_have_value("")
    expect(page).to_have_url(re.compile("service=t3-micro"))
    page.goto(page.url)
    assert set(columns(page)) == {"AWS Lambda", "AWS Fargate", "t3.micro"}


def test_a_size_that_is_not_known_is_told_with_the_nearest(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/compare")
    page.get_by_label("Add a size").fill("t3.mikro")
    page.keyboard.press("Enter")
    expect(page.locator("#found [role=alert]")).to_contain_text("nearest are t3.micro")


def test_a_long_cell_folds_and_is_copied_whole(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(THREE)
    fold = page.locator(".fold").first
    expect(fold).not_to_have_attribute("open", "")
    whole = " ".join(str(fold.text_content()).split())
    page.get_by_text("Copy as CSV").click()
    assert f'"{whole}"' in page.evaluate("navigator.clipboard.readText()")
    fold.locator("summary").click()
    expect(fold).to_have_attribute("open", "")


def test_columns_are_put_in_the_order_of_a_row(page: Page) -> None:
    page.goto(THREE + "&property=maxExecutionDuration")
    sorter = page.locator(".sorter")
    expect(sorter).to_have_attribute("aria-pressed", "false")
    sorter.click()
    assert columns(page)[-1] == "AWS Lambda"
    expect(page.locator(".matrix tbody td").last).to_contain_text("15 minutes")
    sorter.click()
    assert columns(page)[0] == "AWS Lambda"
    sorter.click()
    assert columns(page) == ["AWS Lambda", "AWS Fargate", "AWS Batch"]


def test_the_states_of_a_cell_differ_by_sign_and_word(page: Page) -> None:
    page.goto(THREE + "&service=ecr&all=on")
    for state, sign, word in (("no_limit", "∞", "No limit"), ("not_applicable", "–", "Not applicable")):
        cell = page.locator(f".matrix td.{state}").first
        expect(cell).to_contain_text(sign)
        expect(cell).to_contain_text(word)
    expect(page.locator(".matrix td.unknown").first).to_contain_text("?")


def test_the_first_column_stays_while_the_others_pass(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(THREE)
    first = page.locator(".matrix tbody th").first
    before = first.bounding_box()
    page.locator(".wide").evaluate("element => { element.scrollLeft = 250 }")
    after = first.bounding_box()
    assert before is not None
    assert after is not None
    assert before["x"] == after["x"]


def test_a_wrong_name_is_told_with_the_right_ones(page: Page) -> None:
    response = page.context.request.get("/compare?service=lambada&service=fargate")
    assert response.status == 404
    assert "AWS Lambda" in response.text()
