"""What the graph holds of whom, for telling a likely reading from an unlikely one. Built at load."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode

from graph.catalogue import Catalogue, Thing
from graph.namespaces import NOT_APPLICABLE, STATES, UNKNOWN
from retrieval.sharing import frozen


@dataclass(frozen=True, slots=True)
class Holdings:
    """Which cells are filled and which things are linked, over the accepted facts."""

    _own: Mapping[str, frozenset[str]]
    _held: Mapping[str, frozenset[str]]
    _within: Mapping[str, frozenset[str]]
    _told: Mapping[str, frozenset[str]]
    _links: Mapping[tuple[str, str], frozenset[str]]
    _values_of: Mapping[str, frozenset[str]]
    _holders: Mapping[str, frozenset[str]]
    of_services: frozenset[str]
    """The properties of which something is stated of a service."""

    @classmethod
    def from_catalogue(cls, catalogue: Catalogue) -> "Holdings":
        """Read the accepted facts once."""
        held: defaultdict[str, set[str]] = defaultdict(set)
        told: defaultdict[str, set[str]] = defaultdict(set)
        links: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        values: defaultdict[str, set[str]] = defaultdict(set)
        holders: defaultdict[str, set[str]] = defaultdict(set)
        things = catalogue.things
        # One predicate after another: most quads are names and descriptions, not facts.
        for state in STATES:
            for subject, prop in _pairs(catalogue, state):
                if prop is not None:
                    held[subject].add(prop)
                    if state not in (NOT_APPLICABLE, UNKNOWN):
                        told[subject].add(prop)
        for prop in catalogue.properties:
            for subject, value in _pairs(catalogue, NamedNode(prop)):
                held[subject].add(prop)
                told[subject].add(prop)
                if value is not None:
                    links[subject, value].add(prop)
                    values[value].add(prop)
                    if things[subject].is_service:
                        holders[value].add(subject)
        own = frozen(told)
        _inherit(held, things.values())
        _inherit(told, things.values())
        return cls(
            own,
            frozen(held),
            frozen(_with_forms(held, things.values())),
            frozen(told),
            frozen(links),
            frozen(values),
            frozen(holders),
            frozenset().union(*(held[service.iri] for service in catalogue.services)),
        )

    def holds(self, subject: str) -> frozenset[str]:
        """Return the properties of which something is stated of a subject."""
        return self._held.get(subject, frozenset())

    def holds_within(self, subject: str) -> frozenset[str]:
        """Return the properties of which something is stated of a subject or of one of its forms."""
        return self._within.get(subject, frozenset())

    def states(self, subject: str) -> frozenset[str]:
        """Return the properties of which something is stated of a subject itself, not of its service."""
        return self._own.get(subject, frozenset())

    def tells(self, subject: str) -> frozenset[str]:
        """Return the properties of which there is more to say than that they do not apply."""
        return self._told.get(subject, frozenset())

    def values_of(self, value: str) -> frozenset[str]:
        """Return the properties that have this thing as a value somewhere."""
        return self._values_of.get(value, frozenset())

    def services_with(self, value: str) -> frozenset[str]:
        """Return the services that have this thing as a value of something."""
        return self._holders.get(value, frozenset())

    def linking(self, ones: Iterable[str], others: Iterable[str]) -> frozenset[str]:
        """Return the properties that link one of the first with one of the second, either way."""
        second = tuple(others)
        found: set[str] = set()
        for one in ones:
            for other in second:
                found |= self._links.get((one, other), frozenset())
                found |= self._links.get((other, one), frozenset())
        return frozenset(found)


def _pairs(catalogue: Catalogue, predicate: NamedNode) -> Iterator[tuple[str, str | None]]:
    """Which thing has which value by an accepted fact; no value where that is no IRI."""
    for quad in catalogue.graph.store.quads_for_pattern(None, predicate, None, DefaultGraph()):
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and subject.value in catalogue.things:
            yield subject.value, value.value if isinstance(value, NamedNode) else None


def _inherit(sets: defaultdict[str, set[str]], things: Iterable[Thing]) -> None:
    """Let variants have what their services have."""
    for thing in things:
        if thing.variant_of:
            sets[thing.iri] |= sets[thing.variant_of]


def _with_forms(held: Mapping[str, set[str]], things: Iterable[Thing]) -> defaultdict[str, set[str]]:
    """Give services what their variants have."""
    found = defaultdict(set, {subject: set(properties) for subject, properties in held.items()})
    for thing in things:
        if thing.variant_of:
            found[thing.variant_of] |= held.get(thing.iri, set())
    return found
