"""Wording a break-even point: the load, what both cost there, and a picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from graph.catalogue import Catalogue
from graph.errors import QuestionError
from retrieval.answer import Draft, Sentence, Step
from retrieval.compose.costing import said_of
from retrieval.compose.pricing import terms
from retrieval.compose.wording import listed
from retrieval.cost.asked import CostAsked
from retrieval.cost.breakeven import BreakEven, Comparer, Crossing, Curve, evenly
from retrieval.cost.calculate import calculator
from retrieval.cost.estimate import Estimate, RuledOut, cents, money
from retrieval.cost.evidence import Cited
from retrieval.cost.formula import plain
from retrieval.cost.workload import Workload, in_range, period, told
from retrieval.evidence import EvidenceFinder
from retrieval.question import QuestionKind, Reason

POINTS = 61
"""Loads at which a picture is drawn."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two things over a load: where they are equal, and by which workload that was found."""

    found: BreakEven
    workload: Workload
    """As stated, with typical amounts for what was left unsaid."""
    typical: tuple[str, ...]
    """The names of those."""


class _RefusedError(Exception):
    """One of the two cannot do the work at all."""

    def __init__(self, refused: Sequence[RuledOut]) -> None:
        super().__init__(" ".join(out.because for out in refused))
        self.refused = tuple(refused)


def break_even(asked: CostAsked, finder: EvidenceFinder) -> Draft:
    """Return from what load on one of two things is cheaper than the other."""
    return _Evening(asked, finder).draft()


def described(
    finder: EvidenceFinder, pair: Sequence[str], workload: Workload
) -> tuple[Workload, tuple[str, ...]]:
    """Return the workload with typical amounts for what the bills of two things need, and their names."""
    comparer = Comparer(calculator(finder))
    return comparer.completed(comparer.pair(pair, workload), workload)


def compared(finder: EvidenceFinder, workload: Workload, over: str | None) -> Compared:
    """Return how the first two services of a workload compare.

    Raises QuestionError where one has no bill, or cannot do the work.
    """
    try:
        return _compared(finder, workload, over)
    except _RefusedError as error:
        raise QuestionError(str(error)) from error


def _compared(finder: EvidenceFinder, workload: Workload, over: str | None) -> Compared:
    computed = calculator(finder)
    comparer = Comparer(computed)
    things = workload.services[:2]
    rules = comparer.pair(things, workload)
    complete, typical = comparer.completed(rules, workload)
    if over is not None and over not in complete.amounts and (load := _typical(finder, over)) is not None:
        complete = replace(complete, amounts=dict(complete.amounts) | {over: load})
    made = [computed.made_out(r, thing, complete) for r, thing in zip(rules, things, strict=True)]
    if refused := [each for each in made if isinstance(each, RuledOut)]:
        raise _RefusedError(refused)
    one, other = (each for each in made if isinstance(each, Estimate))
    return Compared(comparer.between((one, other), complete, over), complete, typical)


def _typical(finder: EvidenceFinder, name: str) -> Decimal | None:
    dimension = finder.catalogue.bills.dimensions[name]
    return dimension.typical if dimension.assumed is None else dimension.assumed


def picture_of(
    finder: EvidenceFinder,
    workload: Workload,
    over: str | None,
    first: Decimal | None = None,
    last: Decimal | None = None,
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
    return _drawn(finder, told, curves)


def curves_of(finder: EvidenceFinder, workload: Workload, over: str | None, points: int) -> tuple[Curve, ...]:
    """Return what the first two services of a workload cost over a load, as `picture_of` draws it."""
    return _curves(finder, compared(finder, workload, over), points)


def _curves(finder: EvidenceFinder, told_of: Compared, points: int) -> tuple[Curve, ...]:
    found = told_of.found
    axis = found.dimension
    loads = evenly(found.first, found.shown_to, points, not axis.unit.is_measure)
    comparer = Comparer(calculator(finder))
    return tuple(comparer.curve(e.rules, e.subject, told_of.workload, axis.name, loads) for e in found.pair)


def _drawn(finder: EvidenceFinder, told: Compared, curves: Sequence[Curve]) -> str:
    from retrieval.cost.chart import chart  # its library is only needed where a picture is drawn

    axis = told.found.dimension
    unit = f" ({axis.unit.symbol})" if axis.unit.is_measure and axis.unit.symbol else ""
    every = f"a {period(told.workload.months)}"
    labels = [finder.catalogue.label(curve.subject) for curve in curves]
    title = f"Cost {every} over {axis.label}"
    return chart(curves, labels, title, f"{axis.label}{unit}", f"{told.found.pair[0].currency} {every}")


def result(finder: EvidenceFinder, told: Compared) -> dict[str, Any]:
    """Return the break-even point in the form of `result.break_even`."""
    found = told.found
    nodes = [{"iri": e.subject, "label": finder.catalogue.label(e.subject)} for e in found.pair]
    axis = found.dimension
    points = [
        {
            "value": f"{_shown(c.load, axis.unit.is_measure):f}",
            "text": said_of(finder.catalogue, axis.name, _shown(c.load, axis.unit.is_measure)),
            "costs": [f"{cents(value):f}" for value in c.costs],
            "cheaper_below": nodes[c.cheaper_below],
            "cheaper_above": nodes[1 - c.cheaper_below],
            "jumps": c.jumps,
        }
        for c in found.crossings
    ]
    return {
        "over": axis.name,
        "label": axis.label,
        "unit": axis.unit.symbol,
        "between": nodes,
        "points": points,
        "cheaper": nodes[found.cheaper] if found.cheaper is not None else None,
        "chart": address(finder, found, told.workload),
    }


def assumed_of(catalogue: Catalogue, workload: Workload, typical: Sequence[str]) -> tuple[str, ...]:
    """Return, in sentences, which typical amounts were taken for what nobody said."""
    known = catalogue.bills.dimensions
    return tuple(
        f"Nothing was said of “{known[name].label}”: "
        f"{said_of(catalogue, name, workload.amounts[name])} is taken."
        for name in typical
    )


def address(finder: EvidenceFinder, found: BreakEven, workload: Workload) -> str:
    """Return the path at which the picture is served."""
    catalogue = finder.catalogue
    asked: list[tuple[str, str]] = [("over", found.dimension.name)]
    asked += [("service", e.subject.rsplit("/", 1)[-1]) for e in found.pair]
    for name, value in workload.amounts.items():
        if name != found.dimension.name:
            asked.append((name, f"{plain(value)} {catalogue.bills.dimensions[name].unit.symbol}".strip()))
    for choice in catalogue.bills.choices:
        if choice.iri in workload.choices:
            asked.append((choice.name, workload.choices[choice.iri].rsplit("/", 1)[-1]))
    if workload.free_tier:
        asked.append(("free_tier", "true"))
    if workload.months != 1:
        asked.append(("months", plain(workload.months)))
    return f"/v1/estimate/chart?{urlencode(asked, quote_via=quote)}"


class _Evening:
    """One break-even point in the making."""

    def __init__(self, asked: CostAsked, finder: EvidenceFinder) -> None:
        self.asked = asked
        self.finder = finder
        self.catalogue = finder.catalogue
        self.cited = Cited(finder)
        self.calculator = calculator(finder)

    def draft(self) -> Draft:
        try:
            told = _compared(self.finder, self.asked.workload, self._over())
        except _RefusedError as error:
            numbers = self.cited.cite(fact for out in error.refused for fact in out.facts)
            return self._problem(str(error), numbers)
        except QuestionError as error:
            return self._problem(f"{error}.")
        return self._told(told)

    def _over(self) -> str | None:
        """The dimension that is named, where one of the bills goes by it."""
        bills = [r for thing in self.asked.workload.services for r in self.calculator.bills_of(thing)]
        return self.asked.over if any(self.asked.over in rules.dimensions for rules in bills) else None

    def _load(self, found: BreakEven, load: Decimal) -> str:
        """A load of the axis as people say it."""
        axis = found.dimension
        return said_of(self.catalogue, axis.name, _shown(load, axis.unit.is_measure))

    def _is(self, index: int, found: BreakEven) -> str:
        """A thing with its verb."""
        thing = self.catalogue.things[found.pair[index].subject]
        return f"{thing.label} {'are' if thing.plural else 'is'}"

    def _label(self, index: int, found: BreakEven) -> str:
        return self.catalogue.label(found.pair[index].subject)

    def _told(self, told_of: Compared) -> Draft:
        found, workload = told_of.found, told_of.workload
        sentences: list[Sentence] = []
        working: list[Step] = []
        facts = tuple(self.cited.cite(f for e in found.pair for i in e.items for f in i.facts))
        if found.crossings:
            sentences.append(Sentence(self._first(found, found.crossings[0]), facts))
            if len(found.crossings) > 1:
                sentences.append(Sentence(self._again(found), facts))
                working += [
                    Step("turns again", "the next such load", self._load(found, c.load), None, ())
                    for c in found.crossings[1:4]
                ]
            for crossing in found.crossings[:2]:
                working += self._at(found, workload, crossing)
        else:
            sentences.append(Sentence(self._throughout(found), facts))
            ends = " to ".join(self._load(found, load) for load in (found.first, found.last))
            working.append(Step("loads looked at", ends, "the order does not turn", None, ()))
            for estimate in found.pair:
                working += self.cited.steps(estimate, self.catalogue.label(estimate.subject), False)
        prices = self.cited.prices()
        if prices:
            sentences.append(Sentence(terms(self.catalogue, prices), self.cited.cite(prices)))
        queries = self.cited.queries()
        return Draft(
            kind=QuestionKind.COST.value,
            sentences=tuple(sentences),
            result=self._result(told_of),
            citations=self.cited.citations.all(),
            sparql=queries,
            working=tuple(working),
            assumptions=self._assumptions(told_of),
        )

    def _first(self, found: BreakEven, crossing: Crossing) -> str:
        axis = found.dimension
        above, below = 1 - crossing.cheaper_below, crossing.cheaper_below
        load = said_of(self.catalogue, axis.name, _shown(crossing.load, axis.unit.is_measure))
        a, b = (money(crossing.costs[i], found.pair[i].currency) for i in (above, below))
        every = f"a {period(self.asked.workload.months)}"
        text = f"From {load} on, {self._is(above, found)} cheaper than {self._label(below, found)}"
        if crossing.jumps:
            return f"{text}: it costs {a} {every} there, and the other {b}."
        return f"{text}: there both cost {a} {every}."

    def _again(self, found: BreakEven) -> str:
        loads = [self._load(found, c.load) for c in found.crossings[1:4]]
        more = " and further on" if len(found.crossings) > 4 else ""
        return f"The order turns again at {listed(loads)}{more}, where one of them rises by a step."

    def _throughout(self, found: BreakEven) -> str:
        first, last = (self._load(found, load) for load in (found.first, found.last))
        if found.cheaper is None:
            return f"Both cost the same, from {first} to {last}."
        cheap, dear = found.cheaper, 1 - found.cheaper
        costs = [money(e.by(self.asked.workload.free_tier), e.currency) for e in found.pair]
        every = f"a {period(self.asked.workload.months)}"
        return (
            f"{self._is(cheap, found)} never dearer than {self._label(dear, found)}, from {first} to "
            f"{last}: as described it costs {costs[cheap]} {every}, the other {costs[dear]}."
        )

    def _at(self, found: BreakEven, workload: Workload, crossing: Crossing) -> list[Step]:
        """The working of both bills at a break-even point."""
        axis = found.dimension
        load = told(axis, _shown(crossing.load, axis.unit.is_measure))
        steps = [Step("break-even point", f"the first {axis.label} at which the order turns", load, None, ())]
        at = replace(workload, amounts=dict(workload.amounts) | {axis.name: crossing.load})
        for estimate in found.pair:
            made = self.calculator.estimate(estimate.rules, estimate.subject, at)
            if isinstance(made, Estimate):
                steps += self.cited.steps(
                    made, f"{self.catalogue.label(made.subject)} at {load}", workload.free_tier
                )
        return steps

    def _result(self, told_of: Compared) -> dict[str, Any]:
        found, workload = told_of.found, told_of.workload
        totals = [
            {
                "iri": e.subject,
                "label": self.catalogue.label(e.subject),
                "value": f"{cents(e.by(workload.free_tier)):f}",
                "unit": e.currency,
                "period": period(workload.months),
                "way": e.rules.bill.way,
                "with_free_tier": f"{cents(e.with_free_tier):f}",
            }
            for e in found.pair
        ]
        curves = _curves(self.finder, told_of, POINTS)
        even = result(self.finder, told_of)
        series = [
            {
                "iri": curve.subject,
                "label": self.catalogue.label(curve.subject),
                "points": [[f"{load:f}", f"{cents(cost):f}"] for load, cost in curve.points],
            }
            for curve in curves
        ]
        picture = {"href": even["chart"], "svg": _drawn(self.finder, told_of, curves), "series": series}
        return {"totals": totals, "ruled_out": [], "break_even": even, "chart": picture}

    def _assumptions(self, told_of: Compared) -> tuple[str, ...]:
        left = [name for name in told_of.typical if name != told_of.found.dimension.name]
        texts = [*assumed_of(self.catalogue, told_of.workload, left)]
        for estimate in told_of.found.pair:
            texts += estimate.assumed
        left_out = dict.fromkeys(text for e in told_of.found.pair for text in e.rules.bill.leaves_out)
        if left_out:
            texts.append(f"Not on the bills: {listed(list(left_out), len(left_out))}.")
        return tuple(dict.fromkeys(texts))

    def _problem(self, text: str, numbers: tuple[int, ...] = ()) -> Draft:
        queries = self.cited.queries() if numbers else ()
        return Draft(
            kind=None,
            sentences=(Sentence(text, numbers),),
            result={},
            citations=self.cited.citations.all() if numbers else (),
            sparql=queries,
            status="declined",
            reason=Reason.NOT_IN_GRAPH.value,
        )


def _shown(load: Any, measured: bool) -> Any:  # noqa: ANN401 - Decimals
    """A load to five digits where it is measured; counts are exact."""
    if not measured or not load:
        return load
    return round(load, max(0, 4 - load.adjusted()))
