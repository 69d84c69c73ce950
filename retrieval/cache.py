"""Keeping the vectors of texts on disk, so that a start need not encode them anew."""

import hashlib
import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from graph.keeping import forget_older, write_whole
from retrieval.encoder import Encoder, Vectors

_SUFFIX = ".npy"
_KEPT = 8
"""Files that stay; each change of a catalogue's wordings adds one of about a megabyte."""


def cached_vectors(folder: Path | None, texts: Sequence[str], encoder: Encoder) -> Vectors:
    """Return the vectors of the texts, from the folder where it has them.

    A file that cannot be the right one is written anew. A folder that cannot be used is no error.
    """
    if folder is None or not texts:
        return encoder.encode(texts)
    path = folder / f"{_key(texts, encoder)}{_SUFFIX}"
    vectors = _read(path)
    if vectors is None or not _fits(vectors, texts, encoder):
        vectors = encoder.encode(texts)
        with suppress(OSError):
            write_whole(path, _bytes(vectors))
            forget_older(folder, _SUFFIX, _KEPT)
    return vectors


def _key(texts: Sequence[str], encoder: Encoder) -> str:
    digest = hashlib.sha256(encoder.digest.encode())
    for text in texts:
        # The hash of a hash, so that no two lists of texts run together to the same bytes.
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()


def _read(path: Path) -> Vectors | None:
    try:
        with path.open("rb") as file:
            vectors: Vectors = np.lib.format.read_array(file, allow_pickle=False)
    except (OSError, ValueError, MemoryError):  # memory: a damaged head may claim any size
        return None
    return vectors


def _fits(vectors: Vectors, texts: Sequence[str], encoder: Encoder) -> bool:
    """Whether there is a unit vector for each text, of the length that the encoder gives."""
    if vectors.dtype != np.float32 or vectors.ndim != 2:
        return False
    if vectors.shape != (len(texts), encoder.encode(texts[:1]).shape[1]):
        return False
    squares = np.einsum("ij,ij->i", vectors, vectors)  # a norm would copy all vectors
    return bool(np.allclose(squares, 1, atol=2e-3))


def _bytes(vectors: Vectors) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, vectors)
    return buffer.getvalue()
