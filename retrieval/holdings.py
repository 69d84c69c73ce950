"""What the graph holds of whom, for telling a likely reading from an unlikely one. Built at load."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode

from graph.catalogue import Catalogue
from graph.namespaces import NOT_APPLICABLE, STATES, UNKNOWN


@dataclass(frozen=True, slots=True)
class Holdings:
    """Which cells are filled and which things are linked, over the accepted facts."""

    _own: Mapping[str, frozenset[str]]
    _held: Mapping[str, frozenset[str]]
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
        for quad in catalogue.graph.store.quads_for_pattern(None, None, None, DefaultGraph()):
            if not isinstance(quad.subject, NamedNode) or quad.subject.value not in catalogue.things:
                continue
            subject, predicate = quad.subject.value, quad.predicate.value
            if quad.predicate in STATES and isinstance(quad.object, NamedNode):
                held[subject].add(quad.object.value)
                if quad.predicate not in (NOT_APPLICABLE, UNKNOWN):
                    told[subject].add(quad.object.value)
            elif predicate in catalogue.properties:
                held[subject].add(predicate)
                told[subject].add(predicate)
                if isinstance(quad.object, NamedNode):
                    links[subject, quad.object.value].add(predicate)
                    values[quad.object.value].add(predicate)
                    if catalogue.things[subject].is_service:
                        holders[quad.object.value].add(subject)
        own = {subject: frozenset(found) for subject, found in told.items()}
        for thing in catalogue.things.values():
            if thing.variant_of:
                held[thing.iri] |= held[thing.variant_of]
                told[thing.iri] |= told[thing.variant_of]
        return cls(
            own,
            {subject: frozenset(found) for subject, found in held.items()},
            {subject: frozenset(found) for subject, found in told.items()},
            {pair: frozenset(found) for pair, found in links.items()},
            {value: frozenset(found) for value, found in values.items()},
            {value: frozenset(found) for value, found in holders.items()},
            frozenset().union(*(held[service.iri] for service in catalogue.services)),
        )

    def holds(self, subject: str) -> frozenset[str]:
        """Return the properties of which something is stated of a subject."""
        return self._held.get(subject, frozenset())

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
