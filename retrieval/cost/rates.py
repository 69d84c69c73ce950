"""How often something happens, as a text says it: `a day`, `every night`, `on weekdays`."""

from collections.abc import Iterable, Sequence

from retrieval.cost.phrases import RATES, Part, Phrase, covered
from retrieval.quantities import Quantity


class Rates:
    """The rates in one text, outside of amounts."""

    def __init__(self, phrases: Iterable[Phrase], quantities: Sequence[Quantity]) -> None:
        self._quantities = quantities
        taken = {index for q in quantities for index in range(q.first, q.last)}
        found: list[Phrase] = []
        for phrase in sorted(phrases, key=lambda p: (p.first - p.last, p.first)):
            span = set(range(phrase.first, phrase.last))
            if phrase.part in RATES and not span & taken and not span & covered(found):
                found.append(phrase)
        self.all = tuple(sorted(found, key=lambda p: p.first))
        """In their order; of those that overlap, the longest."""

    def of(self, quantity: Quantity) -> Phrase | None:
        """Return how often an amount comes: what is said before the next amount, or just before it."""
        after = min((q.first for q in self._quantities if q.first >= quantity.last), default=None)
        for rate in self.all:
            if rate.first >= quantity.last and (after is None or rate.first < after):
                return rate
        return next((rate for rate in self.all if rate.last == quantity.first), None)

    def is_after_amount(self, rate: Phrase) -> bool:
        """Say whether a rate stands right after an amount."""
        return any(quantity.last == rate.first for quantity in self._quantities)

    def has(self, *parts: Part) -> Phrase | None:
        """Return the first rate of one of some parts."""
        return next((rate for rate in self.all if rate.part in parts), None)
