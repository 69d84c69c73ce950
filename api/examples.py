"""Questions and names to show people what a catalogue can be asked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from graph.errors import OntologyError
from graph.files import resolve
from retrieval.engine import Assistant

FILE = "examples.json"


class Examples(BaseModel):
    """What a catalogue folder may say under `examples.json`; all of it is answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = "Ask what the graph knows"
    tagline: str = "Every sentence of an answer cites its source; what the graph does not hold is declined."
    questions: tuple[str, ...]
    follow_up: str | None = None
    """A question that only makes sense after the first one."""
    services: tuple[str, ...]
    properties: tuple[str, ...] = ()
    estimates: dict[str, dict[str, JsonValue]] = {}
    """Requests for estimates, by what they show; the first one names two services."""

    @classmethod
    def of(cls, folders: Sequence[str | Path], assistant: Assistant) -> Self:
        """Return the examples of the last folder that has some, or what the catalogue suggests.

        Raises OntologyError where a file cannot be read.
        """
        for folder in reversed(resolve(folders)):
            if (folder / FILE).is_file():
                return cls._read(folder / FILE)
        # An empty question is declined with questions that can be answered.
        suggested = assistant.ask("").suggestions
        services = assistant.catalogue.services[:2]
        return cls(questions=suggested, services=tuple(thing.label for thing in services))

    @classmethod
    def _read(cls, path: Path) -> Self:
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise OntologyError(f"{path}: {error}") from error
