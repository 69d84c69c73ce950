"""The amount or the price by which things are held against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.properties import Kind
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.ranking import Candidate
from retrieval.reader import Reader
from retrieval.wordings import Asks

_ALIKE = 0.06
"""Scores so near that either may be meant."""


@dataclass(frozen=True, slots=True)
class Measuring:
    """Knows which amounts and prices several things have."""

    reader: Reader

    def measure(self, parse: Parse, things: Sequence[str]) -> str | None:
        """The amount or price by which two things are compared, where both state it."""
        known = self.reader.catalogue.properties
        found = self.reader.candidates.find(parse, things, parse.named)
        inherits = (
            parse.has(Cue.CHEAPER)
            and bool(found)
            and known[found[0].constraint.properties[0]].kind is Kind.PRICE
        )
        told = self.reader.holdings.tells if inherits else self.reader.holdings.states
        both = frozenset.intersection(*(told(thing) for thing in things))
        asked = [
            p
            for c in found
            for p in c.constraint.properties
            if p in both and known[p].kind in (Kind.QUANTITY, Kind.PRICE) and c.score >= self.reader.threshold
        ]
        if not parse.has(Cue.CHEAPER):
            return self._most(asked, found) if self._is_amount(found, asked, things) else None
        prices = [p for p in asked if known[p].kind is Kind.PRICE or known[p].better == "lower"]
        if prices:
            return prices[0]
        # Only sizes of one service are charged in one way: between others no single price decides.
        services = {self.reader.catalogue.things[thing].variant_of for thing in things}
        if len(services) > 1 or services == {None}:
            return None
        own = [p for p in both if known[p].kind is Kind.PRICE]
        return min(own, key=lambda p: (known[p].importance, p), default=None)

    def _most(self, asked: Sequence[str], found: Sequence[Candidate]) -> str | None:
        """The first amount, or the bound that the words fit as well: who has more can have more."""
        known = self.reader.catalogue.properties
        scores = {c.constraint.properties[0]: c.score for c in reversed(found)}
        if not asked or known[asked[0]].upper:
            return next(iter(asked), None)
        least = scores.get(asked[0], 0.0)
        bounds = (p for p in asked if known[p].upper and scores.get(p, 0.0) >= least)
        return next(bounds, asked[0])

    def likeliest(self, things: Sequence[str], found: Sequence[Candidate]) -> Candidate | None:
        """The first candidate, or an amount that is meant rather than that one.

        Not one that only some of the things have, where all have another that is nearly as likely; and a
        bound where the words fit it as well.
        """
        known = self.reader.catalogue.properties
        first = found[0] if found else None
        if first is None or known[first.constraint.properties[0]].kind is not Kind.QUANTITY:
            return first
        told = frozenset.intersection(*(self.reader.holdings.tells(thing) for thing in things))
        all_have = first.constraint.properties[0] in told
        least = first.score - (0.0 if all_have else _ALIKE)
        if all_have and known[first.constraint.properties[0]].upper:
            return first
        for other in found[1:]:
            prop = known[other.constraint.properties[0]]
            fits = prop.kind is Kind.QUANTITY and prop.iri in told and other.score >= least
            if fits and (prop.upper or not all_have):
                return other
        return first

    def _is_amount(self, found: Sequence[Candidate], asked: Sequence[str], things: Sequence[str]) -> bool:
        """Whether an amount is meant, and not what is likelier and none: `which takes longer to learn`."""
        first = found[0] if found else None
        if first is None or not asked or asked[0] in first.constraint.properties:
            return True
        told = all(
            self.reader.holdings.tells(thing).intersection(first.constraint.properties) for thing in things
        )
        own = next(c.score for c in found if asked[0] in c.constraint.properties)
        return not told or bool(first.constraint.values) or first.score <= own

    def by_price_model(self, things: Sequence[str]) -> Question | None:
        """What two things are charged for, side by side."""
        known = self.reader.catalogue.properties.values()
        models = [
            p.iri
            for p in sorted(known, key=lambda p: (p.importance, p.iri))
            if any(self.reader.catalogue.properties[d].kind is Kind.PRICE for d in p.detailed_by)
            and all(p.iri in self.reader.holdings.tells(thing) for thing in things)
        ]
        if not models:
            return None
        return self.reader.question(QuestionKind.COMPARISON, things, [Constraint((models[0],), Asks.TRUE)])

    def priced(self, constraint: Constraint, things: Sequence[str]) -> Constraint:
        """The price that all of some sizes have, where they are compared by what they are charged for."""
        known, of = self.reader.catalogue.properties, self.reader.catalogue.things
        detailed = {d for p in constraint.properties for d in known[p].detailed_by}
        if not detailed or len({of[thing].variant_of or thing for thing in things}) > 1:
            return constraint
        own = frozenset.intersection(*(self.reader.holdings.states(thing) for thing in things))
        prices = [p for p in own if known[p].kind is Kind.PRICE]
        first = min(prices, key=lambda p: (known[p].importance, p), default=None)
        return Constraint((first,), Asks.TRUE) if first else constraint
