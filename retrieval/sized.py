"""Sizes told by what they have and by the words that mark them: `the 4 GB one with Windows` of a service.

Names hold such words in one order, people in any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from graph.catalogue import Catalogue, Thing
from graph.units import Unit
from retrieval.language import Language
from retrieval.lexicon import Mention
from retrieval.quantities import find_quantities
from retrieval.text import Token, tokens_of

_SHORTEST = 3
"""Letters from which a word may be short for another one: `mem`."""
Amount = tuple[str, Decimal]
"""A dimension, and how much of it in the unit that all others of the dimension are multiples of."""


@dataclass(frozen=True, slots=True)
class _Size:
    iri: str
    amounts: frozenset[Amount]
    marks: tuple[frozenset[str], ...]
    """The stems that tell it from others, by each of its names; some names need fewer."""

    @property
    def every(self) -> frozenset[str]:
        return frozenset().union(*self.marks)


class Sized:
    """Knows the sizes whose names state an amount."""

    def __init__(self, catalogue: Catalogue, language: Language, units: Mapping[str, Unit]) -> None:
        self._units = units
        self._language = language
        self._whole = {thing.iri: thing.variant_of or thing.iri for thing in catalogue.things.values()}
        self._sizes: dict[str, tuple[_Size, ...]] = {}
        self._nouns: dict[str, frozenset[str]] = {}
        for service, sizes in catalogue.sizes_of.items():
            whole = catalogue.things[service]
            own = _stems((whole.label, *whole.names)) | _stems(whole.size_names)
            found = tuple(size for s in sizes if (size := self._size(s, own)) is not None)
            shared = frozenset.intersection(*(s.every for s in found)) if found else frozenset()
            self._sizes[service] = tuple(replace(s, marks=tuple(m - shared for m in s.marks)) for s in found)
            self._nouns[service] = _stems(whole.size_names)

    def _size(self, size: Thing, own: frozenset[str]) -> _Size | None:
        """A size with what its names say, if its label states an amount."""
        amounts = self._amounts(tokens_of(size.label))
        if not amounts:
            return None
        marks = []
        for name in (size.label, *size.names):
            tokens = tokens_of(name)
            if amounts.keys() <= self._amounts(tokens).keys():
                marks.append(frozenset(t.stem for t in tokens if self._is_mark(t)) - own)
        return _Size(size.iri, frozenset(amounts), tuple(marks))

    def _is_mark(self, token: Token) -> bool:
        return not token.lower[0].isdigit() and token.lower not in self._language.function_words

    def _amounts(self, tokens: Sequence[Token]) -> Mapping[Amount, tuple[int, int]]:
        """The amounts of measures among tokens, and where each stands."""
        found = find_quantities(tokens, self._units, frozenset())
        return {
            (q.unit.dimension, q.amount * q.unit.factor): (q.first, q.last)
            for q in found
            if q.unit is not None and q.unit.is_measure
        }

    def beside(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return the mentions, with a service taken for the one of its sizes that the words tell."""
        for mention in mentions:
            service = self._whole.get(mention.iris[0], "")
            if not self._sizes.get(service):
                continue
            told = self._told(tokens, service)
            if told is not None:
                iri, places = told
                others = [
                    m for m in mentions if not places & set(range(m.first, m.last)) and m is not mention
                ]
                own = _runs(iri, places | set(range(mention.first, mention.last)))
                return tuple(sorted((*others, *own), key=lambda m: m.first))
        return tuple(mentions)

    def _told(self, tokens: Sequence[Token], service: str) -> tuple[str, set[int]] | None:
        """The size that words tell, and the tokens that do."""
        said = self._amounts(tokens)
        sizes = [size for size in self._sizes[service] if size.amounts <= set(said)]
        marks = frozenset().union(*(size.every for size in self._sizes[service]))
        places = {i: mark for i, t in enumerate(tokens) if (mark := _mark(t, marks)) is not None}
        nouns = {i for i, token in enumerate(tokens) if token.stem in self._nouns[service]}
        if not sizes:
            return None
        spoken = frozenset(places.values())
        lacking = {s.iri: (len(spoken - s.every), min(len(m - spoken) for m in s.marks)) for s in sizes}
        best = min(lacking.values())
        first = [size for size in sizes if lacking[size.iri] == best]
        whole = not best[1] and (nouns or places)
        if len(first) != 1 or best[0] or not (whole or (nouns and best[1] == 1)):
            return None
        spans = (said[amount] for amount in first[0].amounts)
        return first[0].iri, nouns | set(places) | {i for span in spans for i in range(*span)}


def _mark(token: Token, marks: frozenset[str]) -> str | None:
    """The mark that a word is, or is short for."""
    if token.stem in marks:
        return token.stem
    short = [mark for mark in sorted(marks) if len(token.lower) >= _SHORTEST and mark.startswith(token.lower)]
    return short[0] if len(short) == 1 else None


def _runs(iri: str, places: set[int]) -> list[Mention]:
    """A mention for each run of tokens side by side."""
    firsts = sorted(place for place in places if place - 1 not in places)
    lasts = sorted(place + 1 for place in places if place + 1 not in places)
    return [Mention((iri,), first, last, True) for first, last in zip(firsts, lasts, strict=True)]


def _stems(names: Sequence[str]) -> frozenset[str]:
    return frozenset(token.stem for name in names for token in tokens_of(name))
