"""A described piece of work: what it needs, clause by clause, and how it leans as a whole."""

from dataclasses import dataclass, replace
from functools import cached_property

from graph.catalogue import Catalogue
from graph.properties import Kind
from retrieval import forms
from retrieval.candidates import CandidateFinder
from retrieval.choosable import Choosable
from retrieval.language import Cue
from retrieval.leaning import Leaner, Leanings
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.quantities import Quantity
from retrieval.question import Constraint, Wish
from retrieval.ranking import Candidate
from retrieval.wordings import Asks

_FLOOR = 0.7
"""The share of the threshold from which a reading is weighed at all."""
_AS_NEAR = 0.85
"""The share of the best reading's score that another one must reach."""
_MOST = 12
"""How many clauses are read: a description of work has fewer, and each takes time."""
_READINGS = 6
"""How many readings of one clause are weighed; which of them is meant shows in the services that fit."""
_EACH = frozenset({"a", "an", "per"})
_ASKING = (Cue.RECOMMENDATION, Cue.NEED, Cue.LIST, Cue.OPEN, Cue.COMPARISON)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a description asks for: conditions, and how it leans."""

    wishes: tuple[Wish, ...]
    """Yes or no, and amounts; the needs of one clause under one number."""
    leanings: Leanings


@dataclass(frozen=True)
class Scenario:
    """Reads the needs out of a description."""

    catalogue: Catalogue
    parser: Parser
    candidates: CandidateFinder
    leaner: Leaner
    choosable: Choosable
    threshold: float

    def needs(self, parse: Parse) -> Needs:
        """Return what the description asks for."""
        clauses = [self.parser.parse(clause) for clause in _clauses(parse)]
        found: dict[tuple[object, ...], Wish] = {}
        for number, clause in enumerate(clauses or [parse]):
            for wish in self._of_clause(number, clause):
                key = (wish.constraint.properties, number)
                if key not in found or wish.weight > found[key].weight:
                    found[key] = wish
        return Needs(tuple(found.values()), self.leaner.weigh(parse, clauses))

    def parts(self, parse: Parse) -> int:
        """Return how many clauses say something."""
        return len(_clauses(parse))

    def _of_clause(self, number: int, clause: Parse) -> list[Wish]:
        """The conditions in a clause that are near enough."""
        asking = forms.cued(clause, *_ASKING)
        read = self.candidates.find(clause, (), clause.named, asking)
        least = max(_FLOOR * self.threshold, _AS_NEAR * read[0].score) if read else 0
        near = [c for c in read if c.score >= least and not c.constraint.values]
        clocked = self._is_rate(clause)
        amounts = [c for c in near if c.constraint.amount is not None and not clocked]
        if not amounts and not clocked:
            amounts = self._bounded(clause)
        others = [c for c in near if c.constraint.amount is None and self._counts(c)]
        return [self._wish(number, c) for c in (*amounts[:1], *others[:_READINGS])]

    def _is_rate(self, clause: Parse) -> bool:
        """Whether the amount of a clause says how often or until when, and not how much: `every hour`."""
        rates = clause.language.rates
        return any(
            token.lower in rates
            for quantity in clause.quantities
            for token in clause.tokens[max(0, quantity.first - 2) : quantity.first]
        ) or any(_is_so_many_a(clause, quantity) for quantity in clause.quantities)

    def _counts(self, candidate: Candidate) -> bool:
        """Whether a reading says something of what fits: a yes or no must be surely meant to."""
        kinds = {self.catalogue.properties[p].kind for p in candidate.constraint.properties}
        return kinds != {Kind.BOOLEAN} or candidate.score >= self.threshold

    def _bounded(self, clause: Parse) -> list[Candidate]:
        """The amount of a clause whose words name no property: held against the bound in its unit.

        `between 20 and 90 minutes each` must fit into the time that a service grants.
        """
        bounds = [
            (prop.importance, Constraint((prop.iri,), Asks.TRUE, amount=amount))
            for prop in self.catalogue.properties.values()
            if prop.upper and (amount := self.candidates.bounds.amount(clause, prop)) is not None
        ]
        bounds.sort(key=lambda bound: (bound[0], bound[1].properties))
        return [Candidate(bound, self.threshold, "", ()) for _, bound in bounds[:1]]

    def _wish(self, number: int, candidate: Candidate) -> Wish:
        constraint = self._preferred(candidate.constraint)
        kinds = {self.catalogue.properties[p].kind for p in constraint.properties}
        sure = kinds == {Kind.BOOLEAN} and candidate.score >= self.threshold
        firm = sure and constraint.asks in (Asks.TRUE, Asks.FALSE)
        hard = firm or constraint.amount is not None
        bounding = constraint.amount is not None and constraint.properties[0] in self._first_bounds
        return Wish(constraint, number, min(1.0, candidate.score), hard, candidate.stems, bounding)

    @cached_property
    def _first_bounds(self) -> frozenset[str]:
        """The most important bound of each measure: the time that work may take, its memory."""
        first: dict[str, str] = {}
        for prop in sorted(self.catalogue.properties.values(), key=lambda p: (p.importance, p.iri)):
            unit = self.catalogue.units[prop.unit] if prop.upper and prop.unit else None
            if unit is not None and unit.is_measure:
                first.setdefault(unit.dimension, prop.iri)
        return frozenset(first.values())

    def _preferred(self, constraint: Constraint) -> Constraint:
        """A yes or no as people prefer it: who tells of servers in a wish wants none to look after."""
        prop = self.catalogue.properties[constraint.properties[0]]
        if prop.kind is not Kind.BOOLEAN or prop.better is None:
            return constraint
        return replace(constraint, asks=Asks.TRUE if prop.better == "higher" else Asks.FALSE)


def _is_so_many_a(clause: Parse, quantity: Quantity) -> bool:
    """Whether a number is of something else in each unit of time: `ten a week`, but `half an hour`."""
    between = clause.tokens[quantity.first + 1 : quantity.last - 1]
    whole = quantity.amount > 1 and quantity.amount == quantity.amount.to_integral_value()
    return whole and any(token.lower in _EACH for token in between)


def _clauses(parse: Parse) -> list[str]:
    """The parts of a text between commas, full stops and conjunctions that say something."""
    parts: list[list[int]] = [[]]
    for index, token in enumerate(parse.tokens):
        joins = token.lower in parse.language.conjunctions
        turns = token.lower in parse.language.turning
        if token.apart or joins or turns:
            parts.append([])
        if not joins:
            parts[-1].append(index)
    said = set(parse.content) | {i for q in parse.quantities for i in range(q.first, q.last)}
    told = [part for part in parts if said & set(part)][:_MOST]
    return [parse.text[parse.tokens[part[0]].start : parse.tokens[part[-1]].end] for part in told]
