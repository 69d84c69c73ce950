"""Slack's part of the settings, under the names that Slack gives them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from graph.errors import SettingsError

_BOT = "SLACK_BOT_TOKEN"
_SECRET = "SLACK_SIGNING_SECRET"  # noqa: S105 - the name of one
_APP = "SLACK_APP_TOKEN"
_API = "SLACK_API_URL"
_REDIS = "CLOUDCITE_REDIS_URL"
_USER_RATE = "CLOUDCITE_SLACK_USER_RATE"
_CHANNEL_RATE = "CLOUDCITE_SLACK_CHANNEL_RATE"


@dataclass(frozen=True)
class SlackSettings:
    """What connects us with a workspace; secrets stay out of what is printed."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    redis_url: str = field(default="", repr=False)
    user_rate: int = 20
    """Questions a minute that one person may ask."""
    channel_rate: int = 60
    """Questions a minute that may be asked in one channel."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self | None:
        """Read the settings; None where Slack is not set up.

        Raises SettingsError, naming the variable but never its value, where one cannot be used.
        """
        given = {name: environment.get(name, "").strip() for name in (_BOT, _SECRET, _APP)}
        if not any(given.values()):
            return None
        _starts(given[_BOT], _BOT, "xoxb-", "the bot token, under OAuth & Permissions")
        if given[_APP]:
            _starts(given[_APP], _APP, "xapp-", "an app-level token, under Basic Information")
        if given[_SECRET] and not re.fullmatch(r"[0-9a-f]{32}", given[_SECRET]):
            raise SettingsError(f"{_SECRET} must be the signing secret: 32 hexadecimal digits")
        return cls(
            given[_BOT],
            given[_SECRET],
            given[_APP],
            _address(environment, _API, cls.api_url, "https", "http"),
            _address(environment, _REDIS, "", "redis", "rediss", "unix"),
            _rate(environment, _USER_RATE, cls.user_rate),
            _rate(environment, _CHANNEL_RATE, cls.channel_rate),
        )


def _starts(value: str, name: str, prefix: str, what: str) -> None:
    if not value.startswith(prefix) or not value.isascii() or any(map(str.isspace, value)):
        raise SettingsError(f"{name} must be {what}; it starts with {prefix}")


def _address(environment: Mapping[str, str], name: str, usual: str, *schemes: str) -> str:
    value = environment.get(name, "").strip() or usual
    if value and urlsplit(value).scheme not in schemes:
        raise SettingsError(f"{name} must be an address that starts with {schemes[0]}://")
    return value


def _rate(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return usual
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(f"{name}={text!r} cannot be used: it must be a whole number from 1, a minute")
    return int(text)
