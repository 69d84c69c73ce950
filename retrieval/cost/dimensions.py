"""The dimensions of one catalogue, found by what people say: units, words that count, roles."""

from collections.abc import Sequence
from dataclasses import replace

from graph.bills import Dimension, Role
from graph.catalogue import Catalogue
from graph.namespaces import SECOND
from graph.units import Unit
from retrieval.quantities import unit_names
from retrieval.text import Token, tokens_of


class Dimensions:
    """Looks up the dimensions of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._all = tuple(catalogue.bills.dimensions.values())
        self._by_iri = {dimension.iri: dimension for dimension in self._all}
        self._roles = {dimension.role: dimension for dimension in self._all if dimension.role}
        self._rates = {d.rate_unit.iri: d for d in self._all if d.rate_unit is not None}
        self._by_name = catalogue.bills.dimensions
        self.time = catalogue.units[SECOND.value].dimension
        """What units of time measure."""
        self.occurrences = frozenset(
            d.name for d in self._all if d.monthly and d.role is not Role.RUNNING and not d.unit.is_measure
        )
        """The names of those that say how often something happens."""
        units = unit_names(catalogue.units)
        measures = {name for name, unit in units.items() if unit.is_measure}
        counted = {
            " ".join(token.lower for token in tokens_of(name)): replace(d.unit, iri=d.iri, names=d.names)
            for d in reversed(self._all)
            if not d.unit.is_measure or not d.unit.plural
            for name in d.names
        }
        # What counts something of a workload is no other unit here: `jobs`, `tasks`.
        all_units = units | {n: u for n, u in counted.items() if n not in measures}
        self.units = {n: u for n, u in all_units.items() if self._is_own(u) or not self._begins(n, all_units)}
        """The units by their names, with the words that count the things of a workload."""
        own = {d.unit.iri for d in self._all}
        charged = [catalogue.units[u] for u in sorted({p.unit for p in catalogue.prices.values()} - own)]
        named_so = {name: u for u in charged for name in (*u.names, u.singular, u.plural) if name}
        said = {" ".join(t.lower for t in tokens_of(name)): u for name, u in named_so.items()}
        self.charged_units = {name: unit for name, unit in said.items() if " " in name}
        """The units of several words in which things are priced and no use is stated, by their names."""

    def _is_own(self, unit: Unit) -> bool:
        """Whether some use is counted in a unit."""
        return unit.dimension == self.time or bool(self.alike(unit))

    def _begins(self, name: str, units: dict[str, Unit]) -> bool:
        """Whether a name begins with that of a unit of use: `TB a month` is so much, and how often."""
        first, _, rest = name.partition(" ")
        return bool(rest) and first in units and self._is_own(units[first])

    def named(self, name: str) -> Dimension:
        """Return the dimension of a name."""
        return self._by_name[name]

    def counted_by(self, token: Token) -> Dimension | None:
        """Return the dimension that a word counts, if it counts one."""
        unit = self.units.get(token.lower)
        return self._by_iri.get(unit.iri) if unit is not None else None

    def is_countable(self, tokens: Sequence[Token], index: int) -> bool:
        """Say whether a token is a word for what there are so many of: `requests`, `hours`."""
        if index < 0:
            return False
        unit = self.units.get(tokens[index].lower)
        return unit is not None and (unit.iri in self._by_iri or unit.dimension == self.time)

    def of_role(self, role: Role) -> Dimension | None:
        """Return the dimension that plays a role, if one does."""
        return self._roles.get(role)

    def alike(self, unit: Unit) -> tuple[Dimension, ...]:
        """Return the dimensions that an amount in a unit may be of, in their order."""
        exact = self._by_iri.get(unit.iri) or self._rates.get(unit.iri)
        if exact is not None:
            return (exact,)
        return tuple(d for d in self._all if d.unit.dimension == unit.dimension)

    def repeats(self, tokens: Sequence[Token]) -> bool:
        """Say whether a text speaks of something that happens time and again: requests, a job."""
        counted = (self.counted_by(token) for token in tokens)
        return any(d is not None and d.monthly for d in counted)
