"""Numbering the facts that an answer rests on."""

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from graph.catalogue import Catalogue
from graph.facts import Fact, shown
from graph.namespaces import iri
from retrieval.answer import Citation, Node, SourceRef, Value
from retrieval.evidence import EvidenceFinder

_TEXT = iri("cv:text").value


class Citations:
    """Collects facts in the order in which sentences use them; the same fact keeps its number."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._numbers: dict[tuple[str, str], int] = {}
        self._facts: list[Fact] = []
        self._disputes: dict[int, tuple[int, ...]] = {}
        self._premises: dict[int, tuple[int, ...]] = {}

    def cite(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """Return the numbers of these facts, in order, each once."""
        return tuple(dict.fromkeys(self._number(fact) for fact in facts))

    def dispute(self, facts: Sequence[Fact], disputing: Sequence[Fact]) -> tuple[int, ...]:
        """Note that some claims dispute the facts; return the numbers of those claims."""
        numbers = self.cite(disputing)
        for number in self.cite(facts):
            self._disputes[number] = numbers
        return numbers

    def rest(self, finder: EvidenceFinder) -> tuple[str, ...]:
        """Cite what the conclusions of rules rest on, to the bottom; return the queries that found it."""
        queries: list[str] = []
        for number, fact in enumerate(self._facts, 1):  # grows as premises are found that are conclusions
            found, query = finder.premises(fact)
            if found:
                self._premises[number] = self.cite(found)
                queries.append(query)
        return tuple(queries)

    def _number(self, fact: Fact) -> int:
        key = (fact.triple, fact.source)
        if key not in self._numbers:
            self._facts.append(fact)
            self._numbers[key] = len(self._facts)
        return self._numbers[key]

    def _qualifying(self, fact: Fact) -> tuple[str, ...]:
        """What else is stated of a price, or of the node of a note."""
        if fact.object.value in self._catalogue.prices and isinstance(fact.object, NamedNode):
            return self._catalogue.qualifying(fact.object)
        return self._catalogue.qualifying(NamedNode(fact.subject)) if fact.predicate == _TEXT else ()

    def value(self, number: int) -> Value:
        """Return the object of the fact with this number."""
        return _value(self._catalogue, self._facts[number - 1])

    def all(self) -> tuple[Citation, ...]:
        """Return the citations by number."""
        return tuple(self._citation(number, fact) for number, fact in enumerate(self._facts, 1))

    def _citation(self, number: int, fact: Fact) -> Citation:
        label = self._catalogue.label
        return Citation(
            id=number,
            subject=Node(fact.subject, label(fact.subject)),
            predicate=Node(fact.predicate, label(fact.predicate)),
            object=_value(self._catalogue, fact),
            triple=fact.triple,
            with_=self._qualifying(fact),
            premises=self._premises.get(number, ()),
            disputed_by=self._disputes.get(number, ()),
            source=_source(self._catalogue, fact.source),
        )


def _value(catalogue: Catalogue, fact: Fact) -> Value:
    term = fact.object
    if isinstance(term, NamedNode):
        return Value(term.value, None, term.value, catalogue.label(term.value), None)
    assert isinstance(term, Literal)  # a fact's object is one or the other
    prop = catalogue.properties.get(fact.predicate)
    unit = catalogue.units[prop.unit].symbol if prop is not None and prop.unit else None
    return Value(term.value, term.datatype.value, None, shown(catalogue, fact), unit)


def _source(catalogue: Catalogue, iri: str) -> SourceRef:
    source = catalogue.sources[iri]
    return SourceRef(source.iri, source.title, source.url, source.read, source.published, source.status)
