"""From an answer to the query that found it, and the queries of the SPARQL page."""

from playwright.sync_api import Page, expect


def test_the_query_of_an_answer_opens_in_the_sparql_page(page: Page) -> None:
    page.goto("/?q=How long can a Lambda function run?")
    page.locator("summary", has_text="How it was found").click()
    expect(page.locator(".reading")).to_contain_text("maximum execution duration")
    page.get_by_role("link", name="Run this query").first.click()
    expect(page.locator(".CodeMirror")).to_contain_text("maxExecutionDuration")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#result")).to_contain_text("maxExecutionDuration")


def test_a_request_is_sent_from_the_page_on_the_api(page: Page) -> None:
    page.goto("/docs#post-v1-ask")
    operation = page.locator("#post-v1-ask")
    operation.locator("textarea").fill('{"question": "How long can a Lambda function run?"}')
    operation.get_by_role("button", name="Send").click()
    expect(operation.locator("[role=status]")).to_contain_text("200")
    expect(operation.locator(".response")).to_contain_text("15 minutes")
    operation.locator("[name=address]").fill("https://elsewhere.example/")
    operation.get_by_role("button", name="Send").click()
    expect(operation.locator("[role=status]")).to_contain_text("only")
    operation.get_by_role("link", name="AnswerBody").click()
    expect(page.locator("#AnswerBody")).to_have_attribute("open", "")


def test_an_example_is_run(page: Page) -> None:
    page.goto("/sparql")
    page.locator(".examples a").nth(1).click()
    expect(page.locator(".CodeMirror")).to_be_visible()
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#result table tbody tr").first).to_be_visible()
