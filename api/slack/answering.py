"""Answering one question in Slack, so that its answer stands there once.

A post that was begun and never confirmed is looked for in Slack before it is made again. So a process may
die at any point: before the post the question is answered anew, after it the post is found.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread

from api.asking import ask
from api.models import Turn
from api.slack.asked import Asked, Way
from api.slack.blocks import Frame, Message, render
from api.slack.failures import BusyError, RefusedError, RevokedError, SlackError
from api.slack.once import Once
from api.slack.store import Given, Job, Said, State, Store
from api.slack.text import escape
from api.slack.web import Web
from graph.errors import QuestionError
from retrieval.engine import Assistant, Reason

_LOG = logging.getLogger(__name__)

LEASE = 30
"""Seconds for which a question that was taken is nobody else's; each call to Slack takes at most a third."""
ABSENT = ("not_in_channel", "channel_not_found", "restricted_action", "is_archived")
"""What Slack says where we may not post."""
_BLOCK_ERRORS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")
_RECENT = 3600
"""Seconds for which a direct message outside of threads counts as the same talk."""
_LONGEST_LINK = 500
_MOST_PATIENCE = 500
"""Hundredths of a second that an answer lets arriving questions go first: longer than a delivery may take."""

_NOT_FOR_US = (Reason.EMPTY, Reason.OUT_OF_SCOPE, Reason.UNSUPPORTED_LANGUAGE, Reason.INSTRUCTION)
"""Why we decline what people say to each other in a thread, and then say nothing."""

_Result = TypeVar("_Result")


class LostError(Exception):
    """Somebody else has taken the question, because our time with it was over before we were done."""


@dataclass(frozen=True, slots=True)
class _Answered:
    message: Message
    given: Given
    quiet: bool
    """Whether there is nothing to say after all."""


@dataclass(frozen=True)
class Answering:
    """Answers questions by an assistant, once it is loaded."""

    store: Store
    web: Web
    assistant: Callable[[], Assistant | None]
    turns: CapacityLimiter
    """Of `api.turns`: answers are computed one at a time in the whole process."""
    clock: Callable[[], float]
    once: Once
    public_url: str = ""
    busy: Callable[[], bool] = lambda: False
    """Whether questions are arriving: these go first, for Slack waits three seconds only."""
    _threads: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2))

    async def advance(self, job: Job) -> None:
        """Answer a question, from where an earlier try has left it; raise SlackError where that fails.

        Raises LostError where somebody else has taken it meanwhile.
        """
        asked = job.asked
        answered = await self._answered(asked)
        if answered.quiet:
            await self.stored(self.store.finish, asked.key, State.SILENT)
            return
        message, state = answered.message, job.state
        if state is State.POSTING and await self._is_posted(job):
            state = State.UPLOADING
        if state is not State.UPLOADING:
            await self._note(job, State.POSTING, answered.given)
            message = await self._post(job, message)
        if message.full is not None and asked.way is not Way.PRIVATE:
            await self._note(job, State.UPLOADING)
            await self._upload(job, message.full)
        await self.stored(self.store.finish, asked.key, State.DONE)

    async def stored(self, work: Callable[..., _Result], *arguments: object) -> _Result:
        """Return what the store returns, waited for beside the event loop."""
        return await to_thread.run_sync(partial(work, *arguments), limiter=self._threads)

    async def _answered(self, asked: Asked) -> _Answered:
        earlier = await self._earlier(asked)
        for _ in range(_MOST_PATIENCE):
            if not self.busy():
                break
            await asyncio.sleep(0.01)
        return await to_thread.run_sync(partial(self._compute, asked, earlier), limiter=self.turns)

    def _compute(self, asked: Asked, earlier: tuple[Said, ...]) -> _Answered:
        assistant = self.assistant()
        if assistant is None:
            raise LookupError("the assistant is not loaded")
        if not asked.addressed and not _asks(asked.text, assistant):
            return _Answered(Message("", ()), Given("", "", ""), quiet=True)
        history = [Turn(role="user", content=said.text) for said in earlier]
        try:
            answer = ask(assistant, asked.text, history)
        except QuestionError as error:
            note = f"{error}. Please ask in fewer words."
            return _Answered(Message(escape(note), ()), Given(asked.text, note, ""), quiet=False)
        message = render(answer, self._frame(asked, leans=bool(earlier)))
        quiet = not asked.addressed and answer.reason in _NOT_FOR_US
        return _Answered(message, Given(asked.text, answer.answer, answer.graph.hash), quiet)

    def _frame(self, asked: Asked, *, leans: bool) -> Frame:
        # A link asks the question alone, so there is none for a question that leans on earlier ones.
        address = f"{self.public_url}/?q={quote(asked.text)}" if self.public_url and not leans else ""
        return Frame(
            key=asked.key,
            asked_by=asked.user if asked.way in (Way.BUTTON, Way.SHARED) else None,
            private=asked.way is Way.PRIVATE,
            address=address if 0 < len(address) <= _LONGEST_LINK else None,
        )

    async def _earlier(self, asked: Asked) -> tuple[Said, ...]:
        if not asked.follows:
            return ()
        said = await self.stored(self.store.said, asked.follows, self.clock())
        earlier = tuple(each for each in said if each.at < asked.at)
        if not asked.inside:
            return tuple(each for each in earlier if float(asked.at) - float(each.at) <= _RECENT)
        if earlier or not asked.addressed:
            return earlier
        try:
            return tuple(each for each in await self.web.earlier(asked) if each.at < asked.at)
        except SlackError as error:
            # An answer without the earlier turns is better than none.
            self.once.warn(f"A thread could not be read: {error}")
            return ()

    async def _note(self, job: Job, state: State, given: Given | None = None) -> None:
        if not await self.stored(self.store.note, job, self.clock() + LEASE, state, given):
            raise LostError

    async def _post(self, job: Job, message: Message) -> Message:
        """Post, and return what was posted: without blocks where Slack does not take them."""
        asked = job.asked
        try:
            await self._send(asked, message)
        except (BusyError, RevokedError):
            await self._note(job, State.WAITING)  # nothing was posted, so nothing is to be looked for
            raise
        except RefusedError as error:
            if str(error) not in _BLOCK_ERRORS:
                raise
            _LOG.error("Slack does not take the blocks of an answer: %s", error)
            message = Message(message.text, (), message.full or message.text)
            await self._send(asked, message)
        return message

    async def _send(self, asked: Asked, message: Message) -> None:
        body: dict[str, object] = {"text": message.text, "replace_original": False}
        if message.blocks:
            body["blocks"] = list(message.blocks)
        if asked.way is Way.PRIVATE:
            await self.web.whisper(asked.response_url, body | {"response_type": "ephemeral"})
            return
        try:
            await self.web.post(asked, message)
        except RefusedError as error:
            if asked.way is not Way.SHARED or str(error) not in ABSENT:
                raise
            # Where we are not a member, the response address may still speak to the channel.
            await self.web.whisper(asked.response_url, body | {"response_type": "in_channel"})

    async def _is_posted(self, job: Job) -> bool:
        """Whether the post that was begun has arrived; what only one person saw cannot be looked up."""
        if job.asked.way is Way.PRIVATE:
            return False
        try:
            return await self.web.is_posted(job.asked, job.since)
        except RefusedError as error:
            self.once.warn(f"Whether an answer was posted cannot be looked up: {error}")
            return False

    async def _upload(self, job: Job, text: str) -> None:
        name = f"answer-{hashlib.sha256(job.asked.key.encode()).hexdigest()[:12]}.md"
        begun = job.state is State.UPLOADING
        try:
            if not begun or not await self.web.is_uploaded(job.asked, name, job.since):
                await self.web.upload(job.asked, name, text)
        except RefusedError as error:
            self.once.warn(f"The whole of a long answer could not be uploaded: {error}")


def _asks(text: str, assistant: Assistant) -> bool:
    """Whether a text is put as a question, so that it may be meant for us though we are not named."""
    language = assistant.conversation.language
    first = text.lower().split(maxsplit=1)[:1]
    return "?" in text or any(word in language.question_words | language.auxiliaries for word in first)
