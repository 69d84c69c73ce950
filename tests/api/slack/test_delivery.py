"""One answer a question, whatever goes wrong: nothing lost, nothing twice."""

import logging
from collections.abc import Sequence

import pytest

from api.asking import ask
from api.models import Turn
from retrieval.answer import Answer
from retrieval.engine import Assistant
from tests.api.slack.conftest import Office
from tests.api.slack.sender import mention, message
from tests.api.slack.standin import Fault
from tests.api.slack.test_bot import ANSWER, FIRST, QUESTION, SECOND, only, settled

POST = "chat.postMessage"


def test_an_event_that_slack_sends_again_is_answered_once(office: Office) -> None:
    event = mention(QUESTION, FIRST)
    assert office.sender.json(event).status == 200
    for number, seconds in enumerate((0, 60, 300), 1):
        office.move(seconds)
        assert office.sender.retry(event, number).status == 200
    settled(office, 1)


def test_a_retry_of_an_event_that_never_arrived_is_answered(office: Office) -> None:
    assert office.sender.retry(mention(QUESTION, FIRST), 3, "connection_failed").status == 200
    settled(office, 1)


def test_an_event_of_one_id_is_taken_once_even_if_it_names_another_message(office: Office) -> None:
    event = mention(QUESTION, FIRST)
    office.sender.json(event)
    office.sender.json({**event, "event": {**event["event"], "ts": SECOND}})
    settled(office, 1)


def test_an_event_that_cannot_be_written_down_is_not_acknowledged(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.slack.sqlite_store import SqliteStore

    def full(*_: object, **__: object) -> int:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(SqliteStore, "accept", full)
        assert office.sender.json(mention(QUESTION, FIRST)).status == 500
    assert office.sender.retry(mention(QUESTION, FIRST), 1, "http_error").status == 200
    settled(office, 1)


def test_retry_after_is_obeyed(office: Office) -> None:
    office.slack.faults[POST] = [Fault(429, "ratelimited", after=30)]
    office.sender.json(mention(QUESTION, FIRST))
    office.slack.until(lambda: POST in office.slack.names())
    office.move(29)
    office.sender.json(mention(QUESTION, FIRST, channel="C2"))
    office.slack.until(office.slack.answers)
    assert [post["channel"] for post in office.slack.answers()] == ["C2"]
    office.move(2)
    office.slack.until(lambda: len(office.slack.answers()) == 2)
    assert "conversations.replies" not in office.slack.names()  # a refused post need not be looked for


def test_a_busy_channel_is_answered_one_by_one_once_it_may(office: Office) -> None:
    office.slack.faults[POST] = [Fault(429, "ratelimited", after=10)]
    office.sender.json(mention(QUESTION, FIRST))
    office.slack.until(lambda: POST in office.slack.names())
    office.move(0)
    for number in range(1, 4):
        office.sender.json(mention(QUESTION, f"180000010{number}.000100"))
    office.slack.until(lambda: "auth.test" in office.slack.names())
    office.pass_until(lambda: len(office.slack.answers()) == 4)
    settled(office, 4)


@pytest.mark.parametrize(
    "fault", [Fault(503), Fault(500, "internal_error"), Fault(200, "fatal_error"), Fault(0, done=False)]
)
def test_a_failure_of_slack_is_tried_again(fault: Fault, office: Office) -> None:
    office.slack.faults[POST] = [fault, fault]
    office.sender.json(mention(QUESTION, FIRST))
    office.pass_until(office.slack.answers)
    assert office.slack.names().count(POST) == 3
    settled(office, 1)


@pytest.mark.parametrize(
    "fault", [Fault(0, done=True), Fault(503, done=True), Fault(200, "fatal_error", done=True)]
)
def test_a_post_that_arrived_is_not_made_again_though_slack_said_nothing(
    fault: Fault, office: Office
) -> None:
    office.slack.faults[POST] = [fault]
    office.sender.json(mention(QUESTION, FIRST))
    office.slack.until(office.slack.answers)
    office.pass_until(lambda: "conversations.replies" in office.slack.names())
    settled(office, 1)


def test_a_post_is_found_among_many_replies(office: Office) -> None:
    chatter = [
        {"channel": "C1", "thread_ts": FIRST, "ts": office.slack.tick(), "files": []} for _ in range(8)
    ]
    office.slack.messages += chatter
    office.slack.faults[POST] = [Fault(0, done=True)]
    office.sender.json(mention(QUESTION, FIRST))
    office.slack.until(office.slack.answers)
    office.pass_until(lambda: office.slack.names().count("conversations.replies") == 3)
    settled(office, 1)


def test_a_look_that_fails_is_taken_again_before_anything_is_posted(office: Office) -> None:
    office.slack.faults[POST] = [Fault(0, done=True)]
    office.slack.faults["conversations.replies"] = [Fault(429, "ratelimited", after=5), Fault(503)]
    office.sender.json(mention(QUESTION, FIRST))
    office.slack.until(office.slack.answers)
    office.pass_until(lambda: office.slack.names().count("conversations.replies") == 3)
    settled(office, 1)


def test_a_shared_answer_is_looked_for_in_the_channel(office: Office) -> None:
    from tests.api.slack.sender import clicked

    office.slack.faults[POST] = [Fault(0, done=True)]
    seen = {"channel": "C1", "ts": FIRST}
    office.sender.click(clicked("share", QUESTION, seen, office.hook, private=True))
    office.slack.until(office.slack.answers)
    office.pass_until(lambda: "conversations.history" in office.slack.names())
    settled(office, 1)


def test_a_file_that_arrived_is_not_uploaded_again(office: Office) -> None:
    office.slack.faults["files.completeUploadExternal"] = [Fault(503, done=True)]
    office.sender.json(mention("Compare ECS, Fargate and Lambda please", FIRST))
    office.slack.until(lambda: any("files" in each for each in office.slack.messages))
    office.pass_until(lambda: "conversations.replies" in office.slack.names())
    settled(office, 1)
    assert sum("files" in each for each in office.slack.messages) == 1


def test_a_process_that_ends_before_the_post_leaves_the_question_to_the_next(office: Office) -> None:
    office.slack.faults[POST] = [Fault(503)]
    office.sender.json(mention(QUESTION, FIRST))
    office.slack.until(lambda: POST in office.slack.names())
    office.stop()
    assert office.slack.answers() == []
    office.clock.now += 60
    office.start()
    office.slack.until(office.slack.answers)
    assert office.sender.retry(mention(QUESTION, FIRST), 2).status == 200
    settled(office, 1)


def test_a_token_that_was_revoked_is_logged_once_and_nothing_is_lost(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.slack.token = "xoxb-another"
    with caplog.at_level(logging.INFO):
        for number in range(5):
            office.sender.json(mention(QUESTION, f"180000000{number}.000100"))
        office.slack.until(lambda: POST in office.slack.names())
        office.pass_until(lambda: office.slack.names().count(POST) >= 10, step=20)
    told = [record.getMessage() for record in caplog.records if "SLACK_BOT_TOKEN" in record.getMessage()]
    assert told == ["Slack refuses SLACK_BOT_TOKEN: invalid_auth"]
    office.slack.token = "xoxb-1-of-a-stand-in"
    office.pass_until(lambda: len(office.slack.answers()) == 5, step=20)
    settled(office, 5)


def test_being_told_to_wait_is_logged_once(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.slack.faults[POST] = [Fault(429, "ratelimited", after=1)] * 3
    for number in range(3):
        office.sender.json(mention(QUESTION, FIRST, channel=f"C{number}"))
    office.slack.until(lambda: office.slack.names().count(POST) == 3)
    office.pass_until(lambda: len(office.slack.answers()) == 3)
    assert sum("asks us to wait" in record.getMessage() for record in caplog.records) == 1


def test_no_token_and_no_question_is_logged(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        office.slack.faults[POST] = [Fault(503), Fault(200, "invalid_blocks"), Fault(200, "is_archived")]
        office.sender.json(mention(QUESTION, FIRST))
        office.slack.until(lambda: POST in office.slack.names())
        office.pass_until(lambda: office.slack.names().count(POST) == 3)
        office.sender.command(QUESTION, office.hook)
        office.slack.until(lambda: office.slack.whispers)
        office.stop()
    logged = [r.getMessage() for r in caplog.records if not r.name.startswith(("asyncio", "aiohttp.access"))]
    logged = [line for line in logged if "/hook/" not in line or "HTTP Request" not in line]
    assert not [line for line in logged if "xoxb-" in line or QUESTION in line]


def test_blocks_that_slack_refuses_are_posted_as_text_with_the_rest_as_a_file(office: Office) -> None:
    office.slack.faults[POST] = [Fault(200, "msg_blocks_too_long")]
    office.sender.json(mention(QUESTION, FIRST))
    office.slack.until(lambda: any("files" in each for each in office.slack.messages))
    post = only(settled(office, 1))
    assert post["blocks"] == []
    assert post["text"].startswith(ANSWER)


def test_without_the_scope_for_files_the_answer_is_still_given(office: Office) -> None:
    office.slack.scopes = tuple(scope for scope in office.slack.scopes if scope != "files:write")
    office.sender.json(mention("Compare ECS, Fargate and Lambda please", FIRST))
    settled(office, 1)
    office.slack.until(lambda: "missing_scope" in office.slack.refused)
    office.sender.json(message("and Fargate?", SECOND, thread=FIRST))
    settled(office, 2)


def test_where_slack_refuses_for_good_the_question_is_given_up(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.slack.faults[POST] = [Fault(200, "is_archived")]
    office.sender.json(mention(QUESTION, FIRST))
    office.slack.until(lambda: any("is_archived" in record.getMessage() for record in caplog.records))
    office.move(600)
    settled(office, 0)


def test_a_response_address_that_fails_is_tried_again(office: Office) -> None:
    office.slack.faults["hook"] = [Fault(503), Fault(429, after=2)]
    office.sender.command(QUESTION, office.hook)
    office.pass_until(lambda: office.slack.whispers)
    assert only(office.slack.whispers)["text"].startswith(ANSWER)


def test_a_fault_of_ours_is_told_and_does_not_stop_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(assistant: Assistant, question: str, history: Sequence[Turn] = ()) -> Answer:
        if "fault" in question:
            raise ZeroDivisionError
        return ask(assistant, question, history)

    monkeypatch.setattr("api.slack.answering.ask", broken)
    office.sender.json(mention("a fault?", FIRST))
    office.sender.json(mention(QUESTION, SECOND))
    settled(office, 1)
    office.slack.until(lambda: office.slack.whispers)
    assert "went wrong on our side" in only(office.slack.whispers)["text"]
    assert office.slack.whispers[0]["user"] == "U1"
    assert any(record.exc_info for record in caplog.records)
