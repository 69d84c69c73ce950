"""Finding the things that a text names, whatever their case, number, spacing or spelling."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph.catalogue import Catalogue
from retrieval.sharing import frozen
from retrieval.text import Token, squash, tokens_of

_LONGEST_NAME = 8
_SHORTEST_FUZZY = 4
_LONGEST_FUZZY = 3
"""Words; a longer name is misspelt in one of its parts, which is found by itself."""
_START = 4
"""Letters by which it is told at once that no name begins with a word."""
_SHORTEST_GLUED = 5
"""Shorter names are not found in words run together: `am i` is not AMI."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: what it may mean, and the tokens it takes up, as a half-open range."""

    iris: tuple[str, ...]
    first: int
    last: int
    exact: bool


class Lexicon:
    """All names of some things, from their labels and alternative labels."""

    def __init__(self, names: Mapping[str, frozenset[str]], joining: frozenset[str] = frozenset()) -> None:
        self._names = names
        self._joining = joining
        self._long = tuple(sorted(name for name in names if len(name) >= _SHORTEST_FUZZY))
        self._fuzzy = by_letter_and_length(self._long)
        self._starts = frozenset(name[:count] for name in names for count in range(1, _START + 1))

    @classmethod
    def from_names(cls, names: Iterable[tuple[str, str]], joining: frozenset[str] = frozenset()) -> Self:
        """Build from pairs of a name and the IRI of what it names.

        Between words that are `joining`, the last word of a name need be said only once.
        """
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name, iri in names:
            tokens = tokens_of(name)
            for form in (squash(t.text for t in tokens), _stemmed(tokens)):
                if form:
                    found[form].add(iri)
        return cls(frozen(found), joining)

    def find(self, tokens: Sequence[Token], is_word: "WordTest | None" = None) -> tuple[Mention, ...]:
        """Return the names in a text, longest first in case of overlap, in order of appearance.

        A word that `is_word` does not know may also be a misspelt name; without it none is.
        """
        mentions: list[Mention] = []
        free = [True] * len(tokens)
        stems = [token.stem for token in tokens]
        runs = [squash([token.text]) for token in tokens]
        begins = [self._begins(*forms) for forms in zip(stems, runs, strict=True)]
        strange = [is_word is not None and not is_word(token) for token in tokens]
        for length in range(min(_LONGEST_NAME, len(tokens)), 0, -1):
            for first in range(len(tokens) - length + 1):
                last = first + length
                fuzzy = length <= _LONGEST_FUZZY and True in strange[first:last]
                if not (begins[first] or fuzzy) or False in free[first:last]:
                    continue
                if any(token.apart for token in tokens[first + 1 : last]):
                    continue
                mention = self._mention(stems[first:last], runs[first:last], first, fuzzy)
                if mention is not None:
                    mentions.append(mention)
                    free[first:last] = [False] * length
        mentions += [found for m in mentions for found in self._shared(tokens, m, free)]
        return tuple(sorted(mentions, key=lambda mention: mention.first))

    def _shared(self, tokens: Sequence[Token], mention: Mention, free: Sequence[bool]) -> list[Mention]:
        """The name before a joining word that shares its last words: the first of `green or black tea`."""
        place = mention.first - 2
        if place < 0 or not free[place] or tokens[place + 1].lower not in self._joining:
            return []
        for shared in range(1, mention.last - mention.first):
            words = (tokens[place], *tokens[mention.last - shared : mention.last])
            iris = self._names.get(_stemmed(words)) or self._names.get(squash(t.text for t in words))
            if iris:
                return [Mention(tuple(sorted(iris)), place, place + 1, True)]
        return []

    def _begins(self, stemmed: str, run: str) -> bool:
        """Whether some name begins as a word does, given its stem and its letters."""
        return stemmed[:_START] in self._starts or run[:_START] in self._starts

    def _mention(self, stems: Sequence[str], runs: Sequence[str], first: int, fuzzy: bool) -> Mention | None:
        """The name that some words are, given the stem and the letters of each."""
        last = first + len(runs)
        run = "".join(runs)
        glued = len(runs) > 1 and len(run) < _SHORTEST_GLUED
        iris = self._names.get(" ".join(stems)) or (None if glued else self._names.get(run))
        if iris:
            return Mention(tuple(sorted(iris)), first, last, True)
        if not fuzzy or self._names_one_of(runs):
            return None
        near = nearest(run, self._fuzzy)
        return Mention(tuple(sorted(self._names[near])), first, last, False) if near else None

    def _names_one_of(self, runs: Sequence[str]) -> bool:
        """Whether some of several words are a name by themselves: then the others are not a part of it."""
        count = len(runs)
        parts = (runs[a:b] for a in range(count) for b in range(a + 1, count + 1) if b - a < count)
        return any("".join(part) in self._names for part in parts)

    def near(self, text: str, limit: int = 3) -> list[str]:
        """Return the IRIs whose names are nearest to a text, best first, however far."""
        found = process.extract(squash([text]), self._long, scorer=OSA.normalized_similarity, limit=20)
        iris = [iri for name, score, _ in found if score > 0.4 for iri in sorted(self._names[name])]
        return list(dict.fromkeys(iris))[:limit]


class WordTest:
    """Knows the words that are spelt right, so that they are not taken for misspelt names."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)

    def __call__(self, token: Token) -> bool:
        """Say whether a token is spelt right."""
        return self.knows(token.lower)

    def knows(self, word: str) -> bool:
        """Say whether a lower-case word is spelt right; numbers are."""
        return word in self._words or word[:1].isdigit()


def by_letter_and_length(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return names in the form in which `nearest` looks them up."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        found[f"{name[0]}{len(name)}"].append(name)
    return {begins: tuple(group) for begins, group in found.items()}


def nearest(word: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """Return the one name that a misspelt word stands for, or None.

    One edit (or two letters swapped, the likelier one) is allowed in a short word, two from eight
    letters on; the first letter must be right, which people rarely miss. In a code each sign tells one
    thing from another (`x2.large` is no `x2.xlarge`), so there letters may be swapped and nothing else.
    """
    if len(word) < _SHORTEST_FUZZY:
        return None
    allowed = 1 if len(word) < 8 else 2
    lengths = range(len(word) - allowed, len(word) + allowed + 1)
    group = [name for length in lengths for name in names.get(f"{word[0]}{length}", ())]
    found = process.extract(word, group, scorer=OSA.distance, score_cutoff=allowed, limit=5)
    if any(sign.isdigit() for sign in word):
        found = [one for one in found if sorted(one[0]) == sorted(word)]
    close = sorted((int(distance), sorted(name) != sorted(word), name) for name, distance, _ in found)
    return close[0][2] if close else None


def names_of(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return every name of every thing in a catalogue."""
    return [(name, thing.iri) for thing in catalogue.things.values() for name in (thing.label, *thing.names)]


def _stemmed(tokens: Sequence[Token]) -> str:
    return " ".join(token.stem for token in tokens)
