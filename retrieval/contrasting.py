"""Things held against each other: side by side, one against another, the first of several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.properties import Kind
from retrieval import forms
from retrieval.each import each_compared
from retrieval.intent import DECLINED, SURE
from retrieval.language import Cue
from retrieval.measuring import Measuring
from retrieval.parse import Parse
from retrieval.question import Constraint, Declined, Question, QuestionKind
from retrieval.ranking import Candidate
from retrieval.reader import Reader
from retrieval.trust import ENOUGH
from retrieval.wordings import Asks

_EXTREMES = (Asks.HIGHEST, Asks.LOWEST)
_TWO = 2
_LIKELY = 0.3
"""The probability from which a comparison is wanted that a cue tells of."""
_MEANT = 0.4
"""The probability from which things are compared by something: to compare them by it is seldom wrong."""
_CHOSEN, _FOREIGN = 0.6, 0.2
"""The probabilities from which one of several is to be chosen, and from which something unknown is asked."""
_SURELY = 0.15
"""By how much more than the least a reading fits that is surely meant."""
_COMPARING = (Cue.COMPARISON, Cue.LIST, Cue.SEVERAL, Cue.EXPLANATION, Cue.BETTER)
"""Ways of asking for a comparison, which do not say by what."""
_SENTENCE_END = re.compile(r"[.!?]\s+")


@dataclass(frozen=True, slots=True)
class Contrasting:
    """Understands comparisons."""

    reader: Reader

    @property
    def measuring(self) -> Measuring:
        """What tells by which amount or price things are compared."""
        return Measuring(self.reader)

    def compared(self, parse: Parse, things: Sequence[str]) -> Question | None:
        """Return whether one of two has more of something, or costs less: `is this one cheaper than that`."""
        if len(things) != _TWO or not parse.has(Cue.MORE, Cue.LESS, Cue.CHEAPER, Cue.BETTER):
            return None
        either = parse.between("or") or parse.has(Cue.COMPARISON) or parse.has_question_word
        if not either and not parse.asks_yes_or_no and not parse.has(Cue.TRUTH):
            return None
        if parse.has(Cue.MORE, Cue.LESS, Cue.CHEAPER):
            prop = self.measuring.measure(parse, things)
            highest = Asks.HIGHEST if parse.has(Cue.MORE) else Asks.LOWEST
        else:
            prop, highest = self._quality(parse, things)
        if prop is None:
            return self.measuring.by_price_model(things) if parse.has(Cue.CHEAPER) else None
        constraint = Constraint((prop,), highest, negated=parse.negated and not either)
        kind = QuestionKind.COMPARISON if either else QuestionKind.BOOLEAN
        return self.reader.question(kind, things, [constraint])

    def _quality(self, parse: Parse, things: Sequence[str]) -> tuple[str | None, Asks]:
        """The amount of which one of two things may have a better one, and which end of it is better."""
        best = self.reader.confident(self._measures(parse, things, parse.named))
        (iri, *_) = best.constraint.properties if best is not None else ("",)
        prop = self.reader.catalogue.properties.get(iri)
        stated = all(iri in self.reader.holdings.states(thing) for thing in things)
        if prop is None or prop.kind is not Kind.QUANTITY or prop.better is None or not stated:
            return None, Asks.TRUE
        return iri, Asks.HIGHEST if prop.better == "higher" else Asks.LOWEST

    def is_comparison(self, parse: Parse, things: Sequence[str]) -> bool:
        """Say whether the things named are to be held side by side."""
        either = parse.between("or")
        linked = self.reader.holdings.linking(things[:1], things[1:])
        if not either and linked and not parse.has(Cue.COMPARISON):
            return False
        if parse.asks_yes_or_no and not either:
            known = self.reader.catalogue.properties
            comparative = any(known[p].symmetric or known[p].asymmetric for p in linked)
            return parse.has(Cue.COMPARISON) and not comparative
        return either or parse.has(Cue.COMPARISON, Cue.LIST) or not parse.content

    def comparison(self, parse: Parse, things: Sequence[str], hidden: frozenset[int]) -> Question | Declined:
        """Return what is compared, of things that are named."""
        cued = forms.cued(parse, Cue.COMPARISON, Cue.LIST, Cue.EXPLANATION)
        content = [i for i in parse.content if i not in cued | hidden]
        found = self._measures(parse, things, hidden) if content else []
        likeliest = self.measuring.likeliest(things, found)
        best = self.reader.confident([likeliest] if likeliest else [])
        unheld = self._of_neither(parse, things, hidden, best) if content else None
        if unheld is not None:
            return self.reader.decliner.nothing_matches(things, [unheld])
        wanted = parse.wants.get("comparison", 0.0)
        heard = wanted >= (_LIKELY if parse.has(Cue.COMPARISON) else SURE)
        several = each_compared(self.reader, parse, things, hidden)
        if several:
            return self.reader.question(QuestionKind.COMPARISON, things, several)
        likely = self.reader.trust.probability(parse, found, things, hidden) if best else 0.0
        explained = best is not None and self._is_explained(parse, things, hidden | cued, best)
        if heard and likely < _MEANT and not explained:  # by what is not clear: then by all that differs
            return self.reader.question(QuestionKind.COMPARISON, things, ())
        heard = heard or self._offered(parse)
        if best is None and content and not (heard or self._is_generic(parse, content)):
            return self.reader.decliner.nothing_matches(things, found)
        constraints = [self.measuring.priced(best.constraint, things)] if best else []
        left = self.reader.coverage.unexplained(parse, constraints, things, hidden) if best else ()
        if left and not heard:
            return self.reader.decliner.words_left(left, things, found)
        if left and likely < ENOUGH:  # what they are to be compared by is not clear: then by all that differs
            constraints = []
        first = self.is_first_asked(parse, constraints)
        if first and not self._all_state(things, constraints):
            # Of prices that only some have, the lowest is not that of the cheapest.
            return self.measuring.by_price_model(things) or self.reader.decliner.nothing_matches(
                things, found
            )
        kind = QuestionKind.SUPERLATIVE if first else QuestionKind.COMPARISON
        return self.reader.question(kind, things, constraints)

    def _measures(self, parse: Parse, things: Sequence[str], hidden: frozenset[int]) -> list[Candidate]:
        """What things may be compared by: not by being opposites, which is itself a comparison."""
        known = self.reader.catalogue.properties
        aside = forms.cued(parse, *_COMPARING) | _before_names(parse)
        if not set(parse.content) - hidden - aside:
            return []
        held = frozenset().union(*(self.reader.holdings.tells(thing) for thing in things))
        found = self.reader.candidates.find(parse, things, hidden, aside - hidden)
        return [
            c
            for c in found
            if held & set(c.constraint.properties)
            and not all(known[p].symmetric for p in c.constraint.properties)
        ]

    def _is_explained(
        self, parse: Parse, things: Sequence[str], hidden: frozenset[int], best: Candidate
    ) -> bool:
        """Whether things are surely compared by something that explains every word."""
        sure = best.score >= self.reader.threshold + _SURELY
        return sure and not self.reader.coverage.left_over(parse, [best.constraint], things, hidden)

    def _of_neither(
        self, parse: Parse, things: Sequence[str], hidden: frozenset[int], best: Candidate | None
    ) -> Candidate | None:
        """What the words surely ask for, where nothing is told of it of any side."""
        if best is not None:
            return None
        aside = forms.cued(parse, *_COMPARING) | _before_names(parse)
        found = self.reader.candidates.find(parse, things, hidden, aside - hidden)
        first = found[0] if found else None
        if first is None or first.score < self.reader.threshold + _SURELY:
            return None
        if any(self.reader.holdings.holds_within(t) & set(first.constraint.properties) for t in things):
            return None
        return first

    def _all_state(self, things: Sequence[str], constraints: Sequence[Constraint]) -> bool:
        """Whether every one of some things has the prices that are asked for."""
        known = self.reader.catalogue.properties
        prices = [p for c in constraints for p in c.properties if known[p].kind is Kind.PRICE]
        return all(prop in self.reader.holdings.tells(thing) for prop in prices for thing in things)

    def is_first_asked(self, parse: Parse, constraints: Sequence[Constraint]) -> bool:
        """Say whether the first of several is asked for: `the longest`, not `the longer`."""
        known = self.reader.catalogue.properties
        return any(
            c.asks in _EXTREMES
            and self.reader.candidates.sides.extreme(parse, known[c.properties[0]]) is not None
            for c in constraints
        )

    def _offered(self, parse: Parse) -> bool:
        """Whether one of several is to be chosen: then what sets them apart is told, whatever it is for."""
        wants = (QuestionKind.COMPARISON, QuestionKind.RECOMMENDATION, QuestionKind.SUPERLATIVE)
        chosen = sum(parse.wants.get(kind, 0.0) for kind in wants)
        return parse.between("or") and chosen >= _CHOSEN and parse.wants.get(DECLINED, 0.0) < _FOREIGN

    def _is_generic(self, parse: Parse, content: Sequence[int]) -> bool:
        """Whether what is said beside a comparison does not narrow it: `what changes for me`."""
        return parse.has(Cue.COMPARISON) and len(content) < 2


def _before_names(parse: Parse) -> frozenset[int]:
    """The tokens of sentences before the first that names something: they tell who asks, and why."""
    first = min(parse.starts, default=0)
    ends = [m.end() for m in _SENTENCE_END.finditer(parse.text) if m.end() <= parse.tokens[first].start]
    begins = max(ends, default=0)
    return frozenset(i for i, token in enumerate(parse.tokens) if token.end <= begins)
