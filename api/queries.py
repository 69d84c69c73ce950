"""The processes in which free-form queries run."""

import io

from pyoxigraph import RdfFormat

from api.settings import Settings
from graph.sparql import QueryPool
from graph.store import Graph


def start_queries(graph: Graph, settings: Settings, *, workers: int = 1, spares: int = 1) -> QueryPool:
    """Return a running pool; whoever asks for it closes it."""
    quads = io.BytesIO()
    graph.store.dump(quads, RdfFormat.N_QUADS)
    pool = QueryPool(
        quads.getvalue(),
        workers=workers,
        spares=spares,
        timeout=settings.query_timeout,
        rows=settings.query_rows,
    )
    pool.start()
    return pool
