"""What answers about costs share: how a bill is told, its working, its table, what it rests on."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from graph.namespaces import iri
from retrieval.answer import Draft, Node, Sentence, Step, Table, TableCell, TableRow
from retrieval.compose.pricing import terms
from retrieval.compose.wording import listed
from retrieval.cost.asked import CostAsked
from retrieval.cost.estimate import Estimate, Estimates, cents, money
from retrieval.cost.evidence import Cited
from retrieval.cost.workload import Workload, every, period
from retrieval.evidence import EvidenceFinder
from retrieval.question import QuestionKind, Reason


class Billing:
    """The answer to one question about costs, in the making."""

    def __init__(self, finder: EvidenceFinder, asked: CostAsked) -> None:
        self.catalogue = finder.catalogue
        self.asked = asked
        self.cited = Cited(finder)
        self.sentences: list[Sentence] = []
        self.working: list[Step] = []
        self.free = bool(asked.free_tier)
        self.verdict: bool | None = None
        """The answer, where a yes or no is asked for."""

    @property
    def every(self) -> str:
        """What totals are for, in a sentence: `a month`, `for 2 weeks`."""
        return every(self.asked.workload.months)

    def label(self, estimate: Estimate) -> str:
        """Return a thing as it is named; of a size the service as well."""
        if estimate.rules.bill.called:
            return estimate.rules.bill.called
        label = self.catalogue.label(estimate.subject)
        of = estimate.rules.bill.of
        whole = self.catalogue.label(of)
        named = of == estimate.subject or whole.rsplit(" ", 1)[-1] in label
        return label if named else f"{label} ({whole})"

    def price(self, estimate: Estimate) -> str:
        """Return what a bill comes to, as people write it: `$3.60`, or `at least $3.04`."""
        return least(money(estimate.by(self.free), estimate.currency), estimate)

    def decided(self, total: Decimal, *estimates: Estimate) -> str:
        """Decide if there is anything to pay, or more than is said, if asked; return the word for it."""
        if self.asked.limit is not None:
            over = total > self.asked.limit
            # What costs at least so much may still come to more.
            if over or not any(e.is_least for e in estimates):
                self.verdict = over is self.asked.above
        elif self.asked.whether:
            self.verdict = (total > 0) is not self.asked.nothing
        return self.yes_or_no

    @property
    def yes_or_no(self) -> str:
        """The verdict as a sentence begins with it; empty where there is none."""
        return "" if self.verdict is None else "Yes: " if self.verdict else "No: "

    def begins(self, estimate: Estimate) -> str:
        """Return a thing with its verb, as a sentence begins: `this costs`."""
        called = estimate.rules.bill.called
        plural = called.endswith("s") if called else self.catalogue.things[estimate.subject].plural
        return f"{self.label(estimate)} {'cost' if plural else 'costs'}"

    def costs(self, estimate: Estimate) -> str:
        """Return what a thing costs: `this costs $3.60`."""
        return f"{self.begins(estimate)} {self.price(estimate)}"

    def facts(self, *estimates: Estimate) -> tuple[int, ...]:
        """Return the numbers of the prices that bills rest on."""
        found = [
            self.cited.cite(fact for item in (e.free_items if self.free else e.items) for fact in item.facts)
            for e in estimates
        ]
        return tuple(dict.fromkeys(number for numbers in found for number in numbers))

    @staticmethod
    def apart(less: Estimate, more: Estimate, difference: Decimal) -> str:
        """Return by how much one bill is above another: `$5.41`, or `at most $2.46`."""
        told = money(difference, more.currency)
        if less.is_least is more.is_least:
            return told
        return f"at {'most' if less.is_least else 'least'} {told}"

    def work(self, estimates: Sequence[Estimate], how: str = "") -> None:
        """Show the working of some bills."""
        for estimate in estimates:
            label = self.label(estimate) + (f", {how}" if how else "")
            self.working += self.cited.steps(estimate, label, self.free)

    def free_tier(self, estimates: Sequence[Estimate]) -> None:
        """Say what the free tier does to the totals, where it was not asked for."""
        differing = [e for e in estimates if e.with_free_tier != e.total]
        if not differing:
            return
        facts = self.cited.cite(f for e in differing for i in e.free_items for f in i.facts)
        if self.free:
            parts = [f"{money(e.total, e.currency)} for {self.label(e)}" for e in differing]
            text = f"Without the free tier it would be {listed(parts)}."
            if len(estimates) == 1:
                text = (
                    f"Without the free tier it would be {money(differing[0].total, differing[0].currency)}."
                )
        elif len(estimates) == 1:
            text = f"With the free tier it is {money(differing[0].with_free_tier, differing[0].currency)}."
        else:
            parts = [f"{money(e.with_free_tier, e.currency)} on {self.label(e)}" for e in differing]
            text = f"With the free tier it is {listed(parts)}."
        self.sentences.append(Sentence(text, facts))

    def ruled_out(self, found: Estimates) -> None:
        """Say what cannot do the work, with the limit that it breaks."""
        stated = [out for out in found.ruled_out if out.facts]
        if stated:
            facts = self.cited.cite(fact for out in stated for fact in out.facts)
            texts = " ".join(out.because for out in stated)
            self.sentences.append(Sentence(f"Left out: {texts}", facts))

    def terms(self) -> None:
        """Say where and when the prices hold."""
        facts = self.cited.prices()
        if facts:
            self.sentences.append(Sentence(terms(self.catalogue, facts), self.cited.cite(facts)))

    def none(self, found: Estimates) -> Draft | None:
        """Return why nothing can do the work; None where there is nothing to say."""
        if not found.ruled_out:
            return None
        self.ruled_out(found)
        bare = [out.because for out in found.ruled_out if not out.facts]
        texts = [*(s.text.removeprefix("Left out: ") for s in self.sentences), *bare]
        numbers = tuple(n for s in self.sentences for n in s.citations)
        queries = self.cited.queries()
        return Draft(
            kind=None,
            sentences=(Sentence(" ".join(texts), numbers),),
            result={},
            citations=self.cited.citations.all(),
            sparql=queries,
            status="declined",
            reason=Reason.NOT_IN_GRAPH.value,
        )

    def finish(self, found: Estimates, whole: dict[str, Any] | None = None) -> Draft:
        """Return the draft; `whole` is the sum of several things that are used together."""
        ruled_out = [
            {
                "iri": out.subject,
                "label": self.catalogue.label(out.subject),
                "because": out.because,
                "citations": list(self.cited.cite(out.facts)),
            }
            for out in found.ruled_out
        ]
        result: dict[str, Any] = {
            "totals": [self._total(e) for e in found.estimates],
            "sum": whole,
            "ruled_out": ruled_out,
            "break_even": None,
            "chart": None,
        }
        if self.verdict is not None:
            result["boolean"] = self.verdict
        table = self._table(found.estimates) if len(found.estimates) > 1 else None
        queries = self.cited.queries()
        return Draft(
            kind=(QuestionKind.BOOLEAN if self.asked.plainly else QuestionKind.COST).value,
            sentences=tuple(self.sentences),
            result=result,
            citations=self.cited.citations.all(),
            sparql=queries,
            table=table,
            working=tuple(self.working),
            assumptions=self._assumptions(found),
        )

    def _total(self, estimate: Estimate) -> dict[str, Any]:
        return {
            "iri": estimate.subject,
            "label": self.catalogue.label(estimate.subject),
            "value": f"{cents(estimate.by(self.free)):f}",
            "unit": estimate.currency,
            "period": period(estimate.months),
            "way": estimate.rules.bill.way,
            "with_free_tier": f"{cents(estimate.with_free_tier):f}",
            "at_least": estimate.is_least,
        }

    def _table(self, estimates: Sequence[Estimate]) -> Table:
        columns = tuple(Node(e.subject, self.catalogue.label(e.subject)) for e in estimates)
        rows = [("cv:costTotal", [(e, e.total, e.items) for e in estimates])]
        if any(e.with_free_tier != e.total for e in estimates):
            rows.append(("cv:costWithFreeTier", [(e, e.with_free_tier, e.free_items) for e in estimates]))
        return Table(
            columns,
            tuple(
                TableRow(
                    Node(iri(name).value, self.catalogue.label(iri(name).value)),
                    tuple(
                        TableCell(
                            f"{least(money(value, e.currency), e)} {self.every}",
                            "value",
                            f"{cents(value):f}",
                            e.currency,
                            self.cited.cite(fact for item in items for fact in item.facts),
                        )
                        for e, value, items in cells
                    ),
                )
                for name, cells in rows
            ),
        )

    def _unused(self, estimate: Estimate) -> list[str]:
        """What was stated and changes nothing, as the bill does not go by it."""
        known = self.catalogue.bills.dimensions
        works = [w for w in self.asked.parts or (self.asked.workload,) if self._is_for(w, estimate)]
        stated = dict.fromkeys(name for work in works for name in work.amounts)
        unused = [f"“{known[name].label}”" for name in stated if name not in estimate.rules.dimensions]
        if not unused:
            return []
        whose = self.catalogue.label(estimate.rules.bill.of)
        return [f"Stated, but not on the bill of {whose}: {listed(unused, len(unused))}."]

    def _is_for(self, work: Workload, estimate: Estimate) -> bool:
        """Whether an estimate is of some work."""
        of = estimate.rules.bill.of
        whole = self.catalogue.things[of].variant_of
        return not self.asked.parts or bool({estimate.subject, of, whole} & set(work.services))

    def _assumptions(self, found: Estimates) -> tuple[str, ...]:
        known = self.catalogue.bills.dimensions
        texts = [f"“{known[n].label}”: the amount stated is taken as a month's." for n in self.asked.monthly]
        texts += self.asked.notes
        for estimate in found.estimates:
            texts += estimate.assumed
            texts += self._unused(estimate)
        left_out = dict.fromkeys(text for e in found.estimates for text in e.rules.bill.leaves_out)
        if left_out:
            texts.append(f"Not on the bill: {listed(list(left_out), len(left_out))}.")
        texts += [out.because for out in found.ruled_out if not out.facts]
        return tuple(dict.fromkeys(texts))


def least(told: str, *estimates: Estimate) -> str:
    """Return an amount of money as it is told where one of some bills may come to more."""
    return f"at least {told}" if any(e.is_least for e in estimates) else told
