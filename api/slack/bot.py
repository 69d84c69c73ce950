"""The Slack bot: Slack's own framework in front, our store and our work behind it."""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from anyio import CapacityLimiter
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.feedback import FeedbackStore
from api.slack.answering import Answering
from api.slack.blocks import ASK, SHARE, USEFUL, WRONG
from api.slack.desk import COMMENT, Desk
from api.slack.failures import SlackError
from api.slack.intake import Intake
from api.slack.names import COMMAND, SHORTCUT
from api.slack.once import Once
from api.slack.settings import SlackSettings
from api.slack.store import Store
from api.slack.web import Web, quiet_log
from api.slack.work import Work
from graph.errors import SettingsError
from retrieval.engine import Assistant

_LOG = logging.getLogger(__name__)

STORE = "slack.db"


@dataclass(frozen=True)
class Parts:
    """What the bot needs from the process that it runs in."""

    assistant: Callable[[], Assistant | None]
    """Gives the assistant once it is loaded."""
    turns: CapacityLimiter
    data: Path | None
    public_url: str = ""
    clock: Callable[[], float] = time.time


@dataclass
class SlackBot:
    """A bot in one workspace, while it is open."""

    app: AsyncApp
    desk: Desk
    verifier: SignatureVerifier | None
    _arriving: int = 0

    async def handle(self, request: Request) -> Response:
        """Answer a request of Slack, acknowledging what was written down.

        Raises HTTPException: 401 where it is not signed by Slack within five minutes, 400 where it is not
        what Slack sends.
        """
        self._arriving += 1
        try:
            body = await request.body()
            if not self._is_signed(body, request):
                raise HTTPException(401, "This request is not signed by Slack, or its signature is old.")
            try:
                asked = to_async_bolt_request(request, body)
            except (ValueError, TypeError, AttributeError):
                raise HTTPException(400, "This is not a request as Slack sends them.") from None
            return to_starlette_response(await self.app.async_dispatch(asked))
        finally:
            self._arriving -= 1

    def _is_signed(self, body: bytes, request: Request) -> bool:
        if self.verifier is None:
            raise HTTPException(404, "Slack is connected by Socket Mode here; see docs/slack.md.")
        try:
            return self.verifier.is_valid_request(body, dict(request.headers))
        except (ValueError, TypeError):  # a timestamp that is no number, a signature that is not ASCII
            return False

    def is_busy(self) -> bool:
        """Whether requests are being taken in."""
        return self._arriving > 0


@asynccontextmanager
async def open_bot(settings: SlackSettings, parts: Parts) -> AsyncIterator[SlackBot]:
    """Yield a bot that takes in questions and answers them; raises SettingsError where it cannot."""
    store = _store(settings, parts.data)
    feedback = FeedbackStore.at(parts.data)
    web = Web.open(settings.bot_token, settings.api_url)
    once = Once(_LOG, parts.clock)
    answering = Answering(
        store,
        web,
        parts.assistant,
        parts.turns,
        parts.clock,
        once,
        parts.public_url.rstrip("/"),
        lambda: bot.is_busy(),
    )
    work = Work(answering)
    desk = Desk(answering, work, Intake(answering), feedback, settings.user_rate, settings.channel_rate)
    secret = settings.signing_secret
    verifier = SignatureVerifier(secret, _Clock(parts.clock)) if secret else None
    bot = SlackBot(_app(settings, desk), desk, verifier)
    stop = asyncio.Event()
    tasks = [asyncio.create_task(work.run(stop)), asyncio.create_task(_introduce(web, once))]
    try:
        yield bot
    finally:
        stop.set()
        work.hint()
        await asyncio.gather(*tasks)
        await desk.settle()
        await web.close()
        store.close()
        feedback.close()


class _Clock(Clock):
    """The bot's clock, as slack_sdk asks for the time."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock()


def _store(settings: SlackSettings, data: Path | None) -> Store:
    if settings.redis_url:
        try:
            from api.slack.redis_store import RedisStore
        except ImportError as error:
            needed = "CLOUDCITE_REDIS_URL needs the extra: pip install 'cloudcite[redis]'"
            raise SettingsError(needed) from error
        return RedisStore.at(settings.redis_url)
    from api.slack.sqlite_store import SqliteStore

    if data is None:
        raise SettingsError("CLOUDCITE_DATA must name a folder in which the Slack bot keeps its state")
    try:
        return SqliteStore.at(data / STORE)
    except OSError as error:
        raise SettingsError(f"CLOUDCITE_DATA={str(data)!r} cannot be used: {error}") from error


def _app(settings: SlackSettings, desk: Desk) -> AsyncApp:
    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # One workspace, one token: asking Slack who we are would hold up the first acknowledgement.
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=settings.bot_token)

    app = AsyncApp(
        logger=quiet_log(),
        name="cloudcite",
        client=AsyncWebClient(base_url=settings.api_url, logger=quiet_log()),
        authorize=authorize,
        # Done in `handle`, before anything that is not signed is parsed; Socket Mode has no signatures.
        request_verification_enabled=False,
        # What we listen to is acknowledged once it is written down, and not before.
        process_before_response=True,
    )
    app.middleware(desk.limited)
    app.event("app_mention")(desk.heard)
    app.event("message")(desk.heard)
    app.event(re.compile(".*"))(desk.ignored)
    app.command(COMMAND)(desk.commanded)
    app.message_shortcut(SHORTCUT)(desk.pointed)
    app.action(re.compile(rf"{ASK}_\d"))(desk.suggested)
    app.action(SHARE)(desk.shared)
    app.action(USEFUL)(desk.judged)
    app.action(WRONG)(desk.judged)
    app.view(COMMENT)(desk.commented)
    return app


async def _introduce(web: Web, once: Once) -> None:
    try:
        _LOG.info("Slack knows us as %s", await web.identity())
    except SlackError as error:
        once.warn(f"Slack does not say who we are: {error}")
