"""What is taken for a request of Slack, and what is not."""

import json

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import problems, routes_slack
from api.settings import Settings
from api.slack.attach import slack_bot
from tests.api.slack.conftest import Office
from tests.api.slack.sender import mention
from tests.api.slack.standin import SECRET
from tests.api.slack.test_bot import FIRST, QUESTION, settled

JSON = "application/json"
EVENT = json.dumps(mention(QUESTION, FIRST)).encode()


def test_the_address_is_verified(office: Office) -> None:
    asked = {"type": "url_verification", "token": "t", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY"}
    reply = office.sender.json(asked)
    assert reply.status == 200
    assert json.loads(reply.text) == {"challenge": asked["challenge"]}


@pytest.mark.parametrize("age", [301, -301])
def test_an_old_timestamp_is_refused(age: float, office: Office) -> None:
    assert office.sender.raw(EVENT, JSON, age=age).status == 401
    assert office.sender.raw(EVENT, JSON, age=age - (1 if age > 0 else -1) * 5).status == 200


def test_another_secret_is_refused(office: Office) -> None:
    reply = office.sender.raw(EVENT, JSON, secret=SECRET[::-1])
    assert reply.status == 401
    assert "signed" in json.loads(reply.text)["detail"]
    settled(office, 0)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=no"},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": ""},
    ],
)
def test_what_is_no_signature_is_refused(headers: dict[str, str], office: Office) -> None:
    assert office.sender.raw(EVENT, JSON, headers).status == 401


def test_a_body_that_was_changed_is_refused(office: Office) -> None:
    post = office.sender.post
    changed = type(office.sender)(
        lambda body, headers: post(body.replace(b"C1", b"C2"), headers), office.clock
    )
    assert changed.raw(EVENT, JSON).status == 401


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b"null", b'"x"', b"\xff\xfe", b"payload=%7B", b"a=b", b"{}"]
)
@pytest.mark.parametrize("kind", [JSON, "application/x-www-form-urlencoded", "text/plain"])
def test_signed_nonsense_is_no_fault_of_ours(body: bytes, kind: str, office: Office) -> None:
    assert office.sender.raw(body, kind).status in (200, 400, 401, 404)


def test_an_event_of_a_kind_that_is_not_ours_is_acknowledged(office: Office) -> None:
    event = mention(QUESTION, FIRST)
    event["event"] = {"type": "reaction_added", "user": "U1"}
    assert office.sender.json(event).status == 200


def test_that_slack_limits_events_is_acknowledged(office: Office) -> None:
    limited = {
        "type": "app_rate_limited",
        "team_id": "T1",
        "minute_rate_limited": 1518467820,
        "api_app_id": "A1",
    }
    assert office.sender.json(limited).status == 200


def test_a_server_without_slack_says_so() -> None:
    app = FastAPI(lifespan=slack_bot)
    app.state.settings = Settings()
    problems.install(app)
    app.include_router(routes_slack.router)
    with TestClient(app) as client:
        reply = client.post("/slack/events", content=EVENT)
    assert reply.status_code == 404
    assert "docs/slack.md" in reply.json()["detail"]
