"""What the bot says to what people do in Slack."""

from tests.api.slack.conftest import Office
from tests.api.slack.sender import mention

QUESTION = "How long can a Lambda function run?"
ANSWER = "AWS Lambda can run for at most 15 minutes at a time."


def test_a_mention_is_answered_in_its_thread(office: Office) -> None:
    assert office.sender.json(mention(QUESTION, "1800000000.000100")).status == 200
    office.slack.until(office.slack.answers)
    (post,) = office.slack.answers()
    assert post["thread_ts"] == "1800000000.000100"
    assert post["text"].startswith(ANSWER)
    assert office.slack.refused == []
