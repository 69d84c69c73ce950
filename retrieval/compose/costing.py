"""Wording what work costs: the total first, then the others, what cannot do it, and what was assumed."""

from collections.abc import Sequence
from decimal import Decimal

from graph.bills import Dimension, Role
from graph.catalogue import Catalogue
from retrieval.answer import Draft, Sentence, Step
from retrieval.compose.billing import Billing
from retrieval.compose.wording import listed
from retrieval.cost.asked import CostAsked
from retrieval.cost.calculate import calculator
from retrieval.cost.estimate import Estimate, Estimates, cents
from retrieval.cost.showing import plain
from retrieval.cost.workload import said, told
from retrieval.evidence import EvidenceFinder
from retrieval.question import Question, Reason

_MOST_TOLD = 3
"""Estimates that are worked out in an answer besides the cheapest; the others are in the table."""


def cost(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return what a workload costs, or at what load one thing becomes cheaper than another."""
    asked = question.cost
    if asked is None:
        return None
    if asked.line is not None:
        from retrieval.compose.lining import line_cost

        return line_cost(asked, asked.line, finder)
    if asked.even:
        from retrieval.compose.evening import break_even

        return break_even(asked, finder)
    if asked.parts:
        from retrieval.compose.adding import added_up

        return added_up(asked, finder)
    if asked.against is not None:
        from retrieval.compose.saving import difference

        found_one = difference(asked, finder)
        if found_one is not None:
            return found_one
    found = calculator(finder).estimates(asked.workload)
    if found.missing and not found.estimates:
        return asking(finder.catalogue, asked, found.missing)
    return _Costing(finder, asked).draft(found)


def asking(catalogue: Catalogue, asked: CostAsked, missing: Sequence[str]) -> Draft:
    """Return a draft that asks for what cannot be assumed, with a whole question to choose."""
    known = catalogue.bills.dimensions
    wanted = [f"{known[name].label} (such as {known[name].example})" for name in missing]
    stated = [said(catalogue.units, known[name], value) for name, value in asked.workload.amounts.items()]
    example = ", ".join([*stated, *(known[name].example for name in missing)])
    whom = " and ".join(catalogue.label(service) for service in asked.workload.services)
    text = f"To work that out, I need the {listed(wanted)} as well."
    suggestion = f"What does {example} cost{' on ' + whom if whom else ''}?"
    return Draft(
        kind=None,
        sentences=(Sentence(text, ()),),
        result={},
        citations=(),
        sparql=(),
        status="declined",
        reason=Reason.AMBIGUOUS.value,
        suggestions=(suggestion,),
    )


class _Costing(Billing):
    """What one workload costs wherever it can be done."""

    def draft(self, found: Estimates) -> Draft | None:
        """Return the draft of some estimates, the cheapest first; None where there is nothing to say."""
        if not found.estimates:
            return self.none(found)
        best, *others = found.estimates
        self.work(found.estimates)
        self._first(best, others)
        self._others(best, others)
        if self.asked.buys is None:
            self.free_tier(found.estimates)
        else:
            self._with_free_tier(best)
        self.ruled_out(found)
        self.terms()
        return self.finish(found)

    def _first(self, best: Estimate, others: Sequence[Estimate]) -> None:
        free = " with the free tier" if self.free and best.has_free_tier else ""
        text = f"{self._bought()}{self._verdict(best, others)}{self.costs(best)} {self.every}{free}"
        self.sentences.append(Sentence(f"{text}.", self.facts(best)))

    def _bought(self) -> str:
        """How much the money that is named pays for, where that is asked."""
        if self.asked.buys is None:
            return ""
        known, work = self.catalogue.bills.dimensions[self.asked.buys], self.asked.workload
        amount = work.amounts[known.name] * (work.months if known.role is Role.RUNNING else 1)
        return f"At most {self._amount(known, amount)}: "

    def _amount(self, known: Dimension, amount: Decimal) -> str:
        """How much some money pays for, in words; for which time is told with the money."""
        if known.unit.is_measure:
            return said(self.catalogue.units, known, amount).removesuffix(" a month")
        return told(known, amount)

    def _with_free_tier(self, best: Estimate) -> None:
        """Say how much more the money pays for with the free tier."""
        known, more = self.catalogue.bills.dimensions[self.asked.buys or ""], self.asked.buys_free
        if more is None:
            return
        facts = self.cited.cite(f for i in best.free_items for f in i.facts)
        amount = self._amount(known, more)
        self.sentences.append(Sentence(f"With the free tier it is at most {amount}.", facts))
        self.working.append(Step("with the free tier", f"the most {known.label}", amount, None, facts))

    def _verdict(self, best: Estimate, others: Sequence[Estimate]) -> str:
        """Yes or no, where it was asked if the first thing named is cheaper, or dearer, or costs anything."""
        claimed = self.asked.cheaper
        if claimed is None or not others:
            return self.decided(best.by(self.free), best)
        first = self.asked.workload.services[0]
        things = {best.subject, best.rules.bill.of, self.catalogue.things[best.rules.bill.of].variant_of}
        equal = cents(best.by(self.free)) == cents(others[0].by(self.free))
        self.verdict = (first in things) is claimed and not equal
        return self.yes_or_no

    def _others(self, best: Estimate, others: Sequence[Estimate]) -> None:
        if not others:
            return
        told_of = others[:_MOST_TOLD]
        parts = [self.costs(e) for e in told_of]
        text = f"{listed(parts)}."
        numbers = self.facts(*told_of)
        if self.asked.saving or len(others) == 1:
            dearest = others[0]
            apart = dearest.by(self.free) - best.by(self.free)
            more = f"{self.apart(best, dearest, apart)} more" if cents(apart) else "the same"
            text = f"{self.costs(dearest)}, {more}."
            numbers = self.facts(dearest, best)
            expression = f"{plain(dearest.by(self.free))} − {plain(best.by(self.free))}"
            self.working.append(Step("difference", expression, f"{cents(apart):,f}", best.currency, numbers))
        self.sentences.append(Sentence(text, numbers))
