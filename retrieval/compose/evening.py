"""Wording a break-even point: the load, what both cost there, and a picture."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from graph.bills import Role
from graph.errors import QuestionError
from retrieval.answer import Draft, Sentence, Step
from retrieval.compose.billing import least
from retrieval.compose.loads import in_other_words, load_in_words
from retrieval.compose.pricing import terms
from retrieval.compose.wording import listed
from retrieval.cost.asked import CostAsked
from retrieval.cost.breakeven import BreakEven, Comparer, Crossing
from retrieval.cost.calculate import calculator
from retrieval.cost.compared import CannotCompare, Compared, assumed_of, compare, load_of, result
from retrieval.cost.estimate import Estimate, cents, money
from retrieval.cost.evidence import Cited
from retrieval.cost.picture import POINTS, curves_over, drawn
from retrieval.cost.workload import Workload, every, period, told
from retrieval.evidence import EvidenceFinder
from retrieval.question import QuestionKind, Reason


def break_even(asked: CostAsked, finder: EvidenceFinder) -> Draft:
    """Return from what load on one of two things is cheaper than the other."""
    return _Evening(asked, finder).draft()


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
            told = compare(self.finder, self.asked.workload, self._over())
        except CannotCompare as error:
            numbers = self.cited.cite(fact for out in error.refused for fact in out.facts)
            return self._problem(str(error), numbers)
        except QuestionError as error:
            return self._problem(f"{error}.")
        return self._told(told)

    def _over(self) -> str | None:
        """The dimension that is named, where it varies the bills: a running time has to vary both."""
        things, over = self.asked.workload.services[:2], self.asked.over
        if over is None:
            return None
        pair = Comparer(self.calculator).pair(things, self.asked.workload)
        goes = [over in rules.dimensions for rules in pair]
        role = self.catalogue.bills.dimensions[over].role
        return over if (all(goes) if role is Role.RUNNING else any(goes)) else None

    @property
    def _every(self) -> str:
        return every(self.asked.workload.months)

    def _load(self, found: BreakEven, load: Decimal) -> str:
        return load_in_words(self.catalogue, found.dimension, load)

    def _in_other_words(self, found: BreakEven, workload: Workload, crossing: Crossing) -> list[Step]:
        return in_other_words(self.catalogue, self.asked, found.dimension, workload, crossing.load)

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
            sentences.append(Sentence(self._first(found, workload, found.crossings[0]), facts))
            if len(found.crossings) > 1:
                sentences.append(Sentence(self._again(found), facts))
                working += [
                    Step("turns again", "the next such load", self._load(found, c.load), None, ())
                    for c in found.crossings[1:4]
                ]
            working += self._in_other_words(found, workload, found.crossings[0])
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

    def _first(self, found: BreakEven, workload: Workload, crossing: Crossing) -> str:
        above, below = 1 - crossing.cheaper_below, crossing.cheaper_below
        load = self._load(found, crossing.load)
        a, b = (
            least(money(crossing.costs[i], found.pair[i].currency), found.pair[i]) for i in (above, below)
        )
        every = self._every
        more = "; ".join(step.value for step in self._in_other_words(found, workload, crossing))
        load = f"{load} ({more})" if more else load
        may_rise, may_too = (found.pair[i].is_least for i in (above, below))
        edge = "" if may_rise is may_too else " at the earliest" if may_rise else " at the latest"
        text = f"From {load} on{edge}, {self._is(above, found)} cheaper than {self._label(below, found)}"
        if crossing.jumps or may_rise or may_too:
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
        costs = [least(money(e.by(self.asked.workload.free_tier), e.currency), e) for e in found.pair]
        every = self._every
        return (
            f"{self._is(cheap, found)} never dearer than {self._label(dear, found)}, from {first} to "
            f"{last}: as described it costs {costs[cheap]} {every}, the other {costs[dear]}."
        )

    def _at(self, found: BreakEven, workload: Workload, crossing: Crossing) -> list[Step]:
        """The working of both bills at a break-even point."""
        axis = found.dimension
        load = told(axis, load_of(axis, crossing.load))
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
                "at_least": e.is_least,
            }
            for e in found.pair
        ]
        curves = curves_over(self.finder, told_of, POINTS)
        even = result(self.finder, told_of)
        series = [
            {
                "iri": curve.subject,
                "label": self.catalogue.label(curve.subject),
                "points": [[f"{load:f}", f"{cents(cost):f}"] for load, cost in curve.points],
            }
            for curve in curves
        ]
        picture = {"href": even["chart"], "svg": drawn(self.finder, told_of, curves), "series": series}
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
