"""Wording a break-even point: the load, what both cost there, and a picture."""

from typing import Any
from urllib.parse import quote, urlencode

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
from retrieval.cost.workload import Workload, period, told
from retrieval.evidence import EvidenceFinder
from retrieval.question import QuestionKind, Reason

POINTS = 61
"""Loads at which a picture is drawn."""


def break_even(asked: CostAsked, finder: EvidenceFinder) -> Draft:
    """Return from what load on one of two things is cheaper than the other."""
    return _Evening(asked, finder).draft()


def drawn(finder: EvidenceFinder, found: BreakEven, workload: Workload) -> tuple[Curve, ...]:
    """Return both bills over the loads up to twice the break-even point."""
    comparer = Comparer(calculator(finder))
    axis = found.dimension
    loads = evenly(found.first, found.shown_to, POINTS, not axis.unit.is_measure)
    return tuple(comparer.curve(e.rules, e.subject, workload, axis.name, loads) for e in found.pair)


def picture(finder: EvidenceFinder, found: BreakEven, workload: Workload) -> str:
    """Return both bills over the load as SVG."""
    from retrieval.cost.chart import chart  # its library is only needed where a picture is drawn

    labels = [finder.catalogue.label(e.subject) for e in found.pair]
    axis = found.dimension
    unit = f" ({axis.unit.symbol})" if axis.unit.is_measure and axis.unit.symbol else ""
    currency = found.pair[0].currency
    title = f"Cost a {period(workload.months)} over {axis.label}"
    cost = f"{currency} a {period(workload.months)}"
    return chart(drawn(finder, found, workload), labels, title, f"{axis.label}{unit}", cost)


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
        self.comparer = Comparer(self.calculator)

    def draft(self) -> Draft:
        things = self.asked.workload.services[:2]
        try:
            rules = self.comparer.pair(things, self.asked.workload)
            workload, typical = self.comparer.completed(rules, self.asked.workload)
            made = [self.calculator.made_out(r, t, workload) for r, t in zip(rules, things, strict=True)]
            refused = [each for each in made if isinstance(each, RuledOut)]
            if refused:
                return self._declined(refused)
            one, other = (each for each in made if isinstance(each, Estimate))
            found = self.comparer.between((one, other), workload, self._over((one, other)))
        except QuestionError as error:
            return self._problem(f"{error}.")
        return self._told(found, workload, typical)

    def _over(self, pair: tuple[Estimate, Estimate]) -> str | None:
        """The dimension that is named, where the bills go by it."""
        axes = {axis.name for axis in self.comparer.axes(pair)}
        return self.asked.over if self.asked.over in axes else None

    def _label(self, index: int, found: BreakEven) -> str:
        return self.catalogue.label(found.pair[index].subject)

    def _told(self, found: BreakEven, workload: Workload, typical: tuple[str, ...]) -> Draft:
        sentences: list[Sentence] = []
        working: list[Step] = []
        facts = tuple(self.cited.cite(f for e in found.pair for i in e.items for f in i.facts))
        if found.crossings:
            sentences.append(Sentence(self._first(found, found.crossings[0]), facts))
            if len(found.crossings) > 1:
                sentences.append(Sentence(self._again(found), facts))
            for crossing in found.crossings[:2]:
                working += self._at(found, workload, crossing)
        else:
            sentences.append(Sentence(self._throughout(found), facts))
            for estimate in found.pair:
                working += self.cited.steps(estimate, self.catalogue.label(estimate.subject), False)
        prices = self.cited.prices()
        if prices:
            sentences.append(Sentence(terms(self.catalogue, prices), self.cited.cite(prices)))
        result = self._result(found, workload)
        queries = self.cited.queries()
        return Draft(
            kind=QuestionKind.COST.value,
            sentences=tuple(sentences),
            result=result,
            citations=self.cited.citations.all(),
            sparql=queries,
            working=tuple(working),
            assumptions=self._assumptions(found, workload, typical),
        )

    def _first(self, found: BreakEven, crossing: Crossing) -> str:
        axis = found.dimension
        above, below = 1 - crossing.cheaper_below, crossing.cheaper_below
        load = said_of(self.catalogue, axis.name, _shown(crossing.load, axis.unit.is_measure))
        a, b = (money(crossing.costs[i], found.pair[i].currency) for i in (above, below))
        every = f"a {period(self.asked.workload.months)}"
        text = f"From {load} on, {self._label(above, found)} is cheaper than {self._label(below, found)}"
        if crossing.jumps:
            return f"{text}: it costs {a} {every} there, and the other {b}."
        return f"{text}: there both cost {a} {every}."

    def _again(self, found: BreakEven) -> str:
        axis = found.dimension
        loads = [said_of(self.catalogue, axis.name, _shown(c.load, axis.unit.is_measure)) for c in found.crossings[1:4]]
        more = " and further on" if len(found.crossings) > 4 else ""  # noqa: PLR2004
        return f"The order turns again at {listed(loads)}{more}, where one of them rises by a step."

    def _throughout(self, found: BreakEven) -> str:
        axis = found.dimension
        first, last = (said_of(self.catalogue, axis.name, _shown(v, axis.unit.is_measure)) for v in (found.first, found.last))
        if found.cheaper is None:
            return f"Both cost the same, from {first} to {last}."
        cheap, dear = found.cheaper, 1 - found.cheaper
        costs = [money(e.by(self.asked.workload.free_tier), e.currency) for e in found.pair]
        return (
            f"{self._label(cheap, found)} is never dearer than {self._label(dear, found)}, from {first} to {last}: "
            f"as described it costs {costs[cheap]} a {period(self.asked.workload.months)}, the other {costs[dear]}."
        )

    def _at(self, found: BreakEven, workload: Workload, crossing: Crossing) -> list[Step]:
        """The working of both bills at a break-even point."""
        from dataclasses import replace

        axis = found.dimension
        load = told(axis, _shown(crossing.load, axis.unit.is_measure))
        steps = [Step("break-even point", f"the first {axis.label} at which the order turns", load, None, ())]
        at = replace(workload, amounts=dict(workload.amounts) | {axis.name: crossing.load})
        for estimate in found.pair:
            made = self.calculator.estimate(estimate.rules, estimate.subject, at)
            if isinstance(made, Estimate):
                steps += self.cited.steps(made, f"{self.catalogue.label(made.subject)} at {load}", workload.free_tier)
        return steps

    def _result(self, found: BreakEven, workload: Workload) -> dict[str, Any]:
        nodes = [{"iri": e.subject, "label": self.catalogue.label(e.subject)} for e in found.pair]
        axis = found.dimension
        points = [
            {
                "value": f"{_shown(c.load, axis.unit.is_measure):f}",
                "text": said_of(self.catalogue, axis.name, _shown(c.load, axis.unit.is_measure)),
                "costs": [f"{cents(value):f}" for value in c.costs],
                "cheaper_below": nodes[c.cheaper_below],
                "cheaper_above": nodes[1 - c.cheaper_below],
                "jumps": c.jumps,
            }
            for c in found.crossings
        ]
        href = address(self.finder, found, workload)
        return {
            "totals": [
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
            ],
            "ruled_out": [],
            "break_even": {
                "over": axis.name,
                "label": axis.label,
                "unit": axis.unit.symbol,
                "between": nodes,
                "points": points,
                "cheaper": nodes[found.cheaper] if found.cheaper is not None else None,
            },
            "chart": {"href": href, "svg": picture(self.finder, found, workload)},
        }

    def _assumptions(self, found: BreakEven, workload: Workload, typical: tuple[str, ...]) -> tuple[str, ...]:
        texts = [
            f"Nothing was said of “{self.catalogue.bills.dimensions[name].label}”: "
            f"{said_of(self.catalogue, name, workload.amounts[name])} is taken."
            for name in typical
            if name != found.dimension.name
        ]
        for estimate in found.pair:
            texts += estimate.assumed
        left_out = dict.fromkeys(text for e in found.pair for text in e.rules.bill.leaves_out)
        if left_out:
            texts.append(f"Not on the bills: {listed(list(left_out), len(left_out))}.")
        return tuple(dict.fromkeys(texts))

    def _declined(self, refused: list[RuledOut]) -> Draft:
        numbers = self.cited.cite(fact for out in refused for fact in out.facts)
        draft = self._problem(" ".join(out.because for out in refused), numbers)
        return draft

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
