"""What the ranking of wordings needs of an encoder, and no more."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""One row a text; each row has length 1, so that a dot product is a cosine."""


class Encoder(Protocol):
    """Turns texts into unit vectors, the same for the same text on the same machine."""

    @property
    def digest(self) -> str:
        """`sha256:` and the hash of what the vectors depend on."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape (len(texts), dimensions)."""
        ...
