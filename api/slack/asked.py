"""What people ask in Slack, whichever way: the one place where Slack's payloads are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from api.slack.text import mentions, plain

Payload = Mapping[str, Any]

_SPOKEN = (None, "file_share", "thread_broadcast", "bot_add")
"""Subtypes of messages that a person wrote; all others are edits, joins and the like."""
_DIRECT = "im"


class Way(StrEnum):
    """How a question came, which decides where its answer goes."""

    MESSAGE = "message"
    """Said or pointed at in a conversation: answered in the thread of the message."""
    BUTTON = "button"
    """A suggestion that was clicked: answered in the thread of the suggestion, the question quoted."""
    PRIVATE = "private"
    """A slash command, or a button on its answer: only the one who asked sees the answer."""
    SHARED = "shared"
    """A private answer shown to the channel: a message of its own, the question quoted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; `key` is the same whenever Slack sends the same question again."""

    key: str
    way: Way
    channel: str
    user: str
    text: str
    event: str | None = None
    """The id of the event that brought it; a retry has the same."""
    team: str = ""
    at: str = ""
    """The timestamp of the message, which is also its name in Slack."""
    thread: str = ""
    """The timestamp of the thread to answer in; empty where there is none."""
    follows: str = ""
    """Names the conversation whose earlier turns count; empty for none."""
    addressed: bool = True
    """Whether it was said to us, and not only in a thread that we have answered in."""
    response_url: str = ""

    @property
    def inside(self) -> bool:
        """Whether it was asked in a thread that others had begun."""
        return bool(self.thread) and self.thread != self.at

    @property
    def conversations(self) -> tuple[str, ...]:
        """The conversations of which it is a turn: the one that it follows, and the thread of its answer."""
        names = (self.follows, self.thread and conversation(self.channel, self.thread))
        return tuple(dict.fromkeys(filter(None, names))) if self.text and self.follows else ()


def message(body: Payload) -> Asked | None:
    """Return the question in an event of type app_mention or message; None where there is none.

    What bots say, this one included, what is edited or deleted, and what is said to somebody else is none.
    """
    event = body["event"]
    user, channel, at = event.get("user"), event.get("channel"), event.get("ts")
    if not (user and channel and at) or event.get("bot_id") or event.get("subtype") not in _SPOKEN:
        return None
    ours = {str(each["user_id"]) for each in body.get("authorizations") or () if each.get("user_id")}
    named = mentions(event.get("text") or "")
    if user in ours:
        return None
    direct = event.get("channel_type") == _DIRECT
    addressed = direct or event["type"] == "app_mention" or bool(ours & named)
    thread = event.get("thread_ts") or ""
    if not addressed and (not thread or named):
        return None
    return Asked(
        key=f"message:{channel}:{at}",
        way=Way.MESSAGE,
        channel=channel,
        user=user,
        text=plain(event.get("text") or ""),
        event=body.get("event_id"),
        team=body.get("team_id") or "",
        at=at,
        thread=thread or at,
        # What is said in a direct message outside of threads is one conversation.
        follows=conversation(channel, "" if direct and not thread else thread or at),
        addressed=addressed,
    )


def shortcut(body: Payload) -> Asked:
    """Return the question in a message that somebody pointed at."""
    pointed, channel = body["message"], body["channel"]["id"]
    thread = pointed.get("thread_ts") or pointed["ts"]
    return Asked(
        key=f"message:{channel}:{pointed['ts']}",
        way=Way.MESSAGE,
        channel=channel,
        user=body["user"]["id"],
        text=plain(pointed.get("text") or ""),
        team=_team(body),
        at=pointed["ts"],
        thread=thread,
        follows=conversation(channel, thread),
        response_url=body.get("response_url") or "",
    )


def command(body: Payload) -> Asked:
    """Return the question of a slash command."""
    return Asked(
        key=f"command:{body['trigger_id']}",
        way=Way.PRIVATE,
        channel=body["channel_id"],
        user=body["user_id"],
        text=plain(body.get("text") or ""),
        team=body.get("team_id") or "",
        response_url=body["response_url"],
    )


def button(body: Payload) -> Asked:
    """Return the question of a suggestion that was clicked: each suggestion is asked once."""
    action, container = body["actions"][0], body["container"]
    channel, at = body["channel"]["id"], container["message_ts"]
    thread = container.get("thread_ts") or at
    private = bool(container.get("is_ephemeral"))
    return Asked(
        key=f"button:{channel}:{at}:{action['action_id']}",
        way=Way.PRIVATE if private else Way.BUTTON,
        channel=channel,
        user=body["user"]["id"],
        text=action["value"],
        team=_team(body),
        at=action.get("action_ts") or "",
        thread="" if private else thread,
        follows="" if private else conversation(channel, thread),
        response_url=body.get("response_url") or "",
    )


def shared(body: Payload) -> Asked:
    """Return the question whose private answer is to be shown to the channel, once."""
    action, channel = body["actions"][0], body["channel"]["id"]
    return Asked(
        key=f"shared:{channel}:{body['container']['message_ts']}",
        way=Way.SHARED,
        channel=channel,
        user=body["user"]["id"],
        text=action["value"],
        team=_team(body),
        response_url=body.get("response_url") or "",
    )


def conversation(channel: str, thread: str) -> str:
    """Return the name of a conversation: a thread, or a direct message as a whole."""
    return f"{channel}:{thread}"


def _team(body: Payload) -> str:
    return (body.get("team") or {}).get("id") or ""
