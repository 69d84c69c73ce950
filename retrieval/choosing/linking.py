"""Judging options by what the graph links them with, or says that they are for."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import Draft
from retrieval.choices import Choices
from retrieval.choosing.judged import NEAR, Judged
from retrieval.choosing.options import OptionReader
from retrieval.compose.answering import compose
from retrieval.conversation import Conversation
from retrieval.evidence import EvidenceFinder
from retrieval.parse import Parse
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.wordings import Asks

_APART = 0.05
"""By how much the words of one option must be nearer to the stem than those of the next."""


@dataclass(frozen=True, slots=True)
class Linking:
    """Looks up what the stem and the options have to do with each other."""

    conversation: Conversation
    finder: EvidenceFinder
    options: OptionReader

    def by_relation(self, choices: Choices, stem: Parse) -> list[Judged]:
        """Find which options name something that the stem's subject is linked with, as the stem says."""
        understander = self.conversation.understander
        (subject, *_) = (*understander.reader.things(stem), "")
        if not subject:
            return []
        found = understander.reader.candidates.find(stem, (subject,), stem.named)
        judged = []
        for option in choices.options:
            parse = self.conversation.parser.parse(option.text)
            others = [iri for m in (*parse.services, *parse.concepts) for iri in m.iris]
            linking = understander.reader.holdings.linking([subject], others)
            asked = understander.reader.candidates.likeliest(linking, found) if linking else frozenset()
            draft = self._linked(subject, others, sorted(asked)) if asked else None
            fits = [c.score for c in found if asked & set(c.constraint.properties)]
            judged.append(Judged(option, round(max(fits, default=0.1), 4) if draft else 0.0, draft))
        return judged if any(j.score for j in judged) else []

    def by_likeness(self, choices: Choices, stem: Parse) -> list[Judged]:
        """Find whose uses and strengths are worded most like the stem; nothing where two are alike."""
        reader = self.conversation.understander.reader
        judged = []
        for option in choices.options:
            things = self.options.things(option)
            found = reader.candidates.find(stem, things, stem.named) if things else []
            best = next((c for c in found if self._speaks_for(c.constraint)), None)
            if best is None or not best.score >= NEAR * reader.threshold:
                judged.append(Judged(option, 0.0, None))
                continue
            draft = self._linked(things[0], best.constraint.values, best.constraint.properties)
            judged.append(Judged(option, round(best.score, 4) if draft else 0.0, draft))
        ordered = sorted((j.score for j in judged), reverse=True)
        apart = len(ordered) > choices.wanted and (
            ordered[choices.wanted - 1] - ordered[choices.wanted] >= _APART
        )
        return judged if apart and not choices.excepted else []

    def _linked(self, subject: str, others: Sequence[str], properties: Sequence[str]) -> Draft | None:
        constraint = Constraint(tuple(properties), Asks.VALUE, tuple(others))
        return compose(Question(QuestionKind.FACT, (subject,), (constraint,), ""), self.finder)

    def _speaks_for(self, constraint: Constraint) -> bool:
        """Whether to have a value speaks for what has it."""
        known = [self.finder.catalogue.properties[p] for p in constraint.properties]
        return bool(constraint.values) and not any(p.denies or p.incidental for p in known)
