"""Wording what an amount costs of what one line of a bill charges: `400 vCPU-hours cost $16.19`."""

from graph.arithmetic import Amount
from retrieval.answer import Draft, Sentence
from retrieval.compose.billing import Billing
from retrieval.compose.wording import listed
from retrieval.cost.asked import CostAsked, LineAsked
from retrieval.cost.calculate import calculator
from retrieval.cost.estimate import Estimate, Estimates
from retrieval.cost.showing import plain
from retrieval.evidence import EvidenceFinder


def line_cost(asked: CostAsked, line: LineAsked, finder: EvidenceFinder) -> Draft | None:
    """Return what the line comes to; why not, where there is no price for it."""
    made = calculator(finder).line(line.bill, line.line, Amount(line.amount, line.unit), asked.workload)
    lining = _Lining(finder, asked)
    if isinstance(made, Estimate):
        return lining.draft(made, line)
    return lining.none(Estimates((), (made,)))


class _Lining(Billing):
    """One line of a bill by itself."""

    def draft(self, made: Estimate, line: LineAsked) -> Draft:
        """Return the draft: the sum, and what else is charged."""
        self.work([made])
        one = line.amount == 1
        amount = f"{plain(line.amount)} {line.unit.singular if one else line.unit.plural}"
        numbers = self.facts(made)
        free = " with the free tier" if self.free and made.has_free_tier else ""
        text = f"{amount} of {self.label(made)} cost{'s' if one else ''} {self.price(made)}{free}."
        self.sentences.append(Sentence(text, numbers))
        self.free_tier([made])
        if line.others:
            others = listed([f"“{other}”" for other in line.others])
            besides = f"That is “{line.line.label}” alone: {others} would come besides."
            self.sentences.append(Sentence(besides, numbers))
        self.terms()
        return self.finish(Estimates((made,), ()))
