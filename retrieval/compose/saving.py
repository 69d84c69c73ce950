"""Wording a difference: what one way of doing some work costs less, or more, than another."""

from dataclasses import replace

from retrieval.answer import Draft, Sentence, Step
from retrieval.compose.billing import Billing
from retrieval.compose.wording import listed
from retrieval.cost.asked import CostAsked
from retrieval.cost.calculate import calculator
from retrieval.cost.estimate import Estimate, Estimates, cents
from retrieval.cost.showing import plain
from retrieval.cost.workload import Workload, said
from retrieval.evidence import EvidenceFinder


def difference(asked: CostAsked, finder: EvidenceFinder) -> Draft | None:
    """Return what the work costs less than what it is held against; None where one cannot be worked out."""
    assert asked.against is not None  # the caller has looked
    computed = calculator(finder)
    against = replace(asked.against, free_tier=asked.workload.free_tier)
    new, old = computed.estimates(asked.workload), computed.estimates(against)
    before = {e.subject: e for e in old.estimates}
    pairs = [(before[e.subject], e) for e in new.estimates if e.subject in before]
    if not pairs and new.estimates and old.estimates:
        pairs = [(old.estimates[0], new.estimates[0])]
    if not pairs:
        return None
    return _Saving(finder, asked, against).draft(pairs, new)


class _Saving(Billing):
    """The differences between two ways of doing one piece of work."""

    def __init__(self, finder: EvidenceFinder, asked: CostAsked, against: Workload) -> None:
        super().__init__(finder, asked)
        self._works = (against, asked.workload)

    def draft(self, pairs: list[tuple[Estimate, Estimate]], found: Estimates) -> Draft:
        """Return the draft of some pairs of bills, what is left first."""
        for old, new in pairs:
            ways = self._ways(old, new)
            self.work([old], ways[0])
            self.work([new], ways[1])
            turned = self.asked.unordered and old.by(self.free) < new.by(self.free)
            one, other = ((new, ways[1]), (old, ways[0])) if turned else ((old, ways[0]), (new, ways[1]))
            self._difference(*one, *other)
        self.terms()
        return self.finish(found)

    def _ways(self, old: Estimate, new: Estimate) -> tuple[str, str]:
        """What tells the two ways apart, where it is not the thing itself."""
        if old.subject != new.subject:
            return "", ""
        known = self.catalogue.bills
        told: tuple[list[str], list[str]] = ([], [])
        for work, parts, estimate in zip(self._works, told, (old, new), strict=True):
            other = self._works[1] if work is self._works[0] else self._works[0]
            for choice in known.choices:
                if work.choices.get(choice.iri) != other.choices.get(choice.iri):
                    parts.append(self.catalogue.label(estimate.choices[choice.iri]))
            for name, dimension in known.dimensions.items():
                stated = estimate.amounts.get(name)
                if stated is not None and work.amounts.get(name) != other.amounts.get(name):
                    parts.append(said(self.catalogue.units, dimension, stated))
        return listed(told[0]), listed(told[1])

    def _difference(self, old: Estimate, before: str, new: Estimate, now: str) -> None:
        a, b = old.by(self.free), new.by(self.free)
        label = self.label(new)
        less = "less" if a >= b else "more"
        amount = self.apart(new, old, a - b) if a >= b else self.apart(old, new, b - a)
        numbers = self.facts(old, new)
        self.working.append(
            Step(
                f"{label}: difference",
                f"{plain(a)} − {plain(b)}",
                f"{cents(a - b):,f}",
                new.currency,
                numbers,
            )
        )
        totals = f"{self.price(new)} instead of {self.price(old)}"
        begin = self.begins(new)
        text = f"{begin} {amount} {less} {self.every} than {self.label(old)}: {totals}."
        if not cents(a - b):
            text = f"{begin} the same {self.every} as {self.label(old)}: {self.price(new)}."
        elif now and before:
            text = f"With {now}, {begin} {amount} {less} {self.every} than with {before}: {totals}."
        if self.asked.cheaper is not None:
            self.verdict = (b < a) is self.asked.cheaper
            text = f"{self.yes_or_no}{text[0].lower() if text.startswith('With ') else text[0]}{text[1:]}"
        self.sentences.append(Sentence(text, numbers))
