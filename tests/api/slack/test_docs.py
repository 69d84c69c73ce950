"""What the guide and the manifest say is what the program does."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from api.slack import names, settings
from api.slack.bot import _app
from api.slack.manifest import manifest
from api.slack.settings import SlackSettings

GUIDE = (Path(__file__).parents[3] / "docs" / "slack.md").read_text("utf-8")


def test_the_first_answer_takes_less_than_ten_steps() -> None:
    steps = re.findall(r"^(\d)\. ", GUIDE, re.MULTILINE)
    assert steps == [str(number) for number in range(1, len(steps) + 1)]
    assert 1 < len(steps) < 10


def test_every_scope_is_asked_for_and_explained() -> None:
    explained = re.findall(r"^\| `([\w:]+)` \| [tf]", GUIDE, re.MULTILINE)
    assert explained == list(names.SCOPES)
    assert manifest()["oauth_config"]["scopes"]["bot"] == explained


def test_every_setting_is_documented() -> None:
    known = {value for value in vars(settings).values() if isinstance(value, str) and value.isupper()}
    assert len(known) == len(fields(SlackSettings))
    documented = set(re.findall(r"`((?:SLACK|CLOUDCITE)_\w+)`", GUIDE))
    assert known <= documented


def test_the_manifest_has_the_events_that_the_scopes_allow() -> None:
    events = manifest()["settings"]["event_subscriptions"]["bot_events"]
    needs = {"app_mention": "app_mentions:read"} | {
        f"message.{kind}": f"{kind}:history" for kind in ("channels", "groups", "im", "mpim")
    }
    assert {needs[event] for event in events} <= set(names.SCOPES)
    assert set(events) == set(needs)


@pytest.mark.parametrize("url", ["", "https://cloudcite.example.org/"])
def test_the_manifest_has_an_address_or_socket_mode(url: str) -> None:
    made = manifest(url)
    address = "https://cloudcite.example.org/slack/events" if url else None
    assert made["settings"]["socket_mode_enabled"] is not bool(url)
    assert made["settings"]["event_subscriptions"].get("request_url") == address
    assert made["settings"]["interactivity"].get("request_url") == address
    (command,) = made["features"]["slash_commands"]
    assert command.get("url") == address
    assert len(made["display_information"]["description"]) <= 140


def test_each_feature_of_the_manifest_has_a_listener() -> None:
    made, app = manifest(), _app
    (command,), (shortcut,) = made["features"]["slash_commands"], made["features"]["shortcuts"]
    constants = {getattr(names, name) for name in app.__code__.co_names if hasattr(names, name)}
    assert {command["command"], shortcut["callback_id"]} <= constants
