"""The manifest of a suite, and what every kind of case needs: an endpoint, and a way to fail."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

from bench.small_app import small_app

Term = NamedNode | BlankNode | Literal
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class FailedError(Exception):
    """What a case got instead of what it expects."""


class Manifest:
    """A manifest, read as far as the runner needs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._base = "http://example.org/manifest/"
        self._store = Store()
        text = (folder / "manifest.ttl").read_bytes()
        self._store.load(text, RdfFormat.TURTLE, base_iri=self._base)

    def cases(self) -> Iterator[tuple[str, NamedNode]]:
        """Return each case with its name, in order."""
        (entries,) = self._store.quads_for_pattern(None, NamedNode(MF + "entries"), None)
        assert isinstance(entries.object, Term)
        for case in self.items(entries.object):
            assert isinstance(case, NamedNode)
            yield case.value.rpartition("#")[2], case

    def all(self, subject: Term, predicate: str) -> list[Term]:
        """Return the values of a property."""
        assert not isinstance(subject, Literal)
        found = self._store.quads_for_pattern(subject, NamedNode(predicate), None)
        return [quad.object for quad in found if isinstance(quad.object, Term)]

    def one(self, subject: Term, predicate: str) -> Term | None:
        """Return a value of a property, where there is one."""
        return next(iter(self.all(subject, predicate)), None)

    def text(self, subject: Term, predicate: str) -> str | None:
        """Return a value of a property, as text."""
        found = self.one(subject, predicate)
        return None if found is None else found.value

    def items(self, head: Term) -> Iterator[Term]:
        """Return the items of an RDF list."""
        while (item := self.one(head, RDF + "first")) is not None:
            yield item
            rest = self.one(head, RDF + "rest")
            assert rest is not None
            head = rest

    def file(self, subject: Term, predicate: str) -> Path:
        """Return the file that a value names."""
        iri = self.text(subject, predicate)
        assert iri is not None
        return self.folder / iri.removeprefix(self._base)


@contextmanager
def serving(store: Store) -> Iterator[TestClient]:
    app: FastAPI = small_app(store)
    with TestClient(app) as client:
        yield client
