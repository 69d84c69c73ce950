"""A described piece of work: what it needs, clause by clause."""

from dataclasses import dataclass, replace

from graph.catalogue import Catalogue
from graph.properties import Kind
from retrieval import forms
from retrieval.candidates import CandidateFinder
from retrieval.language import Cue
from retrieval.parse import Parse, Parser
from retrieval.question import Constraint, Wish
from retrieval.ranking import Candidate
from retrieval.wordings import Asks

_READINGS = 6
"""How many readings of one clause are weighed; which of them is meant shows in the services that fit."""
_FLOOR = 0.7
"""The share of the threshold from which a reading is weighed at all."""
_AS_NEAR = 0.85
"""The share of the best reading's score that another one must reach."""
_MOST = 12
"""How many clauses are read: a description of work has fewer, and each takes time."""
_REACH = 3
"""How many words a negation reaches."""
_ASKING = (Cue.RECOMMENDATION, Cue.NEED, Cue.LIST, Cue.OPEN, Cue.COMPARISON)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Reads the needs out of a description."""

    catalogue: Catalogue
    parser: Parser
    candidates: CandidateFinder
    threshold: float

    def wishes(self, parse: Parse) -> tuple[Wish, ...]:
        """Return what the description asks for, the needs of one clause under one number."""
        found: dict[tuple[object, ...], Wish] = {}
        clauses = _clauses(parse)
        for number, clause in enumerate([parse, *map(self.parser.parse, clauses)]):
            whole = number == 0 and len(clauses) > 1
            for wish in self._of_clause(number, clause, whole):
                key = (wish.constraint.properties, wish.constraint.values, number)
                if key not in found or wish.weight > found[key].weight:
                    found[key] = wish
        return tuple(found.values())

    def parts(self, parse: Parse) -> int:
        """Return how many clauses say something."""
        return len(_clauses(parse))

    def _of_clause(self, number: int, clause: Parse, whole: bool) -> list[Wish]:
        """The readings of one clause that are near enough; of a whole text only what it is for."""
        asking = forms.cued(clause, *_ASKING)
        read = self.candidates.find(clause, (), clause.named, asking)
        least = max(_FLOOR * self.threshold, _AS_NEAR * read[0].score) if read else 0
        near = [c for c in read if c.score >= least]
        if whole:
            near = [c for c in near if c.constraint.values]
        amounts = [c for c in near if c.constraint.amount is not None]
        if not amounts and not whole:
            amounts = self._bounded(clause)
        others = [c for c in near if c.constraint.amount is None and self._counts(c)]
        return [self._wish(number, c, clause) for c in (*amounts[:1], *others[:_READINGS])]

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
            if prop.upper and (amount := self.candidates.amount(clause, prop)) is not None
        ]
        bounds.sort(key=lambda bound: (bound[0], bound[1].properties))
        return [Candidate(bound, self.threshold, "", frozenset()) for _, bound in bounds[:1]]

    def _wish(self, number: int, candidate: Candidate, clause: Parse) -> Wish:
        constraint = self._preferred(candidate.constraint)
        denying = all(self.catalogue.properties[p].denies for p in constraint.properties)
        if constraint.values and clause.negated and not _is_denied(clause, candidate):
            constraint = replace(constraint, negated=denying)
        kinds = {self.catalogue.properties[p].kind for p in constraint.properties}
        sure = kinds == {Kind.BOOLEAN} and candidate.score >= self.threshold
        firm = sure and constraint.asks in (Asks.TRUE, Asks.FALSE)
        hard = firm or constraint.amount is not None
        return Wish(constraint, number, min(1.0, candidate.score), hard, candidate.stems)

    def _preferred(self, constraint: Constraint) -> Constraint:
        """A yes or no as people prefer it: who tells of servers in a wish wants none to look after."""
        prop = self.catalogue.properties[constraint.properties[0]]
        if prop.kind is not Kind.BOOLEAN or prop.better is None:
            return constraint
        return replace(constraint, asks=Asks.TRUE if prop.better == "higher" else Asks.FALSE)


def _is_denied(clause: Parse, candidate: Candidate) -> bool:
    """Whether a negation stands right before a word that the reading rests on: `no X`, not `X without Y`."""
    return any(
        token.lower in clause.language.negations
        and any(near.stem in candidate.stems for near in clause.tokens[index + 1 : index + 1 + _REACH])
        for index, token in enumerate(clause.tokens)
    )


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
