"""The amounts in a text as dimensions of use: which is a memory, which a storage, how often a month."""

from collections.abc import Sequence
from decimal import Decimal

from graph.bills import Dimension, Role
from graph.namespaces import PERCENT
from graph.units import Unit
from retrieval.cost.dimensions import Dimensions
from retrieval.cost.found import Found
from retrieval.cost.numerals import FEW, VAGUE, is_vague, spelt
from retrieval.cost.parted import after_noun, rejoined, without_rate
from retrieval.cost.phrases import RATES, Part, Phrase, covered
from retrieval.cost.rates import Rates
from retrieval.cost.showing import plain
from retrieval.cost.times import Times
from retrieval.parse import Parse
from retrieval.quantities import Quantity, find_quantities

_UNCOUNTED = frozenset(
    {"tens", "dozens", "hundreds", "thousands", "millions", "billions", "many", "lots", "loads", "tons"}
)
_BELOW_ZERO = frozenset({"minus", "negative"})
_NEAR = 3
"""Tokens between an amount and the word that says what it is of: `50 GB of container images`."""


def read_amounts(
    dimensions: Dimensions, parse: Parse, phrases: Sequence[Phrase], useful: frozenset[str]
) -> Found:
    """Return the amounts of a text; `useful` are the dimensions by which the things named are charged."""
    return _Reading(dimensions, parse, phrases, useful).found()


class _Reading:
    """The reading of one text."""

    def __init__(
        self, dimensions: Dimensions, parse: Parse, phrases: Sequence[Phrase], useful: frozenset[str]
    ) -> None:
        self._dimensions = dimensions
        self._parse = parse
        self._words = [p for p in phrases if p.part is Part.DIMENSION]
        self._ones = [p for p in phrases if p.part is Part.ONE]
        self._useful = useful
        whole = covered(p for p in phrases if p.part is Part.ALWAYS)
        tokens = spelt(parse.tokens, parse.named, lambda t: dimensions.counted_by(t) is not None)
        quantities = [
            q
            for q in find_quantities(tokens, dimensions.units, parse.named | whole, large=True)
            if not whole & set(range(q.first, q.last))
        ]
        quantities = [without_rate(q, tokens, dimensions) for q in quantities]
        named = parse.named | covered(p for p in phrases if p.part is Part.OPTION)
        joined = rejoined(quantities, tokens, dimensions, named)
        self._quantities = after_noun(joined, tokens, dimensions, named)
        self._rates = Rates(phrases, self._quantities)
        self._result = Found()
        self._times = Times(dimensions, parse, phrases, self._rates, self._result)

    def found(self) -> Found:
        result = self._result
        clock = self._times.clock(self._quantities)
        times: list[Quantity] = []
        for quantity in self._quantities:
            span = set(range(quantity.first, quantity.last))
            if span & clock:
                continue
            result.used |= span - self._parse.named
            if self._is_negative(quantity):
                result.negative = f"−{quantity.said}"
            if quantity.unit is None:
                self._bare(quantity)
            elif quantity.unit.dimension == self._dimensions.time:
                times.append(quantity)
            else:
                self._counted(quantity)
        self._copies()
        self._vague()
        self._single()
        self._times.read(times)
        return result

    def _is_negative(self, quantity: Quantity) -> bool:
        """Whether a minus stands before an amount, and not between two words: `-5 requests`."""
        if quantity.first and self._parse.tokens[quantity.first - 1].lower in _BELOW_ZERO:
            self._result.used.add(quantity.first - 1)
            return True
        before = self._parse.text[: self._parse.tokens[quantity.first].start]
        return before.endswith(("-", "−")) and (len(before) == 1 or before[-2].isspace())

    def _bare(self, quantity: Quantity) -> None:
        """A number before the name of a thing counts it: `3 x t3.medium`."""
        counted = self._said_before(quantity)
        if counted is not None:
            self._result.amounts.setdefault(counted.name, quantity.amount)
            return
        after = quantity.last
        if after < len(self._parse.tokens) and self._parse.tokens[after].lower == "x":
            after += 1
        name = self._number_of(after)
        if name is not None:
            self._result.used |= set(range(quantity.first, after))
            self._result.amounts.setdefault(name, quantity.amount)
        elif not self._is_share(quantity):
            self._result.bare.append(quantity.amount)

    def _said_before(self, quantity: Quantity) -> Dimension | None:
        """What a number counts that comes after the word for it: `concurrency of 5`, `concurrency 5`."""
        tokens = self._parse.tokens
        of = quantity.first > 0 and tokens[quantity.first - 1].lower == "of"
        words = [p for p in self._words if p.last == quantity.first - of]
        known = [self._dimensions.named(p.about) for p in sorted(words, key=lambda p: p.first)]
        return next((d for d in known if not d.unit.is_measure or not d.unit.plural), None)

    def _copies(self) -> None:
        """`two t3.medium` are two of them; `two of those` are two of what was spoken of."""
        tokens = self._parse.tokens
        for index, token in enumerate(tokens):
            of_those = index + 1 < len(tokens) and tokens[index + 1].lower == "of"
            if token.lower in FEW and of_those and index not in self._result.used:
                self._result.used.add(index)
                self._result.bare.append(Decimal(FEW[token.lower]))
            name = self._number_of(index + 1) if token.lower in FEW else None
            if name is not None:
                self._result.used.add(index)
                self._result.amounts.setdefault(name, Decimal(FEW[token.lower]))

    def _number_of(self, first: int) -> str | None:
        """What a number before a name counts: what the name ends with, `3 X clusters`, or copies of it."""
        ends = {mention.last for mention in self._parse.services if mention.first == first}
        own = [p.about for p in self._words if p.last in ends and p.about in self._useful]
        copies = self._dimensions.of_role(Role.COPIES)
        if own or not ends or copies is None:
            return own[0] if own else None
        return copies.name

    def _vague(self) -> None:
        """Say what is taken for `a few million`, and that `millions of requests` are not so many."""
        tokens = self._parse.tokens
        for index, token in enumerate(tokens):
            if is_vague(tokens, index):
                self._result.notes.append(f"“{token.text}” is taken as {VAGUE[token.lower]}.")
            after = [self._dimensions.counted_by(t) for t in tokens[index + 1 : index + _NEAR + 2]]
            asked_for = any(d is not None and d.assumed is None for d in after)
            if token.lower in _UNCOUNTED and asked_for:
                self._result.used.add(index)

    def _single(self) -> None:
        """`a NAT gateway` is one of them, where their number is not said."""
        for phrase in self._ones:
            self._result.used |= set(range(phrase.first, phrase.last))
            self._result.amounts.setdefault(phrase.about, Decimal(1))

    def _counted(self, quantity: Quantity) -> None:
        """An amount of what is no time: requests, memory, storage."""
        assert quantity.unit is not None  # bare numbers are read elsewhere
        dimension = self._dimension(quantity, quantity.unit)
        if dimension is None:
            if not self._is_share(quantity):
                self._result.bare.append(quantity.amount)
            return
        unit = quantity.unit
        if dimension.rate_unit is not None and unit.iri == dimension.rate_unit.iri:
            self._result.amounts.setdefault(dimension.name, quantity.amount * RATES[Part.SECONDLY])
            self._result.by_the_hour.add(dimension.name)
            return
        value = quantity.amount
        if unit.dimension == dimension.unit.dimension:
            value = value * unit.factor / dimension.unit.factor
        rate = self._rates.of(quantity) if dimension.monthly else None
        if rate is not None:
            self._result.used |= set(range(rate.first, rate.last))
            value *= RATES[rate.part]
            if rate.part in (Part.SECONDLY, Part.MINUTELY, Part.HOURLY):
                self._result.by_the_hour.add(dimension.name)
        elif dimension.monthly:
            self._result.monthly.append(dimension.name)
        self._result.amounts.setdefault(dimension.name, value)

    def _is_share(self, quantity: Quantity) -> bool:
        """Read `at 50 % utilisation` as the part of the time in which something runs."""
        running = self._dimensions.of_role(Role.RUNNING)
        after = self._parse.text[self._parse.tokens[quantity.last - 1].end :].lstrip()
        named = quantity.unit is not None and quantity.unit.iri == PERCENT.value
        if running is None or not (named or after.startswith("%")):
            return False
        if self._named(quantity)[:1] != [running.name]:
            return False
        hours = running.greatest * quantity.amount / 100
        self._result.amounts.setdefault(running.name, hours)
        said = f"{plain(quantity.amount)}% of the time are {plain(round(hours, 2))} hours a month."
        self._result.notes.append(said)
        return True

    def _dimension(self, quantity: Quantity, unit: Unit) -> Dimension | None:
        """What an amount is of: what stands beside it says so, or what the things named are charged by."""
        alike = self._dimensions.alike(unit)
        free = [d for d in alike if d.name not in self._result.amounts]
        named = self._named(quantity)
        beside = [d for name in named for d in free if d.name == name]
        fitting = beside or [d for d in free if d.name in self._useful] or free
        return fitting[0] if fitting else None

    def _named(self, quantity: Quantity) -> list[str]:
        """The dimensions named just after an amount, or just before it; the nearest and longest first."""
        # `500 GB a month of egress`: how often it comes may stand between.
        end = next((rate.last for rate in self._rates.all if rate.first == quantity.last), quantity.last)
        after = [p for p in self._words if p.last > quantity.last and quantity.first < p.first < end + _NEAR]
        before = [p for p in self._words if 0 <= quantity.first - p.last < _NEAR - 1]
        between = {q.first for q in self._quantities if q.first > quantity.first}
        nearest = [p for p in after if not any(quantity.last <= b <= p.first for b in between)]
        nearest.sort(key=lambda p: (p.first, -p.last))
        return [p.about for p in (nearest or before)]
