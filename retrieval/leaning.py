"""How a described piece of work leans: what of each thing speaks for it, and what against.

The words of the whole description and of each of its clauses are held against all that is stated of each
service and variant. No single clause decides: each sign is a sum over the clauses or looks at the whole.
How much each sign counts is fitted on scenarios written for it (`bench/fit_advice.py`); none of them knows a
catalogue.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from retrieval.encoder import Vectors
from retrieval.lexicon import Mention
from retrieval.matching import Matcher
from retrieval.parse import Parse
from retrieval.profiles import Holder, Profiles, Role
from retrieval.wordings import Asks

_FLOOR = 0.3
"""The likeness from which a value is touched at all; below it words are alike by chance."""
_TEXT = 0.8
"""How much likeness of meaning alone counts beside that of meaning and words."""
_REACH = 8
"""How many words a denial reaches."""
_ROLES = (Role.REASON, Role.NATURE, Role.TRAIT)


@dataclass(frozen=True, slots=True)
class Point:
    """A value that the description touches, by which property a thing has it, and how much that tells."""

    prop: str
    value: str
    weight: float


@dataclass(frozen=True, slots=True)
class Leaning:
    """What speaks for one thing and against it."""

    thing: str
    signs: Mapping[str, float]
    pros: tuple[Point, ...]
    cons: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Leanings:
    """What speaks for all things, and how well the description was understood."""

    of: Mapping[str, Leaning]
    best: float = 0.0
    """How like the best wording is that anything was understood by, 0 to 1."""
    stems: frozenset[str] = frozenset()
    """The words of the wordings that were touched."""


NO_LEANINGS = Leanings({})
"""Where nothing is described."""


@dataclass(frozen=True, slots=True)
class _Touch:
    """A value that a clause touches."""

    value: str
    likeness: float
    denied: bool


@dataclass(frozen=True, slots=True)
class Leaner:
    """Weighs descriptions against one catalogue."""

    profiles: Profiles
    matcher: Matcher

    def weigh(self, parse: Parse, clauses: Sequence[Parse]) -> Leanings:
        """Return what of each service and variant speaks for a description and its clauses."""
        parts = [parse, *clauses] if len(clauses) > 1 else [parse]
        denied = frozenset(chain.from_iterable(denied_stems(part) for part in clauses or parts))
        touched = [self._touched(part, denied) for part in parts]
        vectors = np.array([self.matcher.encode(part.focus(part.named))[0] for part in parts])
        signs = self._described(parse, denied, vectors)
        pros, cons = self._held(touched, vectors, signs)
        self._named(parse, denied, signs)
        things = self.profiles.things
        of = {
            thing.iri: Leaning(thing.iri, signs[place], _points(pros[place]), _points(cons[place]))
            for place, thing in enumerate(things)
        }
        likely = max((touch.likeness for part in touched for touch in part), default=0.0)
        return Leanings(of, _FLOOR + (1 - _FLOOR) * likely, self._known(parts))

    def _touched(self, part: Parse, denied: frozenset[str]) -> list[_Touch]:
        """The values that a clause speaks of, each with how like its best wording is above the floor."""
        found = []
        for match in self.matcher.rank(part.focus(part.named), part.stems(part.named)):
            if match.target.asks is Asks.VALUE and match.score > _FLOOR:
                said = not (part.language.negations | part.language.denying).isdisjoint(match.words)
                turned = not denied.isdisjoint(match.stems) and not said
                found.append(_Touch(match.target.iri, (match.score - _FLOOR) / (1 - _FLOOR), turned))
        return found

    def _described(
        self, parse: Parse, denied: frozenset[str], vectors: Vectors
    ) -> list[defaultdict[str, float]]:
        """How like the description is to what each thing is said to be, in meaning and in words."""
        profiles = self.profiles
        alike = profiles.definitions @ vectors[0]
        stems = sorted(parse.stems(parse.named))
        total = sum(profiles.weight(stem) for stem in stems) or 1.0
        affirmed = [stem for stem in stems if stem not in denied]
        signs: list[defaultdict[str, float]] = []
        for place, thing in enumerate(profiles.things):
            own: defaultdict[str, float] = defaultdict(float)
            own["described"] = float(alike[place])
            said = profiles.words[place]
            own["words"] = sum(profiles.weight(stem) for stem in affirmed if stem in said) / total
            meant = profiles.purposes[place]
            own["words of purpose"] = sum(profiles.weight(stem) for stem in affirmed if stem in meant) / total
            own["variant"] = float(thing.is_variant)
            own["told"] = profiles.telling[place]
            signs.append(own)
        return signs

    def _held(
        self,
        touched: Sequence[Sequence[_Touch]],
        vectors: Vectors,
        signs: Sequence[defaultdict[str, float]],
    ) -> tuple[list[dict[tuple[str, str], float]], list[dict[tuple[str, str], float]]]:
        """Add what the values touched say of those who have them; return what speaks for and against."""
        count = len(signs)
        pros: list[dict[tuple[str, str], float]] = [{} for _ in range(count)]
        cons: list[dict[tuple[str, str], float]] = [{} for _ in range(count)]
        texts = self.profiles.reasons @ vectors.T if len(self.profiles.reasoned) else None
        for number, part in enumerate(touched):
            best: defaultdict[tuple[int, str], float] = defaultdict(float)
            held = [
                (h, t.value, t.likeness, t.denied)
                for t in part
                for h in self.profiles.holders.get(t.value, ())
            ]
            if texts is not None:
                held += self._texts(texts[:, number])
            for holder, value, likeness, denied in held:
                weight = likeness * holder.weight
                if denied:
                    if holder.role is not Role.AGAINST:
                        best[holder.place, "denied"] = max(best[holder.place, "denied"], weight)
                    continue
                key = (holder.place, holder.role.value)
                best[key] = max(best[key], weight)
                if holder.role is not Role.AGAINST:
                    best[holder.place, "any"] = max(best[holder.place, "any"], weight)
                points = cons if holder.role is Role.AGAINST else pros
                point = (holder.prop, value)
                points[holder.place][point] = points[holder.place].get(point, 0.0) + weight
            for (place, name), weight in best.items():
                if number == 0:
                    signs[place][f"whole {name}"] = weight
                if number or len(touched) == 1:
                    signs[place][f"sum {name}"] += weight
        return pros, cons

    def _texts(self, alike: Vectors) -> list[tuple[Holder, str, float, bool]]:
        """The reasons stated as text that a clause is like."""
        return [
            (holder, text, (_TEXT * float(alike[row]) - _FLOOR) / (1 - _FLOOR), False)
            for row, (holder, text) in enumerate(self.profiles.reasoned)
            if _TEXT * alike[row] > _FLOOR
        ]

    def _named(self, parse: Parse, denied: frozenset[str], signs: Sequence[defaultdict[str, float]]) -> None:
        """Add who has what is named in the description, and who is named there."""
        unwanted = [m for m in (*parse.services, *parse.concepts) if _stems(parse, m) <= denied]
        services = {iri for m in parse.services if m not in unwanted for iri in m.iris}
        for place, thing in enumerate(self.profiles.things):
            signs[place]["named"] = float(thing.iri in services)
            signs[place]["variant of named"] = float(thing.variant_of in services)
        negations = parse.language.negations
        for mention in unwanted:
            told = dict(self._being(mention.iris, _stems(parse, mention), negations))
            for place, weight in self._having(mention.iris).items():
                told[place] = max(told.get(place, 0.0), weight)
            for place, weight in told.items():
                signs[place]["says not"] += weight

    def _having(self, iris: Sequence[str]) -> Mapping[int, float]:
        """How much it tells of each thing that it has something named."""
        most: dict[int, float] = {}
        for iri in iris:
            for holder in self.profiles.holders.get(iri, ()):
                if holder.role is not Role.AGAINST:
                    most[holder.place] = max(most.get(holder.place, 0.0), holder.weight)
        return most

    def _being(
        self, iris: Sequence[str], said: frozenset[str], negations: frozenset[str]
    ) -> Mapping[int, float]:
        """How much it tells of each thing that it is what is named, a form of it, or of a kind called so.

        A kind that denies it is none: `compute without servers`.
        """
        places = [
            place
            for place, thing in enumerate(self.profiles.things)
            if {thing.iri, thing.variant_of} & set(iris)
            or any(said <= name and not name & negations for name in self.profiles.natures[place])
        ]
        count = len(self.profiles.things)
        rare = math.log1p(count / len(places)) / math.log1p(count) if places else 0.0
        return dict.fromkeys(places, rare)

    def _known(self, parts: Sequence[Parse]) -> frozenset[str]:
        found = [
            match.stems
            for part in parts
            for match in self.matcher.rank(part.focus(part.named), part.stems(part.named))
            if match.score > _FLOOR
        ]
        return frozenset().union(*found)


def _stems(parse: Parse, mention: Mention) -> frozenset[str]:
    """The stems of the words of a name."""
    return frozenset(token.stem for token in parse.tokens[mention.first : mention.last])


def denied_stems(clause: Parse) -> frozenset[str]:
    """Return the stems of what a clause says is not wanted: `no X`, `nobody knows X`, `X scares us`."""
    language = clause.language
    found: set[str] = set()
    for index, token in enumerate(clause.tokens):
        if token.lower in language.negations or token.lower in language.denying:
            reached = clause.tokens[index + 1 : index + 1 + _REACH]
        elif token.lower in language.dismissing:
            reached = clause.tokens[:index]
        else:
            continue
        found |= {t.stem for t in reached if language.is_content(t)}
    return frozenset(found)


def _points(found: Mapping[tuple[str, str], float]) -> tuple[Point, ...]:
    """The values touched, the most telling first."""
    points = [Point(prop, value, round(weight, 4)) for (prop, value), weight in found.items()]
    return tuple(sorted(points, key=lambda p: (-p.weight, p.prop, p.value)))
