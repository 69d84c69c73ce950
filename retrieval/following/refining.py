"""Follow-ups that add to the question before: one more condition of a list, one more need to advise on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.following.carryover import FRAGMENT
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.reading import reading
from retrieval.spoken_of import PLACES, Turn
from retrieval.understand import Understander
from retrieval.wordings import Asks


@dataclass(frozen=True, slots=True)
class Refining:
    """Adds what is said now to the list or the recommendation before."""

    parser: Parser
    understander: Understander

    def condition(self, parse: Parse, before: Turn, things: Sequence[str]) -> Question | None:
        """Return the list before with one more condition: `which of those ...`, `and without servers?`."""
        asked = before.question
        if asked.kind not in (QuestionKind.LIST, QuestionKind.COUNT) or len(before.items) < 2:
            return None
        names = parse.services[:1]
        upon = any(m.first and parse.tokens[m.first - 1].lower in parse.language.upon for m in names)
        among = parse.has(Cue.SEVERAL) and parse.has_question_word
        adds = not parse.has_question_word and len(parse.tokens) <= FRAGMENT and bool(parse.content or upon)
        if parse.asks_yes_or_no or parse.has(*PLACES) or (things and not upon) or not (among or adds):
            return None
        found = self.understander.selections.selecting.choose(parse, things).constraints
        extreme = any(c.asks in (Asks.HIGHEST, Asks.LOWEST) for c in found)
        if not found or extreme or any(c in asked.constraints for c in found):
            return None
        if any(token.lower == "without" for token in parse.tokens):
            found = tuple(map(self._preferred, found))
        constraints = (*asked.constraints, *found)
        return self.understander.reader.question(asked.kind, asked.subjects, constraints)

    def _preferred(self, constraint: Constraint) -> Constraint:
        """A yes or no as people prefer it: who wants a list `without servers` wants no servers to manage."""
        better = self.understander.reader.catalogue.properties[constraint.properties[0]].better
        if better is None or constraint.asks not in (Asks.TRUE, Asks.FALSE) or constraint.amount is not None:
            return constraint
        return replace(constraint, asks=Asks.TRUE if better == "higher" else Asks.FALSE)

    def need(
        self, parse: Parse, before: Turn, things: Sequence[str], content: Sequence[int]
    ) -> Question | None:
        """Return the recommendation again, with what is said now: `and if it needs a GPU as well?`."""
        asked = before.question
        if not asked.wishes or asked.kind not in (QuestionKind.RECOMMENDATION, QuestionKind.COMPARISON):
            return None
        offered = asked.subjects if asked.kind is QuestionKind.COMPARISON or len(asked.subjects) < 3 else ()
        if things:
            return self._of_one_more(parse, before, things, content)
        adds = parse.has(Cue.ADDING, Cue.NEED) and not parse.has_question_word
        adds = adds or (parse.has(Cue.ADDING) and not parse.asks_yes_or_no and parse.tokens[0].lower != "how")
        denies = parse.tokens[0].lower in parse.language.negations and not parse.has_question_word
        if not ((adds or denies) and content) or parse.asks_yes_or_no:
            return None
        advised = self.understander.advising.advise(
            self.parser.parse(f"{before.text.rstrip('?!. ')}, {parse.text}")
        )
        if advised is None or not offered:
            return advised
        described = reading(self.understander.reader.catalogue, asked.kind, offered, ())
        return replace(advised, kind=asked.kind, subjects=offered, reading=described)

    def _of_one_more(
        self, parse: Parse, before: Turn, things: Sequence[str], content: Sequence[int]
    ) -> Question | None:
        """What was recommended held against what is named now: `why not X?`, `without X?`."""
        asked = before.question
        if content or len(parse.tokens) > 2 * FRAGMENT:
            return None
        catalogue = self.understander.reader.catalogue
        if parse.negated and not parse.has(Cue.WHY):
            others = tuple(s for s in asked.subjects if s not in things)
            described = reading(catalogue, QuestionKind.RECOMMENDATION, (), ())
            return replace(asked, kind=QuestionKind.RECOMMENDATION, subjects=others, reading=described)
        subjects = tuple(dict.fromkeys((*things, *(before.items[:1] or asked.subjects))))
        described = reading(catalogue, QuestionKind.RECOMMENDATION, subjects, ())
        return replace(asked, kind=QuestionKind.RECOMMENDATION, subjects=subjects, reading=described)
