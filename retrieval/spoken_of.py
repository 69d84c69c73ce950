"""What was spoken of before, and which part of it a question means."""

from dataclasses import dataclass
from typing import Self

from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Question, QuestionKind

PLACES = {Cue.FIRST: 0, Cue.SECOND: 1, Cue.THIRD: 2, Cue.LAST: -1}
_PLURAL = frozenset({"they", "them", "those", "these", "their", "both", "all"})
_TRIED = 3
"""So many of the things that an answer found are tried as what `it` means."""
SELECTING = (QuestionKind.LIST, QuestionKind.COUNT, QuestionKind.RECOMMENDATION, QuestionKind.SUPERLATIVE)


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question, and what its answer came down to, the first thing first."""

    question: Question
    items: tuple[str, ...] = ()
    text: str = ""
    peers: tuple[str, ...] = ()
    """All the things of which the same was asked, turn after turn."""

    @classmethod
    def after(cls, text: str, question: Question, items: tuple[str, ...], before: "Turn | None") -> Self:
        """Return the turn of a question that followed another one."""
        earlier = before.peers if before is not None else ()
        related = before is not None and (
            _asked(question) == _asked(before.question) or set(question.subjects) & set(earlier)
        )
        peers = dict.fromkeys((*(earlier if related else ()), *question.subjects))
        return cls(question, items, text, tuple(peers) if question.kind not in SELECTING else ())

    @property
    def about(self) -> tuple[str, ...]:
        """What was spoken of: what an answer found, or else what the question named."""
        if self.question.kind in SELECTING:
            return self.items
        return self.question.subjects

    def meant(self, parse: Parse) -> list[tuple[str, ...]]:
        """Return what a question may be about that leans on this turn, the likeliest first."""
        whom = self.about
        place = next((place for cue, place in PLACES.items() if parse.has(cue)), None)
        if place is not None:
            for found in (whom, self.peers):
                if len(found) > max(place, -place - 1):
                    return [(found[place],)]
        compares = parse.has(Cue.SEVERAL, Cue.MORE, Cue.LESS, Cue.CHEAPER, Cue.CHEAPEST, Cue.DEAREST)
        several = compares or any(token.lower in _PLURAL for token in parse.tokens)
        if several and len(whom) < 2 <= len(self.peers):
            return [self.peers]
        if self.question.kind in SELECTING and not several:
            return [(thing,) for thing in whom[:_TRIED]]
        return [whom]


def _asked(question: Question) -> frozenset[str]:
    return frozenset(prop for constraint in question.constraints for prop in constraint.properties)
