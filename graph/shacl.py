"""The SHACL shapes of catalogues, and what in a graph breaks them."""

import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyshacl
from pyoxigraph import DefaultGraph, NamedNode, Store
from pyshacl.errors import ReportableRuntimeError
from rdflib import Graph as Shapes
from rdflib import URIRef
from rdflib.exceptions import ParserError
from rdflib.namespace import SH
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from graph.errors import OntologyError
from graph.files import find
from graph.finding import Finding, Severity, short
from graph.store import Graph

_DEFAULT = DefaultGraph()
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_SEVERITIES: dict[Node | None, Severity] = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}


def shapes_of(folders: Sequence[Path]) -> Shapes:
    """Return the shapes of catalogue folders, the model's own first.

    Raises OntologyError where the model has no shapes folder, or a shapes folder has no shape that
    looks at anything.
    """
    shapes = Shapes()
    for index, folder in enumerate(folders):
        if (folder / "shapes").is_dir():
            shapes += _read(folder / "shapes")
        elif index == 0:
            raise OntologyError(f"There is no folder of shapes at {folder / 'shapes'}")
    return shapes


def violations(graph: Graph, shapes: Shapes) -> Iterator[Finding]:
    """Yield what in the accepted facts and the descriptions breaks a shape.

    Raises OntologyError where a shape cannot be used or aims at a term that nothing describes.
    """
    # Given several graphs, pyshacl checks their union, in which rejected claims stand as well.
    accepted = Store()
    accepted.bulk_extend(graph.store.quads_for_pattern(None, None, None, _DEFAULT))
    _refuse_idle(accepted, shapes)
    try:
        with _without_tracebacks():
            _, report, text = pyshacl.validate(accepted, shacl_graph=shapes)
    except ReportableRuntimeError as error:
        raise OntologyError(f"A shape cannot be used: {error}") from error
    except re.error as error:
        raise OntologyError(
            "A value that breaks a shape holds a backslash, which pyshacl cannot report: "
            "take the backslash away and check again"
        ) from error
    if not isinstance(report, Shapes):
        raise OntologyError(f"The shapes could not be checked: {text}")
    for result in report.objects(None, SH.result):
        yield _finding(report, result)


def terms_of(shapes: Shapes) -> frozenset[str]:
    """Return the IRIs that shapes speak of: they may be used although nothing describes them."""
    return frozenset(str(term) for term in shapes.objects() if isinstance(term, URIRef))


@contextmanager
def _without_tracebacks() -> Iterator[None]:
    """Keep rdflib from printing one for each malformed literal: here that is a finding."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=UserWarning, module="rdflib")
            yield
    finally:
        logger.disabled = before


def _read(folder: Path) -> Shapes:
    shapes = Shapes()
    for path in find(folder, ".ttl"):
        try:
            shapes.parse(path)
        except (BadSyntax, ParserError) as error:
            raise OntologyError(f"{path}: {error}") from error
    if not any(_targets(shapes)):
        raise OntologyError(f"No shape under {folder} has a target, so nothing would be checked")
    return shapes


def _targets(shapes: Shapes) -> Iterable[Node]:
    return (term for target in _TARGETS for term in shapes.objects(None, target))


def _refuse_idle(accepted: Store, shapes: Shapes) -> None:
    for target in sorted(str(term) for term in _targets(shapes)):
        term = NamedNode(target)
        if not (
            any(accepted.quads_for_pattern(term, None, None))
            or any(accepted.quads_for_pattern(None, term, None))
            or any(accepted.quads_for_pattern(None, None, term))
        ):
            raise OntologyError(
                f"A shape aims at {short(target)}, which nothing describes or uses: correct the "
                "name, or describe it in a vocabulary"
            )


def _finding(report: Shapes, result: Node) -> Finding:
    subject = report.value(result, SH.focusNode)
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
    return Finding(
        subject=str(subject),
        message=short(" ".join(messages)),
        path=str(path) if isinstance(path, URIRef) else None,
        value=None if value is None or value == subject else str(value),
        severity=_SEVERITIES[report.value(result, SH.resultSeverity)],
    )
