"""Files kept in the cache folder: written whole or not at all, and not too many of them."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: several processes may start at once. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def forget_older(folder: Path, suffix: str, kept: int) -> None:
    """Delete all but the newest files of a folder that have a suffix."""
    files = sorted(folder.glob(f"*{suffix}"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in files[kept:]:
        path.unlink(missing_ok=True)
