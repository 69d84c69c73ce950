"""Wording what work costs: the total first, then the others, what cannot do it, and what was assumed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from graph.catalogue import Catalogue
from graph.namespaces import iri
from retrieval.answer import Draft, Node, Sentence, Step, Table, TableCell, TableRow
from retrieval.compose.pricing import terms
from retrieval.compose.wording import listed
from retrieval.cost.asked import CostAsked
from retrieval.cost.calculate import Calculator, calculator
from retrieval.cost.estimate import Estimate, Estimates, cents, money
from retrieval.cost.evidence import Cited
from retrieval.cost.showing import plain
from retrieval.cost.workload import period, said
from retrieval.evidence import EvidenceFinder
from retrieval.question import Question, QuestionKind, Reason

_MOST_TOLD = 3
"""Estimates that are worked out in an answer besides the cheapest; the others are in the table."""


def cost(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return what a workload costs, or at what load one thing becomes cheaper than another."""
    asked = question.cost
    if asked is None:
        return None
    if asked.even:
        from retrieval.compose.evening import break_even

        return break_even(asked, finder)
    computed = calculator(finder)
    if asked.saving and asked.against:
        return _Costing(finder, asked).saving(computed)
    found = computed.estimates(asked.workload)
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


class _Costing:
    """The answer to one question about costs, in the making."""

    def __init__(self, finder: EvidenceFinder, asked: CostAsked) -> None:
        self.catalogue = finder.catalogue
        self.asked = asked
        self.cited = Cited(finder)
        self.sentences: list[Sentence] = []
        self.working: list[Step] = []
        self.free = bool(asked.free_tier)

    def draft(self, found: Estimates) -> Draft | None:
        """Return the draft of some estimates, the cheapest first; None where there is nothing to say."""
        if not found.estimates:
            return self._none(found)
        best, *others = found.estimates
        self._work(found.estimates)
        self._first(best)
        self._others(best, others)
        self._free_tier(found.estimates)
        self._ruled_out(found)
        self._terms()
        return self._finish(found, QuestionKind.COST.value)

    def saving(self, computed: Calculator) -> Draft | None:
        """Return what one option costs less than another, for each thing that can do the work."""
        one = computed.estimates(self.asked.workload)
        choices = dict(self.asked.workload.choices) | dict(self.asked.against)
        other = computed.estimates(replace(self.asked.workload, choices=choices))
        before = {e.subject: e for e in other.estimates}
        pairs = [(before[e.subject], e) for e in one.estimates if e.subject in before]
        if not pairs:
            return self.draft(one if one.estimates else other)
        for choice in self.asked.against:
            options = [self.catalogue.label(c[choice]) for c in (choices, self.asked.workload.choices)]
            for dear, cheap in pairs:
                self._work([dear], options[0])
                self._work([cheap], options[1])
                self._difference(dear, cheap, options)
        self._terms()
        return self._finish(one, QuestionKind.COST.value)

    def _difference(self, dear: Estimate, cheap: Estimate, options: Sequence[str]) -> None:
        a, b = dear.by(self.free), cheap.by(self.free)
        label = self._label(cheap)
        less = "less" if a >= b else "more"
        amount = money(abs(a - b), cheap.currency)
        every = f"a {self._period}" if self._is_one else f"in {self._period}"
        numbers = self.cited.cite(f for e in (dear, cheap) for i in e.items for f in i.facts)
        self.working.append(
            Step(
                f"{label}: difference",
                f"{plain(a)} − {plain(b)}",
                f"{cents(a - b):,f}",
                cheap.currency,
                numbers,
            )
        )
        text = (
            f"With {options[1]}, {label} costs {amount} {less} {every} than with {options[0]}: "
            f"{money(b, cheap.currency)} instead of {money(a, dear.currency)}."
        )
        self.sentences.append(Sentence(text, numbers))

    @property
    def _period(self) -> str:
        return period(self.asked.workload.months)

    @property
    def _is_one(self) -> bool:
        return not self._period[0].isdigit()

    def _label(self, estimate: Estimate) -> str:
        """A thing as it is named; of a size the service as well."""
        label = self.catalogue.label(estimate.subject)
        of = estimate.rules.bill.of
        whole = self.catalogue.label(of)
        named = of == estimate.subject or whole.rsplit(" ", 1)[-1] in label
        return label if named else f"{label} ({whole})"

    def _every(self) -> str:
        return f"a {self._period}" if self._is_one else f"for {self._period}"

    def _price(self, estimate: Estimate) -> str:
        return money(estimate.by(self.free), estimate.currency)

    def _costs(self, estimate: Estimate) -> str:
        thing = self.catalogue.things[estimate.subject]
        least = " at least" if any(item.value < 0 for item in estimate.items) else ""
        return f"{self._label(estimate)} {'cost' if thing.plural else 'costs'}{least} {self._price(estimate)}"

    def _facts(self, estimate: Estimate) -> tuple[int, ...]:
        items = estimate.free_items if self.free else estimate.items
        return self.cited.cite(fact for item in items for fact in item.facts)

    def _work(self, estimates: Sequence[Estimate], how: str = "") -> None:
        for estimate in estimates:
            label = self._label(estimate) + (f", {how}" if how else "")
            self.working += self.cited.steps(estimate, label, self.free)

    def _first(self, best: Estimate) -> None:
        free = " with the free tier" if self.free and best.has_free_tier else ""
        text = f"{self._costs(best)} {self._every()}{free}"
        self.sentences.append(Sentence(f"{text}.", self._facts(best)))

    def _free_tier(self, estimates: Sequence[Estimate]) -> None:
        """What the free tier does to the totals, where it was not asked for."""
        differing = [e for e in estimates if e.with_free_tier != e.total]
        if not differing:
            return
        facts = self.cited.cite(f for e in differing for i in e.free_items for f in i.facts)
        if self.free:
            parts = [f"{self._label(e)} {money(e.total, e.currency)}" for e in differing]
            text = f"Without the free tier it would be {listed(parts)}."
        elif len(estimates) == 1:
            text = f"With the free tier it is {money(differing[0].with_free_tier, differing[0].currency)}."
        else:
            parts = [f"{money(e.with_free_tier, e.currency)} on {self._label(e)}" for e in differing]
            text = f"With the free tier it is {listed(parts)}."
        self.sentences.append(Sentence(text, facts))

    def _others(self, best: Estimate, others: Sequence[Estimate]) -> None:
        if not others:
            return
        told_of = others[:_MOST_TOLD]
        parts = [self._costs(e) for e in told_of]
        text = f"{listed(parts)}."
        numbers = tuple(dict.fromkeys(n for e in told_of for n in self._facts(e)))
        if self.asked.saving or len(others) == 1:
            dearest = others[0]
            apart = dearest.by(self.free) - best.by(self.free)
            text = f"{self._costs(dearest)}, {money(apart, best.currency)} more."
            numbers = tuple(dict.fromkeys((*self._facts(dearest), *self._facts(best))))
            expression = f"{plain(dearest.by(self.free))} − {plain(best.by(self.free))}"
            self.working.append(Step("difference", expression, f"{cents(apart):,f}", best.currency, numbers))
        self.sentences.append(Sentence(text, numbers))

    def _ruled_out(self, found: Estimates) -> None:
        stated = [out for out in found.ruled_out if out.facts]
        if stated:
            facts = self.cited.cite(fact for out in stated for fact in out.facts)
            texts = " ".join(out.because for out in stated)
            self.sentences.append(Sentence(f"Left out: {texts}", facts))

    def _terms(self) -> None:
        facts = self.cited.prices()
        if facts:
            self.sentences.append(Sentence(terms(self.catalogue, facts), self.cited.cite(facts)))

    def _none(self, found: Estimates) -> Draft | None:
        """Why nothing can do the work."""
        if not found.ruled_out:
            return None
        self._ruled_out(found)
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

    def _finish(self, found: Estimates, kind: str) -> Draft:
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
            "ruled_out": ruled_out,
            "break_even": None,
            "chart": None,
        }
        table = self._table(found.estimates) if len(found.estimates) > 1 else None
        queries = self.cited.queries()
        return Draft(
            kind=kind,
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
            "period": self._period,
            "way": estimate.rules.bill.way,
            "with_free_tier": f"{cents(estimate.with_free_tier):f}",
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
                            f"{money(value, e.currency)} {self._every()}",
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

    def _assumptions(self, found: Estimates) -> tuple[str, ...]:
        known = self.catalogue.bills.dimensions
        texts = [f"“{known[n].label}”: the amount stated is taken as a month's." for n in self.asked.monthly]
        for estimate in found.estimates:
            texts += estimate.assumed
        left_out = dict.fromkeys(text for e in found.estimates for text in e.rules.bill.leaves_out)
        if left_out:
            texts.append(f"Not on the bill: {listed(list(left_out), len(left_out))}.")
        texts += [out.because for out in found.ruled_out if not out.facts]
        return tuple(dict.fromkeys(texts))
