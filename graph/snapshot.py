"""Keeping a loaded graph on disk, so that a start need not weigh all claims anew."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from graph.files import find, resolve
from graph.keeping import forget_older, write_whole
from graph.rules import read_rules
from graph.store import Graph, load

_KEPT = 4
"""Files that stay; each change of a catalogue adds one of a few megabytes."""
_SUFFIX = ".graph"


def load_kept(folders: Sequence[str | Path], cache: Path | None) -> Graph:
    """Return the graph of these folders as `load` does, from the cache folder where it has it.

    What is kept is told by every file of the folders and by the code that loads them. A file that is
    damaged is written anew; a folder that cannot be used is no error. Raises OntologyError as `load`.
    """
    if cache is None:
        return load(folders)
    paths = resolve(folders)
    path = cache / f"{_key(paths)}{_SUFFIX}"
    graph = _read(path, paths)
    if graph is None:
        graph = load(folders)
        with suppress(OSError):
            write_whole(path, _whole(graph))
            forget_older(cache, _SUFFIX, _KEPT)
    return graph


def _key(folders: Iterable[Path]) -> str:
    """One name for the same files, in the same order, loaded by the same code."""
    digest = hashlib.sha256()
    code = sorted(Path(__file__).parent.glob("*.py"))
    knowledge = [file for folder in folders for file in find(folder, ".ttl", ".trig", ".rq")]
    for file in (*code, *knowledge):
        digest.update(hashlib.sha256(str(file).encode()).digest())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _read(path: Path, folders: Sequence[Path]) -> Graph | None:
    """The graph of a file, or None where it is not whole."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline())
            quads = file.read()
        if hashlib.sha256(quads).hexdigest() != head["quads"]:
            return None
        store = Store()
        # Written by us and not damaged, so its terms need not be looked at again; and what is meant for
        # bulk takes half as long again in memory.
        store.load(quads, RdfFormat.N_QUADS, lenient=True)
        return Graph(store, head["hash"], head["triples"], head["date"], read_rules(folders))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _whole(graph: Graph) -> bytes:
    """A line that tells what the graph is, and its quads."""
    quads = graph.store.dump(format=RdfFormat.N_QUADS) or b""
    head = {
        "quads": hashlib.sha256(quads).hexdigest(),
        "hash": graph.hash,
        "triples": graph.triples,
        "date": graph.date,
    }
    return json.dumps(head).encode() + b"\n" + quads
