"""The load at which one bill becomes cheaper than another, and what both come to on the way there."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from graph.bills import Dimension, Role
from graph.errors import QuestionError
from retrieval.cost.calculate import Calculator
from retrieval.cost.estimate import Estimate
from retrieval.cost.ledger import Rules
from retrieval.cost.workload import Workload

_CENT = Decimal("0.01")
_PER_DECADE = 12
"""Loads at which the order is looked at for each power of ten; it may turn twice unseen between two."""
_CLOSE = Decimal("1e-12")
_MOST_POINTS = 8

Costs = Callable[[Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A load from which on the order of two bills is another one."""

    load: Decimal
    """The first load at which the other one is no dearer; a whole number where it counts things."""
    costs: tuple[Decimal, Decimal]
    cheaper_below: int
    """Which of the two is cheaper below the load: 0 or 1."""
    jumps: bool
    """Whether one of them rises by a step there, so that the two are not equal at it."""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """How two bills compare over the loads of one dimension."""

    dimension: Dimension
    pair: tuple[Estimate, Estimate]
    """Both at the workload as stated, for what they rest on."""
    crossings: tuple[Crossing, ...]
    cheaper: int | None
    """The one that is never dearer, where the order does not turn."""
    first: Decimal
    last: Decimal
    """The loads between which was looked."""

    @property
    def shown_to(self) -> Decimal:
        """How far a picture has to go to show the first turning point in its middle."""
        if self.crossings:
            return min(2 * self.crossings[0].load, self.last)
        typical = self.dimension.typical or self.dimension.assumed or self.last
        return min(2 * typical, self.last)


@dataclass(frozen=True, slots=True)
class Curve:
    """What one bill comes to at some loads."""

    subject: str
    points: tuple[tuple[Decimal, Decimal], ...]


class Comparer:
    """Compares bills over loads."""

    def __init__(self, calculator: Calculator) -> None:
        self._calculator = calculator
        self._bills = calculator.bills

    def pair(self, things: Sequence[str], workload: Workload) -> tuple[Rules, Rules]:
        """Return by which of their bills two things are compared.

        Those that go by what is stated, then those that need least besides, and the same.
        Raises QuestionError where one of them has no bill.
        """
        found = [self._calculator.bills_of(thing) for thing in things]
        for thing, bills in zip(things, found, strict=True):
            if not bills:
                raise QuestionError(
                    f"The graph holds no rules for the bill of {self._calculator.catalogue.label(thing)}"
                )
        stated = set(workload.amounts)
        order = {name: index for index, name in enumerate(self._bills.dimensions)}

        def unfit(both: tuple[Rules, Rules]) -> tuple[object, ...]:
            one, other = both
            strange = len(stated - (one.dimensions | other.dimensions))
            needed = (one.needed | other.needed) - stated
            first = sorted(order[name] for name in one.needed | other.needed)
            return strange, len(needed), -len(one.needed & other.needed), first, one.bill.iri, other.bill.iri

        return min(((a, b) for a in found[0] for b in found[1]), key=unfit)

    def completed(self, rules: Sequence[Rules], workload: Workload) -> tuple[Workload, tuple[str, ...]]:
        """Return the workload with typical amounts for what bills need and nobody said, and their names."""
        needed = rules[0].needed | rules[1].needed
        added = {
            d.name: d.typical
            for d in self._bills.dimensions.values()
            if d.name in needed and d.name not in workload.amounts and d.typical is not None
        }
        return replace(workload, amounts=dict(workload.amounts) | added), tuple(added)

    def axes(self, pair: tuple[Estimate, Estimate], stated: Collection[str]) -> list[Dimension]:
        """Return the dimensions over which two bills are compared, in their order.

        Those of load that nobody stated; then how long both run; then those that were stated.
        """
        one, other = (set(estimate.amounts) for estimate in pair)
        load = [d for d in self._bills.dimensions.values() if d.name in one | other]
        typical = [d for d in load if d.typical is not None]
        running = [d for d in load if d.role is Role.RUNNING and d.name in one & other]
        left_open = [d for d in typical if d.name not in stated]
        return [*left_open, *running] or typical or load

    def between(
        self,
        pair: tuple[Estimate, Estimate],
        workload: Workload,
        over: str | None,
        stated: Collection[str] = (),
    ) -> BreakEven:
        """Return where two bills are equal over a dimension: the one named, or the first where they turn.

        `stated` are the dimensions that are not left open, so that others are looked at first.
        """
        axes = [self._bills.dimensions[over]] if over else self.axes(pair, stated)
        first: BreakEven | None = None
        for axis in axes:
            found = self._over(pair, workload, axis)
            if found.crossings:
                return found
            first = first or found
        if first is None:
            raise QuestionError("These bills go by no amount that could be varied")
        return first

    def curve(
        self, rules: Rules, thing: str, workload: Workload, over: str, loads: Sequence[Decimal]
    ) -> Curve:
        """Return what one bill comes to at these loads; loads at which it cannot be used are left out."""
        cost = self._cost(rules, thing, workload, over)
        points = [(load, value) for load in loads if (value := cost(load)) is not None]
        return Curve(thing, tuple(points))

    def _cost(
        self, rules: Rules, thing: str, workload: Workload, over: str
    ) -> Callable[[Decimal], Decimal | None]:
        def at(load: Decimal) -> Decimal | None:
            changed = replace(workload, amounts=dict(workload.amounts) | {over: load})
            return self._calculator.total(rules, thing, changed)

        return at

    def _over(self, pair: tuple[Estimate, Estimate], workload: Workload, axis: Dimension) -> BreakEven:
        one, other = (self._cost(e.rules, e.subject, workload, axis.name) for e in pair)

        def difference(load: Decimal) -> Decimal | None:
            a, b = one(load), other(load)
            return None if a is None or b is None else a - b

        known = [(load, value) for load in _loads(axis) if (value := difference(load)) is not None]
        crossings = []
        for (low, before), (high, _) in _turns(known):
            load = _first_after(difference, low, high, before, whole=not axis.unit.is_measure)
            a, b = one(load), other(load)
            assert a is not None  # both are known on either side of the turn
            assert b is not None
            jumps = abs(a - b) >= _CENT
            crossings.append(Crossing(load, (a, b), 0 if before < 0 else 1, jumps))
        signs = {value < 0 for _, value in known if value}
        cheaper = None if crossings or not signs else (0 if True in signs else 1)
        first, last = (known[0][0], known[-1][0]) if known else (axis.least, axis.greatest)
        return BreakEven(axis, pair, tuple(crossings[:_MOST_POINTS]), cheaper, first, last)


def _loads(axis: Dimension) -> list[Decimal]:
    """Loads over the whole range of a dimension: evenly spaced in each power of ten."""
    loads = [axis.least]
    power = Decimal(10) ** (axis.least.adjusted() if axis.least else -3)
    if not axis.unit.is_measure and power < 1:
        power = Decimal(1)
    while power < axis.greatest:
        for step in range(_PER_DECADE):
            load = power * (1 + Decimal(9 * step) / _PER_DECADE)
            if not axis.unit.is_measure:
                load = load.to_integral_value(ROUND_CEILING)
            if loads[-1] < load < axis.greatest:
                loads.append(load)
        power *= 10
    return [*loads, axis.greatest]


_Known = tuple[Decimal, Decimal]


def _turns(known: Sequence[_Known]) -> list[tuple[_Known, _Known]]:
    """The neighbouring loads between which the order turns; where both are equal, it has not turned yet."""
    apart = [(load, value) for load, value in known if value]
    return [(a, b) for a, b in pairwise(apart) if (a[1] < 0) != (b[1] < 0)]


def _first_after(
    difference: Callable[[Decimal], Decimal | None], low: Decimal, high: Decimal, before: Decimal, whole: bool
) -> Decimal:
    """The least load at which the order is no longer that of the lower load, by halving."""
    while (high - low > 1) if whole else (high - low > _CLOSE * high):
        middle = (low + high) / 2
        if whole:
            middle = middle.to_integral_value(ROUND_CEILING)
            if middle >= high:
                middle = high - 1
        value = difference(middle)
        if value is not None and value and (value < 0) == (before < 0):
            low = middle
        else:
            high = middle
    return high


def evenly(first: Decimal, last: Decimal, count: int, whole: bool) -> list[Decimal]:
    """Return loads at equal distances, both ends among them."""
    loads = [first + (last - first) * index / (count - 1) for index in range(count)]
    return [load.to_integral_value(ROUND_CEILING) for load in loads] if whole else loads
