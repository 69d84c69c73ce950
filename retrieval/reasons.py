"""Questions for reasons: why something is so, or why to choose something."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval import forms
from retrieval.language import Cue
from retrieval.naming import Naming
from retrieval.parse import Parse
from retrieval.question import Constraint, Declined, Question, QuestionKind
from retrieval.ranking import Candidate
from retrieval.reader import Reader
from retrieval.trust import BEYOND_DOUBT, ENOUGH
from retrieval.wordings import Asks

_NEAR = 0.75
"""The share of the threshold from which it is told."""
_LOOKED_AT = 8
"""Among so many of the likeliest readings a reason against something is looked for."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Understands questions for reasons."""

    reader: Reader
    naming: Naming

    def why(self, parse: Parse, things: Sequence[str]) -> Question | Declined:
        """Return a question for reasons for what is said of the things, or for choosing the first."""
        parse, things = self._asked(parse, things)
        hidden = parse.named | forms.cued(parse, Cue.WHY, Cue.CHOOSING)
        found = self.reader.candidates.find(
            parse, things, parse.named, forms.cued(parse, Cue.WHY, Cue.CHOOSING)
        )
        against = self._against(parse, things, found)
        if against is not None:
            return against
        best = self.reader.confident(found)
        chosen = self.naming.asked(parse, things, hidden, best, found)
        known = self.reader.catalogue.properties
        choosing = parse.has(Cue.CHOOSING) or _prefers(parse)
        likely = self.reader.trust.probability(parse, found, things, parse.named) if choosing else 1.0
        reason = chosen is not None and all(known[p].reason for p in chosen[0].properties)
        if chosen is not None and likely >= ENOUGH and not reason:
            constraint, subjects = chosen
            left = self.reader.coverage.unexplained(parse, [constraint], things, hidden)
            if not left or not choosing:
                if left and not self._breaks(parse, constraint):
                    return self.reader.decliner.words_left(left, things, found)
                asked = self.reader.candidates.bounds.by_increment(parse, constraint)
                question = self.reader.question(QuestionKind.WHY, subjects, [asked])
                return replace(question, presupposed=True, ending=parse.has(Cue.ENDING))
        if chosen is None and not choosing:
            return self.reader.decliner.nothing_matches(things, found)
        return self.reader.question(QuestionKind.WHY, things, ())

    def _asked(self, parse: Parse, things: Sequence[str]) -> tuple[Parse, Sequence[str]]:
        """What is named in the clause that asks what is gained by it, without what is told beside it."""
        cued = forms.cued(parse, Cue.WHY, Cue.CHOOSING)
        breaks = [0, *(i for i, t in enumerate(parse.tokens) if t.apart), len(parse.tokens)]
        first = max(b for b in breaks if b <= min(cued, default=0))
        last = min(b for b in breaks if b > first)
        own = tuple(mention for mention in parse.services if first <= mention.first < last)
        if not parse.has(Cue.CHOOSING) or not own or len(own) == len(parse.services):
            return parse, things
        return replace(parse, services=own), [iri for iri in things if any(iri in m.iris for m in own)]

    def _breaks(self, parse: Parse, constraint: Constraint) -> bool:
        """Whether an amount breaks off what is only described: `why is my 40 min script cut off`."""
        bounds = all(self.reader.catalogue.properties[p].upper for p in constraint.properties)
        return bounds and constraint.amount is not None and parse.has(Cue.FAILING)

    def _asks_again(self, parse: Parse) -> bool:
        """Whether what is denied stands after a comma, in a question of its own: `why X, can't I do Y`."""
        reasons = [found.last for found in parse.cues if found.cue is Cue.WHY]
        denied = [i for i, t in enumerate(parse.tokens) if t.lower in parse.language.negations]
        if not reasons or not denied:
            return False
        after = parse.tokens[min(reasons) : denied[0]]
        return any(t.apart and t.lower in parse.language.auxiliaries for t in after)

    def _against(self, parse: Parse, things: Sequence[str], found: Sequence[Candidate]) -> Question | None:
        """A question for reasons against something: what it is not suited for, best what is spoken of."""
        known = self.reader.catalogue.properties
        held = self.reader.holdings.tells(things[0])
        denying = sorted((p for p in held if known[p].denies), key=lambda p: (known[p].importance, p))
        if not denying or not (parse.has(Cue.UNFIT) or (parse.negated and not self._asks_again(parse))):
            return None
        certain = self.reader.trust.probability(parse, found, things, parse.named) >= BEYOND_DOUBT
        for candidate in found[: 1 if certain else _LOOKED_AT]:
            constraint = candidate.constraint
            near = candidate.score >= _NEAR * self.reader.threshold
            if near and constraint.values and set(constraint.properties) <= set(denying):
                return self.reader.question(QuestionKind.WHY, things[:1], [constraint])
        if not parse.has(Cue.UNFIT):
            return None
        return self.reader.question(QuestionKind.WHY, things[:1], [Constraint((denying[0],), Asks.TRUE)])


def _prefers(parse: Parse) -> bool:
    """Whether reasons are asked for that somebody chooses something: `why do people pick X`."""
    starts = [found.last for found in parse.cues if found.cue is Cue.WHY]
    until = min((i for i in parse.starts if starts and i >= min(starts)), default=0)
    said = 0
    for index in range(min(starts, default=0), until):
        word = parse.tokens[index].lower
        if word in parse.language.preferring and said <= 1:
            return parse.tokens[index - 1].lower != "to"
        said += index in parse.content
    return False
