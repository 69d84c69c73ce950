"""The first among the sizes or forms of a thing: the cheapest, the one with the largest of something."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.catalogue import Thing
from graph.properties import Kind
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.ranking import Candidate
from retrieval.reader import Reader
from retrieval.text import stem
from retrieval.vocabulary import stems_of
from retrieval.wordings import Asks

_EXTREMES = (Asks.HIGHEST, Asks.LOWEST)
_TWO = 2
_NEAR = 4
"""Words after the question word, less one, among which the noun stands that it asks for."""
_LISTED = 0.8
"""The share of the least score from which one of what is listed is told apart by an amount."""


@dataclass(frozen=True, slots=True)
class Foremost:
    """Finds which of the sizes or forms of a thing comes first."""

    reader: Reader

    def _narrowed(self, parse: Parse, within: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Those of some things that have the values named beside them, and these values."""
        linked = self.reader.holdings.linking
        named: list[str] = []
        for mention in parse.concepts:
            having = tuple(thing for thing in within if linked([thing], mention.iris))
            if having:
                within, named = having, [*named, *mention.iris]
        return within, tuple(named)

    def first_of(
        self, parse: Parse, things: Sequence[str], best: Candidate | None, found: Sequence[Candidate]
    ) -> Question | None:
        """Return the first among the sizes or variants of a service: `the cheapest type of X`.

        `found` is all that may be asked, the `best` first, if it is likely enough.
        """
        if len(things) != 1:
            return None
        of = (*self.reader.catalogue.sizes_of.get(things[0], ()), *self.reader.catalogue.variants(things[0]))
        asked = best.constraint if best is not None else None
        among = self._among_listed(of, asked, found)
        constraint = among or self._extreme(parse, of, asked)
        if constraint is None:
            return None
        prop = constraint.properties[0]
        told = [thing.iri for thing in of if prop in self.reader.holdings.states(thing.iri)]
        if told and self._asks_for_form(parse):
            variants = [v.iri for v in self.reader.catalogue.variants(things[0])]
            asked_of = [v for v in variants if prop in self.reader.holdings.tells(v)]
            if len(asked_of) > 1:
                return self.reader.question(QuestionKind.SUPERLATIVE, asked_of, [constraint])
        conditions = self._conditions(parse, prop, told, found)
        if conditions is None:
            return None
        within, apart = self._narrowed(parse, tuple(told))
        known = [*things, *apart, *within]
        said = [constraint, *conditions, *([asked] if among and asked else [])]
        if self.reader.coverage.unexplained(parse, said, known, parse.named):
            return None
        if not within or (
            not among
            and prop in self.reader.holdings.states(things[0])
            and not parse.has(Cue.CHEAPEST, Cue.DEAREST)
        ):
            return None
        return self.reader.question(QuestionKind.SUPERLATIVE, within, [*conditions, constraint])

    def all_with(self, parse: Parse, things: Sequence[str], found: Sequence[Candidate]) -> Question | None:
        """Return all sizes of a thing that have something, where these are asked for: `which sizes have X`.

        Not how many they are: the graph may not know all of them.
        """
        sizes = self.reader.catalogue.sizes_of.get(things[0], ()) if len(things) == 1 else ()
        decides = parse.asks_yes_or_no or parse.superlatives or parse.has(Cue.COUNT)
        if not sizes or decides or not self._asks_for_sizes(parse):
            return None
        within = [size.iri for size in sizes]
        conditions = self._conditions(parse, "", within, found)
        if conditions is None:
            return None
        linked = self.reader.holdings.linking
        named = [(m.iris, tuple(sorted(linked(within, m.iris)))) for m in parse.concepts]
        conditions += [Constraint(props, Asks.VALUE, iris) for iris, props in named if props]
        if not conditions:
            return None
        bounded = parse.has(Cue.AT_LEAST, Cue.AT_MOST, Cue.MORE, Cue.LESS)
        conditions = [c if bounded else _exactly(c) for c in conditions]
        if self.reader.coverage.unexplained(parse, conditions, [*things, *within], parse.named):
            return None
        return self.reader.question(QuestionKind.LIST, within, conditions)

    def _asks_for_sizes(self, parse: Parse) -> bool:
        """Whether what the sizes of things are called stands right after `which`, `how many` or `list`."""
        names = (name for thing in self.reader.catalogue.things.values() for name in thing.size_names)
        nouns = frozenset(stem(word) for name in names for word in name.split())
        asking = [i for i, t in enumerate(parse.tokens) if t.lower in parse.language.question_words]
        asking += [f.last - 1 for f in parse.cues if f.cue is Cue.LIST]
        near = {i for start in asking for i in range(start + 1, start + _NEAR)}
        return any(i in near and token.stem in nouns for i, token in enumerate(parse.tokens))

    def _among_listed(
        self, of: Sequence[Thing], asked: Constraint | None, found: Sequence[Candidate]
    ) -> Constraint | None:
        """The end of the scale by which one of what is listed is asked for: `which option saves the most`."""
        known = self.reader.catalogue.properties
        if asked is None or asked.values or known[asked.properties[0]].kind is not Kind.ITEM:
            return None
        listed = [
            thing.iri for thing in of if self.reader.holdings.values_of(thing.iri) & {*asked.properties}
        ]
        for candidate in found:
            prop = candidate.constraint.properties[0]
            stated = [iri for iri in listed if prop in self.reader.holdings.states(iri)]
            likely = candidate.score >= _LISTED * self.reader.threshold
            if candidate.constraint.asks in _EXTREMES and likely and len(stated) >= _TWO:
                return candidate.constraint
        return None

    def _asks_for_form(self, parse: Parse) -> bool:
        """Whether one of the forms of a thing is asked for: `which type of X runs longest`."""
        asks = parse.has_question_word or parse.has(Cue.LIST)
        return asks and any(token.lower in parse.language.forms for token in parse.tokens)

    def _extreme(self, parse: Parse, of: Sequence[Thing], asked: Constraint | None) -> Constraint | None:
        """The end of the scale that is asked for among some things: of their price, or of what is meant."""
        known = self.reader.catalogue.properties
        if parse.has(Cue.CHEAPEST, Cue.DEAREST):
            told = frozenset().union(*(self.reader.holdings.states(thing.iri) for thing in of))
            prices = sorted(
                (p for p in told if known[p].kind is Kind.PRICE), key=lambda p: (known[p].importance, p)
            )
            asks = Asks.LOWEST if parse.has(Cue.CHEAPEST) else Asks.HIGHEST
            asked = Constraint((prices[0],), asks) if prices else asked
        if asked is None or asked.asks in _EXTREMES:
            return asked
        prop = known[asked.properties[0]]
        if prop.kind is not Kind.QUANTITY or not parse.superlatives or asked.amount is not None:
            return None
        # `the largest discount`, `the fattest memory`: what is called the largest itself.
        extreme = self.reader.candidates.sides.extreme(parse, prop)
        said = parse.superlatives & {word.lower() for word in prop.label.split()}
        if extreme is None and not (said or prop.upper or parse.superlatives & parse.language.largest):
            return None
        return Constraint(asked.properties, extreme or Asks.HIGHEST)

    def _conditions(
        self, parse: Parse, prop: str, told: Sequence[str], found: Sequence[Candidate]
    ) -> list[Constraint] | None:
        """What only some of the things have: `the cheapest with a GPU`, `with 8 cores`.

        None where an amount is asked for that is not stated of them.
        """
        known, candidates = self.reader.catalogue.properties, self.reader.candidates
        stated = frozenset().union(*(self.reader.holdings.states(thing) for thing in told)) - {prop}
        order = sorted(stated, key=lambda p: (known[p].importance, p))
        said, matcher = parse.stems(()), candidates.ranker.matcher
        likeliest = self.reader.confident(found)
        asked = likeliest.constraint.properties if likeliest is not None else ()
        conditions = []
        for iri in (p for p in order if known[p].kind is Kind.BOOLEAN):
            telling = max(sorted(stems_of(known[iri].label)), key=matcher.weight)
            if telling in said or asked == (iri,):
                own = (c.constraint for c in found if c.constraint.properties == (iri,))
                conditions.append(next(own, Constraint((iri,), Asks.TRUE)))
        amounts = [q for q in parse.quantities if q.unit is not None and q.unit.is_measure]
        of_it = [
            (p, candidates.bounds.amount(parse, known[p])) for p in order if known[p].kind is Kind.QUANTITY
        ]
        measured = [Constraint((p,), Asks.TRUE, amount=amount) for p, amount in of_it if amount is not None]
        if amounts and not measured:
            return None
        return [*conditions, *measured[:1]]


def _exactly(constraint: Constraint) -> Constraint:
    """Return a condition whose amount has to be met, neither more nor less."""
    if constraint.amount is None:
        return constraint
    return replace(constraint, amount=replace(constraint.amount, relation="exactly"))
