"""Keeping the thresholds of a catalogue on disk: to calibrate them takes a fifth of a start."""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.keeping import forget_older, write_whole

_SUFFIX = ".thresholds"
_KEPT = 8
"""Files that stay; each change of a catalogue or of the code adds one of less than a hundred bytes."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What `retrieval.calibration` finds for a catalogue."""

    score: float
    """The score from which a match is worth answering."""
    drift: float
    """How far words may pull a clause from what it matches."""


def kept_thresholds(
    folder: Path | None, inputs: Sequence[str], calibrate: Callable[[], Thresholds]
) -> Thresholds:
    """Return the thresholds, from the folder where it has those of the same inputs and code.

    `inputs` are the hashes of what they depend on: the graph and the encoder. A file that is damaged is
    written anew; a folder that cannot be used is no error.
    """
    if folder is None:
        return calibrate()
    path = folder / f"{_key(inputs)}{_SUFFIX}"
    found = _read(path)
    if found is None:
        found = calibrate()
        with suppress(OSError):
            write_whole(path, json.dumps(asdict(found)).encode())
            forget_older(folder, _SUFFIX, _KEPT)
    return found


def _key(inputs: Sequence[str]) -> str:
    """One name for the same inputs, calibrated by the same code."""
    digest = hashlib.sha256()
    for given in inputs:
        digest.update(hashlib.sha256(given.encode()).digest())
    for layer in ("retrieval", "graph"):
        for file in sorted((Path(__file__).parent.parent / layer).glob("*.py")):
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _read(path: Path) -> Thresholds | None:
    try:
        kept = json.loads(path.read_bytes())
        found = Thresholds(float(kept["score"]), float(kept["drift"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # Likenesses of unit vectors: `nan` and `Infinity`, too, are numbers to the reader of JSON.
    return found if 0 <= found.score <= 1 and -2 <= found.drift <= 2 else None
