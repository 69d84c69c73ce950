"""Several questions in one message, and questions that lean on earlier ones."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval import forms
from retrieval.cost.reader import CostReader
from retrieval.following import Following, Turn
from retrieval.language import Cue, Language
from retrieval.parse import Parser
from retrieval.question import Declined, Question
from retrieval.text import normalise
from retrieval.understand import Understander

_SENTENCE = re.compile(r"(?<=[?!])\s+|(?<=[.])\s+(?=[A-Z])|\n+")
_AND = re.compile(r",?\s+(?:and|also|plus)\s+(?:also\s+)?|;\s+", re.IGNORECASE)
_MOST_PARTS = 6
_OPENING = 3
"""Words among which a question has its question word; further on it may stand for something told."""
_ASKING = (
    *(Cue.COMPARISON, Cue.DEFINITION, Cue.EXPLANATION, Cue.ABBREVIATION, Cue.LIST, Cue.COUNT, Cue.WHY),
    *(Cue.TRUTH, Cue.OPEN, Cue.RECOMMENDATION, Cue.POLITE, Cue.INSTRUCTION, Cue.HOW_TO),
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Understands messages in the light of the earlier turns."""

    parser: Parser
    understander: Understander
    language: Language
    costs: CostReader
    outcome: Callable[[Question], tuple[str, ...]]
    """What the answer to a question comes down to: the things it finds, the first one first."""

    def split(self, text: str) -> list[str]:
        """Return the questions of a message; what is no question stays with the next that is."""
        message = self.parser.parse(text)
        if message.has(Cue.RECOMMENDATION) or forms.describes_first(message):
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
        """Whether a piece is a question; one that only tells belongs to the question beside it."""
        parse = self.parser.parse(text)
        opening = {token.lower for token in parse.tokens[:_OPENING]}
        asks = bool(opening & self.language.question_words) or parse.asks_yes_or_no
        return "?" in text or asks or parse.has(*_ASKING)

    def understand(self, text: str, before: Turn | None) -> Question | Declined:
        """Return what a question asks, given the one before it."""
        parse = self.parser.parse(text)
        costed = self.costs.read(parse, before.question if before is not None else None)
        if costed is not None:
            return costed
        if before is None:
            return self.understander.understand(parse)
        following = Following(self.parser, self.understander)
        continued = following.continued(parse, before)
        if continued is not None:
            return continued
        alone = self.understander.understand(parse)
        if isinstance(alone, Declined):
            return following.rescued(parse, before) or alone
        return alone

    def advised(self, text: str) -> Question | None:
        """Return a text read as the description of work for which a service is wanted."""
        parse = self.parser.parse(text)
        return self.understander.advise(parse, guessed=True) if self.understander.describes(parse) else None

    def context(self, turns: Sequence[str]) -> Turn | None:
        """Return the last of some earlier turns that was understood, and what its answer came down to."""
        last: Turn | None = None
        for turn in turns:
            for part in self.split(turn):
                understood = self.understand(part, last)
                if isinstance(understood, Question):
                    last = Turn(understood, self.outcome(understood))
        return last


def normalise_lines(text: str) -> str:
    """Return the text in one Unicode form, its lines kept apart."""
    return "\n".join(normalise(line) for line in text.splitlines())
