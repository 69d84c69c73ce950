"""What takes time at start: the graph, the encoder, the indexes."""

import ctypes
import gc
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from api.settings import Settings
from graph.snapshot import load_kept
from graph.store import Graph

if TYPE_CHECKING:
    from retrieval.encoder import Encoder
    from retrieval.engine import Assistant


@dataclass(frozen=True, slots=True)
class Reading:
    """The graph and the encoder while they are read from disk, beside whatever else has to be done.

    Both are read by libraries that mostly need no Python, which is free to do something else meanwhile.
    """

    graph: Future[Graph]
    encoder: "Future[Encoder]"

    @classmethod
    def begin(cls, settings: Settings) -> Self:
        """Start to read; who asks for the results hears the errors of `load_assistant`."""
        # What is loaded stays for good: looking through it for garbage takes a seventh of the start, and
        # time from answers later. `load_assistant` turns it on again.
        gc.disable()
        aside = ThreadPoolExecutor(2)
        reading = cls(
            aside.submit(load_kept, settings.ontology, settings.cache),
            aside.submit(_load_encoder, settings.encoder),
        )
        aside.shutdown(wait=False)  # takes no more work; what was begun is finished
        return reading


def load_assistant(settings: Settings, reading: Reading | None = None) -> "Assistant":
    """Return an assistant for the catalogue, from what is being read where that has begun.

    Raises OntologyError or EncoderError where the files cannot be used.
    """
    reading = reading or Reading.begin(settings)
    try:
        from retrieval.engine import Assistant

        return Assistant.from_graph(reading.graph.result(), reading.encoder.result(), settings.cache)
    finally:
        gc.enable()
        gc.freeze()


def give_back() -> None:
    """Return to the system what loading needed and the process no longer does: a tenth of its memory."""
    with suppress(AttributeError, OSError):  # only the GNU C library has it
        ctypes.CDLL(None).malloc_trim(0)


def _load_encoder(name: str) -> "Encoder":
    from retrieval.encoder import load_encoder  # its libraries take a tenth of a second to import

    return load_encoder(name)
