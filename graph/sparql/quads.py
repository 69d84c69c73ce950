"""The graph as a file that the query process reads."""

import tempfile
from typing import IO

from pyoxigraph import RdfFormat, Store


def quads_file(store: Store) -> IO[bytes]:
    """Return an open file, without a name, of all quads of a store as N-Quads."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the pool that is given it)
    # Written piece by piece: as one string it would leave a hole of 13 MB in the memory of its thread.
    store.dump(file, RdfFormat.N_QUADS)
    file.flush()
    return file
