"""Any sentence-transformers model, for those who install the extra `encoder`."""

import hashlib
from collections.abc import Sequence
from typing import Self

import numpy as np
from sentence_transformers import SentenceTransformer

from graph.errors import EncoderError
from retrieval.encoder.protocol import Vectors


class TorchEncoder:
    """Runs a sentence-transformers model on the CPU."""

    def __init__(self, model: SentenceTransformer, digest: str) -> None:
        self._model = model
        self.digest = digest

    @classmethod
    def from_name(cls, name: str) -> Self:
        """Load a model by name or folder; EncoderError where there is none to load."""
        try:
            model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise EncoderError(f"CLOUDCITE_ENCODER={name!r} cannot be loaded: {error}") from error
        digest = hashlib.sha256()
        for key, weights in sorted(model.state_dict().items()):
            digest.update(key.encode())
            digest.update(weights.numpy().tobytes())
        return cls(model, "sha256:" + digest.hexdigest())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape (len(texts), dimensions), float32, rows of length 1."""
        vectors = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, np.float32)
