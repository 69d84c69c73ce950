"""Facts: triples with where they were stated and how people read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from graph.catalogue import Catalogue
from graph.namespaces import STATES
from graph.properties import Kind
from graph.store import Row, Term

_STATES = frozenset(state.value for state in STATES)


@dataclass(frozen=True, slots=True)
class Fact:
    """One triple as one source states it."""

    subject: str
    predicate: str
    object: Term
    source: str
    accepted: bool

    @property
    def about(self) -> str:
        """The property that the fact is about, also where it says that there is no single value."""
        return self.object.value if self.predicate in _STATES else self.predicate

    @property
    def state(self) -> str | None:
        """`noLimit`, `notApplicable`, `unknown` or `varies`; None where there is a value."""
        return self.predicate.rsplit("#", 1)[-1] if self.predicate in _STATES else None

    @property
    def triple(self) -> str:
        """The triple as an N-Triples statement."""
        return f"<{self.subject}> <{self.predicate}> {self.object} ."


def facts(catalogue: Catalogue, rows: Iterable[Row]) -> list[Fact]:
    """Turn rows of ?subject ?predicate ?object ?source into facts, in the order of the rows."""
    found = []
    for row in rows:
        subject, predicate = row["subject"], row["predicate"]
        if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode):
            raise TypeError(f"not a fact: {row!r}")
        value = row["object"]
        accepted = catalogue.graph.holds(subject, predicate, value)
        found.append(Fact(subject.value, predicate.value, value, row["source"].value, accepted))
    return found


def best_sources(found: Sequence[Fact], rank: Mapping[str, int]) -> list[Fact]:
    """Return each triple once, as its most believed source states it, in the order given.

    The most believed source has the lowest rank.
    """
    best: dict[tuple[str, str, Term], Fact] = {}
    for fact in found:
        key = (fact.subject, fact.predicate, fact.object)
        kept = best.get(key)
        if kept is None or rank.get(fact.source, len(rank)) < rank.get(kept.source, len(rank)):
            best[key] = fact
    return list(best.values())


def shown(catalogue: Catalogue, fact: Fact) -> str:
    """Return the value of a fact as people read it: a label, `15 minutes`, `yes`, `no limit`."""
    if fact.state is not None:
        return catalogue.label(fact.predicate)
    if isinstance(fact.object, NamedNode):
        return catalogue.label(fact.object.value)
    prop = catalogue.properties.get(fact.predicate)
    if prop is not None and prop.unit is not None:
        return catalogue.units.show(amount(fact), prop.unit)
    if prop is not None and prop.kind is Kind.BOOLEAN:
        return "yes" if truth(fact) else "no"
    return fact.object.value


def amount(fact: Fact) -> Decimal:
    """Return the value of a quantity fact, in the unit of its property."""
    return Decimal(fact.object.value)


def truth(fact: Fact) -> bool:
    """Return the value of a boolean fact."""
    return isinstance(fact.object, Literal) and fact.object.value in ("true", "1")
