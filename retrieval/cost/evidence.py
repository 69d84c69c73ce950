"""The facts that estimates rest on, as citations, and the queries that find them."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from graph.facts import Fact
from graph.namespaces import iri
from retrieval import plan
from retrieval.answer import Step
from retrieval.compose.citing import Citations
from retrieval.cost.estimate import Estimate, Item, Worked, added, money
from retrieval.cost.showing import plain
from retrieval.cost.workload import HOURS_OF_A_MONTH
from retrieval.evidence import EvidenceFinder


class Cited:
    """Collects what estimates rest on."""

    def __init__(self, finder: EvidenceFinder) -> None:
        self.finder = finder
        self.citations = Citations(finder.catalogue)
        self._facts: dict[Fact, None] = {}

    def cite(self, facts: Iterable[Fact]) -> tuple[int, ...]:
        """Return the numbers of some facts."""
        known = tuple(facts)
        self._facts |= dict.fromkeys(known)
        return self.citations.cite(known)

    def prices(self) -> list[Fact]:
        """Return the facts cited so far that state prices."""
        return [fact for fact in self._facts if fact.object.value in self.finder.catalogue.prices]

    def queries(self) -> tuple[str, ...]:
        """Return the queries that find all that is cited, with what conclusions rest on."""
        supporting = self.citations.rest(self.finder)
        if not self._facts:
            return supporting
        subjects = sorted({fact.subject for fact in self._facts})
        predicates = sorted({fact.about for fact in self._facts})
        return (plan.cells(subjects, predicates), *supporting)

    def steps(self, estimate: Estimate, label: str, free_tier: bool) -> tuple[Step, ...]:
        """Return the working of an estimate: amounts worked out, a line for each item, the total."""
        steps = [self.step(worked, label) for worked in estimate.steps]
        steps += self._items(estimate, estimate.items, label, "")
        if estimate.has_free_tier and (free_tier or estimate.with_free_tier != estimate.total):
            steps += self._items(estimate, estimate.free_items, label, ", with the free tier")
        return tuple(steps)

    def _items(self, estimate: Estimate, items: tuple[Item, ...], label: str, how: str) -> list[Step]:
        steps: list[Step] = []
        for item in items:
            if item.worked is not None and not how:
                steps.append(self.step(item.worked, label))
            numbers = self.cite(item.facts)
            steps.append(
                Step(
                    f"{label}: {item.label}{how}",
                    item.expression,
                    plain(item.value),
                    estimate.currency,
                    numbers,
                )
            )
        parts = " + ".join(plain(item.value) for item in items)
        whole = added(items) * estimate.months
        expression = parts if estimate.months == 1 else f"{_times(estimate.months)} × ({parts})"
        numbers = self.cite(fact for item in items for fact in item.facts)
        value = money(whole, "").strip()
        steps.append(Step(f"{label}: total{how}", expression, value, estimate.currency, numbers))
        return steps

    def step(self, worked: Worked, label: str) -> Step:
        """Return the working of an amount, with what it rests on."""
        facts = worked.facts
        if worked.witness is not None:
            facts = (*facts, *_witness(self.finder, worked.witness))
        return Step(
            f"{label}: {worked.label}", worked.expression, worked.value, worked.unit, self.cite(facts)
        )


def _times(months: Decimal) -> str:
    """How many months a period has: `12 months`, or a share of one, `100 h ÷ 730 h`."""
    if months == months.to_integral_value():
        return f"{plain(months)} months"
    return f"{plain(months * HOURS_OF_A_MONTH)} h ÷ {HOURS_OF_A_MONTH} h"


@lru_cache(maxsize=256)
def _witness(finder: EvidenceFinder, note: str) -> tuple[Fact, ...]:
    """The fact by which a note states its text."""
    return tuple(finder.rows(plan.cells([note], [iri("cv:text").value])))
