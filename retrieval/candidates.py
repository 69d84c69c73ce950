"""What the words of a question may ask of its subjects, the likeliest first."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from graph.catalogue import Catalogue
from graph.properties import Kind, Property
from retrieval.coverage import decides
from retrieval.holdings import Holdings
from retrieval.language import Cue
from retrieval.matching import Match, Matcher
from retrieval.parse import Parse, covered
from retrieval.question import Comparator, Constraint
from retrieval.ranking import Asked, Candidate, Ranker
from retrieval.text import tokens_of
from retrieval.wordings import Asks, Target

_HELD = 0.08
"""What it adds to a score that something is stated of the subject; set on the open questions."""
_NEGATIVE = frozenset({Asks.FALSE, Asks.NO_LIMIT})
_LIKELY = 0.75
"""The share of the best match's score from which it matters which of two opposites a match asks."""
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LEANS, _AHEAD = -0.02, 0.5
"""How much more like the wordings of `true` than like those of `false` a question is that asks for `true`;
the share at which it counts how far the best one of either fits better: right for 93% of 243."""
_UNSEEN = 0.3
"""The score of a side of which no wording comes near."""
_CLEARLY = 0.05
"""By how much a wording of `false` must fit better than one of `true`."""
_UNASKED = 0.15
"""What it takes away that the value is what a subject is not, where nobody asks for that."""
_BOUND = 0.3
"""What it adds that the property bounds what may be asked for: an amount is mostly asked for."""
_SAME_DIMENSION = 0.3
"""What it adds that the question has an amount in the unit of the property."""
_RELATIONS = {
    Cue.AT_LEAST: "at_least",
    Cue.MORE_THAN: "more_than",
    Cue.AT_MOST: "at_most",
    Cue.LESS_THAN: "less_than",
}


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
        self._spoken = {p.iri: _spoken(p) for p in catalogue.properties.values() if p.kind is Kind.BOOLEAN}

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
        plain = {m.target.iri: m.score for m in matches if m.target.asks is Asks.TRUE}
        opposite = {m.target.iri: m.score for m in matches if m.target.asks is Asks.FALSE}
        leaning: dict[str, Asks] = {}
        asides = (f for f in parse.cues if f.cue in (Cue.IDIOM, Cue.TRUTH))
        said_aside = frozenset(index for found in asides for index in range(found.first, found.last))
        told = Told.of(self._holdings, subjects)
        for match in matches:
            iri = match.target.iri
            if match.score >= _LIKELY * matches[0].score and self._leans(parse, match):
                if iri not in leaning:
                    ahead = plain.get(iri, _UNSEEN) - opposite.get(iri, _UNSEEN)
                    clause = parse.focus(hidden, left_out | said_aside)
                    leaning[iri] = self._leaning(parse, iri, clause, ahead)
            elif match.target.asks in _NEGATIVE and not self._is_meant(parse, match, plain):
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

    def exact(self, phrase: str) -> Constraint | None:
        """Return what a phrase asks where it is a wording to the letter."""
        target = self._matcher.exact(phrase)
        if target is None or target.is_value:
            return None
        return Constraint((target.iri,), target.asks)

    def _is_meant(self, parse: Parse, match: Match, plain: Mapping[str, float]) -> bool:
        """Whether a wording of `false` or of no limit is really meant: encoders hardly hear a negation.

        A negative wording needs a negation in the question; any must fit clearly better than the
        best wording of `true`, whose score is in `plain`.
        """
        if self._says_no(parse, match):
            return parse.negated
        said = f" {' '.join(token.lower for token in parse.tokens)} "
        positive = self._catalogue.properties[match.target.iri].names
        label = self._catalogue.properties[match.target.iri].label
        if any(f" {name.lower()} " in said for name in (label, *positive)):
            return f" {match.wording.lower()} " in said
        return match.score > plain.get(match.target.iri, 0) + _CLEARLY

    def _leans(self, parse: Parse, match: Match) -> bool:
        """Whether a match is on a yes or no that has wordings of either kind, and nothing is denied."""
        if match.target.is_value or parse.negated:
            return False
        prop = self._catalogue.properties[match.target.iri]
        return prop.kind is Kind.BOOLEAN and bool(prop.false_names)

    def _leaning(self, parse: Parse, iri: str, clause: str, ahead: float) -> Asks:
        """Return which of the two is asked: what stands in the clause, or else what it is more like.

        `ahead` is by how much the best wording of `true` fits better than the best one of `false`.
        """
        if parse.asks_back:
            return Asks.TRUE
        said = f" {' '.join(token.lower for token in parse.tokens)} "
        spoken = {
            asks: max((len(name) for name in names if name in said), default=0)
            for asks, names in self._spoken[iri].items()
        }
        if spoken[Asks.TRUE] != spoken[Asks.FALSE]:
            return max(spoken, key=lambda asks: spoken[asks])
        # Who asks why or how something is takes it for granted: only what is clearly worded denies it.
        least = _LEANS if parse.asks_yes_or_no or parse.has(Cue.TRUTH) else -_CLEARLY
        leans = self._matcher.leaning(clause, iri) + _AHEAD * ahead
        return Asks.TRUE if leans > least else Asks.FALSE

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
                # What something is not suited for is no way to have it.
                known = self._catalogue.properties
                properties = tuple(p for p in properties if not known[p].denies) or properties
            denied = all(self._catalogue.properties[prop].denies for prop in properties)
            negated = (self._turned(parse, match) or self._undone(parse, match)) is not denied
            named = any(target.iri in mention.iris for mention in parse.concepts)
            only = named and parse.says_only and parse.asks_yes_or_no
            constraint = Constraint(properties, Asks.VALUE, (target.iri,), negated=negated, only=only)
            universal = all(self._catalogue.properties[prop].universal for prop in properties)
            unasked = (denied and _affirms(parse)) or (universal and parse.asks_yes_or_no)
            score = match.score + (_HELD if subjects else 0) - (_UNASKED if unasked else 0)
            stated = told.degree(constraint.properties)
            return Candidate(constraint, round(score, 4), match.wording, match.stems, stated)
        prop = self._catalogue.properties[target.iri]
        stated = told.degree((prop.iri,))
        # What everything has decides nothing: `do I pay for it` does not ask how one pays.
        unasked = prop.universal and decides(parse)
        score = match.score + (_HELD if stated else 0) - (_UNASKED if unasked else 0)
        amount = self.amount(parse, prop)
        if amount is not None and not (match.target.asks is Asks.NO_LIMIT or parse.says_none):
            return Candidate(
                Constraint((prop.iri,), Asks.TRUE, amount=amount, negated=_fails(parse, prop)),
                score + _SAME_DIMENSION + (_BOUND if prop.upper else 0),
                match.wording,
                match.stems,
                stated,
            )
        return Candidate(
            Constraint((prop.iri,), leaning or self._polarity(parse, match)),
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
            and (amount := self.amount(parse, prop)) is not None
        ]
        if len(fitting) != 1 or fitting[0][0].iri in found:
            return {}
        prop, amount = fitting[0]
        candidate = Candidate(
            Constraint((prop.iri,), Asks.TRUE, amount=amount, negated=_fails(parse, prop)),
            _SAME_DIMENSION + _HELD,
            prop.label,
            (),
            Told.of(self._holdings, subjects).degree((prop.iri,)),
        )
        return {prop.iri: candidate}

    def _polarity(self, parse: Parse, match: Match) -> Asks:
        """A negation in the question turns a yes-or-no wording round, and a limit into none."""
        prop = self._catalogue.properties[match.target.iri]
        extreme = self.extreme(parse, prop)
        if extreme is not None:
            return extreme
        endless = parse.has(Cue.ENDLESS) and bool(prop.no_limit_names) and parse.asks_yes_or_no
        if endless and not parse.negated:
            return Asks.NO_LIMIT
        if not self._turned(parse, match) or match.target.asks is not Asks.TRUE:
            return match.target.asks
        if prop.kind is Kind.BOOLEAN:
            return Asks.FALSE
        if prop.kind is Kind.QUANTITY and prop.no_limit_names:
            return Asks.NO_LIMIT
        return Asks.TRUE

    def extreme(self, parse: Parse, prop: Property) -> Asks | None:
        """Return the end of the scale that a superlative used of the property asks for, if one does."""
        said = parse.superlatives
        if not said:
            return None
        for asks, names in ((Asks.HIGHEST, prop.highest_names), (Asks.LOWEST, prop.lowest_names)):
            if said & {word for name in names for word in name.lower().split()}:
                return asks
        return None

    def _turned(self, parse: Parse, match: Match) -> bool:
        """Whether the question denies what the wording says."""
        return parse.negated and not self._says_no(parse, match)

    def _undone(self, parse: Parse, match: Match) -> bool:
        """Whether it says without a negation what the wording denies: `is it shared with others`."""
        negations = parse.language.negations
        if parse.negated or negations.isdisjoint(match.words) or not decides(parse):
            return False
        said = {token.stem for token in parse.tokens}
        return said.issuperset(set(match.stems) - negations)

    def _says_no(self, parse: Parse, match: Match) -> bool:
        """Whether the wording itself has a negation, or says that there is none of something."""
        denying = parse.language.negations | parse.language.zero_words
        return not denying.isdisjoint(match.words)

    def amount(self, parse: Parse, prop: Property) -> Comparator | None:
        """Return the question's amount in the property's unit, and how values are held against it."""
        if prop.unit is None or not parse.quantities:
            return None
        unit = self._catalogue.units[prop.unit]
        for quantity in parse.quantities:
            if quantity.unit is None or quantity.unit.dimension != unit.dimension:
                continue
            amount = self._catalogue.units.convert(quantity.amount, quantity.unit, unit)
            return Comparator(self._relation(parse, prop), replace(quantity, amount=amount, unit=unit))
        return None

    def counted(self, parse: Parse, constraint: Constraint) -> Constraint:
        """Return what is asked with the number that a yes or no names without its unit: `is 5 the most`."""
        prop = self._catalogue.properties[constraint.properties[0]]
        bare = [quantity for quantity in parse.quantities if quantity.unit is None]
        if not decides(parse) or prop.unit is None or constraint.amount is not None or len(bare) != 1:
            return constraint
        unit = self._catalogue.units[prop.unit]
        if prop.kind is not Kind.QUANTITY or unit.is_measure or constraint.asks is Asks.NO_LIMIT:
            return constraint
        amount = Comparator(self._relation(parse, prop), replace(bare[0], unit=unit))
        return replace(constraint, asks=Asks.TRUE, amount=amount, negated=_fails(parse, prop))

    def _relation(self, parse: Parse, prop: Property) -> str:
        if parse.says_only:
            return "at_most"
        said = {_RELATIONS[found.cue] for found in parse.cues if found.cue in _RELATIONS}
        if parse.equates and not said:
            return "exactly"
        if prop.upper:
            # What one asks for must be granted: only `more than` asks for more than it says.
            return "more_than" if "more_than" in said else "at_least"
        for relation in ("at_least", "at_most", "more_than", "less_than"):
            if relation in said:
                return relation
        return "at_most" if prop.better == "lower" else "at_least"


def _spoken(prop: Property) -> Mapping[Asks, tuple[str, ...]]:
    """What the two sides of a yes or no are called, as it stands in a question with blanks around it.

    The words of the identifier are among the names: `selfDescaling` is said as `self descaling`.
    """
    identifier = _INNER_CAPITAL.sub(" ", prop.iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1])
    sides = {Asks.TRUE: (prop.label, *prop.names, identifier), Asks.FALSE: prop.false_names}
    return {
        asks: tuple(f" {' '.join(token.lower for token in tokens_of(name))} " for name in names)
        for asks, names in sides.items()
    }


def _fails(parse: Parse, prop: Property) -> bool:
    """Whether it is asked that an amount is too much: `will it be cut off after an hour`."""
    failing = covered(found for found in parse.cues if found.cue is Cue.FAILING)
    reversing = covered(found for found in parse.cues if found.cue is Cue.REVERSAL)
    # A word that says both, as `refuse`, is heard once.
    negated = parse.negated is not bool(failing & reversing)
    return negated is not (prop.upper and bool(failing))


def _affirms(parse: Parse) -> bool:
    """Whether a question asks for what is so, and not whether or why something is."""
    return not (parse.negated or parse.asks_yes_or_no or parse.has(Cue.TRUTH, Cue.WHY))


def spoken_by(parse: Parse, candidate: Candidate, span: frozenset[int]) -> bool:
    """Say whether the words of a name are themselves in the wording of a match."""
    return all(parse.tokens[index].stem in candidate.stems for index in span)
