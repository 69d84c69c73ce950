"""Words of a text, and how they are made comparable."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from Stemmer import Stemmer

_STEMMER = Stemmer("english")
_SLACK_MARKUP = re.compile(r"<[@#!][^>]*>|<(?:https?|mailto):[^|>]*\|([^>]*)>")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:\d[^\W_]*)*(?:'[^\W_]+)*[#]?")
_PLAIN = re.compile(r"[A-Za-z0-9 ,.?-]*")
"""Texts with nothing to change, as most phrases of a catalogue are."""
_NEGATED = re.compile(r"(?<=[a-z])n't\b", re.IGNORECASE)
_CONTRACTED = re.compile(
    r"\b(?:(what|who|where|how|when|that|there|it|here)'s|(what|who|where|how|when)s|w[auo]ts?|teh|w/o?)(?!\w)",
    re.I,
)
_SHORTENED = {"w": "what", "t": "the", "w/": "with", "w/o": "without"}
"""What is written for short or in haste, by its first letter or the sign with it."""
_EQUALS = re.compile(r"\s*=\s*\?+")
_MONEY = re.compile(r"([$\u20ac\u00a3])\s?(\d+(?:[.,]\d+)*)")
_CURRENCIES = {"$": "dollars", "\u20ac": "euros", "\u00a3": "pounds"}
_SIGNS = (
    ("->", " "),
    (">=", " at least "),
    ("\u2265", " at least "),
    ("<=", " at most "),
    ("\u2264", " at most "),
    (">", " more than "),
    ("<", " less than "),
    ("%", " percent "),
)
_MARKS = frozenset(",;:.!?()")
_SLASH = " / "
_INSIDE = frozenset({"", " ", "."})
"""What may stand within a name, such as the dot of `t3.medium`."""
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "´": "'", "`": "'", "\u00a0": " "})


class Token(NamedTuple):
    """One word or number, with its place in the normalised text."""

    text: str
    lower: str
    stem: str
    start: int
    end: int
    apart: bool = False
    """Whether a comma or the like stands before it, so that no name reaches across."""


def normalise(text: str) -> str:
    """Return the text in one Unicode form, on one line, without Slack's markup or typographic quotes."""
    if _PLAIN.fullmatch(text):
        return " ".join(_CONTRACTED.sub(_in_full, text).split())
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    plain = _SLACK_MARKUP.sub(lambda match: match.group(1) or " ", plain)
    if not (plain.isascii() and plain.isprintable()):
        plain = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in plain)
    for sign, words in _SIGNS:
        plain = plain.replace(sign, words)
    plain = _EQUALS.sub(" meaning?", plain)
    plain = _MONEY.sub(lambda match: f"{match.group(2)} {_CURRENCIES[match.group(1)]}", plain)
    plain = _CONTRACTED.sub(_in_full, plain)
    plain = _NEGATED.sub(" not", plain.replace("can't", "can not").replace("won't", "will not"))
    return " ".join(plain.split())


def _in_full(contracted: re.Match[str]) -> str:
    named = contracted.group(1) or contracted.group(2)
    if named is not None:
        return f"{named} is"
    said = contracted.group().lower()
    plain = _SHORTENED.get(said) or _SHORTENED[said[0]]
    return f"{plain} is" if said.endswith("ts") else plain


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the words and numbers of a normalised text; a possessive or contracted 's is dropped."""
    tokens: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match.group()
        if word.endswith(("'s", "'S")):
            word = word[:-2]
        lower = intern(word.lower())  # the same few thousand words are said in all phrases
        start = match.start()
        before = text[end:start] if tokens else ""
        apart = before not in _INSIDE and (not _MARKS.isdisjoint(before) or before == _SLASH)
        end = start + len(word)
        tokens.append(Token(word, lower, stem(lower), start, end, apart))
    return tuple(tokens)


KNOWN: dict[str, tuple[Token, ...]] = {}
"""The phrases of a catalogue while it is loaded: several indexes ask for the same ones."""


def tokens_of(phrase: str) -> tuple[Token, ...]:
    """Return the tokens of a phrase of the catalogue; `kept_tokens` forgets them when all is loaded."""
    found = KNOWN.get(phrase)
    if found is None:
        found = KNOWN[phrase] = tokenise(normalise(phrase))
    return found


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a lower-case English word (Snowball)."""
    stemmed: str = _STEMMER.stemWord(_AMERICAN.sub(r"\1z\2", word))
    return intern(stemmed)


# optimise, organisation -> optimize, organization: one spelling, so that both meet.
_AMERICAN = re.compile(r"(?<=[a-z]{3})(i)s(e|es|ed|ing|ation|ations)$")


def squash(words: Iterable[str]) -> str:
    """Return the letters and digits of some words in one lower-case run: `API-GW` gives `apigw`."""
    run = "".join(words).lower()
    return run if run.isalnum() else "".join(filter(str.isalnum, run))
