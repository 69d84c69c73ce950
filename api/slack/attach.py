"""The Slack bot inside the web server; Slack's libraries are imported only where it is set up."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from graph.errors import CloudciteError

_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def slack_bot(app: FastAPI) -> AsyncIterator[None]:
    """Run the bot beside an app whose settings have a signing secret; the app hears where it cannot."""
    app.state.slack = None
    settings = app.state.settings
    if settings.slack is None or not settings.slack.signing_secret:
        yield
        return
    from api.slack.bot import Parts, open_bot

    parts = Parts(lambda: app.state.assistant, app.state.turns, settings.data, settings.public_url)
    async with AsyncExitStack() as stack:
        try:
            app.state.slack = await stack.enter_async_context(open_bot(settings.slack, parts))
        except CloudciteError as error:
            if app.state.on_failure is not None:
                app.state.on_failure(error)
            else:
                _LOG.error("Slack cannot be served: %s", error)
        yield
