"""Numbers with units in a text: `15m`, `half an hour`, `10 gigs`, `3 mil requests`, `1,5 GB`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.units import Unit, Units
from retrieval.text import Token, tokens_of

_MAGNITUDES = {
    "k": 10**3,
    "thousand": 10**3,
    "mil": 10**6,
    "mill": 10**6,
    "mio": 10**6,
    "million": 10**6,
    "millions": 10**6,
    "bn": 10**9,
    "billion": 10**9,
    "dozen": 12,
    "hundred": 100,
}
_WORDS = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
    "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fortyfive": "45",
    "fifty": "50", "sixty": "60", "ninety": "90", "hundred": "100", "a": "1", "an": "1",
    "half": "0.5", "quarter": "0.25", "quarters": "0.25", "couple": "2",
}  # fmt: skip
_PARTS = frozenset({"0.5", "0.25"})
_TEN = 10
_TENS = frozenset(map(Decimal, range(20, 100, _TEN)))
_BEFORE_AN_AMOUNT = frozenset(
    {"for", "than", "over", "within", "under", "in", "least", "most", "half", "quarter", "of", "to"}
    | {"takes", "take", "taking", "last", "lasts", "lasting", "run", "runs", "running", "about"}
)
_GROUPED = re.compile(r"^\d{1,3}([.,]\d{3})+$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in a text; `unit` is None for a bare number."""

    amount: Decimal
    unit: Unit | None
    first: int
    last: int
    said: str
    """The amount in the words of the text."""


def unit_names(units: Units) -> dict[str, Unit]:
    """Return the units by their names, as `find_quantities` looks them up."""
    return {" ".join(t.lower for t in tokens_of(name)): unit for unit in units.all for name in unit.names}


def find_quantities(
    tokens: Sequence[Token], names: Mapping[str, Unit], named: frozenset[int], *, large: bool = False
) -> tuple[Quantity, ...]:
    """Return the quantities among tokens in order of appearance, each with its half-open range.

    `named` are tokens of names, which hold no amount but may stand between a number and its unit.
    `large` takes large numbers in words without a unit as well: `half a million`.
    """
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        quantity = None if index in named else _at(tokens, index, names, named, large)
        if quantity is None:
            index += 1
        else:
            found.append(quantity)
            index = quantity.last
    return tuple(found)


def _at(
    tokens: Sequence[Token], index: int, names: Mapping[str, Unit], named: frozenset[int], large: bool
) -> Quantity | None:
    """The quantity that begins at a token, if one does."""
    word = tokens[index].lower
    if word in ("a", "an") and not (index and tokens[index - 1].lower in _BEFORE_AN_AMOUNT):
        return None  # `requests a month` is a rate, not an amount of time
    value, counted = _number(tokens, index)
    if value is None:
        return None
    value, after = _enlarged(tokens, value, counted)
    beyond = after
    while beyond in named:
        beyond += 1
    unit, last = _unit(tokens, beyond, names)
    if unit is not None and word in ("a", "an") and not unit.is_measure:
        return None  # `for an event` counts nothing
    if unit is None and word in _WORDS and not (large and after > counted):
        return None
    if unit is None:
        last = after
    return Quantity(value, unit, index, last, " ".join(token.text for token in tokens[index:last]))


def _number(tokens: Sequence[Token], index: int) -> tuple[Decimal | None, int]:
    """The number at a token, in digits or words, with the half that may follow, and where it ends."""
    word = tokens[index].lower
    value, after = _spelt(tokens, index) if word in _WORDS else (_value(word), index + 1)
    words = [token.lower for token in tokens[after : after + 3]]
    if value is not None and words[:2] == ["and", "a"] and _WORDS.get(words[-1]) in _PARTS:
        return value + Decimal(_WORDS[words[-1]]), after + 3  # `two and a half`
    return value, after


def _enlarged(tokens: Sequence[Token], value: Decimal, after: int) -> tuple[Decimal, int]:
    """A number with its magnitude, and with the smaller one after it: `two million five hundred thousand`."""
    # 2.5k and 15min are one word to a reader and two tokens to us.
    value, end = _times(tokens, value, after)
    joined = end > after and end < len(tokens) and tokens[end].lower == "and"
    start = end + 1 if joined else end
    if end == after or start >= len(tokens) or tokens[start].apart:
        return value, end
    spelt = tokens[start].lower in _WORDS and tokens[start].lower not in ("a", "an")
    more, counted = _number(tokens, start) if spelt or not joined else (None, start)
    if more is None:
        return value, end
    more, last = _times(tokens, more, counted)
    return (value + more, last) if last > counted and more < value else (value, end)


def _times(tokens: Sequence[Token], value: Decimal, after: int) -> tuple[Decimal, int]:
    """A number times the magnitudes that follow it."""
    while after < len(tokens) and tokens[after].lower in _MAGNITUDES:
        value, after = value * _MAGNITUDES[tokens[after].lower], after + 1
    return value, after


def _value(word: str) -> Decimal | None:
    if not word[0].isdigit():
        return None
    plain = word.replace(",", "").replace(".", "") if _GROUPED.match(word) else word.replace(",", ".")
    try:
        return Decimal(plain)
    except ArithmeticError:
        return None


def _spelt(tokens: Sequence[Token], index: int) -> tuple[Decimal, int]:
    """`half an hour` and `a couple of` multiply, `twenty five` adds up; `one` is one."""
    value, last, after = Decimal(1), Decimal(1), index
    while after < len(tokens) and tokens[after].lower in {*_WORDS, "of"}:
        if tokens[after].lower != "of":
            word = Decimal(_WORDS[tokens[after].lower])
            tens = last in _TENS and 1 <= word < _TEN
            value, last = (value + word if tens else value * word), word
        after += 1
    return value, after


def _unit(tokens: Sequence[Token], after: int, names: Mapping[str, Unit]) -> tuple[Unit | None, int]:
    """The unit at a token, the longest name first; up to one describing word may stand before it."""
    described = after < len(tokens) and not tokens[after].lower[0].isdigit()
    for start in (after, after + 1) if described else (after,):
        for length in (4, 3, 2, 1):
            part = tokens[start : start + length]
            if len(part) < length:
                continue
            for joiner in (" ", "-"):
                unit = names.get(joiner.join(token.lower for token in part))
                if unit is not None and (start == after or len(unit.names[0]) > 3):
                    return unit, start + length
    return None, after
