"""The ways in which people ask for a property or a value, generated from the catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import DefaultGraph, Literal, NamedNode

from graph.catalogue import Catalogue
from graph.namespaces import iri
from graph.properties import Kind, Property


class Asks(StrEnum):
    """What a wording says of its property's value."""

    TRUE = "true"
    FALSE = "false"
    NO_LIMIT = "no limit"
    HIGHEST = "highest"
    LOWEST = "lowest"
    VALUE = "value"


_QUESTIONS = {
    iri("cv:asked"): Asks.TRUE,
    iri("cv:askedFalse"): Asks.FALSE,
    iri("cv:askedNoLimit"): Asks.NO_LIMIT,
    iri("cv:askedHighest"): Asks.HIGHEST,
    iri("cv:askedLowest"): Asks.LOWEST,
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a wording means: a property, or one of the values that things have."""

    iri: str
    """The property, or the value where `asks` is VALUE."""
    asks: Asks

    @property
    def is_value(self) -> bool:
        """Whether it is a value rather than a property."""
        return self.asks is Asks.VALUE


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase and what it means."""

    text: str
    target: Target


def wordings(catalogue: Catalogue) -> tuple[Wording, ...]:
    """Return every wording of a catalogue, in a stable order."""
    found: list[Wording] = []
    for prop in catalogue.properties.values():
        found.extend(_of_property(prop))
    used = value_properties(catalogue)
    for thing in catalogue.things.values():
        if thing.iri in used and not thing.is_chosen:
            target = Target(thing.iri, Asks.VALUE)
            found.extend(Wording(name, target) for name in (thing.label, *thing.names))
    return tuple(sorted(found, key=lambda w: (w.target.iri, w.target.asks, w.text)))


def questions(catalogue: Catalogue, worded: Iterable[Target]) -> tuple[Wording, ...]:
    """Return the questions by which a catalogue shows how what is `worded` is asked for, in a stable order.

    They tell what is asked, as wordings do, but name nothing and may be misspelt.
    """
    known = frozenset(worded)
    values = frozenset(target.iri for target in known if target.is_value)
    found = (
        Wording(quad.object.value, Target(subject, Asks.VALUE if subject in values else asks))
        for predicate, asks in _QUESTIONS.items()
        for quad in catalogue.graph.store.quads_for_pattern(None, predicate, None, DefaultGraph())
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        for subject in (quad.subject.value,)
    )
    return tuple(
        sorted((w for w in found if w.target in known), key=lambda w: (w.target.iri, w.target.asks, w.text))
    )


def value_properties(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return, for each thing that is somewhere a value, the properties of which it is one."""
    used: defaultdict[str, set[str]] = defaultdict(set)
    for prop in catalogue.properties.values():
        if prop.kind is not Kind.ITEM:
            continue
        for quad in catalogue.graph.store.quads_for_pattern(None, NamedNode(prop.iri), None, None):
            if isinstance(quad.object, NamedNode):
                used[quad.object.value].add(prop.iri)
    return {value: tuple(sorted(properties)) for value, properties in used.items()}


def _of_property(prop: Property) -> list[Wording]:
    groups: Sequence[tuple[Asks, Sequence[str]]] = (
        (Asks.TRUE, (prop.label, *prop.names)),
        (Asks.FALSE, prop.false_names),
        (Asks.NO_LIMIT, prop.no_limit_names),
        (Asks.HIGHEST, prop.highest_names),
        (Asks.LOWEST, prop.lowest_names),
    )
    return [Wording(name, Target(prop.iri, asks)) for asks, names in groups for name in names]
