"""Units of measurement: converting between them and showing amounts to people."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from graph.namespaces import PREFIXES, iri
from graph.store import Graph


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, and how many of its dimension's first unit it holds."""

    iri: str
    symbol: str
    singular: str
    plural: str
    names: tuple[str, ...]
    dimension: str
    factor: Decimal
    shown_from: Decimal | None
    """The smallest amount shown in this unit; None where it is never chosen for showing."""

    @property
    def is_measure(self) -> bool:
        """Whether it measures, as QUDT's units do, and does not count things of a catalogue."""
        return self.iri.startswith(PREFIXES["unit"])


class Units:
    """All units of a catalogue."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.all = tuple(sorted(units, key=lambda unit: (unit.dimension, unit.factor, unit.iri)))
        self._by_iri = {unit.iri: unit for unit in self.all}

    @classmethod
    def from_graph(cls, graph: Graph) -> "Units":
        """Read the units that the graph describes."""
        return cls(_unit(graph, row) for row in graph.select(_UNITS))

    def __getitem__(self, unit: str) -> Unit:
        return self._by_iri[unit]

    def convert(self, amount: Decimal, unit: Unit, to: Unit) -> Decimal:
        """Return the amount in another unit; ValueError where the dimensions differ."""
        if unit.dimension != to.dimension:
            raise ValueError(f"{unit.plural} cannot be turned into {to.plural}")
        return amount * unit.factor / to.factor

    def show(self, amount: Decimal, unit: str) -> str:
        """Return the amount as people write it, in the largest unit that keeps it short and exact."""
        given = self._by_iri[unit]
        for candidate in reversed([u for u in self.all if u.dimension == given.dimension]):
            shown = self.convert(amount, given, candidate)
            if candidate.shown_from is None or abs(shown) < candidate.shown_from:
                continue
            if shown * 100 == (shown * 100).to_integral_value():
                return _written(shown, candidate)
        return _written(amount, given)


def number(amount: Decimal) -> str:
    """Return a number with thousands separated and no needless zeros."""
    return f"{amount.normalize():,f}"


def _written(amount: Decimal, unit: Unit) -> str:
    name = unit.singular if amount == 1 else unit.plural
    space = "" if name in ("", "%") else " "
    return f"{number(amount)}{space}{name}"


_UNITS = """
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?unit ?symbol ?singular ?plural ?dimension ?factor ?from WHERE {
  ?unit a qudt:Unit ; qudt:symbol ?symbol ; skos:prefLabel ?singular ; cv:pluralLabel ?plural ;
    qudt:hasQuantityKind ?dimension ; qudt:conversionMultiplier ?factor .
  OPTIONAL { ?unit cv:shownFrom ?from }
} ORDER BY ?unit
"""


def _unit(graph: Graph, row: dict[str, NamedNode | Literal]) -> Unit:
    node = NamedNode(row["unit"].value)
    names = graph.store.quads_for_pattern(node, iri("skos:altLabel"), None, None)
    return Unit(
        iri=node.value,
        symbol=row["symbol"].value,
        singular=row["singular"].value,
        plural=row["plural"].value,
        names=tuple(sorted({q.object.value for q in names if isinstance(q.object, Literal)})),
        dimension=row["dimension"].value,
        factor=Decimal(row["factor"].value),
        shown_from=Decimal(row["from"].value) if "from" in row else None,
    )
