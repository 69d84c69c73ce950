"""The words by which people speak of use and costs, as the catalogue lists them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

from graph.catalogue import Catalogue
from retrieval.text import Token, tokens_of

_HOURS = Decimal(730)
_YEAR_OF_DAYS = Decimal(365)
_MONTHS = Decimal(12)


class Part(StrEnum):
    """The part that a phrase plays."""

    ASKED = "costAsked"
    RECKONED = "costReckoned"
    SAVED = "costSaved"
    CHEAPEST = "costCheapest"
    DEARER = "costDearer"
    INSTEAD = "costInstead"
    TOGETHER = "costTogether"
    BESIDES = "costBesides"
    APART = "costApart"
    EACH = "costEach"
    ABOVE = "costAbove"
    MONEY = "costMoney"
    BUYS = "costBuys"
    HALF = "costHalf"
    DOUBLE = "costDouble"
    TRIPLE = "costTriple"
    EVEN = "costEven"
    WHEN = "costWhen"
    FREE = "costFree"
    NOTHING = "costNothing"
    IDLE = "costIdle"
    OFF = "costOff"
    NIGHT = "costNight"
    NOT_FREE = "costNotFree"
    PAST = "costPast"
    ALWAYS = "costAlways"
    OFFICE = "costOfficeHours"
    WEEKEND = "costWeekend"
    SECONDLY = "costSecondly"
    MINUTELY = "costMinutely"
    HOURLY = "costHourly"
    DAILY = "costDaily"
    WEEKDAYS = "costWeekdays"
    WEEKENDS = "costWeekends"
    WEEKLY = "costWeekly"
    MONTHLY = "costMonthly"
    YEARLY = "costYearly"
    PLAIN = "costPlain"
    DIMENSION = "dimension"
    ONE = "one"
    OPTION = "option"
    UNPRICED = "unpriced"


RATES: Mapping[Part, Decimal] = {
    Part.SECONDLY: _HOURS * 3600,
    Part.MINUTELY: _HOURS * 60,
    Part.HOURLY: _HOURS,
    Part.DAILY: _YEAR_OF_DAYS / _MONTHS,
    Part.WEEKDAYS: 5 * _YEAR_OF_DAYS / 7 / _MONTHS,
    Part.WEEKENDS: 2 * _YEAR_OF_DAYS / 7 / _MONTHS,
    Part.WEEKLY: _YEAR_OF_DAYS / 7 / _MONTHS,
    Part.MONTHLY: Decimal(1),
    Part.YEARLY: 1 / _MONTHS,
}
"""How many times a month something happens that happens once a second, a minute and so on: a month is a
twelfth of 365 days, that is 730 hours."""

ASIDE = frozenset(
    {Part.PLAIN, Part.WHEN, Part.BESIDES, Part.TOGETHER, Part.APART, Part.INSTEAD}
    | {
        Part.IDLE,
        Part.OFF,
        Part.NIGHT,
        Part.NOTHING,
        Part.RECKONED,
        Part.EACH,
        Part.ABOVE,
        Part.MONEY,
        Part.BUYS,
        Part.DIMENSION,
        Part.OPTION,
        Part.ONE,
    }
)
"""The parts of phrases that speak of no cost where nothing else in a text does."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in a text, as a half-open range of tokens; `about` is the IRI or name that it stands for."""

    part: Part
    first: int
    last: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of a catalogue, by their words."""

    known: Mapping[str, Sequence[tuple[tuple[str, ...], Part, str]]]
    """By first word, the longest first."""

    @classmethod
    def from_catalogue(cls, catalogue: Catalogue) -> Self:
        """Collect the phrases about costs, the words of dimensions, and the names of options."""
        bills = catalogue.bills
        said = [(text, Part(name), "") for name, texts in bills.phrases.items() for text in texts]
        said += [(text, Part.DIMENSION, d.name) for d in bills.dimensions.values() for text in d.names]
        said += [(text, Part.ONE, d.name) for d in bills.dimensions.values() for text in d.ones]
        short = _short_names(catalogue)
        for choice in bills.choices:
            said += [(text, Part.UNPRICED, text) for text in choice.unpriced]
            for option in choice.options:
                thing = catalogue.things[option]
                names = [thing.label, *thing.names, *short.get(option, ())]
                spaced = [text.replace("-", " ") for text in names if "-" in text]
                said += [(text, Part.OPTION, option) for text in dict.fromkeys((*names, *spaced))]
        known: defaultdict[str, list[tuple[tuple[str, ...], Part, str]]] = defaultdict(list)
        for text, part, about in said:
            words = tuple(token.lower for token in tokens_of(text))
            known[words[0]].append((words, part, about))
        return cls({w: sorted(found, key=lambda f: (-len(f[0]), f)) for w, found in known.items()})

    def find(self, tokens: Sequence[Token]) -> tuple[Phrase, ...]:
        """Return every phrase in a text, also where several begin with one word or overlap."""
        # A word of ours is not misspelt: `halve` is no `have`.
        words = tuple(w if (w := t.text.lower()) in self.known else t.lower for t in tokens)
        return tuple(
            Phrase(part, first, first + len(phrase), about)
            for first, word in enumerate(words)
            for phrase, part, about in self.known.get(word, ())
            if words[first : first + len(phrase)] == phrase
        )


def _short_names(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    """Names of options without that of what they are variants of, where only one is called so."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for option in (option for choice in catalogue.bills.choices for option in choice.options):
        thing = catalogue.things[option]
        whole = catalogue.things[thing.variant_of] if thing.variant_of else None
        own = {w.lower() for name in (whole.label, *whole.names) for w in name.split()} if whole else set()
        for name in (thing.label, *thing.names) if whole else ():
            rest = [word for word in name.split() if word.lower() not in own]
            if 0 < len(rest) < len(name.split()):
                found[" ".join(rest).lower()].add(option)
    return {
        option: sorted(n for n, of in found.items() if of == {option})
        for option in set().union(*found.values())
    }


def covered(phrases: Iterable[Phrase]) -> frozenset[int]:
    """Return the tokens that phrases take up."""
    return frozenset(index for phrase in phrases for index in range(phrase.first, phrase.last))
