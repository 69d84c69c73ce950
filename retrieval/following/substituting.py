"""Follow-ups that name another thing: the question before, asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval import forms
from retrieval.following.carryover import FRAGMENT, is_told, reread
from retrieval.language import Cue
from retrieval.lexicon import Mention
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.question import Declined, Question, QuestionKind
from retrieval.spoken_of import SELECTING, Turn
from retrieval.understand import Understander

_OWN = (Cue.DEFINITION, Cue.ABBREVIATION, Cue.EXPLANATION, Cue.RECOMMENDATION)
"""Cues of questions that stand for themselves, though they say nothing more."""

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Substituting:
    """Puts what is named now in the place of what was asked about."""

    parser: Parser
    understander: Understander

    def named(
        self, parse: Parse, before: Turn, things: Sequence[str], *, bare: bool, is_short: bool
    ) -> Question | Declined | None:
        """Return the same question about what is named, or the one in which the name is a word, or None."""
        back = forms.refers_back(parse) and not is_short and bool(before.about)
        others = self._of_others(parse, before, things) if bare and not back else None
        if others is not None and is_told(self.understander.reader, others):
            return others
        if back or (before.about and parse.has(Cue.SAME)):
            whom = before.meant(parse)[0]
            asked = self._words_of(parse, before)
            for read in (
                self.understander.understand(_in_place(parse, whom)) if back else None,
                self.understander.about(replace(asked, services=()), whom),
            ):
                if isinstance(read, Question) and is_told(self.understander.reader, read):
                    return read
        if others is not None:
            again = self._asked_again(before, things)
            return again if again is not None and is_told(self.understander.reader, again) else others
        return self.understander.understand(parse) if is_short else None

    def _of_others(self, parse: Parse, before: Turn, things: Sequence[str]) -> Question | None:
        """The same question about other things: `and this one?`."""
        asked = before.question
        leans = len(parse.tokens) <= 2 * FRAGMENT or parse.has(Cue.SAME)
        told = asked.constraints or asked.kind in (QuestionKind.DEFINITION, QuestionKind.COMPARISON)
        if not leans or not told or parse.has(*_OWN) or _sets_apart(parse):
            return None
        kind = asked.kind
        if kind is QuestionKind.COMPARISON and not asked.constraints:
            together = tuple(dict.fromkeys((*asked.subjects, *things)))
            return reread(self.understander.reader, asked, kind, together, ())
        if kind in (QuestionKind.LIST, QuestionKind.COUNT, QuestionKind.COMPARISON, QuestionKind.SUPERLATIVE):
            kind = QuestionKind.FACT if len(things) == 1 else QuestionKind.COMPARISON
        if kind is QuestionKind.FACT and not asked.constraints:
            kind = QuestionKind.DEFINITION
        return reread(self.understander.reader, asked, kind, things, asked.constraints)

    def _asked_again(self, before: Turn, things: Sequence[str]) -> Question | None:
        """The words of the question before, said of another thing."""
        parse = self.parser.parse(before.text)
        if len(things) != 1 or not parse.services:
            return None
        span = (min(m.first for m in parse.services), max(m.last for m in parse.services))
        spoken = set(before.question.subjects)
        own = [m for m in parse.services if m.iris[0] in spoken] or [Mention((), *span, exact=True)]
        on = {m.last + 1 for m in own if m.last < len(parse.tokens)}  # `X on Y` is one name
        kept = [m for m in parse.services if m not in own and own[0].iris and m.first not in on]
        put = Mention(tuple(things), own[0].first, own[0].last, exact=True)
        services = tuple(sorted((put, *kept), key=lambda m: m.first))
        understood = self.understander.understand(replace(parse, services=services))
        if isinstance(understood, Declined):
            return None
        selects = understood.kind in SELECTING and before.question.kind not in SELECTING
        return None if selects else understood

    def _words_of(self, parse: Parse, before: Turn) -> Parse:
        """The words of a question; of `the same question for X` those of the one before, said of X."""
        if not parse.has(Cue.SAME) or not parse.services:
            return parse
        opening = self.parser.parse(before.text)
        counts = [found for found in opening.cues if found.cue is Cue.COUNT]
        name = parse.services[0]
        said = " ".join(token.text for token in parse.tokens[name.first : name.last])
        asking = " ".join(t.text for f in counts[:1] for t in opening.tokens[f.first : f.last])
        return self.parser.parse(f"{asking} {said}".strip())


def _sets_apart(parse: Parse) -> bool:
    """Whether a yes or no is asked of one thing and another, not of several alike: `does X support Y?`."""
    if not parse.asks_yes_or_no or len(parse.services) != _PAIR:
        return False
    first, second = parse.services
    between = {token.lower for token in parse.tokens[first.last : second.first]}
    linking = parse.language.joining | parse.language.conjunctions | parse.language.joiners
    return bool(between) and not between & (linking | parse.language.upon | {","})


def _in_place(parse: Parse, whom: Sequence[str]) -> Parse:
    """Take a pronoun for the thing that it stands for."""
    for index, token in enumerate(parse.tokens):
        if token.lower in ("it", "they", "its", "their", "them") and index not in parse.named:
            named = Mention((whom[0],), index, index + 1, exact=True)
            return replace(parse, services=tuple(sorted((named, *parse.services), key=lambda m: m.first)))
    return parse
