"""Numbers as people write them where they speak of use: `10^18`, `3M calls`, `a million`."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from retrieval.text import Token

_POWER = re.compile(r"\b(\d{1,20}(?:\.\d{1,20})?)(\^|\*\*|[eE])\+?(\d{1,2})\b")
_BARE = re.compile(r"(?:^|(?<=, ))((?:thousand|million|billion)\s)", re.IGNORECASE)
_ROUND = frozenset({"thousand", "million", "billion"})
FEW = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10}
"""The numbers that people write as words before what they count."""
VAGUE = {"few": "three", "several": "five"}
"""What is taken for words that leave a large number open: `a few million`."""
_MAGNITUDES = frozenset({"hundred", "thousand", "million", "billion", "mil", "mio", "k"})
_LARGE = {"m": "million", "mm": "million", "mn": "million", "b": "billion", "k": "k"}


def in_full(text: str) -> str:
    """Return a text with powers written out, `10^18` and `1e6`, so that they are read as one number.

    A magnitude that begins it is one of that: `billion requests`.
    """
    return _BARE.sub(r"1 \1", _POWER.sub(_written_out, text))


def is_round(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a token is the `million` of `a million`."""
    return index > 0 and tokens[index].lower in _ROUND and tokens[index - 1].lower == "a"


def is_vague(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a token is the `few` of `a few million`."""
    return tokens[index].lower in VAGUE and index + 1 < len(tokens) and tokens[index + 1].lower in _MAGNITUDES


def spelt(tokens: Sequence[Token], named: frozenset[int], counts: Callable[[Token], bool]) -> list[Token]:
    """Return tokens in which `3M invocations` are millions, and no minutes, and `a million` is one.

    A number in words before one in digits is in digits as well: `three 2 GB tasks`.

    `named` are the tokens of names; `counts` says whether a word counts something.
    """
    found = list(tokens)
    for index, token in enumerate(tokens):
        if is_vague(tokens, index):
            found[index] = token._replace(lower=VAGUE[token.lower])
    for index in range(1, len(tokens)):
        word = tokens[index].lower
        if is_round(tokens, index):
            found[index - 1] = tokens[index - 1]._replace(lower="one")
        if tokens[index - 1].lower in FEW and word[0].isdigit() and not tokens[index].apart:
            found[index - 1] = tokens[index - 1]._replace(lower=str(FEW[tokens[index - 1].lower]))
        if word not in _LARGE or not tokens[index - 1].text[0].isdigit():
            continue
        after = index + 1
        while after in named:
            after += 1
        if (after < len(tokens) and counts(tokens[after])) or tokens[index].text in ("M", "B", "K"):
            found[index] = tokens[index]._replace(lower=_LARGE[word])
    return found


def _written_out(power: re.Match[str]) -> str:
    number, sign, exponent = Decimal(power[1]), power[2], int(power[3])
    return f"{number.scaleb(exponent) if sign in 'eE' else number**exponent:f}"
