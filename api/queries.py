"""The processes in which free-form queries run."""

import asyncio
from collections.abc import Sequence

from api.settings import Settings
from graph.sparql import QueryPool, QueryResult, ResultFormat, quads_file
from graph.store import Graph


def prepare_queries(graph: Graph, settings: Settings, *, workers: int = 1, spares: int = 1) -> QueryPool:
    """Return a pool; whoever asks for it starts it in an event loop, and closes it there."""
    return QueryPool(
        quads_file(graph.store),
        workers=workers,
        spares=spares,
        timeout=settings.query_timeout,
        rows=settings.query_rows,
    )


def run_query(graph: Graph, settings: Settings, query: str, accept: Sequence[ResultFormat]) -> QueryResult:
    """Return the result of one query, with the limits of the endpoint; errors as `QueryPool.run`."""

    async def run() -> QueryResult:
        pool = prepare_queries(graph, settings, spares=0)
        pool.start()
        try:
            return await pool.run(query, accept)
        finally:
            await pool.close()

    return asyncio.run(run())
