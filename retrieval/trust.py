"""How sure it is that the likeliest reading of a question is meant.

An answer is given where it is likelier right than not: on the open competency questions, with a wrong answer
costing three that are declined, any bound from 0.4 to 0.6 costs about the same. The weights are those of a
logistic regression on these questions (`bench/fit_ranking.py`), and none of them knows a catalogue.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.coverage import Coverage, decides
from retrieval.holdings import Holdings
from retrieval.intent import DECLINED
from retrieval.parse import Parse
from retrieval.ranking import Asked, Candidate, Ranker

ENOUGH = 0.5
"""The probability from which a reading is answered."""
TERSE = 0.3
"""The same where every word is explained and no other reading is near: `memory of X`."""
BEYOND_DOUBT = 0.8
"""The probability from which it is certain what is asked."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Weighs how well the likeliest candidate fits, how far it leads, and what it leaves unexplained.

    Whether anything is stated of it counts most.
    """

    ranker: Ranker
    coverage: Coverage
    holdings: Holdings
    weights: Mapping[str, float]
    threshold: float
    """The score from which a match counts in this catalogue."""

    def probability(
        self, parse: Parse, found: Sequence[Candidate], things: Sequence[str], hidden: frozenset[int]
    ) -> float:
        """Return how probable it is that the first candidate is what a question asks of some things."""
        if not found:
            return 0.0
        signs = self.signs(parse, found, things, hidden)
        total = sum(self.weights.get(name, 0.0) * value for name, value in signs.items())
        return round(1 / (1 + math.exp(-total)), 4)

    def leads(
        self, parse: Parse, found: Sequence[Candidate], things: Sequence[str], hidden: frozenset[int]
    ) -> bool:
        """Say whether the first candidate is told of the things and well ahead of the others."""
        signs = self.signs(parse, found, things, hidden)
        return bool(signs["held"]) and signs["lead"] >= _AHEAD and signs["score"] >= 0

    def signs(
        self, parse: Parse, found: Sequence[Candidate], things: Sequence[str], hidden: frozenset[int]
    ) -> dict[str, float]:
        """Return what speaks for the first candidate and against it, by name."""
        asked = Asked.of(parse, self.ranker.matcher, hidden)
        first = self.ranker.signs(found[0], asked)
        second = self.ranker.weight(self.ranker.signs(found[1], asked)) if len(found) > 1 else 0.0
        constraints = [found[0].constraint]
        left = self.coverage.left_over(parse, constraints, things, hidden)
        return {
            "always": 1.0,
            "score": first["score"] - self.threshold,
            "similar": first["similar"],
            "covered": first["covered"],
            "lead": min(self.ranker.weight(first) - second, _FAR),
            "left": min(len(left), _MANY) / _MANY,
            "yes or no": float(decides(parse)),
            "property similar": first["property similar"],
            "named": first["named"],
            "amount": first["amount"],
            "value": float(bool(found[0].constraint.values)),
            "held": float(self._is_held(found[0], things)),
            "several": float(len(things) > 1),
            "foreign": parse.wants.get(DECLINED, 0.0),
            "long": min(len(parse.content), _LONG) / _LONG,
        }

    def _is_held(self, candidate: Candidate, things: Sequence[str]) -> bool:
        """Whether something is stated of what is asked, of one of the things or of a form of it."""
        asked = frozenset(candidate.constraint.properties)
        return not things or any(asked & self.holdings.holds_within(thing) for thing in things)


_AHEAD = 0.7
"""A lead by which no other reading is near."""
_LONG = 12
"""So many words that say something, and more, are a long question."""
_MANY = 3
"""So many words that nothing explains, and more, are many."""
_FAR = 2.0
"""A lead beyond which there is no doubt, in the units of the ranker's weights."""
