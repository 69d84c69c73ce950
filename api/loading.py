"""What takes time at start: the graph, the encoder, the indexes."""

import ctypes
import gc
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from api.settings import Settings
from graph.snapshot import load_kept
from retrieval.encoder import load_encoder
from retrieval.engine import Assistant


def load_assistant(settings: Settings) -> Assistant:
    """Return an assistant for the catalogue.

    Raises OntologyError or EncoderError where the files cannot be used.
    """
    # What is loaded stays for good: looking through it for garbage takes a seventh of the start, and
    # time from answers later.
    gc.disable()
    try:
        with ThreadPoolExecutor(1) as aside:  # the encoder is read by libraries that need no Python
            encoder = aside.submit(load_encoder, settings.encoder)
            graph = load_kept(settings.ontology, settings.cache)
            return Assistant.from_graph(graph, encoder.result(), settings.cache)
    finally:
        gc.enable()
        gc.freeze()


def give_back() -> None:
    """Return to the system what loading needed and the process no longer does: a tenth of its memory."""
    with suppress(AttributeError, OSError):  # only the GNU C library has it
        ctypes.CDLL(None).malloc_trim(0)
