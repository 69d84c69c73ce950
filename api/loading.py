"""Everything that takes time at start: the graph, the encoder, the indexes, the query processes."""

import io
import os

from pyoxigraph import RdfFormat

from api.settings import Settings
from graph.sparql import QueryPool
from graph.store import Graph, load
from retrieval.encoder import load_encoder
from retrieval.engine import Assistant


def load_assistant(settings: Settings) -> Assistant:
    """Return an assistant for the catalogue; raise OntologyError or EncoderError where it cannot be."""
    graph = load(settings.ontology)
    return Assistant.from_graph(graph, load_encoder(settings.encoder), settings.cache)


def start_queries(graph: Graph, settings: Settings) -> QueryPool:
    """Return the running processes for free-form queries; whoever asks for them closes them."""
    quads = io.BytesIO()
    graph.store.dump(quads, RdfFormat.N_QUADS)
    pool = QueryPool(
        quads.getvalue(),
        workers=max(1, (os.cpu_count() or 1) // 2),
        timeout=settings.query_timeout,
        rows=settings.query_rows,
    )
    pool.start()
    return pool
