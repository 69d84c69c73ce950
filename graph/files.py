"""Catalogue folders on disk: which files there are and what triples they hold."""

import importlib.resources
from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from graph.errors import OntologyError
from graph.namespaces import DCT_SOURCE, FILE, PREFIXES, TYPE

_FILE = NamedNode(FILE)
_FORMATS = {".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG}
_TERM_CLASSES = frozenset(
    NamedNode(PREFIXES[prefix] + name)
    for prefix, name in [
        ("owl", "Class"),
        ("owl", "ObjectProperty"),
        ("owl", "DatatypeProperty"),
        ("owl", "Ontology"),
        ("qudt", "Unit"),
        ("cv", "Source"),
        ("cv", "Status"),
    ]
)


def bundled() -> Path:
    """Return the folder of knowledge that ships with the package, in a checkout and a wheel alike."""
    return Path(str(importlib.resources.files("ontology")))


def resolve(folders: Sequence[str | Path]) -> tuple[Path, ...]:
    """Return existing folders, the model's own first; a bare name such as `aws` may mean a bundled one.

    Raises OntologyError where a folder does not exist.
    """
    found = [bundled() / "core"]
    for folder in folders:
        path = Path(folder)
        if not path.is_dir() and (bundled() / path).is_dir():
            path = bundled() / path
        if not path.is_dir():
            raise OntologyError(f"There is no catalogue folder {str(folder)!r}")
        found.append(path)
    return tuple(dict.fromkeys(path.resolve() for path in found))


def find(folder: Path, *suffixes: str) -> list[Path]:
    """Return the files below a folder with one of these suffixes, in a stable order."""
    return sorted(path for path in folder.rglob("*") if path.suffix in suffixes)


def data_files(folder: Path) -> list[Path]:
    """Return the Turtle and TriG files of a catalogue folder, its shapes aside.

    Raises OntologyError where there is none: a folder with nothing in it is a mistake.
    """
    files = [path for path in find(folder, *_FORMATS) if "shapes" not in path.relative_to(folder).parts]
    if not files:
        raise OntologyError(f"No .ttl or .trig file under {folder}")
    return files


def read(path: Path) -> list[Quad]:
    """Return the quads of one file; OntologyError names the file and the line of a mistake.

    A Turtle file that says `<> dct:source source:x` about itself states its facts in that graph;
    the descriptions of terms and sources in it stay in the default graph.
    """
    try:
        quads = list(parse(path=path, format=_FORMATS[path.suffix], base_iri=FILE))
    except (SyntaxError, ValueError) as error:
        raise OntologyError(f"{path}: {error}") from error
    own = [q.object for q in quads if q.subject == _FILE and q.predicate == DCT_SOURCE]
    if not own:
        return quads
    if len(own) > 1 or not isinstance(own[0], NamedNode):
        raise OntologyError(f"{path}: the file must name exactly one source with <> dct:source")
    return list(_in_source(quads, own[0]))


def _in_source(quads: Sequence[Quad], source: NamedNode) -> Iterator[Quad]:
    described = {q.subject for q in quads if q.predicate == TYPE and q.object in _TERM_CLASSES}
    for quad in quads:
        if quad.subject == _FILE:
            continue
        if quad.subject in described or not isinstance(quad.graph_name, DefaultGraph):
            yield quad
        else:
            yield Quad(quad.subject, quad.predicate, quad.object, source)
