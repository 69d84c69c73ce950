"""What arrives from Slack, and what is written down before Slack is told that it has arrived."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.response import BoltResponse

from api.feedback import LONGEST_COMMENT, Feedback, FeedbackStore, Verdict
from api.slack import asked as reading
from api.slack.answering import Answering
from api.slack.asked import Asked, Payload
from api.slack.failures import SlackError
from api.slack.intake import Intake
from api.slack.store import Arrival
from api.slack.work import Work

COMMENT = "comment"
"""The name of the dialogue that asks what is wrong."""
_FIELD = "text"


@dataclass
class Desk:
    """Takes in what people ask and what they think of the answers.

    Everything in here is done before the acknowledgement, so it only writes to the store. What needs Slack is
    put `aside`.
    """

    answering: Answering
    work: Work
    intake: Intake
    feedback: FeedbackStore
    user_rate: int
    channel_rate: int
    _aside: set[asyncio.Task[None]] = field(default_factory=set)

    async def heard(self, body: Payload) -> None:
        """Take in an event that may hold a question."""
        asked = reading.message(body)
        if asked is not None and (asked.addressed or await self._is_ours(asked)):
            await self._accept(asked)

    async def commanded(self, ack: AsyncAck, body: Payload) -> None:
        """Take in a slash command."""
        await self._accept(reading.command(body))
        await ack()

    async def pointed(self, ack: AsyncAck, body: Payload) -> None:
        """Take in a message to which somebody pointed."""
        asked = reading.shortcut(body)
        if not await self._accept(asked, again=True):
            self._whisper(asked.response_url, "That question is answered in its thread already.")
        await ack()

    async def suggested(self, ack: AsyncAck, body: Payload) -> None:
        """Take in a suggestion that was clicked."""
        await self._accept(reading.button(body))
        await ack()

    async def shared(self, ack: AsyncAck, body: Payload) -> None:
        """Take in that a private answer is to be shown to the channel."""
        asked = reading.shared(body)
        if await self._accept(asked):
            self._put_aside(self.answering.web.whisper(asked.response_url, {"delete_original": True}))
        await ack()

    async def judged(self, ack: AsyncAck, body: Payload) -> None:
        """Take in what somebody thinks of an answer; ask what is wrong with it where it is."""
        action = body["actions"][0]
        verdict, key = Verdict(action["action_id"]), action["value"]
        given = await self.answering.stored(self.answering.store.given, key)
        if given is None:
            self._whisper(body.get("response_url"), "That answer is too old to be judged; please ask again.")
        else:
            # One judgement a person; who it was is not readable from what is kept.
            name = f"{key}:{body['user']['id']}"
            judgement = Feedback(verdict, given.question, given.answer, given.graph, "slack")
            await self.answering.stored(self.feedback.add, name, judgement)
            if verdict is Verdict.WRONG:
                self._put_aside(self.answering.web.open_view(body["trigger_id"], _dialogue(name)))
            else:
                self._whisper(body.get("response_url"), "Thank you, noted.")
        await ack()

    async def commented(self, ack: AsyncAck, body: Payload) -> None:
        """Take in what somebody says is wrong with an answer."""
        view = body["view"]
        text = view["state"]["values"][COMMENT][_FIELD].get("value") or ""
        await self.answering.stored(self.feedback.comment, view["private_metadata"], text)
        await ack()

    async def limited(self, body: Payload, next_: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
        """Take in that Slack holds back events of a workspace that has too many."""
        if body.get("type") == "app_rate_limited":
            self.answering.once.warn("Slack holds back events: there were more than 30,000 in an hour")
            return BoltResponse(status=200)
        return await next_()

    async def ignored(self) -> None:
        """Take in an event that says nothing to us, so that Slack need not send it again."""

    async def settle(self) -> None:
        """Wait for what was put aside."""
        if self._aside:
            await asyncio.wait(self._aside, timeout=10)

    async def _is_ours(self, asked: Asked) -> bool:
        """Whether something was asked of us in the thread before."""
        said = await self.answering.stored(self.answering.store.said, asked.follows, self.answering.clock())
        return bool(said)

    async def _accept(self, asked: Asked, *, again: bool = False) -> bool:
        """Write a question down; return False where it is known already."""
        rates = {f"user:{asked.user}": self.user_rate, f"channel:{asked.channel}": self.channel_rate}
        over = await self.intake.accept(Arrival(asked, rates, again))
        if over is None:
            return False
        if not over:
            self.work.hint()
        elif over == 1 and asked.addressed:  # said once, and not for each question that is too many
            self._refuse(asked)
        return True

    def _refuse(self, asked: Asked) -> None:
        note = "That is more than I may answer in a minute. Please ask again in a minute."
        if asked.response_url:
            self._whisper(asked.response_url, note)
        else:
            self._put_aside(self.answering.web.notice(asked, note))

    def _whisper(self, address: str | None, text: str) -> None:
        if address:
            body = {"response_type": "ephemeral", "replace_original": False, "text": text}
            self._put_aside(self.answering.web.whisper(address, body))

    def _put_aside(self, work: Awaitable[None]) -> None:
        task = asyncio.create_task(self._done(work))
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def _done(self, work: Awaitable[None]) -> None:
        try:
            await work
        except SlackError as error:
            self.answering.once.warn(f"A note could not be given in Slack: {error}")


def _dialogue(name: str) -> dict[str, Any]:
    """Return the view that asks what is wrong with an answer."""
    element = {
        "type": "plain_text_input",
        "action_id": _FIELD,
        "multiline": True,
        "max_length": LONGEST_COMMENT,
    }
    question = {
        "type": "input",
        "block_id": COMMENT,
        "optional": True,
        "label": _plain("What is wrong, and what would be right?"),
        "element": element,
    }
    return {
        "type": "modal",
        "callback_id": COMMENT,
        "private_metadata": name,
        "title": _plain("A wrong answer"),
        "submit": _plain("Send"),
        "close": _plain("Skip"),
        "blocks": [question],
    }


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
