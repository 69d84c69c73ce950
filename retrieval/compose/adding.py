"""Wording what several things cost together."""

from decimal import Decimal

from retrieval.answer import Draft, Sentence, Step
from retrieval.compose.billing import Billing, least
from retrieval.compose.wording import listed
from retrieval.cost.asked import CostAsked
from retrieval.cost.calculate import calculator
from retrieval.cost.estimate import Estimates, cents, money
from retrieval.cost.showing import plain
from retrieval.cost.workload import period
from retrieval.evidence import EvidenceFinder


def added_up(asked: CostAsked, finder: EvidenceFinder) -> Draft | None:
    """Return what the parts of some work cost together, or why one of them cannot be done."""
    computed = calculator(finder)
    found = [computed.estimates(part) for part in asked.parts]
    together = Estimates(
        tuple(each.estimates[0] for each in found if each.estimates),
        tuple(out for each in found for out in each.ruled_out),
    )
    adding = _Adding(finder, asked)
    if len(together.estimates) < len(found):
        return adding.none(together)
    return adding.draft(together)


class _Adding(Billing):
    """The sum of several bills."""

    def draft(self, found: Estimates) -> Draft:
        """Return the draft: the sum, then what it is made of."""
        self.work(found.estimates)
        total = sum((e.by(self.free) for e in found.estimates), Decimal(0))
        with_free = sum((e.with_free_tier for e in found.estimates), Decimal(0))
        currency = found.estimates[0].currency
        numbers = self.facts(*found.estimates)
        parts = " + ".join(plain(e.by(self.free)) for e in found.estimates)
        self.working.append(Step("together", parts, f"{cents(total):,f}", currency, numbers))
        free = " with the free tier" if self.free and any(e.has_free_tier for e in found.estimates) else ""
        sum_told = least(money(total, currency), *found.estimates)
        verdict = self.decided(total, *found.estimates)
        text = f"{verdict}{'t' if verdict else 'T'}ogether that costs {sum_told} {self.every}{free}"
        each = listed([self.costs(e) for e in found.estimates], len(found.estimates))
        self.sentences.append(Sentence(f"{text}: {each}.", numbers))
        if with_free != total or self.free:
            plain_total = sum((e.total for e in found.estimates), Decimal(0))
            other, how = (plain_total, "Without") if self.free else (with_free, "With")
            side = " + ".join(plain(e.total if self.free else e.with_free_tier) for e in found.estimates)
            label = f"together, {how.lower()} the free tier"
            facts = self.cited.cite(f for e in found.estimates for i in e.free_items for f in i.facts)
            self.working.append(Step(label, side, f"{cents(other):,f}", currency, facts))
            self.sentences.append(
                Sentence(f"{how} the free tier it is {money(other, currency)} together.", facts)
            )
        self.terms()
        whole = {
            "value": f"{cents(total):f}",
            "unit": currency,
            "period": period(self.asked.workload.months),
            "with_free_tier": f"{cents(with_free):f}",
        }
        return self.finish(found, whole)
