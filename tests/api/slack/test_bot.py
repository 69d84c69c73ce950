"""What the bot says to what people do in Slack."""

import json

import pytest

from api.feedback import FeedbackStore, Verdict
from tests.api.slack.conftest import Office
from tests.api.slack.sender import MENTION, Body, clicked, mention, message, pointed
from tests.api.slack.standin import BOT_USER

QUESTION = "How long can a Lambda function run?"
ANSWER = "AWS Lambda can run for at most 15 minutes at a time."
FIRST, SECOND, THIRD = "1800000000.000100", "1800000010.000100", "1800000020.000100"


def only(found: list[Body]) -> Body:
    (one,) = found
    return one


def settled(office: Office, count: int) -> list[Body]:
    """The answers, once there are so many and time for one too many has passed."""

    def found() -> list[Body]:
        return [post for post in office.slack.answers() if not post["channel"].endswith("LAST")]

    office.slack.until(lambda: len(found()) >= count)
    probe = f"D{len(office.slack.calls)}LAST"
    office.sender.json(message("hello there", FIRST, user="ULAST", channel=probe, kind="im"))
    office.slack.until(lambda: any(post["channel"] == probe for post in office.slack.answers()))
    assert len(found()) == count
    return found()


def test_a_mention_is_answered_in_its_thread(office: Office) -> None:
    acknowledged = office.sender.json(mention(QUESTION, FIRST))
    assert (acknowledged.status, acknowledged.text) == (200, "")
    post = only(settled(office, 1))
    assert (post["channel"], post["thread_ts"]) == ("C1", FIRST)
    assert post["text"].startswith(ANSWER)
    assert post["unfurl_links"] in (False, "0")
    assert office.slack.refused == []


def test_one_message_is_answered_once_though_slack_sends_two_events_of_it(office: Office) -> None:
    office.sender.json(mention(QUESTION, FIRST))
    office.sender.json(message(f"{MENTION} {QUESTION}", FIRST))
    settled(office, 1)


def test_a_direct_message_is_answered_without_a_mention(office: Office) -> None:
    office.sender.json(message(QUESTION, FIRST, channel="D1", kind="im"))
    post = only(settled(office, 1))
    assert post["thread_ts"] == FIRST
    assert post["text"].startswith(ANSWER)


def test_what_is_said_in_a_channel_is_nobodys_business(office: Office) -> None:
    office.sender.json(message(QUESTION, FIRST))
    office.sender.json(message(QUESTION, SECOND, thread=FIRST))
    settled(office, 0)


def test_a_follow_up_in_the_thread_needs_no_mention(office: Office) -> None:
    office.sender.json(mention(QUESTION, FIRST))
    settled(office, 1)
    office.sender.json(message("and Fargate?", SECOND, thread=FIRST))
    first, second = settled(office, 2)
    assert second["thread_ts"] == first["thread_ts"] == FIRST
    assert "AWS Fargate has no time limit." in second["text"]


def test_a_cost_and_what_is_asked_of_it_next_are_worked_out_in_the_thread(office: Office) -> None:
    office.sender.json(mention("3 million requests a month, 512 MB, 120 ms on lambda", FIRST))
    assert "AWS Lambda costs $3.60 a month." in only(settled(office, 1))["text"]
    office.sender.json(message("and on arm?", SECOND, thread=FIRST))
    assert "AWS Lambda costs $3.00 a month." in settled(office, 2)[1]["text"]
    office.sender.json(message("with the free tier?", THIRD, thread=FIRST))
    assert "with the free tier" in settled(office, 3)[2]["text"]


def test_thanks_in_the_thread_are_not_answered(office: Office) -> None:
    office.sender.json(mention(QUESTION, FIRST))
    settled(office, 1)
    office.sender.json(message("thanks, that helps", SECOND, thread=FIRST))
    office.sender.json(message(f"<@U7> {QUESTION}", THIRD, thread=FIRST))
    settled(office, 1)


def test_direct_messages_one_after_the_other_are_one_talk(office: Office) -> None:
    office.sender.json(message(QUESTION, FIRST, channel="D1", kind="im"))
    settled(office, 1)
    office.sender.json(message("and Fargate?", SECOND, channel="D1", kind="im"))
    assert "AWS Fargate has no time limit." in settled(office, 2)[1]["text"]
    office.sender.json(message("and EC2?", THIRD, channel="D1", kind="im", thread=FIRST))
    assert "Amazon EC2 has no time limit." in settled(office, 3)[2]["text"]


def test_yesterdays_talk_is_over(office: Office) -> None:
    office.sender.json(message(QUESTION, FIRST, channel="D1", kind="im"))
    settled(office, 1)
    office.sender.json(message("and Fargate?", "1800090000.000100", channel="D1", kind="im"))
    assert "no time limit" not in settled(office, 2)[1]["text"]


def test_a_follow_up_that_arrives_first_does_not_lean_on_what_was_said_after_it(office: Office) -> None:
    office.sender.json(mention("and Fargate?", SECOND, thread=FIRST))
    settled(office, 1)
    office.sender.json(mention(QUESTION, FIRST))
    late = settled(office, 2)[1]
    assert late["text"].startswith(ANSWER)
    office.sender.json(message("and EC2?", THIRD, thread=FIRST))
    assert "Amazon EC2 has no time limit." in settled(office, 3)[2]["text"]


def test_a_thread_that_is_not_remembered_is_read_from_slack(office: Office) -> None:
    office.sender.json(mention(QUESTION, FIRST))
    settled(office, 1)
    for name in ("slack.db", "slack.db-wal", "slack.db-shm"):
        (office.data / name).unlink(missing_ok=True)
    office.stop()
    office.start()
    office.sender.json(mention("and Fargate?", SECOND, thread=FIRST))
    assert "AWS Fargate has no time limit." in settled(office, 2)[1]["text"]
    replies = [body for name, body in office.slack.calls if name == "conversations.replies"]
    assert [body["ts"] for body in replies] == [FIRST]


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "message_changed", "message": {"text": QUESTION, "user": "U1"}},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B7"},
        {"bot_id": "B7"},
        {"user": BOT_USER},
        {"user": None},
        {"text": None},
    ],
)
def test_edits_bots_and_ourselves_are_not_answered(more: Body, office: Office) -> None:
    event = message(QUESTION, FIRST)
    event["event"] |= more
    assert office.sender.json(event).status == 200
    event["event"] |= {"channel": "D1", "channel_type": "im"}
    event["event_id"] = "Ev2"
    assert office.sender.json(event).status == 200
    expected = 1 if more == {"text": None} else 0  # an empty direct message is told what can be asked
    settled(office, expected)


def test_a_slash_command_is_answered_to_one_person_who_may_share_it(office: Office) -> None:
    assert office.sender.command(QUESTION, office.hook).text == ""
    office.slack.until(lambda: office.slack.whispers)
    whisper = only(office.slack.whispers)
    assert whisper["response_type"] == "ephemeral"
    assert whisper["text"].startswith(ANSWER)
    share = next(b for b in whisper["blocks"][-1]["elements"] if b["action_id"] == "share")
    seen = {"channel": "C1", "ts": FIRST}
    for _ in range(2):
        office.sender.click(clicked("share", share["value"], seen, office.hook, private=True))
    post = only(settled(office, 1))
    assert not post.get("thread_ts")
    asked, question = post["blocks"][0]["elements"]
    assert asked["text"] == "<@U1> asked:"
    assert (question["type"], question["text"]) == ("plain_text", QUESTION)
    office.slack.until(lambda: {"delete_original": True} in office.slack.whispers)


def test_an_answer_is_shared_in_a_channel_that_we_are_not_in(office: Office) -> None:
    office.slack.absent.add("C1")
    office.sender.click(clicked("share", QUESTION, {"channel": "C1", "ts": FIRST}, office.hook, private=True))
    post = only(settled(office, 1))
    assert post["response_type"] == "in_channel"
    assert post["text"].startswith(ANSWER)


def test_a_message_is_answered_that_somebody_points_at(office: Office) -> None:
    office.sender.click(pointed(QUESTION, FIRST, office.hook))
    assert only(settled(office, 1))["thread_ts"] == FIRST
    office.sender.click(pointed(QUESTION, FIRST, office.hook))
    settled(office, 1)
    office.slack.until(lambda: office.slack.whispers)
    assert "answered in its thread already" in only(office.slack.whispers)["text"]


def test_who_points_where_we_are_not_is_told_to_invite_us(office: Office) -> None:
    office.slack.absent.add("C1")
    office.sender.click(pointed(QUESTION, FIRST, office.hook))
    office.slack.until(lambda: office.slack.whispers)
    assert "invited" in only(office.slack.whispers)["text"]
    office.slack.absent.clear()
    office.sender.click(pointed(QUESTION, FIRST, office.hook))
    settled(office, 1)


def test_a_suggestion_is_asked_by_its_button_once(office: Office) -> None:
    office.sender.json(mention("what is the price of gold on mars", FIRST))
    post = only(settled(office, 1))
    button = post["blocks"][1]["elements"][0]
    for user in ("U1", "U2", "U1"):
        office.sender.click(clicked(button["action_id"], button["value"], post, office.hook, user=user))
    _, second = settled(office, 2)
    assert second["thread_ts"] == FIRST
    assert second["blocks"][0]["elements"][1]["text"] == button["value"]
    office.sender.json(message("and Fargate?", "1900000000.000001", thread=FIRST))
    assert "Fargate" in settled(office, 3)[2]["text"]


def test_a_suggestion_of_a_private_answer_is_answered_in_private(office: Office) -> None:
    seen = {"channel": "C1", "ts": FIRST}
    office.sender.click(clicked("ask_0", QUESTION, seen, office.hook, private=True))
    office.slack.until(lambda: office.slack.whispers)
    assert only(office.slack.whispers)["text"].startswith(ANSWER)
    settled(office, 0)


def test_what_people_think_is_kept_with_question_answer_and_graph(office: Office) -> None:
    office.sender.json(mention(QUESTION, FIRST))
    post = only(settled(office, 1))
    useful, wrong = post["blocks"][-1]["elements"]
    office.sender.click(clicked("useful", useful["value"], post, office.hook, user="U1"))
    office.sender.click(clicked("wrong", wrong["value"], post, office.hook, user="U2"))
    office.slack.until(lambda: office.slack.views)
    view = only(office.slack.views)
    state = {"values": {"comment": {"text": {"type": "plain_text_input", "value": "It is 20 minutes."}}}}
    payload = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U2"}}
    assert office.sender.click(payload | {"view": view | {"id": "V1", "state": state}}).status == 200
    store = FeedbackStore.at(office.data)
    kept = {each.verdict: each for each in store.latest()}
    store.close()
    assert set(kept) == {Verdict.USEFUL, Verdict.WRONG}
    assert kept[Verdict.WRONG].comment == "It is 20 minutes."
    assert kept[Verdict.WRONG].question == QUESTION
    assert kept[Verdict.WRONG].answer.startswith(f"{ANSWER} [1]")
    assert kept[Verdict.WRONG].graph == office.assistant.catalogue.graph.hash


def test_an_answer_that_is_forgotten_cannot_be_judged(office: Office) -> None:
    office.sender.click(clicked("useful", "message:C1:1", {"channel": "C1", "ts": FIRST}, office.hook))
    office.slack.until(lambda: office.slack.whispers)
    assert "too old" in only(office.slack.whispers)["text"]


def test_the_whole_of_a_long_answer_follows_as_a_file(office: Office) -> None:
    office.sender.json(mention("Compare ECS, Fargate and Lambda please", FIRST))
    settled(office, 1)
    office.slack.until(lambda: len(office.slack.messages) > 2)
    (file,) = (post for post in office.slack.messages if "files" in post)
    assert file["thread_ts"] == FIRST
    assert "## Sources" in file["files"][0]["content"]
    assert office.slack.refused == []


def test_a_long_answer_links_to_its_page_where_there_is_one(closed_office: Office) -> None:
    closed_office.public_url = "https://cloudcite.example.org"
    closed_office.start()
    closed_office.sender.json(mention("Compare ECS, Fargate and Lambda please", FIRST))
    post = only(settled(closed_office, 1))
    assert "<https://cloudcite.example.org/?q=Compare%20ECS" in json.dumps(post["blocks"])
    assert not any("files" in each for each in closed_office.slack.messages)


def test_too_long_a_question_is_told_so(office: Office) -> None:
    office.sender.json(mention("why " * 600, FIRST))
    assert "2000 characters" in only(settled(office, 1))["text"]


def test_who_asks_too_much_is_told_once_and_may_go_on_a_minute_later(closed_office: Office) -> None:
    closed_office.user_rate = 2
    closed_office.start()
    for number in range(5):
        closed_office.sender.json(mention(QUESTION, f"180000000{number}.000100"))
    closed_office.sender.json(mention(QUESTION, THIRD, user="U2"))
    settled(closed_office, 3)
    notice = only(closed_office.slack.whispers)
    assert notice["user"] == "U1"
    assert "more than I may answer" in notice["text"]
    closed_office.move(60)
    closed_office.sender.json(mention(QUESTION, "1800000061.000100"))
    settled(closed_office, 4)


def test_a_channel_has_a_limit_of_its_own(closed_office: Office) -> None:
    closed_office.channel_rate = 1
    closed_office.start()
    closed_office.sender.json(mention(QUESTION, FIRST, user="U1"))
    closed_office.sender.json(mention(QUESTION, SECOND, user="U2"))
    closed_office.sender.json(mention(QUESTION, FIRST, user="U2", channel="C2"))
    settled(closed_office, 2)


@pytest.mark.parametrize(
    "said", ["<!channel> gold", "<!everyone>", "is <https://evil.example|Lambda> x", "&lt;!here&gt;"]
)
def test_nobody_is_called_by_what_somebody_typed(said: str, office: Office) -> None:
    office.sender.json(mention(said, FIRST))
    post = only(settled(office, 1))
    assert "<!" not in json.dumps([post["text"], post["blocks"]])
    assert "evil.example" not in post["text"]
