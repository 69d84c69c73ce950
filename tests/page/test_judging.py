"""Saying that an answer is wrong."""

from pathlib import Path

from playwright.sync_api import Page, expect

from api.feedback import FeedbackStore, Verdict
from tests.page.hostile import PAYLOADS

QUESTION = "How long can a Lambda function run?"


def test_what_is_wrong_is_kept_with_the_question_and_the_answer(page: Page, data: Path) -> None:
    page.goto(f"/?q={QUESTION}")
    page.locator("summary", has_text="This is wrong").click()
    page.get_by_label("What is wrong").fill(PAYLOADS[0])
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#kept")).to_contain_text("Kept")
    expect(page.locator(".lead")).to_contain_text("15 minutes")
    store = FeedbackStore.at(data)
    (said, *_) = store.latest(verdict=Verdict.WRONG)
    store.close()
    assert (said.question, said.comment, said.surface) == (QUESTION, PAYLOADS[0], "page")
    assert "15 minutes" in said.answer
    assert said.graph.startswith("sha256:")


def test_a_form_of_another_site_is_refused(page: Page) -> None:
    post = page.context.request.post
    form: dict[str, str | float | bool] = {"q": QUESTION}
    assert post("/feedback", form=form).status == 200
    assert post("/feedback", form=form, headers={"Origin": "https://elsewhere.example"}).status == 403
    assert post("/feedback", form=form, headers={"Sec-Fetch-Site": "cross-site"}).status == 403


def test_a_form_that_makes_no_sense_is_told_what_is_wanted(page: Page) -> None:
    post = page.context.request.post
    wrong: list[tuple[dict[str, str | float | bool], str]] = [
        ({"comment": "no question"}, "no question"),
        ({"q": QUESTION, "comment": "x" * 2001}, "2000 characters"),
        ({"q": "x" * 2001}, "2000 characters"),
    ]
    for form, told in wrong:
        response = post("/feedback", form=form)
        assert response.status == 422
        assert told in response.json()["detail"]
    assert post("/feedback", data=b"q=\xff\xfe%zz").status in (200, 422)


def test_without_javascript_it_is_kept_as_well(plain: Page) -> None:
    plain.goto(f"/?q={QUESTION}")
    plain.locator("summary", has_text="This is wrong").click()
    plain.get_by_role("button", name="Send").click()
    expect(plain.locator("#kept")).to_contain_text("Kept")
    plain.get_by_text("Back to the answer").click()
    expect(plain.locator(".lead")).to_contain_text("15 minutes")
