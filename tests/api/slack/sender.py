"""What Slack sends: events, commands, clicks, signed; and how it sends an event again."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from tests.api.slack.standin import BOT_USER, SECRET, TEAM

Body = dict[str, Any]
MENTION = f"<@{BOT_USER}>"


@dataclass(frozen=True)
class Reply:
    """What we answered to a request."""

    status: int
    text: str


Post = Callable[[bytes, dict[str, str]], Reply]
"""Sends a body with headers to /slack/events."""


@dataclass
class Sender:
    """Sends requests as Slack does."""

    post: Post
    clock: Callable[[], float]

    def raw(
        self,
        body: bytes,
        kind: str,
        headers: Mapping[str, str] = MappingProxyType({}),
        *,
        secret: str = SECRET,
        age: float = 0,
    ) -> Reply:
        """Send a signed request."""
        stamp = str(int(self.clock() - age))
        signed = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
        given = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        return self.post(body, given | dict(headers))

    def json(self, body: Body, headers: Mapping[str, str] = MappingProxyType({})) -> Reply:
        """Send an event."""
        return self.raw(json.dumps(body).encode(), "application/json", headers)

    def retry(self, body: Body, number: int, reason: str = "http_timeout") -> Reply:
        """Send an event again."""
        return self.json(body, {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason})

    def click(self, payload: Body) -> Reply:
        """Send an interaction."""
        form = urlencode({"payload": json.dumps(payload)}).encode()
        return self.raw(form, "application/x-www-form-urlencoded")

    def command(self, text: str, hook: str, trigger: str = "trigger.1", **more: str) -> Reply:
        """Send a slash command."""
        form = {
            "command": "/cloudcite",
            "text": text,
            "team_id": TEAM,
            "channel_id": "C1",
            "user_id": "U1",
            "trigger_id": trigger,
            "response_url": hook,
        }
        return self.raw(urlencode(form | more).encode(), "application/x-www-form-urlencoded")


def event(inner: Body, event_id: str) -> Body:
    """Wrap an event as Slack does."""
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A1",
        "event_id": event_id,
        "event_time": int(float(inner.get("event_ts", "1"))),
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        "event": inner,
    }


def mention(text: str, ts: str, *, user: str = "U1", channel: str = "C1", thread: str = "") -> Body:
    """Somebody mentions us in a channel."""
    inner = {"type": "app_mention", "user": user, "text": f"{MENTION} {text}", "ts": ts, "channel": channel}
    inner |= {"event_ts": ts, "channel_type": "channel"} | ({"thread_ts": thread} if thread else {})
    return event(inner, f"Ev-mention-{channel}-{ts}")


def message(
    text: str,
    ts: str,
    *,
    user: str = "U1",
    channel: str = "C1",
    thread: str = "",
    kind: str = "channel",
    **more: object,
) -> Body:
    """Somebody says something."""
    inner: Body = {"type": "message", "user": user, "text": text, "ts": ts, "channel": channel}
    inner |= {"event_ts": ts, "channel_type": kind} | ({"thread_ts": thread} if thread else {}) | more
    return event(inner, f"Ev-message-{channel}-{ts}")


def clicked(
    action: str, value: str, post: Body, hook: str, *, user: str = "U1", private: bool = False
) -> Body:
    """Somebody clicks a button on a post."""
    container = {"type": "message", "message_ts": post["ts"], "channel_id": post["channel"]}
    container |= {"is_ephemeral": private} | (
        {"thread_ts": post["thread_ts"]} if post.get("thread_ts") else {}
    )
    done = {"action_id": action, "value": value, "type": "button", "block_id": "b"}
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user},
        "channel": {"id": post["channel"]},
        "container": container,
        "trigger_id": "trigger.2",
        "response_url": hook,
        "actions": [done | {"action_ts": f"{float(post['ts']) + 1:.6f}"}],
    }


def pointed(text: str, ts: str, hook: str, *, channel: str = "C1", thread: str = "") -> Body:
    """Somebody points at a message with the shortcut."""
    at = {"type": "message", "user": "U2", "text": text, "ts": ts} | ({"thread_ts": thread} if thread else {})
    return {
        "type": "message_action",
        "callback_id": "answer_this",
        "team": {"id": TEAM},
        "user": {"id": "U1"},
        "channel": {"id": channel},
        "message": at,
        "message_ts": ts,
        "trigger_id": "trigger.3",
        "response_url": hook,
    }
