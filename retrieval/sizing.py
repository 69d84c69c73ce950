"""The smallest or the largest of the sizes in which a thing is sold: `what does the smallest X server cost`.

Sizes grow in all that they have and in what they cost, so that the end of the scale is that of what is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.properties import Kind
from retrieval.parse import Parse
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.ranking import Candidate
from retrieval.reader import Reader
from retrieval.text import stem
from retrieval.wordings import Asks

_NEAR = 5
"""So many words may stand between `smallest` and the noun for a size."""


@dataclass(frozen=True)
class Sizing:
    """Knows what the sizes of things have."""

    reader: Reader

    def first(self, parse: Parse, things: Sequence[str], hidden: frozenset[int]) -> Question | None:
        """Return what the smallest or largest size of a thing has, where that is asked for; else None."""
        if len(things) != 1 or parse.asks_yes_or_no:
            return None
        sizes = self.reader.catalogue.sizes_of.get(things[0], ())
        end = self._end(parse) if sizes else None
        if end is None:
            return None
        asks, said = end
        within = tuple(size.iri for size in sizes)
        for mention in parse.concepts:
            having = tuple(s for s in within if self.reader.holdings.linking([s], mention.iris))
            if having and len(having) < len(within):
                within = having
                said |= frozenset(range(mention.first, mention.last))
        found = self.reader.candidates.find(parse, within[:1], hidden - said, said)
        asked = next((c for c in found if self._is_measure(c, within)), None)
        if asked is None or asked is not found[0]:
            return None
        constraint = Constraint(asked.constraint.properties[:1], asks)
        told = [size for size in within if constraint.properties[0] in self.reader.holdings.states(size)]
        if len(told) < 2 or self.reader.coverage.unexplained(
            parse, [constraint], [*things, *told], hidden | said
        ):
            return None
        return self.reader.question(QuestionKind.SUPERLATIVE, told, [constraint])

    @cached_property
    def _nouns(self) -> frozenset[str]:
        """The stems of what sizes are called."""
        names = (name for thing in self.reader.catalogue.things.values() for name in thing.size_names)
        return frozenset(stem(word) for name in names for word in name.split())

    def _end(self, parse: Parse) -> tuple[Asks, frozenset[int]] | None:
        """The end of the scale that is said of a size, and the tokens that say it."""
        places = [i for i, token in enumerate(parse.tokens) if token.stem in self._nouns]
        for index, token in enumerate(parse.tokens):
            smallest = token.lower in parse.language.smallest_size
            largest = token.lower in parse.language.largest_size
            near = next((place for place in places if index < place <= index + _NEAR), None)
            if (smallest or largest) and near is not None:
                asks = Asks.LOWEST if smallest else Asks.HIGHEST
                return asks, frozenset({index, near})
        return None

    def _is_measure(self, candidate: Candidate, sizes: Sequence[str]) -> bool:
        """Whether an amount or a price is asked for that the sizes state."""
        (prop, *_) = candidate.constraint.properties
        kind = self.reader.catalogue.properties[prop].kind
        stated = any(prop in self.reader.holdings.states(size) for size in sizes)
        plain = not candidate.constraint.values and candidate.constraint.amount is None
        return plain and stated and kind in (Kind.QUANTITY, Kind.PRICE)
