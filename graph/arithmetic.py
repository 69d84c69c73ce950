"""Amounts with units, and what the functions of bills' formulas do to them, in decimal numbers."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from graph.units import Unit


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a unit; without one it is a plain number."""

    value: Decimal
    unit: Unit | None = None

    def within(self, unit: Unit | None) -> Decimal:
        """Return the number of another unit; a plain number is taken as it is.

        Raises ValueError where the units measure different things.
        """
        if self.unit is None or unit is None or self.unit.iri == unit.iri:
            return self.value
        if self.unit.dimension != unit.dimension:
            raise ValueError(f"{self.unit.plural} cannot be turned into {unit.plural}")
        return self.value * self.unit.factor / unit.factor


class ZeroAmountError(ArithmeticError):
    """An amount by which a formula divides is zero: work in no time at all."""


class MissingAmountError(Exception):
    """A formula needs an amount that nothing states; the message is its name."""


ARGUMENTS: Mapping[str, Container[int]] = {"up": (2,), "whole": (1,), "table": range(3, 99, 2)}
"""How many arguments a function takes, where that is fixed."""


def _stated(amounts: list[Amount | None]) -> list[Amount]:
    return [amount for amount in amounts if amount is not None]


def _largest(amounts: list[Amount | None]) -> Amount | None:
    known = _stated(amounts)
    unit = known[0].unit if known else None
    return max((Amount(a.within(unit), unit) for a in known), key=lambda a: a.value, default=None)


def _smallest(amounts: list[Amount | None]) -> Amount | None:
    known = _stated(amounts)
    unit = known[0].unit if known else None
    return min((Amount(a.within(unit), unit) for a in known), key=lambda a: a.value, default=None)


def _up(amounts: list[Amount | None]) -> Amount | None:
    """The first amount, as the least multiple of the second that holds it."""
    value, step = amounts
    if value is None or step is None:
        return value
    size = step.within(value.unit)
    return Amount(_ceiling(value.value / size) * size, value.unit)


def _whole(amounts: list[Amount | None]) -> Amount | None:
    (value,) = amounts
    return None if value is None else Amount(_ceiling(value.value), value.unit)


def _ceiling(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_CEILING)


def _table(amounts: list[Amount | None]) -> Amount | None:
    """The value beside the first bound that holds the amount: `table(x, bound, value, ...)`."""
    wanted, *rest = amounts
    if wanted is None:
        return None
    for bound, value in zip(rest[::2], rest[1::2], strict=True):
        if bound is not None and wanted.value <= bound.value:
            return value
    raise MissingAmountError("a size that is large enough")


FUNCTIONS: Mapping[str, Callable[[list[Amount | None]], Amount | None]] = {
    "max": _largest,
    "min": _smallest,
    "up": _up,
    "whole": _whole,
    "table": _table,
}
"""What formulas may call. A function leaves out what nothing states."""
