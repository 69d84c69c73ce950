"""Taking accepted questions, one after the other, and what to do where answering one fails."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field

from api.slack.answering import ABSENT, LEASE, Answering, LostError
from api.slack.asked import Way
from api.slack.failures import BusyError, RefusedError, RevokedError, SlackError, UnsureError
from api.slack.store import DAY, Job, State
from api.slack.text import escape

_LOG = logging.getLogger(__name__)

_AT_ONCE = 8
"""Questions that may wait for Slack at the same time; answers are computed one at a time."""
_LONGEST_WAIT = 300
_REVOKED_WAIT = 60
_PACE = 1.0
"""Seconds between posts in a channel that Slack called busy: https://docs.slack.dev/apis/web-api/rate-limits"""


@dataclass
class _Hold:
    until: float
    """Before this, nothing is posted in the channel."""
    next: float
    """When the next question that has to wait may be taken up."""


@dataclass
class Work:
    """Works off what the store holds."""

    answering: Answering
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _holds: dict[str, _Hold] = field(default_factory=dict)
    _doing: set[str] = field(default_factory=set)
    _halted: float = 0

    def hint(self) -> None:
        """Say that there may be something to do."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop; what is being done then is finished."""
        while self.answering.assistant() is None and not stop.is_set():
            await asyncio.sleep(0.05)
        running: set[asyncio.Task[None]] = set()
        while not stop.is_set():
            self._wake.clear()
            if len(running) < _AT_ONCE and (job := await self._claim()) is not None:
                self._doing.add(job.asked.key)
                task = asyncio.create_task(self.do(job))
                running.add(task)
                task.add_done_callback(running.discard)
                task.add_done_callback(lambda _: self.hint())
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), 1)
        if running:
            await asyncio.wait(running, timeout=LEASE)

    async def do(self, job: Job) -> None:
        """Answer a question as far as it goes now, and note how far that is."""
        try:
            await self._do(job)
        finally:
            self._doing.discard(job.asked.key)

    async def _do(self, job: Job) -> None:
        asked, answering = job.asked, self.answering
        now = answering.clock()
        if now - job.since > DAY:
            await self._give_up(job, "a day has passed")
            return
        if asked.way is not Way.PRIVATE and (slot := self._slot(asked.channel, now)) > now:
            await answering.stored(answering.store.put_back, job, slot)
            return
        try:
            await answering.advance(job)
        except BusyError as error:
            until = answering.clock() + error.after
            if asked.way is not Way.PRIVATE:
                self._holds[asked.channel] = _Hold(until, until + _PACE)
            answering.once.warn("Slack asks us to wait, because too much was posted at once")
            await answering.stored(answering.store.put_back, job, until)
        except UnsureError as error:
            answering.once.warn(f"Slack cannot be reached or fails: {error}")
            due = answering.clock() + min(2.0 ** (job.tries - 1), _LONGEST_WAIT)
            await answering.stored(answering.store.put_back, job, due)
        except RevokedError as error:
            self._halted = answering.clock() + _REVOKED_WAIT
            answering.once.warn(f"Slack refuses SLACK_BOT_TOKEN: {error}", logging.ERROR)
            await answering.stored(answering.store.put_back, job, self._halted)
        except LostError:
            answering.once.warn("An answer took so long that somebody else has taken the question")
        except RefusedError as error:
            await self._refused(job, str(error))
        except Exception:  # noqa: BLE001 - see below
            # A fault of ours must neither stop the others nor be tried for ever.
            _LOG.exception("A question from Slack could not be answered")
            await self._give_up(job, "a fault of ours")
            await self._say(job, "I could not answer that: something went wrong on our side.")

    async def _claim(self) -> Job | None:
        now = self.answering.clock()
        if now < self._halted:
            return None
        doing = frozenset(self._doing)  # even if we were held up beyond the lease, we are still at these
        try:
            return await self.answering.stored(self.answering.store.claim, now, LEASE, doing)
        except Exception as error:  # noqa: BLE001 - a store that comes back must find us at work
            self.answering.once.warn(
                f"What Slack asked cannot be read: {type(error).__name__}", logging.ERROR
            )
            return None

    def _slot(self, channel: str, now: float) -> float:
        """Return when a question may be taken up: now, unless Slack asked us to wait in its channel."""
        hold = self._holds.get(channel)
        if hold is None or hold.until <= now:
            self._holds.pop(channel, None)
            return now
        slot = hold.next
        hold.next += _PACE
        return slot

    async def _refused(self, job: Job, code: str) -> None:
        await self._give_up(job, code)
        if job.asked.response_url and job.asked.way is not Way.PRIVATE:
            absent = "I cannot answer here before I am invited to this channel."
            await self._say(job, absent if code in ABSENT else f"Slack does not let me post here: {code}.")

    async def _say(self, job: Job, note: str) -> None:
        """Tell the one who asked, if Slack lets us, why there is no answer."""
        web, address = self.answering.web, job.asked.response_url
        with suppress(SlackError):
            if address:
                body = {"response_type": "ephemeral", "replace_original": False, "text": escape(note)}
                await web.whisper(address, body)
            else:
                await web.notice(job.asked, escape(note))

    async def _give_up(self, job: Job, why: str) -> None:
        _LOG.error("A question from Slack stays without an answer: %s", why)
        finish = self.answering.store.finish
        await self.answering.stored(finish, job.asked.key, State.FAILED)
