"""Words that look like names and are none: `t9.huge` among `t3.large`, a Region that is not there."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from graph.bills import Choice
from retrieval.cost.ledger import Ledger
from retrieval.parse import Parse

_LETTERS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d+")
_EDGES = ".,;:?!()[]\"'“”‘’"
_ENOUGH = 3
"""Names of one shape from which on it is a shape of names."""
_MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class Strange:
    """A word that has the shape of a name and is none."""

    word: str
    start: int
    end: int
    """Its place in the text."""
    choice: Choice | None
    """The choice whose options have such names; None for a size."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of names in which letters, digits and signs are mixed: those of sizes and of options."""

    sizes: Mapping[str, tuple[str, ...]]
    """The names of sizes, by shape."""
    options: Mapping[str, Choice]
    known: frozenset[str]

    @classmethod
    def from_ledger(cls, ledger: Ledger) -> Self:
        """Collect the shapes of the names of what is charged by size, and of the options of choices."""
        catalogue = ledger.catalogue
        sold = {thing for rules in ledger.rules if rules.bill.per_size for thing in rules.things}
        labels = sorted(catalogue.things[thing].label for thing in sold)
        sizes: dict[str, tuple[str, ...]] = {}
        for shape in _shapes(labels):
            sizes[shape] = tuple(label for label in labels if form_of(label) == shape)
        options: dict[str, Choice] = {}
        for choice in catalogue.bills.choices:
            own = [n for o in choice.options for n in (*catalogue.things[o].names, _local(o))]
            options |= dict.fromkeys(_shapes([*own, *choice.unpriced]), choice)
        names = (name for thing in catalogue.things.values() for name in (thing.label, *thing.names))
        unpriced = (name for choice in catalogue.bills.choices for name in choice.unpriced)
        return cls(sizes, options, frozenset(name.lower() for name in (*names, *unpriced)))

    def find(self, parse: Parse) -> tuple[Strange, ...]:
        """Return the words of a text that have the shape of a name and are none."""
        named = {parse.tokens[index].start for index in parse.named}
        found = []
        for match in re.finditer(r"\S+", parse.text):
            word = match.group().strip(_EDGES)
            start = match.start() + match.group().find(word)
            shape = form_of(word)
            if not word or word.lower() in self.known or named & set(range(start, start + len(word))):
                continue
            if shape in self.options or shape in self.sizes:
                found.append(Strange(word, start, start + len(word), self.options.get(shape)))
        return tuple(found)

    def near(self, word: str) -> list[str]:
        """Return the names of sizes that are most like a word, the nearest first."""
        return nearest_sizes(word, {name for of_shape in self.sizes.values() for name in of_shape})


def nearest_sizes(word: str, names: Iterable[str]) -> list[str]:
    """Return those of some names of sizes that are most like a word, the nearest first."""
    found = process.extract(word.lower(), sorted(names), scorer=JaroWinkler.similarity, limit=_MOST_NEAR)
    return [name for name, _, _ in found]


def _shapes(names: Iterable[str]) -> list[str]:
    """The shapes that several of some names have."""
    counted = Counter(shape for name in names if (shape := form_of(name)))
    return sorted(shape for shape, count in counted.items() if count >= _ENOUGH)


def form_of(word: str) -> str:
    """Return which signs stand where: `a0.a` for `t3.medium`; empty for a plain word or for several."""
    text = _DIGITS.sub("0", _LETTERS.sub("a", word.lower()))
    mixed = "a" in text and "0" in text and bool(set(text) & {".", "-"})
    return text if mixed and " " not in text else ""


def _local(term: str) -> str:
    return term.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
