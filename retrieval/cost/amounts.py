"""The amounts in a text as dimensions of use: which is a duration, which a memory, how often a month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from graph.bills import Dimension, Role
from graph.catalogue import Catalogue
from graph.namespaces import SECOND
from graph.units import Unit
from retrieval.cost.phrases import RATES, Part, Phrase, covered
from retrieval.parse import Parse
from retrieval.quantities import Quantity, find_quantities, unit_names
from retrieval.text import Token, tokens_of

MONTH = Decimal(2628000)
"""Seconds: 730 hours."""
_WEEK = Decimal(604800)
_ROUND = frozenset({"thousand", "million", "billion"})
_LARGE = {"m": "million", "mm": "million", "mn": "million", "b": "billion", "k": "k"}
_NEAR = 3
"""Tokens between an amount and the word that says what it is of: `50 GB of container images`."""
_FEW = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10}


@dataclass
class Found:
    """What the amounts of a text come to."""

    amounts: dict[str, Decimal] = field(default_factory=dict)
    months: Decimal | None = None
    monthly: list[str] = field(default_factory=list)
    """Dimensions counted by the month whose amounts were stated without a period."""
    bare: list[Decimal] = field(default_factory=list)
    """Numbers that are of nothing that is known."""
    used: set[int] = field(default_factory=set)
    """The tokens that are accounted for."""
    negative: str = ""
    """An amount below zero, as it was said."""


class AmountReader:
    """Finds the amounts of a workload in texts about one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._dimensions = tuple(catalogue.bills.dimensions.values())
        self._by_iri = {dimension.iri: dimension for dimension in self._dimensions}
        self.time = catalogue.units[SECOND.value].dimension
        self._roles = {dimension.role: dimension for dimension in self._dimensions if dimension.role}
        self._rates = {d.rate_unit.iri: d for d in self._dimensions if d.rate_unit is not None}
        self.occurrences = frozenset(
            d.name
            for d in self._dimensions
            if d.monthly and d.role is not Role.RUNNING and not d.unit.is_measure
        )
        units = unit_names(catalogue.units)
        measures = {name for name, unit in units.items() if unit.is_measure}
        counted = {
            " ".join(token.lower for token in tokens_of(name)): replace(d.unit, iri=d.iri, names=d.names)
            for d in reversed(self._dimensions)
            if not d.unit.is_measure or not d.unit.plural
            for name in d.names
        }
        # What counts something of a workload is no other unit here: `jobs`, `tasks`.
        self._names: dict[str, Unit] = units | {n: u for n, u in counted.items() if n not in measures}

    def read(self, parse: Parse, phrases: Sequence[Phrase], useful: frozenset[str]) -> Found:
        """Return the amounts of a text; `useful` are the dimensions by which the things named are charged."""
        return _Reading(self, parse, phrases, useful).found()

    def of_name(self, word: str) -> Dimension | None:
        """Return the dimension that a word counts, if it counts one."""
        unit = self._names.get(word)
        return self._by_iri.get(unit.iri) if unit is not None else None

    @property
    def names(self) -> dict[str, Unit]:
        """The units by their names, with the words that count the things of a workload."""
        return self._names

    def dimension(self, name: str) -> Dimension:
        """Return the dimension of a name."""
        return next(d for d in self._dimensions if d.name == name)

    def role(self, role: Role) -> Dimension | None:
        """Return the dimension that plays a role, if one does."""
        return self._roles.get(role)

    def alike(self, unit: Unit) -> tuple[Dimension, ...]:
        """Return the dimensions that an amount in a unit may be of, in their order."""
        exact = self._by_iri.get(unit.iri) or self._rates.get(unit.iri)
        if exact is not None:
            return (exact,)
        return tuple(d for d in self._dimensions if d.unit.dimension == unit.dimension)


def is_round(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a token is the `million` of `a million`."""
    return index > 0 and tokens[index].lower in _ROUND and tokens[index - 1].lower == "a"


class _Reading:
    """The reading of one text."""

    def __init__(
        self, reader: AmountReader, parse: Parse, phrases: Sequence[Phrase], useful: frozenset[str]
    ) -> None:
        self._reader = reader
        self._parse = parse
        self._words = [p for p in phrases if p.part is Part.DIMENSION]
        self._useful = useful
        self._always = [p for p in phrases if p.part is Part.ALWAYS]
        taken = covered(self._always)
        tokens = self._spelt(parse.tokens)
        self._quantities = [
            q
            for q in find_quantities(tokens, reader.names, parse.named | taken)
            if not taken & set(range(q.first, q.last))
        ]
        self._often = self._rates(phrases)
        self._result = Found()

    def found(self) -> Found:
        result = self._result
        times: list[Quantity] = []
        for quantity in self._quantities:
            result.used |= set(range(quantity.first, quantity.last)) - self._parse.named
            if self._is_negative(quantity):
                result.negative = f"−{quantity.said}"
            if quantity.unit is None:
                self._bare(quantity)
            elif quantity.unit.dimension == self._reader.time:
                times.append(quantity)
            else:
                self._counted(quantity)
        self._copies()
        for quantity in times:
            self._timed(quantity)
        running = self._reader.role(Role.RUNNING)
        if self._always and running is not None:
            result.used |= covered(self._always)
            result.amounts.setdefault(running.name, running.greatest)
        self._leftover_rates()
        return result

    def _spelt(self, tokens: Sequence[Token]) -> list[Token]:
        """`3M lambda invocations` are millions, and no minutes; `a million` of them is one million."""
        spelt = list(tokens)
        for index in range(1, len(tokens)):
            word = tokens[index].lower
            if is_round(tokens, index):
                spelt[index - 1] = tokens[index - 1]._replace(lower="one")
            if word not in _LARGE or not tokens[index - 1].text[0].isdigit():
                continue
            after = index + 1
            while after in self._parse.named:
                after += 1
            counts = after < len(tokens) and self._reader.of_name(tokens[after].lower) is not None
            if counts or tokens[index].text in ("M", "B", "K"):
                spelt[index] = tokens[index]._replace(lower=_LARGE[word])
        return spelt

    def _rates(self, phrases: Iterable[Phrase]) -> list[Phrase]:
        """The longest phrases that say how often, outside of amounts."""
        taken = {index for q in self._quantities for index in range(q.first, q.last)}
        rates: list[Phrase] = []
        for phrase in sorted(phrases, key=lambda p: (p.first - p.last, p.first)):
            span = set(range(phrase.first, phrase.last))
            if phrase.part in RATES and not span & taken and not span & covered(rates):
                rates.append(phrase)
        return sorted(rates, key=lambda p: p.first)

    def _is_negative(self, quantity: Quantity) -> bool:
        """Whether a minus stands before an amount, and not between two words: `-5 requests`."""
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
        copies = self._reader.role(Role.COPIES)
        if after in self._parse.starts and copies is not None:
            self._result.used |= set(range(quantity.first, after))
            self._result.amounts.setdefault(copies.name, quantity.amount)
        else:
            self._result.bare.append(quantity.amount)

    def _said_before(self, quantity: Quantity) -> Dimension | None:
        """What a number counts that comes after the word for it: `provisioned concurrency of 5`."""
        tokens = self._parse.tokens
        end = quantity.first - 1 if quantity.first and tokens[quantity.first - 1].lower == "of" else None
        words = [p for p in self._words if p.last == end]
        known = [self._reader.dimension(p.about) for p in sorted(words, key=lambda p: p.first)]
        return next((d for d in known if not d.unit.is_measure or not d.unit.plural), None)

    def _copies(self) -> None:
        """`two t3.medium` are two of them."""
        copies = self._reader.role(Role.COPIES)
        for index, token in enumerate(self._parse.tokens):
            if token.lower in _FEW and index + 1 in self._parse.starts and copies is not None:
                self._result.used.add(index)
                self._result.amounts.setdefault(copies.name, Decimal(_FEW[token.lower]))

    def _counted(self, quantity: Quantity) -> None:
        """An amount of what is no time: requests, memory, storage."""
        assert quantity.unit is not None  # bare numbers are read elsewhere
        dimension = self._dimension(quantity, quantity.unit)
        if dimension is None:
            self._result.bare.append(quantity.amount)
            return
        unit = quantity.unit
        if dimension.rate_unit is not None and unit.iri == dimension.rate_unit.iri:
            self._result.amounts.setdefault(dimension.name, quantity.amount * RATES[Part.SECONDLY])
            return
        value = quantity.amount
        if unit.dimension == dimension.unit.dimension:
            value = value * unit.factor / dimension.unit.factor
        rate = self._rate(quantity) if dimension.monthly else None
        if rate is not None:
            self._result.used |= set(range(rate.first, rate.last))
            value *= RATES[rate.part]
        elif dimension.monthly:
            self._result.monthly.append(dimension.name)
        self._result.amounts.setdefault(dimension.name, value)

    def _dimension(self, quantity: Quantity, unit: Unit) -> Dimension | None:
        """What an amount is of: what stands beside it says so, or what the things named are charged by."""
        alike = self._reader.alike(unit)
        free = [d for d in alike if d.name not in self._result.amounts]
        named = self._named(quantity)
        beside = [d for name in named for d in free if d.name == name]
        fitting = beside or [d for d in free if d.name in self._useful] or free
        return fitting[0] if fitting else None

    def _named(self, quantity: Quantity) -> list[str]:
        """The dimensions named just after an amount, or just before it; the nearest and longest first."""
        after = [p for p in self._words if 0 <= p.first - quantity.last < _NEAR]
        before = [p for p in self._words if 0 <= quantity.first - p.last < _NEAR - 1]
        between = {q.first for q in self._quantities if q.first > quantity.first}
        nearest = [p for p in after if not any(quantity.last <= b <= p.first for b in between)]
        nearest.sort(key=lambda p: (p.first, -p.last))
        return [p.about for p in (nearest or before)]

    def _rate(self, quantity: Quantity) -> Phrase | None:
        """How often an amount comes: what is said of it before the next amount, or just before it."""
        after = min((q.first for q in self._quantities if q.first >= quantity.last), default=None)
        for rate in self._often:
            if rate.first >= quantity.last and (after is None or rate.first < after):
                return rate
        return next((rate for rate in self._often if rate.last == quantity.first), None)

    def _timed(self, quantity: Quantity) -> None:
        """A time is a period, a running time, or how long one of something takes."""
        assert quantity.unit is not None  # only times get here
        result = self._result
        running, lasting = self._reader.role(Role.RUNNING), self._reader.role(Role.LASTING)
        seconds = quantity.amount * quantity.unit.factor
        rate = self._rate(quantity)
        follows = rate is not None and rate.first == quantity.last
        repeats = self._repeats()
        if quantity.unit.factor >= _WEEK and not follows:
            result.months = seconds / MONTH
        elif follows and rate is not None and running is not None and not repeats:
            result.used |= set(range(rate.first, rate.last))
            result.amounts[running.name] = seconds / running.unit.factor * RATES[rate.part]
        elif lasting is not None and (repeats or running is None or seconds < running.unit.factor):
            result.amounts.setdefault(lasting.name, seconds / lasting.unit.factor)
        elif running is not None:
            value = seconds / running.unit.factor
            if value > running.greatest:
                result.months, value = value / running.greatest, running.greatest
            result.amounts.setdefault(running.name, value)

    def _repeats(self) -> bool:
        """Whether a text speaks of something that happens time and again: requests, a job."""
        counted = (self._reader.of_name(token.lower) for token in self._parse.tokens)
        return any(d is not None and d.monthly for d in counted) or self._counts_monthly()

    def _speaks_of(self, dimension: Dimension | None) -> bool:
        """Whether a word counts this dimension."""
        return any(self._reader.of_name(token.lower) is dimension for token in self._parse.tokens)

    def _counts_monthly(self) -> bool:
        """Whether it is known how often something happens."""
        return bool(self._reader.occurrences & set(self._result.amounts))

    def _leftover_rates(self) -> None:
        """`a 2 h job every night` happens once each time; a rate of nothing is the period of totals."""
        result = self._result
        occasion, lasting = self._reader.role(Role.OCCASION), self._reader.role(Role.LASTING)
        for rate in self._often:
            span = set(range(rate.first, rate.last))
            if span & result.used:
                continue
            result.used |= span
            often = rate.part not in (Part.MONTHLY, Part.YEARLY) or self._speaks_of(occasion)
            waits = lasting is not None and lasting.name in result.amounts and not self._counts_monthly()
            waits = waits and often
            if waits and occasion is not None:
                result.amounts[occasion.name] = RATES[rate.part]
            elif rate.part in (Part.MONTHLY, Part.YEARLY) and result.months is None:
                result.months = 1 / RATES[rate.part]
