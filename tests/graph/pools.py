"""Pools over small graphs, for the tests of SPARQL from outside."""

from collections.abc import Iterator
from contextlib import contextmanager

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
from graph.sparql import QueryPool, ResultFormat

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


@contextmanager
def started(
    store: Store,
    *,
    spares: int = 1,
    timeout: float = 10,
    rows: int = 10_000,
    waiting: int = 16,
    memory: int = 1 << 30,
) -> Iterator[QueryPool]:
    pool = QueryPool(dump(store), spares=spares, timeout=timeout, rows=rows, waiting=waiting, memory=memory)
    pool.start()
    try:
        yield pool
    finally:
        pool.close()


def is_stopped(pool: QueryPool) -> None:
    with pytest.raises(QueryTimeoutError):
        pool.run(ENDLESS, ROWS)


def works(pool: QueryPool) -> bool:
    return pool.run("ASK { ?s ?p ?o }", ROWS).body == b"true"
