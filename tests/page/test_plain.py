"""Without JavaScript: asking, following up, reading, comparing."""

from playwright.sync_api import Page, expect


def test_a_question_is_asked_and_followed_up(plain: Page) -> None:
    plain.goto("/")
    plain.locator("#q").fill("How long can a Lambda function run?")
    plain.locator("#ask button").click()
    expect(plain.locator(".lead")).to_contain_text("15 minutes")
    plain.locator("#q").fill("And Fargate?")
    plain.keyboard.press("Enter")
    expect(plain.locator(".lead")).to_contain_text("Fargate has no time limit")
    expect(plain.locator(".turns .told")).to_contain_text("15 minutes")


def test_a_marker_opens_its_card(plain: Page) -> None:
    plain.goto("/?q=How long can a Lambda function run?")
    plain.locator(".lead .cite").click()
    expect(plain.locator("#fact-1")).to_be_visible()
    expect(plain.locator("#fact-1")).to_contain_text("Lambda quotas")
    plain.locator("#fact-1 summary").click()
    expect(plain.locator("#fact-1 pre")).to_be_visible()


def test_services_are_compared(plain: Page) -> None:
    plain.goto("/compare")
    plain.get_by_label("Amazon ECS", exact=True).check()
    plain.get_by_label("Only what differs").check()
    plain.locator("#picker .button.main").click()
    expect(plain.locator(".matrix thead th")).to_have_count(4)
    expect(plain.locator(".matrix tbody tr").first).to_have_class("differs")


def test_a_size_is_compared(plain: Page) -> None:
    plain.goto("/compare")
    plain.get_by_label("Add a size").fill("t3.micro")
    plain.keyboard.press("Enter")
    expect(plain.locator(".matrix thead th")).to_have_count(4)
    expect(plain.locator("#chosen").get_by_label("t3.micro")).to_be_checked()


def test_an_unknown_address_leads_on(plain: Page) -> None:
    plain.goto("/nowhere")
    expect(plain.locator("[role=alert]")).to_contain_text("There is nothing at /nowhere")
    plain.locator(".ways").get_by_role("link", name="Catalogue").click()
    expect(plain.locator("h1")).to_have_text("Catalogue")


def test_the_graph_is_walked_by_its_list(plain: Page) -> None:
    plain.goto("/graph")
    expect(plain.locator("#picture")).to_be_hidden()
    plain.locator("summary", has_text="persistent storage").click()
    plain.locator(".links").get_by_text("Amazon S3").locator("visible=true").first.click()
    expect(plain.locator("#thing")).to_have_text("Amazon S3")


def test_nothing_is_offered_that_would_do_nothing(plain: Page) -> None:
    plain.goto("/?q=Lambda or Fargate?")
    expect(plain.locator(".matrix")).to_be_visible()
    expect(plain.locator(".tools")).to_be_hidden()
    expect(plain.locator("#suggestions")).to_be_hidden()
