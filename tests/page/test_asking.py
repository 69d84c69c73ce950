"""Asking on the web page, as people do."""

import re

import pytest
from playwright.sync_api import Page, expect

FACT = "How long can a Lambda function run?"


def ask(page: Page, question: str) -> None:
    page.locator("#q").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".question")).to_have_text(question)


def test_an_answer_appears_and_its_address_asks_again(page: Page) -> None:
    page.goto("/")
    ask(page, FACT)
    expect(page.locator(".lead")).to_contain_text("15 minutes")
    expect(page).to_have_url(re.compile(r"/\?q=How\+long"))
    expect(page).to_have_title(re.compile("How long"))
    shared = page.url
    page.goto("/")
    page.goto(shared)
    expect(page.locator(".lead")).to_contain_text("15 minutes")


def test_an_example_is_answered_by_a_press(page: Page) -> None:
    page.goto("/")
    page.locator(".examples a").first.click()
    expect(page.locator("article.answered")).to_be_visible()


def test_every_kind_of_example_is_named(page: Page) -> None:
    page.goto("/")
    kinds = page.locator(".examples .kind").all_text_contents()
    assert all(kinds)
    assert len(set(kinds)) >= 8


def test_a_follow_up_is_understood_and_the_conversation_stays(page: Page) -> None:
    page.goto("/")
    ask(page, FACT)
    ask(page, "And Fargate?")
    expect(page.locator(".lead")).to_contain_text("Fargate has no time limit")
    expect(page.locator(".turns .asked")).to_have_text([FACT])
    expect(page.locator(".turns .told")).to_contain_text("15 minutes")
    page.goto(page.url)
    expect(page.locator(".lead")).to_contain_text("Fargate has no time limit")


def test_back_and_forward_walk_through_the_conversation(page: Page) -> None:
    page.goto("/")
    ask(page, FACT)
    ask(page, "And Fargate?")
    page.go_back()
    expect(page.locator(".question")).to_have_text(FACT)
    page.go_back()
    expect(page.locator(".hero h1")).to_be_visible()
    page.go_forward()
    expect(page.locator(".lead")).to_contain_text("15 minutes")


def test_pointing_at_a_marker_shows_where_the_sentence_comes_from(page: Page) -> None:
    page.goto("/?q=" + FACT)
    card = page.locator("#fact-1")
    expect(card).to_be_hidden()
    page.locator(".lead .cite").hover()
    expect(card).to_be_visible()
    for shown in ("AWS Lambda", "maximum execution duration", "15 minutes", "official", "read 20", "undated"):
        expect(card).to_contain_text(shown)
    card.hover()
    card.get_by_text("Show triple").click()
    expect(card.locator("pre")).to_contain_text("<https://w3id.org/cloudcite/vocab#maxExecutionDuration>")
    page.mouse.move(2, 2)
    expect(card).to_be_hidden()


def test_a_press_on_a_marker_keeps_its_card(page: Page) -> None:
    page.goto("/?q=" + FACT)
    page.locator(".lead .cite").hover()
    expect(page.locator("#fact-1")).to_be_visible()
    page.locator(".lead .cite").click()
    page.mouse.move(2, 2)
    page.wait_for_timeout(600)
    expect(page.locator("#fact-1")).to_be_visible()


def test_a_card_leads_into_the_graph(page: Page) -> None:
    page.goto("/?q=" + FACT)
    page.locator(".lead .cite").click()
    page.locator("#fact-1").get_by_text("Show in graph").click()
    expect(page.locator("#thing")).to_have_text("AWS Lambda")
    expect(page.locator("#seen")).to_contain_text("15 minutes")


def test_suggestions_complete_names_and_wordings(page: Page) -> None:
    page.goto("/")
    page.locator("#q").press_sequentially("how long can farg")
    options = page.locator("#suggestions [role=option]")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value(re.compile("^how long can .*[Ff]argate"))
    expect(page.locator("#suggestions")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_visible()


def test_suggestions_go_away_with_escape(page: Page) -> None:
    page.goto("/")
    page.locator("#q").press_sequentially("lamb")
    expect(page.locator("#suggestions")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("lamb")


def test_the_link_to_an_answer_is_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/?q=" + FACT)
    page.locator("[data-copy-link]").click()
    expect(page.locator("[data-copy-link]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    page.goto(copied)
    expect(page.locator(".lead")).to_contain_text("15 minutes")


def test_a_comparison_is_copied_as_markdown_and_as_csv(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/?q=Lambda or Fargate?")
    page.get_by_text("Copy as Markdown").click()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[:2] == ["| Property | AWS Lambda | AWS Fargate |", "| --- | --- | --- |"]
    assert "| maximum execution duration | 15 minutes | No limit |" in lines
    page.get_by_text("Copy as CSV").click()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert '"maximum execution duration","15 minutes","No limit"' in lines


def test_what_is_new_is_said_to_who_cannot_see_it(page: Page) -> None:
    page.goto("/")
    ask(page, FACT)
    expect(page.locator("#said[role=status]")).to_contain_text("15 minutes")


def test_a_declined_question_says_so_in_words(page: Page) -> None:
    page.goto("/")
    ask(page, "How is the weather?")
    expect(page.locator("article.declined .status")).to_contain_text("Not answered")
    page.locator(".asks a").first.click()
    expect(page.locator("article.answered")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280, 1920])
@pytest.mark.parametrize("question", [FACT, "Lambda or Fargate?"])
def test_no_page_is_wider_than_the_screen(question: str, width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/?q=" + question)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(FACT)
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_contain_text("15 minutes")
    expect(page.locator("#q")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.lead .cite')"):
            break
    card = page.locator("#fact-1")
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(card.locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_the_first_tab_leads_to_the_content(page: Page) -> None:
    page.goto("/sources")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
