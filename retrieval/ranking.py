"""Which of the likeliest readings of a clause is meant: several signs weighed together.

How like the nearest wording is does not tell neighbouring properties apart. The weights of all signs are
those of a logistic regression on the open competency questions (`bench/fit_ranking.py`); none of them
knows a catalogue.
"""

import importlib.resources
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from retrieval.matching import Matcher
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.vocabulary import Vocabulary

_WEIGHED = 12
"""So many of the best candidates are weighed again; the right one is hardly ever further down."""
_FILE = "ranking.toml"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of the words: what is asked, how well it fits (0 to 1 and a little more), and why."""

    constraint: Constraint
    score: float
    wording: str
    stems: tuple[str, ...]
    """Of the wording."""
    told: int = 0
    """2 where something is told of what is asked and a subject itself, 1 of its service, or else 0."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a question the candidates are held against."""

    clause: str
    stems: Mapping[str, float]
    """How much each of them tells."""
    named: frozenset[str]
    """The things other than services that the question names."""
    yes_or_no: bool
    total: float
    """How much all stems tell together."""

    @classmethod
    def of(
        cls, parse: Parse, matcher: Matcher, hidden: frozenset[int], left_out: frozenset[int] = frozenset()
    ) -> Self:
        """Return what a question asks beside what is hidden or left out."""
        said = (m for m in parse.concepts if m.exact and not left_out & frozenset(range(m.first, m.last)))
        named = frozenset(iri for mention in said for iri in mention.iris)
        stems = {stem: matcher.weight(stem) for stem in sorted(parse.stems(hidden | left_out))}
        clause = parse.focus(hidden, left_out)
        return cls(clause, stems, named, parse.asks_yes_or_no, sum(stems.values()))


@dataclass(frozen=True, slots=True)
class Ranker:
    """Orders candidates."""

    matcher: Matcher
    vocabulary: Vocabulary
    weights: Mapping[str, float]

    def ranked(self, candidates: Sequence[Candidate], asked: Asked) -> list[Candidate]:
        """Return candidates, given with the best score first, with the likeliest one first."""
        head, rest = candidates[:_WEIGHED], candidates[_WEIGHED:]
        if len(head) < 2:
            return list(candidates)
        self.matcher.nearness(asked.clause, [iri for c in head for iri in _asked_for(c.constraint)])
        sums = [self.weight(self.signs(candidate, asked)) for candidate in head]
        order = sorted(range(len(head)), key=lambda place: (-sums[place], place))
        return [*(head[place] for place in order), *rest]

    def weight(self, signs: Mapping[str, float]) -> float:
        """Return how much some signs speak for a candidate, all told."""
        return round(sum(self.weights.get(name, 0.0) * value for name, value in signs.items()), 4)

    def signs(self, candidate: Candidate, asked: Asked) -> dict[str, float]:
        """Return what speaks for a candidate and against it, by name; most of it from 0 to 1."""
        constraint = candidate.constraint
        of_property, of_target = self.matcher.nearness(asked.clause, _asked_for(constraint))
        return {
            "score": candidate.score,
            "similar": of_target,
            "property similar": of_property,
            "covered": self._covered(constraint, asked),
            "named": float(asked.yes_or_no and bool(asked.named.intersection(constraint.values))),
            "amount": float(constraint.amount is not None),
            "told": float(candidate.told > 0),
            "told of itself": float(candidate.told > 1),
        }

    def _covered(self, constraint: Constraint, asked: Asked) -> float:
        """The share of what the words tell that is said of the property or the value."""
        if not asked.total:
            return 0.0
        words = [self.vocabulary.of(iri) for iri in (*constraint.properties, *constraint.values)]
        told = 0.0
        for stem, weight in asked.stems.items():
            for said in words:
                if stem in said:
                    told += weight
                    break
        return told / asked.total


def _asked_for(constraint: Constraint) -> tuple[str, str]:
    """The property, and the value where one is asked for, or else the property again."""
    prop = constraint.properties[0]
    return prop, constraint.values[0] if constraint.values else prop


def weights(of: str) -> Mapping[str, float]:
    """Return how much each sign counts of a decision: `ranking` or `trust`."""
    text = importlib.resources.files("retrieval").joinpath(_FILE).read_text(encoding="utf-8")
    found: dict[str, float] = tomllib.loads(text)[of]
    return found
