"""What is asked of less than all that a name stands for: of one of its values, or of some of them.

`when does X drop support for Y 3.3` asks for a date of Y 3.3, which X only has, and `which Y versions does X
run` for those of the versions that are called Y.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.namespaces import DEFINITION
from graph.properties import Kind
from retrieval.alone import told
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.reader import Reader
from retrieval.trust import ENOUGH
from retrieval.vocabulary import stems_of
from retrieval.wordings import Asks

_SEVERAL = 4
"""Of so many values and more, some may be asked for."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Knows the values of things and what is stated of these."""

    reader: Reader

    def part(
        self, parse: Parse, things: Sequence[str], hidden: frozenset[int]
    ) -> tuple[str, frozenset[int]] | None:
        """Return the value of a thing that the question is about, with the tokens to hide, if there is one.

        It has what is asked for, and the thing itself has not.
        """
        if len(things) != 1 or parse.asks_yes_or_no:
            return None
        reader = self.reader
        for mention in parse.concepts:
            span = hidden | frozenset(range(mention.first, mention.last))
            for iri in mention.iris if mention.exact and span != hidden else ():
                own = reader.holdings.states(iri) - {DEFINITION.value} - reader.holdings.holds(things[0])
                if not own or not reader.holdings.linking(things, [iri]):
                    continue
                found = reader.candidates.find(parse, (iri,), span)
                asked = found and set(found[0].constraint.properties) <= own
                if asked and reader.trust.probability(parse, found, (iri, *things), span) >= ENOUGH:
                    return iri, span
        return None

    def every(self, parse: Parse, constraint: Constraint) -> Constraint:
        """Return a constraint on all values where they are counted and none of them is named as such.

        Nor is one asked for that only stands in what is told: `which ones has X? We have Y and Z`.
        """
        known = self.reader.catalogue.properties
        aside = told(parse)
        exact = [mention for mention in parse.concepts if mention.exact]
        named = {iri for m in exact for iri in m.iris if m.first not in aside}
        mentioned = {iri for m in exact for iri in m.iris if m.first in aside}
        values = constraint.asks is Asks.VALUE and not constraint.negated and not parse.asks_yes_or_no
        if not values or named & set(constraint.values):
            return constraint
        if not parse.has(Cue.COUNT) and not mentioned.issuperset(constraint.values):
            return constraint
        if any(known[p].kind is not Kind.ITEM for p in constraint.properties):
            return constraint
        return replace(constraint, asks=Asks.TRUE, values=())

    def some(self, parse: Parse, constraint: Constraint, things: Sequence[str]) -> Constraint:
        """Return a constraint on the values that a word of the question names, if that is on some of many."""
        (prop, *_) = constraint.properties
        plain = constraint.asks is Asks.TRUE and not constraint.values and constraint.amount is None
        if not plain or len(things) != 1 or self.reader.catalogue.properties[prop].kind is not Kind.ITEM:
            return constraint
        values = self.reader.coverage.values(things[0], prop)
        names = self.reader.candidates.ranker.vocabulary
        called = values
        noun = stems_of(self.reader.catalogue.properties[prop].label)
        aside = told(parse)
        for index in (i for i in parse.content if i not in aside):
            stem = parse.tokens[index].stem
            if stem in noun:
                continue
            called = [v for v in called if stem in names.named(v)] or called
        if len(values) < _SEVERAL or 2 * len(called) > len(values):
            return constraint
        return replace(constraint, asks=Asks.VALUE, values=tuple(called))
