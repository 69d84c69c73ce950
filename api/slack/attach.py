"""The Slack bot inside the web server; Slack's libraries are imported only where it is set up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def slack_bot(app: FastAPI) -> AsyncIterator[None]:
    """Run the bot beside an app whose settings have a signing secret; raise SettingsError where it cannot."""
    app.state.slack = None
    settings = app.state.settings
    if settings.slack is None or not settings.slack.signing_secret:
        yield
        return
    from api.slack.bot import Parts, open_bot

    parts = Parts(lambda: app.state.assistant, app.state.turns, settings.data, settings.public_url)
    async with open_bot(settings.slack, parts) as bot:
        app.state.slack = bot
        yield
