"""What takes time at start: the graph, the encoder, the indexes."""

from api.settings import Settings
from graph.store import load
from retrieval.encoder import load_encoder
from retrieval.engine import Assistant


def load_assistant(settings: Settings) -> Assistant:
    """Return an assistant for the catalogue.

    Raises OntologyError or EncoderError where the files cannot be used.
    """
    graph = load(settings.ontology)
    return Assistant.from_graph(graph, load_encoder(settings.encoder), settings.cache)
