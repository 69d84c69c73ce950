"""What a question takes for granted, so that it can be held against the graph before anything is answered.

A claim stands beside the question (`since X runs an hour, how ...`, `X runs an hour. Why ...`) and is
understood as the yes or no that it would answer; or it lies in the question: `where do I set X to an hour`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from graph.properties import Kind, Property
from retrieval.following.carryover import is_told
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.premises.claims import Claims
from retrieval.premises.limits import Amounts, Limits, ends
from retrieval.question import Constraint, Declined, Question, QuestionKind, Reason
from retrieval.text import tokens_of
from retrieval.trust import ENOUGH
from retrieval.understand import Understander
from retrieval.wordings import Asks

_PUT = "is it true that"
_LIKELIEST = 4
"""Among so many readings a price of nothing is looked for."""
_LONGEST = 6
"""Words of a name that is looked for."""


@dataclass(frozen=True, slots=True)
class Premises:
    """Finds what a question wrongly takes for granted."""

    parser: Parser
    understander: Understander
    claims: Claims
    limits: Limits
    denies: Callable[[Question], bool]
    """Whether the graph says otherwise than a question takes for granted."""
    spoken: Mapping[str, tuple[str, ...]]
    """The yes-or-no properties that a name, written as one word, is a name of."""

    @classmethod
    def build(
        cls, parser: Parser, understander: Understander, amounts: Amounts, denies: Callable[[Question], bool]
    ) -> Self:
        """Build on what understands questions, and on what the graph says."""
        spoken = _spoken(understander.reader.catalogue.properties.values())
        return cls(parser, understander, Claims(parser), Limits(understander.reader, amounts), denies, spoken)

    def told(self, parse: Parse) -> Question | None:
        """Return what is claimed beside the question and is not so, if anything is."""
        return self._first(self._told(parse))

    def held(self, parse: Parse, understood: Question | Declined) -> Question | Declined:
        """Return what is wrongly taken for granted in the question itself, or the question as understood."""
        if isinstance(understood, Question) and understood.presupposed:
            known = self.limits.as_known(parse, understood)
            if is_told(self.understander.reader, known):
                return known
        parse = self.understander.realised(parse)
        things = self.understander.reader.things(parse)
        if isinstance(understood, Question) and self._passes_over(parse, understood):
            understood = self.understander.reader.decliner.nothing_matches(things, [])
        lost = _is_lost(understood)
        fitting = self.limits.fitting(parse, things) if lost or not parse.content else None
        wrong = fitting or self._first(self._lying_in(parse, understood))
        if wrong is not None or not (parse.asks_yes_or_no or lost):
            return wrong or understood
        return self.limits.meant(parse, things, lost=lost) or understood

    def _passes_over(self, parse: Parse, understood: Question) -> bool:
        """Whether a yes or no says nothing of an amount or a word that is asked about: `X with 8 GB, ok?`."""
        reader, constraints = self.understander.reader, understood.constraints
        kinds = {reader.catalogue.properties[p].kind for c in constraints for p in c.properties}
        said = any(c.amount is not None or c.values for c in constraints)
        if understood.kind is not QuestionKind.BOOLEAN or kinds != {Kind.ITEM} or said:
            return False
        counted = parse.asks_of_amount and any(q.unit is not None for q in parse.quantities)
        left = reader.coverage.left_over(parse, constraints, understood.subjects, parse.named)
        return counted or any(not parse.words.knows(token.lower) for token in left)

    def _first(self, premises: Iterable[Question]) -> Question | None:
        return next(filter(self.denies, premises), None)

    def _told(self, parse: Parse) -> Iterator[Question]:
        """What is claimed, each as the fact or the yes or no that it would answer."""
        reader = self.understander.reader
        for text in self.claims.of(parse):
            claim = self.parser.parse(f"{_PUT} {text.rstrip('?!. ')}?")
            things = reader.things(claim) or reader.things(parse)
            if not things or not (claim.content or claim.quantities or claim.concepts):
                continue
            amounts = list(self.limits.said(claim, things, QuestionKind.FACT, claimed=True))
            yield from (self.limits.as_known(claim, amount) for amount in amounts)
            read = self.understander.about(claim, things) if len(things) == 1 and not amounts else None
            if isinstance(read, Question) and read.kind is QuestionKind.BOOLEAN:
                yield replace(self._as_fact(read), presupposed=True, ending=ends(claim))

    def _as_fact(self, claim: Question) -> Question:
        """What is so is told as a fact, unless a link is claimed, of which only the yes or no tells."""
        (constraint, *_) = claim.constraints
        prop = self.understander.reader.catalogue.properties[constraint.properties[0]]
        if prop.kind is Kind.PRICE or constraint.values:
            return claim
        return self.understander.reader.question(QuestionKind.FACT, claim.subjects, claim.constraints)

    def _lying_in(self, parse: Parse, understood: Question | Declined) -> Iterator[Question]:
        """What the words take for granted that are not understood, or that the reading passes over."""
        reader = self.understander.reader
        things = reader.things(parse)
        if not things or parse.has(Cue.RECOMMENDATION):
            return
        if isinstance(understood, Declined) and understood.reason is not Reason.NOT_IN_GRAPH:
            return
        kind = _kind(parse)
        yield from self.limits.named(parse, things, kind)
        if parse.asks_yes_or_no or not (isinstance(understood, Declined) or _is_plain(understood)):
            return
        lost = isinstance(understood, Declined) or not is_told(reader, understood)
        if not lost and len(things) > 1:
            return
        if lost and len(things) == 1:
            yield from self.limits.said(parse, things, kind, claimed=False)
            yield from self._charges(parse, things)
        denied = parse.language.negations.intersection(token.lower for token in parse.tokens)
        if not (denied or parse.negated):
            if lost:
                yield from self._misfits(parse, things)
            yield from self._capabilities(parse, understood, lost=lost)

    def _charges(self, parse: Parse, things: Sequence[str]) -> Iterator[Question]:
        """A price of what costs nothing: `what is the fee of X`."""
        reader = self.understander.reader
        known = reader.catalogue.properties
        found = reader.candidates.find(parse, things, parse.named)[:_LIKELIEST]
        meant = {p for c in found if c.score >= reader.threshold for p in c.constraint.properties}
        for prop in sorted(
            p for p in meant & reader.holdings.tells(things[0]) if known[p].kind is Kind.PRICE
        ):
            prices = [reader.catalogue.prices[price] for price in reader.coverage.values(things[0], prop)]
            if prices and not any(price.amount for price in prices):
                question = reader.question(QuestionKind.FACT, things, [Constraint((prop,), Asks.TRUE)])
                yield replace(question, presupposed=True)

    def _misfits(self, parse: Parse, things: Sequence[str]) -> Iterator[Question]:
        """What a thing is not suited for, where that is named or is what the words are most like."""
        reader = self.understander.reader
        known = reader.catalogue.properties
        found = reader.candidates.find(parse, things, parse.named)[:1]
        values = [
            c.constraint.values[:1] for c in found if c.score >= reader.threshold and c.constraint.values
        ]
        for value in [*(mention.iris[:1] for mention in parse.concepts if mention.exact), *values]:
            links = reader.holdings.linking(things[:1], value)
            if links and all(known[prop].denies for prop in links):
                asked = Constraint(tuple(sorted(links)), Asks.VALUE, value, negated=True)
                yield replace(reader.question(QuestionKind.BOOLEAN, things[:1], [asked]), presupposed=True)

    def _capabilities(
        self, parse: Parse, understood: Question | Declined, *, lost: bool
    ) -> Iterator[Question]:
        """What is named that a thing can do or not, and that a doubtful reading does not speak of."""
        reader = self.understander.reader
        constraints = understood.constraints if isinstance(understood, Question) and not lost else ()
        spoken = {p for c in constraints for p in c.properties}
        known = frozenset[str]().union(*(reader.candidates.ranker.vocabulary.of(p) for p in spoken))
        for iri, place in self._places([token.lower for token in parse.tokens]).items():
            if iri in spoken or {token.stem for token in parse.tokens[slice(*place)]} <= known:
                continue
            nearest = min(parse.services, key=lambda m: min(abs(m.first - place[1]), abs(place[0] - m.last)))
            if iri not in reader.holdings.tells(nearest.iris[0]):
                continue
            if lost or self._is_doubtful(parse):
                asked = Constraint((iri,), Asks.TRUE)
                question = reader.question(_kind(parse), nearest.iris[:1], [asked])
                yield replace(question, presupposed=True)

    def _places(self, words: Sequence[str]) -> Mapping[str, tuple[int, int]]:
        """Where each property stands that is named, in one word or in several; the longest name first."""
        found: dict[str, tuple[int, int]] = {}
        for length in range(min(_LONGEST, len(words)), 0, -1):
            for first in range(len(words) - length + 1):
                for iri in self.spoken.get("".join(words[first : first + length]), ()):
                    found.setdefault(iri, (first, first + length))
        return found

    def _is_doubtful(self, parse: Parse) -> bool:
        """Whether the likeliest reading is not trusted."""
        reader = self.understander.reader
        things = reader.things(parse)
        found = reader.candidates.find(parse, things, parse.named)
        return reader.trust.probability(parse, found, things, parse.named) < ENOUGH


def _is_lost(understood: Question | Declined) -> bool:
    """Whether nothing that the words ask is found, or only what they touch."""
    if isinstance(understood, Declined):
        return understood.reason is Reason.NOT_IN_GRAPH
    return understood.kind is QuestionKind.OPEN


def _is_plain(understood: Question) -> bool:
    """Whether a fact or a reason is asked for."""
    return understood.kind in (QuestionKind.FACT, QuestionKind.WHY) and bool(understood.constraints)


def _kind(parse: Parse) -> QuestionKind:
    """The kind of question in whose words something is taken for granted."""
    if parse.has(Cue.WHY):
        return QuestionKind.WHY
    asks = parse.has_question_word or parse.has(Cue.TRUTH) or not parse.text.rstrip().endswith("?")
    return QuestionKind.FACT if asks else QuestionKind.BOOLEAN


def _spoken(properties: Iterable[Property]) -> Mapping[str, tuple[str, ...]]:
    """The yes-or-no properties by each of their names, written as one word."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for prop in properties:
        names = (prop.label, *prop.names) if prop.kind is Kind.BOOLEAN else ()
        for name in {"".join(token.lower for token in tokens_of(name)) for name in names}:
            found[name].append(prop.iri)
    return {name: tuple(iris) for name, iris in found.items()}
