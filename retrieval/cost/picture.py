"""Pictures of what things cost over a load: the curves, and how they are drawn."""

from collections.abc import Sequence
from decimal import Decimal

from graph.errors import QuestionError
from retrieval.cost.breakeven import Comparer, Curve, evenly
from retrieval.cost.calculate import calculator
from retrieval.cost.compared import Compared, compared
from retrieval.cost.estimate import RuledOut
from retrieval.cost.workload import Workload, in_range, period
from retrieval.evidence import EvidenceFinder

POINTS = 61
"""Loads at which a picture is drawn."""
WIDTH = 720
"""Pixels."""


def picture_of(
    finder: EvidenceFinder,
    workload: Workload,
    over: str | None,
    first: Decimal | None = None,
    last: Decimal | None = None,
    width: int = WIDTH,
) -> str:
    """Return, as SVG, what the services of a workload cost over a load.

    Without ends, the picture goes from the least load to twice that at which the first two are equal.
    Raises QuestionError as `compared`, and where the ends make no sense.
    """
    told = compared(finder, workload, over)
    axis = told.found.dimension
    begin = told.found.first if first is None else in_range(axis, first)
    end = told.found.shown_to if last is None else in_range(axis, last)
    if begin >= end:
        raise QuestionError(f"A picture goes from a smaller load to a larger one, not from {begin} to {end}")
    comparer = Comparer(calculator(finder))
    loads = evenly(begin, end, POINTS, not axis.unit.is_measure)
    bills = [(e.rules, e.subject) for e in told.found.pair]
    for thing in workload.services[2:]:
        rules = comparer.pair((workload.services[0], thing), told.workload)[1]
        made = calculator(finder).made_out(rules, thing, told.workload)
        if isinstance(made, RuledOut):
            raise QuestionError(made.because)
        bills.append((rules, made.subject))
    curves = [comparer.curve(r, thing, told.workload, axis.name, loads) for r, thing in bills]
    return drawn(finder, told, curves, width)


def curves_of(finder: EvidenceFinder, workload: Workload, over: str | None, points: int) -> tuple[Curve, ...]:
    """Return what the first two services of a workload cost over a load, as `picture_of` draws it."""
    return curves_over(finder, compared(finder, workload, over), points)


def curves_over(finder: EvidenceFinder, told_of: Compared, points: int) -> tuple[Curve, ...]:
    """Return what two things cost from the least load to twice that at which they are equal."""
    found = told_of.found
    axis = found.dimension
    loads = evenly(found.first, found.shown_to, points, not axis.unit.is_measure)
    comparer = Comparer(calculator(finder))
    return tuple(comparer.curve(e.rules, e.subject, told_of.workload, axis.name, loads) for e in found.pair)


def drawn(finder: EvidenceFinder, told: Compared, curves: Sequence[Curve], width: int = WIDTH) -> str:
    """Return curves as SVG, so many pixels wide."""
    from retrieval.cost.chart import chart  # its library is only needed where a picture is drawn

    axis = told.found.dimension
    unit = f" ({axis.unit.symbol})" if axis.unit.is_measure and axis.unit.symbol else ""
    every = f"a {period(told.workload.months)}"
    labels = [finder.catalogue.label(curve.subject) for curve in curves]
    title = f"Cost {every} over {axis.label}"
    cost = f"{told.found.pair[0].currency} {every}"
    return chart(curves, labels, title, f"{axis.label}{unit}", cost, width)
