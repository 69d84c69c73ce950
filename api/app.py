"""The web application."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api import (
    problems,
    routes_ask,
    routes_compare,
    routes_docs,
    routes_estimate,
    routes_health,
    routes_linked,
    routes_services,
    routes_slack,
    sparql,
    web,
)
from api.assets import Assets
from api.examples import Examples
from api.guard import Guard
from api.loading import Reading, give_back, load_assistant
from api.queries import prepare_queries
from api.ready import reads_json
from api.settings import Settings
from api.slack.attach import slack_bot
from api.turns import new_turns
from graph.sparql import QueryPool
from retrieval.engine import Assistant

_LOG = logging.getLogger(__name__)

OnFailure = Callable[[BaseException], None]


@dataclass(frozen=True, slots=True)
class _Loaded:
    assistant: Assistant
    queries: QueryPool
    examples: Examples


def create_app(
    settings: Settings, on_failure: OnFailure | None = None, reading: Reading | None = None
) -> FastAPI:
    """Return the app. It loads in the background once started; `on_failure` hears if it cannot.

    `reading` is what has begun to be read by these settings, if that was begun before.
    """
    app = FastAPI(
        responses=problems.ANY_OTHER,
        lifespan=_lifespan,
        openapi_url=None,  # ours has examples made by the loaded catalogue, see openapi.py
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.on_failure = on_failure
    app.state.reading = reading
    app.state.assistant = None
    app.state.examples = None
    app.state.failure = None
    app.state.openapi = None
    app.state.dump = None
    sparql.prepare(app.state)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)
    app.add_middleware(Guard)
    problems.install(app)
    web.install(app)
    for module in (routes_ask, routes_services, routes_compare):
        app.include_router(module.router, dependencies=[Depends(reads_json)])
    app.include_router(routes_estimate.router)
    app.router.routes.extend(sparql.routes)
    for module in (routes_health, web, routes_docs, routes_linked, routes_slack):
        app.include_router(module.router)
    app.mount("/static", Assets())
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    def finish(loading: asyncio.Future[_Loaded]) -> None:
        app.state.failure = loading.exception()
        if app.state.failure is None:
            loaded = loading.result()
            loaded.queries.start()
            app.state.graph = loaded.assistant.catalogue.graph
            app.state.queries, app.state.examples = loaded.queries, loaded.examples
            app.state.assistant = loaded.assistant
            return
        if app.state.on_failure is not None:
            app.state.on_failure(app.state.failure)
        else:
            _LOG.error("The graph could not be loaded", exc_info=app.state.failure)

    app.state.turns = new_turns()
    loop = asyncio.get_running_loop()
    async with slack_bot(app):
        loading = loop.run_in_executor(None, _load, app.state.settings, app.state.reading)
        app.state.reading = None  # it would hold on to the encoder and the graph
        loading.add_done_callback(finish)
        yield
        await asyncio.wait([loading])
    if app.state.queries is not None:
        await app.state.queries.close()


def _load(settings: Settings, begun: Reading | None) -> _Loaded:
    reading = begun or Reading.begin(settings)
    with ThreadPoolExecutor(1) as aside:  # the store is written out by a library that hardly needs Python
        queries = aside.submit(_queries, reading, settings)
        assistant = load_assistant(settings, reading)
        examples = Examples.of(settings.ontology, assistant)
        loaded = _Loaded(assistant, queries.result(), examples)
    give_back()
    return loaded


def _queries(reading: Reading, settings: Settings) -> QueryPool:
    return prepare_queries(reading.graph.result(), settings, workers=os.cpu_count() or 1)
