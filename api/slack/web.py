"""What we ask Slack to do: post, look whether something is posted, upload, open a dialogue."""

import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from api.slack.asked import Asked
from api.slack.blocks import Message
from api.slack.failures import call, checked
from api.slack.store import Said

_EVENT = "cloudcite_answer"
"""The type of the metadata by which we know our posts again."""
_TIMEOUT = 10
"""Seconds."""
_SKEW = 60
"""Seconds by which our clock may be ahead of Slack's."""
_PAGE = 200
_MOST_PAGES = 5


@dataclass(frozen=True, slots=True)
class Web:
    """Slack's Web API, with the errors of `failures`.

    Nothing is tried again in here: slack_sdk's own second try after a broken connection would post twice
    where the first one had arrived.
    """

    client: AsyncWebClient
    session: aiohttp.ClientSession

    @classmethod
    def open(cls, token: str, api_url: str) -> Self:
        """Return a connection; to be made in the event loop that uses it, and closed there."""
        session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT))
        client = AsyncWebClient(
            token=token,
            base_url=api_url,
            timeout=_TIMEOUT,
            session=session,
            logger=quiet_log(),
            retry_handlers=[],
        )
        return cls(client, session)

    async def close(self) -> None:
        """Close the connections."""
        await self.session.close()

    async def identity(self) -> str:
        """Return what the workspace calls us, and the workspace's name."""
        found = await call(self.client.auth_test)
        return f"{found.get('user')} in {found.get('team')}"

    async def post(self, asked: Asked, message: Message) -> None:
        """Post an answer where its question was asked, marked so that it is known again."""
        payload = {"key": asked.key, "question": asked.text, "at": asked.at}
        metadata = {"event_type": _EVENT, "event_payload": payload}
        await call(
            lambda: self.client.chat_postMessage(
                channel=asked.channel,
                thread_ts=asked.thread or None,
                text=message.text,
                blocks=list(message.blocks) or None,
                metadata=metadata,
                # What a user said must not become a link, nor a mention, nor a preview.
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        )

    async def whisper(self, address: str, body: Mapping[str, Any]) -> None:
        """Send to the response address of a command or a click, which works for half an hour."""
        client = AsyncWebhookClient(
            address, timeout=_TIMEOUT, session=self.session, logger=quiet_log(), retry_handlers=[]
        )
        found = await call(lambda: client.send_dict(dict(body)))
        checked(found.status_code, found.body, found.headers)

    async def notice(self, asked: Asked, text: str) -> None:
        """Show a note to the one who asked, and to nobody else."""
        thread = asked.thread if asked.inside else None
        await call(
            lambda: self.client.chat_postEphemeral(
                channel=asked.channel, user=asked.user, text=text, thread_ts=thread
            )
        )

    async def upload(self, asked: Asked, name: str, text: str) -> None:
        """Put a text into the thread as a file."""
        await call(
            lambda: self.client.files_upload_v2(
                channel=asked.channel,
                thread_ts=asked.thread or None,
                content=text,
                filename=name,
                title="The whole answer",
            )
        )

    async def is_posted(self, asked: Asked, since: float) -> bool:
        """Whether the answer to a question stands where it was to be posted."""
        async for each in self._messages(asked, since):
            if _ours(each).get("key") == asked.key:
                return True
        return False

    async def is_uploaded(self, asked: Asked, name: str, since: float) -> bool:
        """Whether a file of that name stands where it was to be put."""
        async for each in self._messages(asked, since):
            if any(file.get("name") == name for file in each.get("files") or ()):
                return True
        return False

    async def earlier(self, asked: Asked) -> tuple[Said, ...]:
        """Return the questions that we have answered in a thread, as our answers there name them."""
        found = [_ours(each) async for each in self._messages(asked, 0)]
        said = [Said(str(each.get("at")), str(each["question"])) for each in found if each.get("question")]
        return tuple(sorted(said, key=lambda each: each.at))

    async def open_view(self, trigger: str, view: Mapping[str, Any]) -> None:
        """Open a dialogue; possible for three seconds after a click."""
        await call(lambda: self.client.views_open(trigger_id=trigger, view=dict(view)))

    async def _messages(self, asked: Asked, since: float) -> AsyncIterator[Mapping[str, Any]]:
        """Yield the messages of the thread, or of the channel since a time where there is no thread."""
        cursor: str | None = None
        for _ in range(_MOST_PAGES):
            found = await call(partial(self._page, asked, since, cursor))
            for each in found.get("messages") or ():
                yield each
            cursor = (found.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    async def _page(self, asked: Asked, since: float, cursor: str | None) -> Any:  # noqa: ANN401 - slack_sdk's
        if asked.thread:
            return await self.client.conversations_replies(
                channel=asked.channel,
                ts=asked.thread,
                include_all_metadata=True,
                limit=_PAGE,
                cursor=cursor,
            )
        return await self.client.conversations_history(
            channel=asked.channel,
            oldest=str(since - _SKEW),
            include_all_metadata=True,
            limit=_PAGE,
            cursor=cursor,
        )


def quiet_log() -> logging.Logger:
    """Return the log for Slack's libraries: what concerns users is logged by us, once, and without texts."""
    log = logging.getLogger("api.slack.libraries")
    log.setLevel(logging.ERROR)
    return log


def _ours(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what we noted on a message; nothing where it is not an answer of ours."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") if metadata.get("event_type") == _EVENT else None
    return payload or {}
