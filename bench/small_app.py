"""The endpoint alone, over any graph: what tests, suites and benchmarks ask."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from pyoxigraph import DefaultGraph, Store

from api import problems, sparql
from api.guard import Guard
from api.settings import Settings
from graph.sparql import QueryPool, quads_file
from graph.store import Graph, graph_hash


def small_app(store: Store, **limits: float) -> FastAPI:
    """Return an app that serves /sparql over a store, with all that a request passes in the whole one."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.queries = QueryPool(quads_file(store), **limits)  # type: ignore[arg-type]
        app.state.queries.start()
        yield
        await app.state.queries.close()

    app = FastAPI(lifespan=lifespan, openapi_url=None)
    sparql.prepare(app.state)
    app.state.settings = Settings(ontology=())
    accepted = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    app.state.graph = Graph(store, graph_hash(store), accepted, "2000-01-01")
    app.add_middleware(Guard)
    problems.install(app)
    app.router.routes.extend(sparql.routes)
    return app
