"""What is stated of each thing that people choose between, made ready to be held against a description."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from pyoxigraph import DefaultGraph, Literal, NamedNode

from graph.catalogue import Catalogue, Thing
from graph.namespaces import DEFINITION, iri
from graph.properties import Kind, Property
from retrieval.encoder import Vectors
from retrieval.vocabulary import Vocabulary, stems_of

_CATEGORY = iri("cv:Category").value

_INHERITED = 0.5
"""How much it counts that a value is stated of the service that a variant belongs to."""


class Role(StrEnum):
    """What a value says of the thing that has it."""

    REASON = "reason"
    NATURE = "nature"
    TRAIT = "trait"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a value: the place of a thing, by which property, and how much it tells that it does."""

    place: int
    prop: str
    role: Role
    weight: float


@dataclass(frozen=True)
class Profiles:
    """All services and variants of a catalogue, each with what is stated of it."""

    things: tuple[Thing, ...]
    holders: Mapping[str, tuple[Holder, ...]]
    """Who has each value, by the value's IRI."""
    words: tuple[frozenset[str], ...]
    """The stems of the words that speak of each thing."""
    purposes: tuple[frozenset[str], ...]
    """The stems of the words of what each thing is for: its reasons, its categories, its definition."""
    weights: Mapping[str, float]
    """How much a stem tells: the more, the fewer things it speaks of."""
    natures: tuple[tuple[frozenset[str], ...], ...]
    """The stems of each name of the categories of each thing."""
    definitions: Vectors
    reasons: Vectors
    """The vectors of reasons that are stated as text."""
    reasoned: tuple[tuple[Holder, str], ...]
    """Who gives each of those reasons, and the reason."""
    telling: tuple[float, ...]
    """How much is told of each thing, 0 to 1."""

    @classmethod
    def build(
        cls, catalogue: Catalogue, vocabulary: Vocabulary, encode: Callable[[Sequence[str]], Vectors]
    ) -> Self:
        """Read the accepted facts of a catalogue once."""
        things = tuple(
            sorted((t for t in catalogue.things.values() if t.is_service or t.is_variant), key=_by_iri)
        )
        stated = _stated(catalogue, things)
        holders, reasoned = _holders(catalogue, things, stated)
        words = [
            frozenset().union(
                vocabulary.of(thing.iri), *(vocabulary.of(value) for _, value in stated[thing.iri])
            )
            for thing in things
        ]
        purposes = [
            frozenset().union(
                stems_of(f"{thing.label} {_definition(catalogue, thing)}"),
                *(
                    vocabulary.of(value)
                    for prop, value in stated[thing.iri]
                    if _role(catalogue, catalogue.properties[prop], value) in (Role.REASON, Role.NATURE)
                ),
            )
            for thing in things
        ]
        natures = [
            tuple(
                frozenset(stems_of(name))
                for _, value in sorted({*stated[thing.iri], *stated.get(thing.variant_of or "", ())})
                if value in catalogue.things and _CATEGORY in catalogue.things[value].classes
                for name in (catalogue.things[value].label, *catalogue.things[value].names)
            )
            for thing in things
        ]
        said = [_definition(catalogue, thing) for thing in things]
        texts = [text for _, text in reasoned]
        vectors = encode([*said, *texts])
        counts = [len(stated[thing.iri]) for thing in things]
        most = math.log1p(max(counts, default=1)) or 1.0
        return cls(
            things,
            holders,
            tuple(words),
            tuple(purposes),
            _weights(words),
            tuple(natures),
            vectors[: len(said)],
            vectors[len(said) :],
            tuple(reasoned),
            tuple(math.log1p(count) / most for count in counts),
        )

    def weight(self, stem: str) -> float:
        """Return how much a stem tells; one that speaks of nothing tells most."""
        return self.weights.get(stem, math.log1p(len(self.things)))


def _by_iri(thing: Thing) -> str:
    return thing.iri


def _stated(catalogue: Catalogue, things: Sequence[Thing]) -> dict[str, set[tuple[str, str]]]:
    """The values of each thing that may speak for it or against it: an item, or a reason as text."""
    found: dict[str, set[tuple[str, str]]] = {thing.iri: set() for thing in things}
    for quad in catalogue.graph.store.quads_for_pattern(None, None, None, DefaultGraph()):
        prop = catalogue.properties.get(quad.predicate.value)
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if prop is None or prop.incidental or subject not in found:
            continue
        text = prop.kind is Kind.TEXT and (prop.reason or prop.denies)
        if (prop.kind is Kind.ITEM and isinstance(quad.object, NamedNode)) or (
            text and isinstance(quad.object, Literal)
        ):
            found[subject].add((prop.iri, quad.object.value))
    return found


def _holders(
    catalogue: Catalogue, things: Sequence[Thing], stated: Mapping[str, set[tuple[str, str]]]
) -> tuple[dict[str, tuple[Holder, ...]], list[tuple[Holder, str]]]:
    """Who has each value, and each reason that is a text."""
    own: defaultdict[tuple[Role, str], set[str]] = defaultdict(set)
    held: defaultdict[str, dict[tuple[int, str], float]] = defaultdict(dict)
    for place, thing in enumerate(things):
        inherited = stated.get(thing.variant_of or "", set())
        for prop, value in sorted({*stated[thing.iri], *inherited}):
            mine = (prop, value) in stated[thing.iri]
            held[value][place, prop] = 1.0 if mine else _INHERITED
            own[_role(catalogue, catalogue.properties[prop], value), value].add(thing.iri)
    found: dict[str, tuple[Holder, ...]] = {}
    reasoned: list[tuple[Holder, str]] = []
    most = math.log1p(len(things))
    for value, by in held.items():
        holders = []
        for (place, prop), weight in by.items():
            role = _role(catalogue, catalogue.properties[prop], value)
            rare = math.log1p(len(things) / len(own[role, value])) / most
            holders.append(Holder(place, prop, role, round(weight * rare, 4)))
        if catalogue.properties[holders[0].prop].kind is Kind.TEXT:
            reasoned += [(holder, value) for holder in holders]
        else:
            found[value] = tuple(holders)
    return found, reasoned


def _role(catalogue: Catalogue, prop: Property, value: str) -> Role:
    if prop.denies:
        return Role.AGAINST
    if prop.reason:
        return Role.REASON
    thing = catalogue.things.get(value)
    return Role.NATURE if thing is not None and _CATEGORY in thing.classes else Role.TRAIT


def _definition(catalogue: Catalogue, thing: Thing) -> str:
    """What a thing is, in a sentence."""
    found = catalogue.graph.store.quads_for_pattern(NamedNode(thing.iri), DEFINITION, None, DefaultGraph())
    return next((quad.object.value for quad in found if isinstance(quad.object, Literal)), thing.label)


def _weights(words: Sequence[frozenset[str]]) -> dict[str, float]:
    count: defaultdict[str, int] = defaultdict(int)
    for said in words:
        for stem in said:
            count[stem] += 1
    return {stem: math.log1p(len(words) / number) for stem, number in count.items()}
