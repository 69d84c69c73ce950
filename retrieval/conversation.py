"""Several questions in one message, and questions that lean on earlier ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval import forms
from retrieval.language import Cue, Language
from retrieval.parse import Parse, Parser
from retrieval.question import Declined, Question, QuestionKind
from retrieval.reading import reading
from retrieval.text import normalise
from retrieval.understand import Understander

_SENTENCE = re.compile(r"(?<=[?!])\s+|(?<=[.])\s+(?=[A-Z])|\n+")
_AND = re.compile(r",?\s+(?:and|also|plus)\s+(?:also\s+)?|;\s+", re.IGNORECASE)
_MOST_PARTS = 6
_FRAGMENT = 5
"""A question of at most so many words may lean on the one before."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Understands messages in the light of the earlier turns."""

    parser: Parser
    understander: Understander
    language: Language

    def split(self, text: str) -> list[str]:
        """Return the questions of a message; what is no question stays with the next that is."""
        if self.parser.parse(text).has(Cue.RECOMMENDATION):
            return [text]  # what is described beside the question belongs to it
        pieces = [p for s in _SENTENCE.split(normalise_lines(text)) for p in self._clauses(s.strip())]
        parts: list[str] = []
        pending = ""
        for piece in pieces:
            whole = f"{pending} {piece}".strip()
            if self._asks(piece):
                parts.append(whole)
                pending = ""
            else:
                pending = whole
        if pending:
            parts = [*parts[:-1], f"{parts[-1]} {pending}"] if parts else [pending]
        return parts[:_MOST_PARTS] if len(parts) > 1 else [text]

    def _clauses(self, sentence: str) -> list[str]:
        """Part `is X serverless and what does Y cost`, but not `which scale and are serverless`."""
        clauses: list[str] = []
        start = 0
        for match in _AND.finditer(sentence):
            before, after = sentence[start : match.start()], sentence[match.end() :]
            if self._begins_question(after) and self._complete(before) and self._complete(after):
                clauses.append(before)
                start = match.end()
        return [*clauses, sentence[start:]]

    def _begins_question(self, text: str) -> bool:
        words = normalise(text).lower().split()
        if not words:
            return False
        first = words[0].strip("?,.")
        second = words[1].strip("?,.") if len(words) > 1 else ""
        if first in self.language.auxiliaries:
            parse = self.parser.parse(text)
            return second in self.language.subject_starts or 1 in parse.starts
        return first in self.language.question_words

    def _complete(self, text: str) -> bool:
        """Whether a clause could be asked alone: it names something and says something of it."""
        parse = self.parser.parse(text)
        named = bool(parse.services or parse.concepts or forms.refers_back(parse))
        return named and self._asks(text)

    def _asks(self, text: str) -> bool:
        parse = self.parser.parse(text)
        return "?" in text or parse.has_question_word or parse.asks_yes_or_no or bool(parse.cues)

    def understand(self, text: str, before: Question | None) -> Question | Declined:
        """Return what a question asks, given the one before it."""
        parse = self.parser.parse(text)
        if before is not None:
            continued = self._continued(parse, before)
            if continued is not None:
                return continued
        return self.understander.understand(parse)

    def context(self, turns: Sequence[str]) -> Question | None:
        """Return the last of some earlier turns that was understood."""
        last: Question | None = None
        for turn in turns:
            for part in self.split(turn):
                understood = self.understand(part, last)
                if isinstance(understood, Question):
                    last = understood
        return last

    def _continued(self, parse: Parse, before: Question) -> Question | Declined | None:
        """What a question means that leans on the one before, or None where it stands alone."""
        early = self.understander.decliner.before_reading(parse)
        if early is not None:
            return None
        content = [i for i in parse.content if i not in forms.cued(parse, *Cue)]
        things = self.understander.things(parse)
        if things:
            leans = not content and not parse.concepts and len(parse.tokens) <= _FRAGMENT
            told = before.constraints or before.kind is QuestionKind.DEFINITION
            if leans and told and not parse.has(Cue.DEFINITION):
                return self._instead(before, things)
            return None
        if parse.has(Cue.COUNT) and not content and before.constraints:
            return self._as_kind(before, QuestionKind.COUNT)
        if not before.subjects or forms.class_is_subject(parse):
            return None
        if not (forms.refers_back(parse) or len(parse.tokens) <= _FRAGMENT):
            return None
        return self.understander.about(parse, before.subjects)

    def _instead(self, before: Question, things: Sequence[str]) -> Question:
        """The same question about other things."""
        kind = before.kind
        if kind in (QuestionKind.LIST, QuestionKind.COUNT, QuestionKind.COMPARISON):
            kind = QuestionKind.FACT if len(things) == 1 else QuestionKind.COMPARISON
        if kind is QuestionKind.FACT and not before.constraints:
            kind = QuestionKind.DEFINITION
        described = reading(self.understander.catalogue, kind, things, before.constraints)
        return replace(before, kind=kind, subjects=tuple(things), reading=described)

    def _as_kind(self, before: Question, kind: QuestionKind) -> Question:
        catalogue = self.understander.catalogue
        subjects = before.subjects if before.kind is not QuestionKind.FACT else ()
        described = reading(catalogue, kind, subjects, before.constraints)
        return replace(before, kind=kind, subjects=subjects, reading=described)


def normalise_lines(text: str) -> str:
    """Return the text in one Unicode form, its lines kept apart."""
    return "\n".join(normalise(line) for line in text.splitlines())
