"""A piece of work in amounts: what is stated of it, held against what makes sense."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from graph.arithmetic import Amount
from graph.bills import Bills, Dimension, Role
from graph.errors import QuestionError
from graph.units import Unit, Units
from retrieval.cost.showing import plain

MONTHS_OF_A_YEAR = 12
MOST_MONTHS = 120
HOURS_OF_A_MONTH = 730
_SPANS = ((168, "week"), (24, "day"))
"""Periods shorter than a month, in hours."""
_PLACES = 6
_FEW_PLACES = 2


@dataclass(frozen=True, slots=True)
class Workload:
    """What is stated of a piece of work, in terms of the catalogue."""

    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    """By name of the dimension, in its unit; a month's where it is counted monthly."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """The option chosen, by IRI of the choice."""
    services: tuple[str, ...] = ()
    """The things whose bills are asked for; none for all that can do the work."""
    months: Decimal = Decimal(1)
    """The period that totals are for."""
    free_tier: bool = False
    """Whether things are compared by their totals with the free tier."""


def checked(bills: Bills, workload: Workload) -> Workload:
    """Return the workload; QuestionError where an amount or the period makes no sense, with what does."""
    for name, value in workload.amounts.items():
        in_range(bills.dimensions[name], value)
    if not 0 < workload.months <= MOST_MONTHS:
        raise QuestionError(
            f"{plain(workload.months)} months are no period to estimate: give more than 0 and at most "
            f"{MOST_MONTHS} months"
        )
    return workload


def in_range(dimension: Dimension, value: Decimal) -> Decimal:
    """Return the value; QuestionError where it makes no sense of this dimension."""
    if value.is_finite() and dimension.least <= value <= dimension.greatest:
        return value
    lowest, highest = told(dimension, dimension.least), told(dimension, dimension.greatest)
    given = plain(value) if value.is_finite() else str(value)
    given = f"{value:.3g}" if len(given) > 40 else given
    raise QuestionError(
        f"{given} {dimension.unit.symbol} is no amount for “{dimension.label}”: it goes from {lowest} to "
        f"{highest}, such as {dimension.example}"
    )


def told(dimension: Dimension, value: Decimal) -> str:
    """Return an amount of a dimension with its unit: `120 ms`, `3,000,000 requests`."""
    unit = dimension.unit
    name = unit.singular if value == 1 else unit.plural
    return f"{plain(value)} {name or dimension.label}"


def said(units: Units, dimension: Dimension, value: Decimal) -> str:
    """Return an amount of a dimension as people say it: `512 MB`, `3,000,000 requests a month`."""
    if dimension.role is Role.RUNNING:
        return f"{told(dimension, round(value, _FEW_PLACES))} a month"
    if value and dimension.unit.is_measure and dimension.unit.plural:
        return units.show(value, dimension.unit.iri)
    return f"{told(dimension, value)} a month" if dimension.monthly else told(dimension, value)


def amount_in(dimension: Dimension, value: Decimal, unit: Unit | None) -> Decimal:
    """Return an amount given in some unit in that of a dimension.

    Raises QuestionError where the unit measures something else.
    """
    try:
        return Amount(value, unit).within(dimension.unit)
    except ValueError:
        assert unit is not None  # without one nothing is turned into anything
        right = dimension.unit.plural or "plain numbers"
        raise QuestionError(
            f"“{dimension.label}” is counted in {right}, not in {unit.plural}: give for example "
            f"{dimension.example}"
        ) from None


def period(months: Decimal) -> str:
    """Return what totals are for: `month`, `year`, `3 months`, `day`, `2 weeks`, `100 hours`."""
    if months == months.to_integral_value():
        years = months / MONTHS_OF_A_YEAR
        whole = years == years.to_integral_value()
        return _several(years, "year") if whole else _several(months, "month")
    hours = round(months * HOURS_OF_A_MONTH, _PLACES)
    for size, name in _SPANS:
        if hours % size == 0:
            return _several(hours / size, name)
    return _several(hours, "hour")


def every(months: Decimal) -> str:
    """Return the same as it stands in a sentence: `a month`, `an hour`, `for 2 weeks`."""
    told_of = period(months)
    if told_of[0].isdigit():
        return f"for {told_of}"
    return f"{'an' if told_of == 'hour' else 'a'} {told_of}"


def _several(count: Decimal, name: str) -> str:
    return name if count == 1 else f"{plain(count)} {name}s"
