"""The bot without a public address: Socket Mode, in which we call Slack and events come back by WebSocket."""

import asyncio
import logging
import signal

from anyio import to_thread
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from api.loading import load_assistant
from api.settings import Settings
from api.slack.bot import Parts, open_bot
from api.slack.failures import SlackError, call
from api.slack.settings import SlackSettings
from api.slack.web import Web
from api.turns import new_turns
from graph.errors import SettingsError
from retrieval.engine import Assistant

_LOG = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Answer in Slack until told to stop.

    Raises SettingsError where Slack is not set up for this, or where it refuses the tokens.
    """
    slack = settings.slack
    if slack is None or not slack.app_token:
        raise SettingsError("SLACK_BOT_TOKEN and SLACK_APP_TOKEN must be set; docs/slack.md says how")
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
    asyncio.run(_run(settings, slack))


async def _run(settings: Settings, slack: SlackSettings) -> None:
    loaded: list[Assistant] = []
    parts = Parts(lambda: loaded[0] if loaded else None, new_turns(), settings.data, settings.public_url)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_bot(slack, parts) as bot:
        apps = Web.open(slack.app_token, slack.api_url)
        handler = AsyncSocketModeHandler(bot.app, slack.app_token, web_client=apps.client)
        try:
            # Asked by ourselves first: the client would go on asking for ever where the token is refused.
            await call(lambda: apps.client.apps_connections_open(app_token=slack.app_token))
            await handler.connect_async()  # type: ignore[no-untyped-call]  # slack_bolt has no types here
            _LOG.info("Connected to Slack")
            loaded.append(await to_thread.run_sync(load_assistant, settings))
            _LOG.info("Answering")
            await stop.wait()
        except SlackError as error:
            raise SettingsError(f"Slack does not take SLACK_APP_TOKEN: {error}") from error
        finally:
            await handler.client.close()  # type: ignore[no-untyped-call]  # slack_sdk has no types here
            await apps.close()
