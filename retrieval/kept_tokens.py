"""Keeping the words of a catalogue's phrases on disk, so that a start need not take them apart anew."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from sys import intern

from graph.keeping import forget_older, write_whole
from retrieval import text
from retrieval.text import Token

_SUFFIX = ".tokens"
_KEPT = 4
"""Files that stay; each change of a catalogue adds one of a few megabytes."""


@contextmanager
def kept_tokens(folder: Path | None, inputs: Sequence[str]) -> Iterator[None]:
    """Have `tokens_of` know the phrases that were taken apart before with the same inputs and code.

    `inputs` are the hashes of what the phrases depend on: the graph. New ones are kept at the end, and then
    all are forgotten. A file that is damaged is written anew; a folder that cannot be used is no error.
    """
    path = folder / f"{_key(inputs)}{_SUFFIX}" if folder is not None else None
    known = _read(path) if path is not None else {}
    text.KNOWN.update(known)
    try:
        yield
        if path is not None and len(text.KNOWN) > len(known):
            with suppress(OSError):
                write_whole(path, json.dumps(dict(text.KNOWN), separators=(",", ":")).encode())
                forget_older(path.parent, _SUFFIX, _KEPT)
    finally:
        text.KNOWN.clear()


def _key(inputs: Sequence[str]) -> str:
    """One name for the same inputs, taken apart by the same code."""
    digest = hashlib.sha256(Path(text.__file__).read_bytes())
    for given in inputs:
        digest.update(hashlib.sha256(given.encode()).digest())
    return digest.hexdigest()


def _read(path: Path) -> dict[str, tuple[Token, ...]]:
    try:
        kept = json.loads(path.read_bytes())
        # The same few thousand words are said in all phrases.
        return {
            phrase: tuple(Token(t[0], intern(t[1]), intern(t[2]), *t[3:]) for t in tokens)
            for phrase, tokens in kept.items()
        }
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return {}
