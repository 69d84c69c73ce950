"""What a page on one thing shows, whether as HTML or as Markdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from api.names import local
from graph.catalogue import Catalogue
from graph.facts import Fact, shown
from graph.linked import Resource, Statement
from graph.namespaces import CV, DEFINITION, ID, PREF_LABEL, SOURCE
from graph.properties import Describer

_KINDS = {"Class": "Classes", "ObjectProperty": "Links", "DatatypeProperty": "Values"}
_OTHER = "Named values"
_MOST = 40
"""Things that one line of neighbours names before it only counts the others."""


@dataclass(frozen=True, slots=True)
class Link:
    """A name with an address, which is empty where there is none to follow."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Who states a fact."""

    link: Link
    status: str
    read: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property, with who says so."""

    link: Link
    accepted: bool
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values."""

    label: Link
    values: tuple[Value, ...]
    more: int = 0
    """Values that are not listed."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that is shown of one thing."""

    iri: str
    name: str
    """The last part of its path."""
    label: str
    definition: str | None
    facts: tuple[Row, ...]
    neighbours: tuple[Row, ...]
    stated: tuple[Row, ...]
    states: int
    """How many triples it states, where it is a source."""
    about: SourceLine | None
    """Who and when, where it is a source."""
    url: str | None


def page_of(catalogue: Catalogue, found: Resource, root: str) -> Page:
    """Return the page; `root` is the way from it to the root of the site, such as `../`."""
    look = _Look(catalogue, root)
    definition = [s.fact.object.value for s in found.statements if s.fact.predicate == DEFINITION.value]
    hidden = (DEFINITION.value, PREF_LABEL.value)
    told = [s for s in found.statements if s.fact.predicate not in hidden]
    source = catalogue.sources.get(found.iri)
    stated = [
        Statement(Fact(q.subject.value, q.predicate.value, q.object, found.iri, accepted=True), ())
        for q in found.stated
        if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode | Literal)
    ]
    return Page(
        iri=found.iri,
        name=quote(local(found.iri), safe=""),
        label=catalogue.label(found.iri),
        definition=definition[0] if definition else None,
        facts=look.rows(told),
        neighbours=look.inward(found.inward),
        stated=look.things(stated),
        states=len(stated),
        about=look.source(found.iri) if source else None,
        url=source.url if source else None,
    )


class _Look:
    def __init__(self, catalogue: Catalogue, root: str) -> None:
        self._catalogue = catalogue
        self._root = root

    def rows(self, statements: Sequence[Statement]) -> tuple[Row, ...]:
        """One row for each property, the most telling first."""
        ordered = sorted(statements, key=lambda s: (*self._rank(s.fact.about), not s.fact.accepted))
        groups = groupby(ordered, key=lambda s: s.fact.about)
        return tuple(Row(self.link(prop), tuple(self._value(s) for s in of)) for prop, of in groups)

    def inward(self, statements: Iterable[Statement]) -> tuple[Row, ...]:
        """One row for each property by which others name it."""
        ordered = sorted(statements, key=lambda s: (*self._rank(s.fact.predicate), s.fact.subject))
        rows = []
        for prop, of in groupby(ordered, key=lambda s: s.fact.predicate):
            values = [Value(self.link(s.fact.subject), True, self._sources(s)) for s in of]
            rows.append(Row(self.link(prop), tuple(values[:_MOST]), max(0, len(values) - _MOST)))
        return tuple(rows)

    def things(self, statements: Iterable[Statement]) -> tuple[Row, ...]:
        """One row for each thing of which a source states something."""
        ordered = sorted(statements, key=lambda s: (self._catalogue.label(s.fact.subject), s.fact.subject))
        rows = []
        for subject, of in groupby(ordered, key=lambda s: s.fact.subject):
            labels = dict.fromkeys(self.link(s.fact.about) for s in of)
            rows.append(Row(self.link(subject), tuple(Value(label, True, ()) for label in labels)))
        return tuple(rows)

    def source(self, iri: str) -> SourceLine | None:
        source = self._catalogue.sources.get(iri)
        if source is None:
            return None
        return SourceLine(self.link(iri), source.status, source.read, source.published)

    def link(self, iri: str) -> Link:
        """Our own things by the pages of this site, others by their own addresses."""
        return Link(self._catalogue.label(iri), address(iri, self._root))

    def _value(self, statement: Statement) -> Value:
        fact = statement.fact
        value = fact.object
        href = address(value.value, self._root) if isinstance(value, NamedNode) and not fact.state else ""
        return Value(Link(shown(self._catalogue, fact), href), fact.accepted, self._sources(statement))

    def _sources(self, statement: Statement) -> tuple[SourceLine, ...]:
        return tuple(line for iri in statement.sources if (line := self.source(iri)))

    def _rank(self, prop: str) -> tuple[int, str]:
        known = self._catalogue.properties.get(prop)
        return (known.importance if known else 1000, prop)


def address(iri: str, root: str) -> str:
    """Return where a page of this site describes the IRI, or the IRI itself."""
    for namespace, path in ((ID, "id/"), (SOURCE, "source/"), (CV, "vocab#")):
        if iri.startswith(namespace):
            return f"{root}{path}{quote(iri.removeprefix(namespace), safe='')}"
    return iri


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property."""

    name: str
    iri: str
    label: str
    definition: str
    also: tuple[str, ...]
    """Other names of it."""
    of: tuple[Link, ...]
    """The terms that say what it may be used with."""


def terms_of(catalogue: Catalogue) -> dict[str, list[Term]]:
    """Return the terms of the vocabulary in groups, in order of their names."""
    read = Describer(catalogue.graph)
    groups: dict[str, list[Term]] = {}
    for iri in sorted(read.described):
        if not iri.startswith(CV):
            continue
        types = [catalogue.label(kind) for kind in read.all(iri, "rdf:type")]
        related = [
            Link(f"{relation.partition(':')[2]}: {catalogue.label(other)}", address(other, "./"))
            for relation in ("rdfs:domain", "rdfs:range", "rdfs:subClassOf", "qudt:hasUnit", "cv:better")
            for other in read.all(iri, relation)
        ]
        kind = next((name for name in _KINDS if name in types), _OTHER)
        term = Term(
            name=iri.removeprefix(CV),
            iri=iri,
            label=catalogue.label(iri),
            definition=read.one(iri, "skos:definition") or "",
            also=read.all(iri, "skos:altLabel"),
            of=tuple(related),
        )
        groups.setdefault(_KINDS.get(kind, _OTHER), []).append(term)
    return {name: groups[name] for name in (*_KINDS.values(), _OTHER) if name in groups}
