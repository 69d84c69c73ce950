"""The times in a text: a period, how long something runs of a month, how long one of something takes."""

import re
from collections.abc import Sequence
from decimal import Decimal

from graph.bills import Dimension, Role
from retrieval.cost.dimensions import Dimensions
from retrieval.cost.found import Found
from retrieval.cost.phrases import RATES, Part, Phrase, covered
from retrieval.cost.rates import Rates
from retrieval.cost.showing import plain
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.quantities import Quantity

MONTH = Decimal(2628000)
"""Seconds: 730 hours."""
_HOUR = Decimal(3600)
_WEEK = Decimal(604800)
_DAY_HOURS = Decimal(24)
_HALF_DAY = 12
_OFFICE_HOURS = Decimal(8)
_WEEKEND_HOURS = Decimal(48)
_CLOCK = re.compile(
    r"\b(\d{1,2})(?::00)?\s?(am|pm)?\s?(?:-|to|till|until)\s?(\d{1,2})(?::00)?\s?(am|pm)?(?![\w.]|\s?%)", re.I
)
_PERIODS = (Part.HOURLY, Part.DAILY, Part.WEEKLY, Part.MONTHLY, Part.YEARLY)
_EACH = frozenset({"each"})
_INTERVAL = _EACH | {"every"}
_EACH_TIME = {
    Part.SECONDLY: "a second",
    Part.MINUTELY: "a minute",
    Part.HOURLY: "an hour",
    Part.DAILY: "a day",
    Part.WEEKLY: "a week",
    Part.YEARLY: "a year",
}
_OF_WEEK = {Part.WEEKDAYS: "Weekdays are five of seven days", Part.WEEKENDS: "Weekends are two of seven days"}


class Times:
    """Reads the times of one text into what is found of it."""

    def __init__(
        self, dimensions: Dimensions, parse: Parse, phrases: Sequence[Phrase], rates: Rates, result: Found
    ) -> None:
        self._dimensions = dimensions
        self._parse = parse
        self._phrases = phrases
        self._rates = rates
        self._result = result
        self._running = dimensions.of_role(Role.RUNNING)
        self._lasting = dimensions.of_role(Role.LASTING)

    def clock(self, quantities: Sequence[Quantity]) -> set[int]:
        """Read `from 9 to 5` as hours of each day; return the tokens that it takes up."""
        match = _CLOCK.search(self._parse.text)
        if match is None or self._running is None or any(self._has_unit(match, q) for q in quantities):
            return set()
        if not (match[2] or match[4] or self._rates.has(Part.DAILY, Part.WEEKDAYS, Part.WEEKENDS)):
            return set()
        begin, end = int(match[1]), int(match[3])
        hours = Decimal((end - begin) % _HALF_DAY or _HALF_DAY)
        if begin > _HALF_DAY or end > _HALF_DAY or (match[2] and match[2] == match[4]):
            hours = Decimal((end - begin) % int(_DAY_HOURS))
        span = {i for i, t in enumerate(self._parse.tokens) if match.start() <= t.start < match.end()}
        self._result.used |= span
        self._run(hours, self._daily())
        return span

    def _has_unit(self, match: re.Match[str], quantity: Quantity) -> bool:
        start = self._parse.tokens[quantity.first].start
        return quantity.unit is not None and match.start() <= start < match.end()

    def read(self, times: Sequence[Quantity]) -> None:
        """Read times that are said as amounts, then those that are said in words alone."""
        for quantity in times:
            self._timed(quantity)
        self._in_words()
        self._leftover_rates()

    def _timed(self, quantity: Quantity) -> None:
        """A time is a period, a running time, or how long one of something takes."""
        assert quantity.unit is not None  # only times get here
        result, running, lasting = self._result, self._running, self._lasting
        seconds = quantity.amount * quantity.unit.factor
        rate = self._rates.of(quantity)
        follows = rate is not None and rate.first == quantity.last
        repeats = self._repeats()
        part = self._active(quantity)
        occasion = self._dimensions.of_role(Role.OCCASION)
        if occasion is not None and self._is_interval(quantity):
            result.used.add(quantity.first - 1)
            result.amounts.setdefault(occasion.name, MONTH / seconds if seconds else Decimal(0))
        elif part is not None:
            often = RATES[self._of_day(rate)] if rate is not None else Decimal(1)
            result.used |= set(range(rate.first, rate.last)) if rate is not None else set()
            result.amounts[part.name] = seconds / part.unit.factor * often
        elif quantity.unit.factor >= _WEEK and not follows:
            result.months = seconds / MONTH
        elif follows and rate is not None and running is not None and (not repeats or self._loads(seconds)):
            result.used |= set(range(rate.first, rate.last))
            self._run(seconds / _HOUR, self._of_day(rate))
            self._only_then()
        elif lasting is not None and (
            repeats or running is None or 0 < seconds < running.unit.factor or self._comes_daily(quantity)
        ):
            result.amounts.setdefault(lasting.name, seconds / lasting.unit.factor)
        elif running is not None and seconds and not self._counts_monthly():
            result.months = seconds / MONTH
        elif running is not None:
            result.amounts.setdefault(running.name, seconds / running.unit.factor)

    def _comes_daily(self, quantity: Quantity) -> bool:
        """Whether a time is that of something that comes each day, as is said before it: `nightly, 2 h`."""
        off = any(phrase.part is Part.OFF for phrase in self._phrases)
        return not off and any(
            rate.part is Part.DAILY and rate.last <= quantity.first for rate in self._rates.all
        )

    def _loads(self, seconds: Decimal) -> bool:
        """Whether a time is that of a load, so many a second: `10 requests a second, 8 hours a day`."""
        return bool(self._result.by_the_hour) and seconds >= _HOUR

    def _only_then(self) -> None:
        """What comes at a rate comes only while it runs."""
        result = self._result
        assert self._running is not None  # the caller has looked
        for name in result.by_the_hour:
            result.amounts[name] *= result.amounts[self._running.name] / RATES[Part.HOURLY]
        if result.by_the_hour:
            result.notes.append("The rate is that of the hours in which it runs; there is no load besides.")

    def _is_interval(self, quantity: Quantity) -> bool:
        """Whether a time lies between two of something: `every 5 minutes`, not `calls, each 300 ms`."""
        word = self._parse.tokens[quantity.first - 1].lower if quantity.first else ""
        return word in _INTERVAL and not (word in _EACH and self._counts_monthly())

    def _active(self, quantity: Quantity) -> Dimension | None:
        """Another dimension of time that is named beside an amount: `active 6 hours a day`."""
        for phrase in self._phrases:
            if phrase.part is not Part.DIMENSION or phrase.last != quantity.first:
                continue
            named = self._dimensions.named(phrase.about)
            if named.unit.dimension == self._dimensions.time and named.role is None:
                return named
        return None

    def _in_words(self) -> None:
        """`24/7`, `office hours`, `over the weekend`."""
        result, running = self._result, self._running
        if running is None:
            return
        by_part = {phrase.part: phrase for phrase in self._phrases}
        if (always := by_part.get(Part.ALWAYS)) is not None:
            result.used |= covered([always])
            result.amounts.setdefault(running.name, running.greatest)
        if (office := by_part.get(Part.OFFICE)) is not None and running.name not in result.amounts:
            result.used |= covered([office])
            result.notes.append(f"Working hours are taken as {plain(_OFFICE_HOURS)} hours a day.")
            self._run(_OFFICE_HOURS, Part.WEEKDAYS)
        if (weekend := by_part.get(Part.WEEKEND)) is not None and result.months is None:
            result.used |= covered([weekend])
            result.months = _WEEKEND_HOURS * _HOUR / MONTH
            result.notes.append(f"A weekend has 2 days, {plain(_WEEKEND_HOURS)} hours.")

    def _run(self, hours: Decimal, often: Part) -> None:
        """Say for how many hours of a month something runs that runs for some hours each time."""
        assert self._running is not None  # the callers have looked
        value = hours * RATES[often]
        month = f"{plain(round(value, 2))} hours a month"
        if often in _OF_WEEK:
            self._result.notes.append(f"{_OF_WEEK[often]}: {plain(hours)} hours on each are {month}.")
        elif often is not Part.MONTHLY:
            self._result.notes.append(f"{plain(hours)} hours {_EACH_TIME[often]} are {month}.")
        self._result.amounts[self._running.name] = value

    def _daily(self) -> Part:
        """The days on which something runs for some hours: each one, or those of a week that are named."""
        named = self._rates.has(*_OF_WEEK)
        if named is None:
            return Part.DAILY
        self._result.used |= set(range(named.first, named.last))
        return named.part

    def _of_day(self, rate: Phrase) -> Part:
        """`8 hours a day on weekdays` are not every day."""
        return self._daily() if rate.part is Part.DAILY else rate.part

    def _repeats(self) -> bool:
        """Whether a text speaks of something that happens time and again: requests, a job."""
        return self._dimensions.repeats(self._parse.tokens) or self._counts_monthly()

    def _counts_monthly(self) -> bool:
        """Whether it is known how often something happens."""
        return bool(self._dimensions.occurrences & set(self._result.amounts))

    def _speaks_of(self, dimension: Dimension | None) -> bool:
        """Whether a word counts this dimension."""
        return any(self._dimensions.counted_by(token) is dimension for token in self._parse.tokens)

    def _is_asked(self, rate: Phrase) -> bool:
        """Whether a rate says what is asked for, and no number: `how many requests a day`."""
        before = rate.first - 1
        if not self._parse.has(Cue.COUNT):
            return False
        return before not in self._result.used and self._dimensions.is_countable(self._parse.tokens, before)

    def _is_late(self, rate: Phrase) -> bool:
        """Whether a rate is that of a number further ahead: `100k requests of 128 MB and 100 ms a day`."""
        return bool(self._result.monthly) and self._rates.is_after_amount(rate)

    def _leftover_rates(self) -> None:
        """`a 2 h job every night` happens once each time; a rate of nothing is the period of totals."""
        result = self._result
        occasion = self._dimensions.of_role(Role.OCCASION)
        for rate in self._rates.all:
            span = set(range(rate.first, rate.last))
            if span & result.used:
                continue
            result.used |= span
            if self._is_asked(rate):
                continue
            if self._is_late(rate):
                for name in result.monthly:
                    result.amounts[name] *= RATES[rate.part]
                result.monthly.clear()
                continue
            often = rate.part not in (Part.MONTHLY, Part.YEARLY) or self._speaks_of(occasion)
            waits = (
                self._lasting is not None
                and self._lasting.name in result.amounts
                and not self._counts_monthly()
            )
            if waits and often and occasion is not None:
                result.amounts[occasion.name] = RATES[rate.part]
            elif rate.part in _OF_WEEK and self._running is not None:
                self._run(_DAY_HOURS, rate.part)
            elif rate.part in _PERIODS and result.months is None:
                result.months = 1 / RATES[rate.part]
