"""What the words of a question may ask of its subjects, the likeliest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from graph.catalogue import Catalogue
from graph.properties import Kind
from retrieval.bounds import Bounds
from retrieval.coverage import decides
from retrieval.holdings import Holdings
from retrieval.language import Cue
from retrieval.matching import Match, Matcher
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.ranking import Asked, Candidate, Ranker
from retrieval.sides import BestScores, Sides
from retrieval.wordings import Asks, Target

_HELD = 0.08
"""What it adds to a score that something is stated of the subject; set on the open questions."""
_LIKELY = 0.75
"""The share of the best match's score from which it matters which of two opposites a match asks."""
_AS_GOOD = 0.8
"""The share of the best score from which an amount is what is asked for where its measure is said."""
_UNASKED = 0.15
"""What it takes away that the value is what a subject is not, where nobody asks for that."""
_BOUND = 0.3
"""What it adds that the property bounds what may be asked for: an amount is mostly asked for."""
_SAME_DIMENSION = 0.3
"""What it adds that the question has an amount in the unit of the property."""


@dataclass(frozen=True, slots=True)
class Told:
    """The properties of which there is something to say of some subjects."""

    at_all: frozenset[str]
    itself: frozenset[str]
    """Of one of them itself, not of the service of which it is a form."""

    @classmethod
    def of(cls, holdings: Holdings, subjects: Sequence[str]) -> Self:
        """Return what is told of some subjects."""
        nothing = frozenset[str]()
        return cls(
            nothing.union(*map(holdings.tells, subjects)), nothing.union(*map(holdings.states, subjects))
        )

    def degree(self, properties: Sequence[str]) -> int:
        """Return 2 where one of some properties is told of a subject itself, 1 of its service, or else 0."""
        return 2 if not self.itself.isdisjoint(properties) else int(not self.at_all.isdisjoint(properties))


class CandidateFinder:
    """Turns matches into constraints, in the light of what the graph holds."""

    def __init__(
        self,
        catalogue: Catalogue,
        matcher: Matcher,
        holdings: Holdings,
        value_properties: dict[str, tuple[str, ...]],
        ranker: Ranker,
        threshold: float,
    ) -> None:
        self.threshold = threshold
        self._catalogue = catalogue
        self._matcher = matcher
        self._holdings = holdings
        self._value_properties = value_properties
        self.ranker = ranker
        self.bounds = Bounds(catalogue)
        self.sides = Sides(catalogue, matcher)

    def find(
        self,
        parse: Parse,
        subjects: Sequence[str],
        hidden: frozenset[int],
        left_out: frozenset[int] = frozenset(),
    ) -> list[Candidate]:
        """Return the candidates, the likeliest first.

        `hidden` tokens name the subjects; those `left_out` belong to another clause.
        """
        found = self.likely(parse, subjects, hidden, left_out)
        measured = self.bounds.wanted(parse)
        if measured is not None:  # `how many minutes` asks for no yes or no, and for no name
            least = _AS_GOOD * max((candidate.score for candidate in found), default=0.0)
            within = (c for c in found if self.bounds.is_in(c.constraint, measured))
            # Where the words are far more like something else, that is what has no such amount.
            found = [candidate for candidate in within if candidate.score >= least]
        return self.ranker.ranked(found, Asked.of(parse, self._matcher, hidden, left_out))

    def likely(
        self,
        parse: Parse,
        subjects: Sequence[str],
        hidden: frozenset[int],
        left_out: frozenset[int] = frozenset(),
    ) -> list[Candidate]:
        """Return the candidates as `find` does, in order of how well one wording fits; ties by IRI."""
        matches = self._matcher.rank(parse.focus(hidden, left_out), parse.stems(hidden | left_out))
        best: dict[str, Candidate] = {}
        scores = BestScores.of(matches)
        leaning: dict[str, Asks] = {}
        told = Told.of(self._holdings, subjects)
        for match in matches:
            iri = match.target.iri
            doer = self.sides.doer(parse, iri)
            if doer is not None:
                leaning[iri] = doer
            elif match.score >= _LIKELY * matches[0].score and self.sides.leans(parse, match):
                if iri not in leaning:
                    clause = parse.focus(hidden, left_out)
                    leaning[iri] = self.sides.leaning(parse, iri, clause, scores.ahead(iri))
            elif not self.sides.is_meant(parse, match, scores):
                continue
            candidate = self._candidate(parse, match, subjects, told, leaning.get(iri))
            if candidate is None:
                continue
            key = match.target.iri
            if key not in best or candidate.score > best[key].score:
                best[key] = candidate
        by_amount = self._by_amount(parse, subjects, best)
        best.update(by_amount)
        return sorted(best.values(), key=lambda c: (-c.score, c.constraint.properties))

    def likeliest(self, properties: frozenset[str], found: Sequence[Candidate]) -> frozenset[str]:
        """Return the one of some properties that the words fit, or else the most important one."""
        for candidate in found:
            both = properties & frozenset(candidate.constraint.properties)
            if both and not candidate.constraint.values and candidate.score >= self.threshold:
                return both
        known = self._catalogue.properties
        return frozenset(sorted(properties, key=lambda p: (known[p].importance, p))[:1])

    def affirming(self, properties: Sequence[str]) -> tuple[str, ...]:
        """Return those by which something is had: what a thing is not suited for is no way to have it."""
        return tuple(p for p in properties if not self._catalogue.properties[p].denies)

    def holding(self, values: Sequence[str]) -> tuple[str, ...]:
        """Return the properties by which all of some values are had."""
        found = [self.affirming(self._value_properties.get(value, ())) for value in values]
        return tuple(p for p in found[0] if all(p in more for more in found)) if found else ()

    def excludes_others(self, parse: Parse, properties: Sequence[str]) -> bool:
        """Whether a value is asked for that leaves no other: `only this`, `must it be this`."""
        known = self._catalogue.properties
        forced = parse.says_must and parse.asks_yes_or_no
        return parse.says_only or (forced and all(known[prop].offers_choice for prop in properties))

    def exact(self, phrase: str) -> Constraint | None:
        """Return what a phrase asks where it is a wording to the letter."""
        target = self._matcher.exact(phrase)
        if target is None or target.is_value:
            return None
        return Constraint((target.iri,), target.asks)

    def _candidate(
        self,
        parse: Parse,
        match: Match,
        subjects: Sequence[str],
        told: Told,
        leaning: Asks | None = None,
    ) -> Candidate | None:
        """What a match asks of some subjects, of which so much is `told`."""
        target = match.target
        if not subjects and not self._concerns_services(target):
            return None
        if target.is_value:
            properties = self._value_properties[target.iri]
            if subjects:
                linked = self._holdings.linking(subjects, [target.iri]) & set(properties)
                if not linked:
                    return None
                properties = tuple(sorted(linked))
            elif not parse.negated:
                properties = self.affirming(properties) or properties
            denied = all(self._catalogue.properties[prop].denies for prop in properties)
            negated = self.sides.is_turned(parse, match) is not denied
            named = any(target.iri in mention.iris for mention in parse.concepts)
            only = named and parse.asks_yes_or_no and self.excludes_others(parse, properties)
            constraint = Constraint(properties, Asks.VALUE, (target.iri,), negated=negated, only=only)
            universal = all(self._catalogue.properties[prop].universal for prop in properties)
            unasked = (denied and _affirms(parse)) or (universal and parse.asks_yes_or_no)
            score = match.score + (_HELD if subjects else 0) - (_UNASKED if unasked else 0)
            stated = told.degree(constraint.properties)
            return Candidate(constraint, round(score, 4), match.wording, match.stems, stated)
        prop = self._catalogue.properties[target.iri]
        # What is not among those that ended is asked of the others: `which are not retired`.
        affirmed = subjects and not parse.has(Cue.UNFIT, Cue.WHY, Cue.REVERSAL)
        if prop.denies and affirmed and self.sides.is_turned(parse, match):
            return None
        stated = told.degree((prop.iri,))
        # What everything has decides nothing: `do I pay for it` does not ask how one pays.
        unasked = prop.universal and decides(parse)
        score = match.score + (_HELD if stated else 0) - (_UNASKED if unasked else 0)
        amount = self.bounds.amount(parse, prop)
        if amount is not None and not (match.target.asks is Asks.NO_LIMIT or parse.says_none):
            return Candidate(
                Constraint((prop.iri,), Asks.TRUE, amount=amount, negated=self.bounds.fails(parse, prop)),
                score + _SAME_DIMENSION + (_BOUND if prop.upper else 0),
                match.wording,
                match.stems,
                stated,
            )
        return Candidate(
            Constraint((prop.iri,), leaning or self.sides.polarity(parse, match)),
            round(score, 4),
            match.wording,
            match.stems,
            stated,
        )

    def _concerns_services(self, target: Target) -> bool:
        """Whether some service has this property or this value."""
        if target.is_value:
            return bool(self._holdings.services_with(target.iri))
        return target.iri in self._holdings.of_services

    def _by_amount(
        self, parse: Parse, subjects: Sequence[str], found: dict[str, Candidate]
    ) -> dict[str, Candidate]:
        """An amount alone tells the property where the subjects have only one in its unit."""
        if not parse.quantities or not subjects:
            return {}
        fitting = [
            (prop, amount)
            for iri in sorted(set.union(*(set(self._holdings.holds(s)) for s in subjects)))
            if (prop := self._catalogue.properties[iri]).kind is Kind.QUANTITY
            and (amount := self.bounds.amount(parse, prop)) is not None
        ]
        if len(fitting) != 1 or fitting[0][0].iri in found:
            return {}
        prop, amount = fitting[0]
        candidate = Candidate(
            Constraint((prop.iri,), Asks.TRUE, amount=amount, negated=self.bounds.fails(parse, prop)),
            _SAME_DIMENSION + _HELD,
            prop.label,
            (),
            Told.of(self._holdings, subjects).degree((prop.iri,)),
        )
        return {prop.iri: candidate}


def _affirms(parse: Parse) -> bool:
    """Whether a question asks for what is so, and not whether or why something is."""
    return not (parse.negated or parse.asks_yes_or_no or parse.has(Cue.TRUTH, Cue.WHY))


def spoken_by(parse: Parse, candidate: Candidate, span: frozenset[int]) -> bool:
    """Say whether the words of a name are themselves in the wording of a match."""
    return all(parse.tokens[index].stem in candidate.stems for index in span)
