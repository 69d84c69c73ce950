"""Which options of a multiple-choice question are right: the first judge that tells them apart decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from retrieval.answer import Draft
from retrieval.choices import Choices
from retrieval.choosing.asking import Asking
from retrieval.choosing.judged import Judged
from retrieval.choosing.linking import Linking
from retrieval.choosing.options import OptionReader
from retrieval.choosing.weighing import Weighing
from retrieval.choosing.wording import worded
from retrieval.conversation import Conversation
from retrieval.evidence import EvidenceFinder
from retrieval.parse import Parse
from retrieval.question import Question, QuestionKind


@dataclass(frozen=True, slots=True)
class Chooser:
    """Chooses between the options of a question about one catalogue."""

    conversation: Conversation
    asking: Asking
    linking: Linking
    weighing: Weighing

    @classmethod
    def from_conversation(cls, conversation: Conversation, finder: EvidenceFinder) -> Self:
        """Build the judges of options on what understands questions and what finds evidence."""
        shared = (conversation, finder, OptionReader(conversation, finder))
        return cls(conversation, Asking(*shared), Linking(*shared), Weighing(*shared))

    def choose(self, choices: Choices) -> tuple[str, Draft] | None:
        """Return how the question was read and the answer, or None where the graph cannot tell."""
        stem = self._asked(choices.stem)
        ask, link, fit = self.asking, self.linking, self.weighing.by_fit
        judges = [ask.by_answer, ask.by_amount, ask.by_holding, link.by_relation, fit]
        if self._wants_advice(stem):
            judges = [fit, ask.by_answer, ask.by_holding]
        if choices.statements:
            judges = [ask.by_statement, *reversed(judges)]
        else:
            judges = [*judges, ask.by_statement, link.by_likeness]
        for judge in judges:
            judged = judge(choices, stem)
            chosen = _chosen(choices, judged)
            told = worded(judged, chosen) if chosen else None
            if told is not None and told.citations:  # what nothing speaks for is no answer
                return f"choice: {choices.wanted} of {len(choices.options)}", told
        return None

    def _asked(self, text: str) -> Parse:
        """Return the words of a stem, without an opening that names nothing: `stuck on this one: ...`."""
        opening, _, rest = text.partition(": ")
        led = self.conversation.parser.parse(opening)
        told = led.services or led.concepts or led.classes or led.quantities
        return self.conversation.parser.parse(text if told or not rest else rest)

    def _wants_advice(self, stem: Parse) -> bool:
        """Whether a stem describes work, so that what fits best is asked for."""
        understood = self.conversation.understander.understand(stem)
        return isinstance(understood, Question) and understood.kind is QuestionKind.RECOMMENDATION


def _chosen(choices: Choices, judged: Sequence[Judged]) -> list[Judged]:
    """The options that stand out, as many as are wanted; none where they do not."""
    if not judged:
        return []
    sign = -1 if choices.excepted else 1
    ordered = sorted(judged, key=lambda j: -sign * j.score)
    last, after = ordered[choices.wanted - 1], ordered[choices.wanted : choices.wanted + 1]
    if after and after[0].score == last.score:
        return []
    if sign * last.score <= 0 and not (choices.excepted and last.score < max(j.score for j in judged)):
        return []
    return sorted(ordered[: choices.wanted], key=lambda j: j.option.label)
