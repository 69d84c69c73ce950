"""Slack's way of writing text: read into plain text, and written so that it says only what it says."""

import html
import re

_MARKED = re.compile(r"<([^<>]*)>")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")
_SPACES = re.compile(r"[^\S\n]+")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def plain(text: str) -> str:
    """Return what somebody typed: without mentions, links as their label or address, entities read.

    https://docs.slack.dev/messaging/formatting-message-text says how Slack writes it.
    """
    read = _CONTROLS.sub(" ", html.unescape(_MARKED.sub(_said, text)))
    return "\n".join(_SPACES.sub(" ", line).strip() for line in read.splitlines()).strip()


def mentions(text: str) -> set[str]:
    """Return the ids of the people who are mentioned in a text."""
    return set(_MENTION.findall(text))


def escape(text: str) -> str:
    """Return a text that Slack's mrkdwn shows as it is: no mention, no channel, no link."""
    return text.translate(_ESCAPES)


def link(address: str, label: str) -> str:
    """Return a link in mrkdwn; the address is percent-encoded where it would end the link."""
    safe = address.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return f"<{escape(safe)}|{escape(label.replace('|', '/'))}>"


def _said(match: re.Match[str]) -> str:
    target, _, label = match[1].partition("|")
    if target.startswith(("@", "!subteam", "!here", "!channel", "!everyone")):
        return " "
    if target.startswith("#"):
        return f"#{label}" if label else " "
    return label or target
