"""Amounts that are said of a thing, and the limit that each is said of."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from graph.properties import Kind, Property
from retrieval.compose.verdicts import is_same
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Comparator, Constraint, Question, QuestionKind
from retrieval.reader import Reader
from retrieval.wordings import Asks

Amounts: TypeAlias = Callable[[Sequence[str], Sequence[str]], Mapping[str, Decimal]]
"""What the graph states of some subjects: the amount of each of some properties that has one."""

_LIKELY = 8
"""Among so many readings is what an amount tells."""
_FEW = 2
"""Limits in one unit, of which each may be meant though no word tells which."""
_BY_FAR = 5
"""How many times as important one limit is as the others where it is meant if no word tells which."""
_COMPARED = (Cue.AT_LEAST, Cue.AT_MOST, Cue.MORE_THAN, Cue.LESS_THAN)
_DEFINITE = frozenset({"the", "that", "this", "its", "their", "those"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Finds the limit that an amount is said of."""

    reader: Reader
    amounts: Amounts

    def said(
        self, parse: Parse, things: Sequence[str], kind: QuestionKind, *, claimed: bool
    ) -> Iterator[Question]:
        """Yield a question on what an amount is said of: `turn X up to an hour`.

        What is `claimed` is said of something, if not of the likeliest then of the most important limit.
        """
        if not parse.quantities:
            return
        stems = parse.stems(parse.named)
        known = self.reader.catalogue.properties
        held = [thing for thing in things if self._amounts_of(parse, thing)]
        for candidate in self.reader.candidates.find(parse, things, parse.named) if held else ():
            (prop, *_) = candidate.constraint.properties
            amount = self._amounts_of(parse, held[0]).get(prop)
            if amount is None or not (claimed or known[prop].upper):
                continue
            if stems & self.reader.candidates.ranker.vocabulary.of(prop) or parse.has(Cue.FAILING):
                yield self._question(parse, held[0], known[prop], amount, kind)
                return
        fitting = {
            p: a for thing in held[:1] for p, a in self._amounts_of(parse, thing).items() if known[p].upper
        }
        ordered = sorted(fitting, key=lambda p: (known[p].importance, p))
        if len(ordered) <= _FEW or (claimed and not self._equal(parse, held[0])):
            for prop in ordered[: None if len(ordered) <= _FEW else 1]:
                yield self._question(parse, held[0], known[prop], fitting[prop], kind)

    def as_known(self, parse: Parse, question: Question) -> Question:
        """Return a question that says where something ends as one on the property with this very amount."""
        (constraint, *_) = question.constraints
        if constraint.amount is None or not question.ending or len(question.subjects) != 1:
            return question
        found = self.reader.candidates.find(parse, question.subjects, parse.named)[:_LIKELY]
        spoken = {prop for candidate in found for prop in candidate.constraint.properties}
        equal = self._equal(parse, question.subjects[0])
        if constraint.properties[0] in equal:
            return question
        equal = equal if _is_named(parse) else [prop for prop in equal if prop in spoken]
        if not equal:
            return question
        amount = self._amounts_of(parse, question.subjects[0])[equal[0]]
        asked = replace(constraint, properties=(equal[0],), amount=amount)
        meant = self.reader.question(question.kind, question.subjects, [asked])
        return replace(meant, presupposed=question.presupposed, ending=True, explains=question.explains)

    def named(self, parse: Parse, things: Sequence[str], kind: QuestionKind) -> Iterator[Question]:
        """Yield what is called the limit of a thing and is none: `the 30 minute limit of X`."""
        if len(things) != 1 or not _is_named(parse) or self._equal(parse, things[0]):
            return
        for question in self.said(parse, things, kind, claimed=True):
            yield replace(question, ending=True, explains=False)

    def meant(self, parse: Parse, things: Sequence[str], *, lost: bool) -> Question | None:
        """Return a question on the limit that is called by its amount: `can the 30 minute limit be raised`.

        Of a question that is `lost` otherwise, on the one at which something ends: `stops after 30 minutes`.
        """
        called = _is_named(parse) or (lost and ends(parse))
        equal = self._equal(parse, things[0]) if len(things) == 1 and called else []
        asked = [Constraint((prop,), Asks.TRUE) for prop in equal[:1]]
        if asked:
            return self.reader.question(QuestionKind.FACT, things, asked)
        return None

    def fitting(self, parse: Parse, things: Sequence[str]) -> Question | None:
        """Return a yes or no on the one limit that an amount may be held against: `20 minutes: does it fit`.

        Of several it is the one that is by far the most important, or on which all of them agree.
        """
        if len(things) != 1 or not parse.may_decide or not _is_bare(parse) or _is_named(parse):
            return None
        said = self._amounts_of(parse, things[0])
        known = self.reader.catalogue.properties
        stated = self.amounts(things, sorted(said))
        limits = sorted((p for p in said if known[p].upper), key=lambda p: (known[p].importance, p))
        if not limits:
            return None
        first, rest = limits[0], limits[1:]
        # What has no amount has no limit.
        exceeded = {prop in stated and said[prop].quantity.amount > stated[prop] for prop in limits}
        clear = all(known[first].importance * _BY_FAR <= known[prop].importance for prop in rest)
        if not clear and len(exceeded) > 1:
            return None
        negated = self.reader.candidates.bounds.fails(parse, known[first])
        asked = Constraint((first,), Asks.TRUE, amount=said[first], negated=negated)
        return self.reader.question(QuestionKind.BOOLEAN, things, [asked])

    def _equal(self, parse: Parse, thing: str) -> list[str]:
        """The properties of a thing that have the very amount that is said."""
        said = self._amounts_of(parse, thing)
        stated = self.amounts([thing], sorted(said)) if said else {}
        known = self.reader.catalogue.properties
        equal = [prop for prop, amount in stated.items() if is_same(amount, said[prop].quantity.amount)]
        return sorted(equal, key=lambda p: (known[p].importance, p))

    def _amounts_of(self, parse: Parse, thing: str) -> Mapping[str, Comparator]:
        """What is said, in the unit of each property of a thing that it may be said of."""
        known = self.reader.catalogue.properties
        quantities = [known[p] for p in self.reader.holdings.tells(thing) if known[p].kind is Kind.QUANTITY]
        said = ((prop.iri, self.reader.candidates.bounds.amount(parse, prop)) for prop in quantities)
        return {prop: amount for prop, amount in said if amount is not None}

    def _question(
        self, parse: Parse, thing: str, prop: Property, amount: Comparator, kind: QuestionKind
    ) -> Question:
        asked = Constraint((prop.iri,), Asks.TRUE, amount=amount)
        question = self.reader.question(kind, (thing,), [asked])
        failing = parse.has(Cue.FAILING)
        # What bounds nothing is as it is said, or not: `a warning of ten minutes`.
        exact = ends(parse) or not (prop.upper or parse.has(*_COMPARED))
        return replace(question, presupposed=True, ending=exact, explains=failing)


def ends(parse: Parse) -> bool:
    """Say whether an amount is said to be where something ends."""
    return parse.has(Cue.ENDING, Cue.FAILING)


def _is_bare(parse: Parse) -> bool:
    """Whether one amount is said, and hardly anything else in the clause that asks."""
    first, last = parse.asking_clause
    words = [i for i in parse.content if first <= i < last and parse.tokens[i].start >= parse.asking_from]
    return len(parse.quantities) == 1 and parse.quantities[0].unit is not None and len(words) <= _FEW


def _is_named(parse: Parse) -> bool:
    """Whether an amount is said to be the limit: `the 30 minute limit`, `its limit of 30 minutes`."""
    words = [token.lower for token in parse.tokens]
    for found in (f for f in parse.cues if f.cue is Cue.LIMIT):
        for quantity in parse.quantities:
            if quantity.last == found.first:
                first = quantity.first
            elif words[found.last : quantity.first] == ["of"]:
                first = found.first
            else:
                continue
            before = words[first - 1] if first else ""
            if before in _DEFINITE or first - 1 in parse.named:
                return True
    return False
