"""Which of two opposites a question asks for: that something is so, or that it is not, or has no limit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from graph.catalogue import Catalogue
from graph.properties import Kind, Property
from retrieval.coverage import decides
from retrieval.forms import cued
from retrieval.language import Cue
from retrieval.matching import Match, Matcher
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.text import tokens_of
from retrieval.wordings import Asks

_NEGATIVE = frozenset({Asks.FALSE, Asks.NO_LIMIT})
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LEANS, _AHEAD = -0.02, 0.5
"""How much more like the wordings of `true` than like those of `false` a question is that asks for `true`;
the share at which it counts how far the best one of either fits better: right for 93% of 243, kept-apart
ones among them."""
_UNSEEN = 0.3
"""The score of a side of which no wording comes near."""
_CLEARLY = 0.05
"""By how much a wording of `false` must fit better than one of `true`."""


@dataclass(frozen=True, slots=True)
class BestScores:
    """The scores of the best wordings of `true` and of `false`, by property."""

    true: Mapping[str, float]
    false: Mapping[str, float]

    @classmethod
    def of(cls, matches: Sequence[Match]) -> Self:
        """Return the scores of some matches, each of which is the best of its target."""
        true = {m.target.iri: m.score for m in matches if m.target.asks is Asks.TRUE}
        return cls(true, {m.target.iri: m.score for m in matches if m.target.asks is Asks.FALSE})

    def ahead(self, iri: str) -> float:
        """Return by how much the best wording of `true` fits better than the best one of `false`."""
        return self.true.get(iri, _UNSEEN) - self.false.get(iri, _UNSEEN)


class Sides:
    """Tells the sides of the properties of a catalogue apart."""

    def __init__(self, catalogue: Catalogue, matcher: Matcher) -> None:
        self._catalogue = catalogue
        self._matcher = matcher
        self._spoken = {p.iri: _spoken(p) for p in catalogue.properties.values() if p.kind is Kind.BOOLEAN}

    def is_meant(self, parse: Parse, match: Match, scores: BestScores) -> bool:
        """Whether a wording of `false` or of no limit is really meant: encoders hardly hear a negation.

        A negative wording needs a negation in the question; any must fit clearly better than the best wording
        of `true`.
        """
        if match.target.asks not in _NEGATIVE:
            return True
        if self._says_no(parse, match):
            return _is_denied(parse, match)
        said = f" {' '.join(token.lower for token in parse.tokens)} "
        positive = self._catalogue.properties[match.target.iri].names
        label = self._catalogue.properties[match.target.iri].label
        if any(f" {name.lower()} " in said for name in (label, *positive)):
            return f" {match.wording.lower()} " in said
        return match.score > scores.true.get(match.target.iri, 0) + _CLEARLY

    def leans(self, parse: Parse, match: Match) -> bool:
        """Whether a match is on a yes or no that has wordings of either kind, and nothing is denied."""
        if match.target.is_value or _is_denied(parse, match):
            return False
        prop = self._catalogue.properties[match.target.iri]
        return prop.kind is Kind.BOOLEAN and bool(prop.false_names)

    def doer(self, parse: Parse, iri: str) -> Asks | None:
        """Return which side is asked by who does the work: `is it patched for me`, `do I patch it myself`.

        Not told where both are named, or where the property is not about the work of users.
        """
        prop = self._catalogue.properties.get(iri)
        if prop is None or not (prop.relieving or prop.burdening) or prop.kind is not Kind.BOOLEAN:
            return None
        left = cued(parse, Cue.BURDEN)
        taken_off = any(f.cue is Cue.RELIEF and f.first not in left for f in parse.cues)
        if taken_off is bool(left) or not decides(parse):
            return None
        relieved = taken_off is not parse.negation.denies_deed
        return Asks.TRUE if relieved is prop.relieving else Asks.FALSE

    def leaning(self, parse: Parse, iri: str, clause: str, ahead: float) -> Asks:
        """Return which of the two is asked: what stands in the clause, or else what it is more like.

        `ahead` is by how much the best wording of `true` fits better than the best one of `false`.
        """
        if parse.negation.asks_back:
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

    def polarity(self, parse: Parse, match: Match) -> Asks:
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

    def relieved(self, parse: Parse, constraint: Constraint) -> Constraint:
        """Return what is asked, turned round where the thing does what the asker fears to have to do."""
        known = self._catalogue.properties
        relieving = all(known[prop].relieving for prop in constraint.properties)
        if not (relieving and parse.has(Cue.BURDEN) and decides(parse)) or parse.negated:
            return constraint
        if constraint.asks is Asks.VALUE:
            return replace(constraint, negated=True)
        return replace(constraint, asks=Asks.FALSE) if constraint.asks is Asks.TRUE else constraint

    def extreme(self, parse: Parse, prop: Property) -> Asks | None:
        """Return the end of the scale that a superlative used of the property asks for, if one does."""
        said = parse.superlatives
        if not said:
            return None
        ends = (
            (Asks.HIGHEST, prop.highest_names, parse.language.largest),
            (Asks.LOWEST, prop.lowest_names, parse.language.smallest),
        )
        for asks, names, alike in ends:
            words = {word for name in names for word in name.lower().split()}
            if said & words or (said & alike and words & alike):
                return asks
        return None

    def is_turned(self, parse: Parse, match: Match) -> bool:
        """Say whether a question asks for the opposite of what a wording says."""
        return self._turned(parse, match) or self._undone(parse, match)

    def _turned(self, parse: Parse, match: Match) -> bool:
        """Whether the question denies what the wording says."""
        return _is_denied(parse, match) and not self._says_no(parse, match)

    def _undone(self, parse: Parse, match: Match) -> bool:
        """Whether it says without a negation what the wording denies: `is it shared with others`."""
        negations = parse.language.negations
        if parse.negated or negations.isdisjoint(match.words) or not decides(parse):
            return False
        said = {token.stem for token in parse.tokens}
        return said.issuperset(set(match.stems) - negations)

    def _says_no(self, parse: Parse, match: Match) -> bool:
        """Whether the wording itself has a negation, or says that there is none of something.

        What is called `scales to zero` denies nothing by it where services are asked for.
        """
        prop = self._catalogue.properties.get(match.target.iri)
        lists = parse.has(Cue.LIST) and not (decides(parse) or parse.has(Cue.WHY))
        called = frozenset(prop.label.lower().split()) if prop is not None and lists else frozenset[str]()
        denying = parse.language.negations | (parse.language.zero_words - called)
        return not denying.isdisjoint(match.words)


def _is_denied(parse: Parse, match: Match) -> bool:
    """Whether a negation of the question reaches the words that it shares with a wording."""
    return parse.negation.of(i for i in parse.content if parse.tokens[i].stem in match.stems)


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
