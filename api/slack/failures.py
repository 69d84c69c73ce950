"""What can go wrong when we call Slack, sorted by what is to be done about it.

SlackError
├── BusyError       too much at once: nothing was done; again after so many seconds
├── RefusedError    nothing was done, and trying again would not help
├── RevokedError    the token does not work: nothing can be done until somebody replaces it
└── UnsureError     no telling whether it was done
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

_Result = TypeVar("_Result")

_REVOKED = frozenset(
    ("account_inactive", "invalid_auth", "not_authed", "org_login_required", "token_expired", "token_revoked")
)
_BUSY = frozenset(("ratelimited", "rate_limited", "message_limit_exceeded"))
_UNSURE = frozenset(
    ("fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org")
)
_USUAL_WAIT = 30
"""Seconds to wait where Slack does not say how long."""


class SlackError(Exception):
    """A call to Slack that failed; the message is the code that Slack gives it."""


class BusyError(SlackError):
    """Nothing was done, because too much was asked of Slack at once; `after` is in seconds."""

    def __init__(self, code: str, after: float) -> None:
        super().__init__(code)
        self.after = after


class RefusedError(SlackError):
    """Nothing was done, and trying again would not help."""


class RevokedError(SlackError):
    """Nothing was done, because the token does not work any more."""


class UnsureError(SlackError):
    """No telling whether it was done: the connection broke, or Slack failed on its side."""


async def call(work: Callable[[], Awaitable[_Result]]) -> _Result:
    """Return what a call to Slack returns; raise one of our errors where it fails.

    Their messages hold Slack's code only, never a token, an address or a text.
    """
    try:
        return await work()
    except SlackApiError as error:
        raise _sorted(error.response) from None
    except (aiohttp.ClientError, TimeoutError, OSError, SlackClientError) as error:
        raise UnsureError(type(error).__name__) from None


def checked(status: int, body: str, headers: dict[str, Any]) -> None:
    """Raise one of our errors where a response address did not take what was sent to it."""
    if status == 429:
        raise BusyError("ratelimited", _after(headers))
    if status >= 500:
        raise UnsureError(f"http_{status}")
    if status != 200:
        raise RefusedError(body if body.isidentifier() else f"http_{status}")


def _sorted(response: Any) -> SlackError:  # noqa: ANN401 - a response of slack_sdk or of aiohttp
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    code = str(data.get("error") or f"http_{status}") if isinstance(data, dict) else f"http_{status}"
    if status == 429 or code in _BUSY:
        return BusyError(code, _after(response.headers))
    if code in _REVOKED:
        return RevokedError(code)
    if status >= 500 or code in _UNSURE or code.startswith("http_"):
        return UnsureError(code)
    return RefusedError(code)


def _after(headers: Any) -> float:  # noqa: ANN401 - any mapping of headers
    text = str(headers.get("Retry-After") or headers.get("retry-after") or "")
    return float(text) if text.isdecimal() else _USUAL_WAIT
