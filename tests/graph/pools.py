"""Pools over small graphs, for the tests of SPARQL from outside."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
)

from graph.errors import (
    QueryTimeoutError,
)
from graph.namespaces import ID, PREF_LABEL, PREFIXES, iri
from graph.sparql import Dataset, QueryPool, QueryResult, ResultFormat, quads_file
from graph.sparql.pool import Gone

ROWS = [ResultFormat.CSV]
GRAPH = [ResultFormat.N_TRIPLES]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HOARDING = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?h"
SOURCE = NamedNode(PREFIXES["source"] + "page")


def things(count: int) -> Store:
    """Return a graph of that many things, each with a label, and one claim in a source's graph."""
    store = Store()
    store.extend(
        Quad(NamedNode(f"{ID}{number}"), PREF_LABEL, Literal(f"thing {number}")) for number in range(count)
    )
    store.add(Quad(NamedNode(f"{ID}0"), iri("cv:size"), Literal(7), SOURCE))
    return store


def dump(store: Store) -> bytes:
    return store.dump(format=RdfFormat.N_QUADS) or b""


class Running:
    """A pool in an event loop of its own, for tests that wait."""

    def __init__(self, pool: QueryPool, loop: asyncio.AbstractEventLoop) -> None:
        self.pool = pool
        self.loop = loop

    def run(
        self,
        query: str,
        accept: Sequence[ResultFormat],
        dataset: Dataset | None = None,
        gone: Gone | None = None,
    ) -> QueryResult:
        running = self.pool.run(query, accept, dataset, gone)
        return asyncio.run_coroutine_threadsafe(running, self.loop).result(60)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.pool.close(), self.loop).result(10)


@contextmanager
def started(
    store: Store | IO[bytes],
    *,
    workers: int = 1,
    slow: int = 1,
    spares: int = 1,
    timeout: float = 10,
    rows: int = 10_000,
    waiting: int = 16,
    memory: int = 1 << 30,
) -> Iterator[Running]:
    pool = QueryPool(
        quads_file(store) if isinstance(store, Store) else store,
        workers=workers,
        slow=slow,
        spares=spares,
        timeout=timeout,
        rows=rows,
        waiting=waiting,
        memory=memory,
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    loop.call_soon_threadsafe(pool.start)
    running = Running(pool, loop)
    try:
        yield running
    finally:
        running.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def is_stopped(pool: Running) -> None:
    with pytest.raises(QueryTimeoutError):
        pool.run(ENDLESS, ROWS)


def works(pool: Running) -> bool:
    return pool.run("ASK { ?s ?p ?o }", ROWS).body == b"true"
