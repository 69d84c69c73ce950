"""Loads as people say them: with their share of the month, as so many a day."""

from decimal import ROUND_CEILING, Decimal

from graph.bills import Dimension, Role
from graph.catalogue import Catalogue
from retrieval.answer import Step
from retrieval.cost.asked import CostAsked
from retrieval.cost.compared import load_of
from retrieval.cost.phrases import RATES, Part
from retrieval.cost.showing import plain
from retrieval.cost.times import MONTH
from retrieval.cost.workload import Workload, said, told

_MANY = 100
"""Loads from which on they are told in whole numbers."""
_PER = {
    Part.SECONDLY: "a second",
    Part.MINUTELY: "a minute",
    Part.HOURLY: "an hour",
    Part.DAILY: "a day",
    Part.WEEKDAYS: "each weekday",
    Part.WEEKENDS: "each day of a weekend",
    Part.WEEKLY: "a week",
    Part.YEARLY: "a year",
}


def load_in_words(catalogue: Catalogue, axis: Dimension, load: Decimal) -> str:
    """Return a load of an axis as people say it, of a running time with its share of the month."""
    text = said(catalogue.units, axis, load_of(axis, load))
    return f"{text} ({_percent(load / axis.greatest)} of it)" if axis.role is Role.RUNNING else text


def in_other_words(
    catalogue: Catalogue, asked: CostAsked, axis: Dimension, workload: Workload, exact: Decimal
) -> list[Step]:
    """Return a load as so many a day, and as the share of the month for which it keeps one busy."""
    known = catalogue.bills.dimensions
    load = told(axis, load_of(axis, exact))
    steps: list[Step] = []
    if asked.per is not None and axis.monthly:
        rate = RATES[asked.per]
        count = exact / rate
        whole = count >= _MANY and not axis.unit.is_measure
        value = count.to_integral_value(ROUND_CEILING) if whole else round(count, 2)
        text = f"{plain(value)} {_PER[asked.per]}"
        steps.append(Step("the load in other words", f"{load} ÷ {plain(rate)}", text, None, ()))
    lasting = next((d for d in known.values() if d.role is Role.LASTING), None)
    occurs = axis.monthly and axis.role is None and not axis.unit.is_measure
    wanted = known[asked.over].role if asked.over else None
    if wanted is Role.RUNNING and occurs and lasting is not None and lasting.name in workload.amounts:
        long = workload.amounts[lasting.name]
        busy = exact * long * lasting.unit.factor / MONTH
        text = f"that keeps one busy for {_percent(busy)} of the month"
        expression = f"{load} × {told(lasting, long)} ÷ {plain(MONTH)} s"
        steps.append(Step("the load in other words", expression, text, None, ()))
    return steps


def _percent(share: Decimal) -> str:
    """A share in percent, to a tenth."""
    return f"{plain(round(share * 100, 1))}%"
