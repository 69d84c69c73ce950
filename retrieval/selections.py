"""Questions for services that fulfil something: which they are, how many, which comes first."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.properties import Kind
from retrieval import forms
from retrieval.intent import SURE
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint, Declined, Question, QuestionKind
from retrieval.ranking import Candidate
from retrieval.reader import Reader
from retrieval.selecting import Selecting
from retrieval.trust import ENOUGH
from retrieval.wordings import Asks

_EXTREMES = (Asks.HIGHEST, Asks.LOWEST)
_SELECTING = (QuestionKind.LIST, QuestionKind.COUNT, QuestionKind.SUPERLATIVE)


@dataclass(frozen=True, slots=True)
class Selections:
    """Makes questions of the conditions that are found, or declines."""

    reader: Reader
    selecting: Selecting

    def of(self, parse: Parse, things: Sequence[str]) -> Question | Declined:
        """Return a list or a count of the services for which something holds."""
        kind = QuestionKind.COUNT if parse.has(Cue.COUNT) else QuestionKind.LIST
        of_all = parse.wants.get(QuestionKind.SUPERLATIVE, 0.0) >= SURE  # `the longest of them all`
        if forms.refers_back(parse) and not (things or of_all or forms.asks_who(parse)):
            return self.reader.decliner.which_service()
        chosen = self.selecting.choose(parse, things)
        if not chosen.constraints and (parse.content or not parse.classes):
            if not things:
                return self.nobody(parse)
            return self.reader.decliner.nothing_matches(things, chosen.ranked)
        if kind is QuestionKind.COUNT and not parse.classes and forms.counts_parts(parse):
            amounts = [c for c in chosen.constraints if self._is_stated(c)]
            if amounts:  # `how many buckets may I have` counts no services
                return self._amount(amounts[0], chosen.constraints)
        listed = max(parse.wants.get(kind, 0.0) for kind in _SELECTING) >= SURE
        listed = listed or forms.asks_who(parse) or forms.asks_for_several(parse)
        if not (things or parse.classes or listed) and self._tells_of_one(chosen.constraints):
            return self.reader.decliner.which_service()
        left = self.reader.coverage.unexplained(parse, chosen.constraints, things, chosen.hidden)
        likely = self.reader.trust.probability(parse, chosen.ranked, things, chosen.hidden) if left else 1.0
        if left and not (listed and likely >= ENOUGH):
            if not things:
                return self.nobody(parse, left, chosen.ranked)
            return self.reader.decliner.words_left(left, things, chosen.ranked)
        if chosen.constraints and chosen.constraints[-1].asks in _EXTREMES:
            kind = QuestionKind.SUPERLATIVE
        return self.reader.question(kind, chosen.within, chosen.constraints)

    def _is_stated(self, constraint: Constraint) -> bool:
        """Whether a number is asked for that is stated."""
        kinds = {self.reader.catalogue.properties[p].kind for p in constraint.properties}
        return kinds == {Kind.QUANTITY} and constraint.asks is Asks.TRUE and constraint.amount is None

    def _amount(self, constraint: Constraint, asked: Sequence[Constraint]) -> Question | Declined:
        """A number that is stated of one service, if only one has it and the values named beside it."""
        (prop, *_) = constraint.properties
        holdings = self.reader.holdings
        named = [c.values for c in asked if c.values]
        of = [
            s.iri
            for s in self.reader.catalogue.services
            if prop in holdings.tells(s.iri) and all(holdings.linking([s.iri], values) for values in named)
        ]
        if len(of) != 1:
            return self.reader.decliner.which_service()
        return self.reader.question(QuestionKind.FACT, of, [constraint])

    def _tells_of_one(self, constraints: Sequence[Constraint]) -> bool:
        """Whether what is asked is a value of some one thing, which is not named: `what is the limit`."""
        known = self.reader.catalogue.properties
        return bool(constraints) and all(
            c.asks is Asks.TRUE
            and c.amount is None
            and all(known[p].kind is not Kind.BOOLEAN for p in c.properties)
            for c in constraints
        )

    def nobody(self, parse: Parse, left: Sequence[str] = (), ranked: Sequence[Candidate] = ()) -> Declined:
        """Decline a question that names nothing we know, with the reason that fits."""
        found = ranked or self.reader.candidates.find(parse, (), frozenset())
        best = self.reader.confident(found)
        if best is None:
            return self.reader.decliner.out_of_scope()
        words = left or self.reader.coverage.unexplained(parse, [best.constraint], (), frozenset())
        known = {parse.tokens[i].text for m in parse.concepts for i in range(m.first, m.last)}
        strange = [word for word in words if word not in known]
        if strange:
            return self.reader.decliner.unknown_name(strange)
        return self.reader.decliner.out_of_scope() if words else self.reader.decliner.which_service()
