"""Follow-ups that name nothing: `why?`, `how many?`, `the second one?`."""

from dataclasses import dataclass, replace

from retrieval.following.carryover import reread
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint, Declined, Question, QuestionKind, Wish
from retrieval.reading import reading
from retrieval.spoken_of import PLACES, SELECTING, Turn
from retrieval.understand import Understander
from retrieval.wordings import Asks


@dataclass(frozen=True, slots=True)
class Elliptical:
    """Understands what is left unsaid by the question before."""

    understander: Understander

    def meant(self, parse: Parse, before: Turn) -> Question | Declined | None:
        """Return what a question means that names nothing, or None: `why?`, `says who?`, `in numbers?`."""
        asked = before.question
        if parse.has(Cue.AGAIN):
            return asked
        if parse.has(*PLACES) and not parse.has(Cue.WHY):
            return self._of_one(parse, before)
        if parse.has(Cue.FIRM) and asked.constraints and asked.kind not in SELECTING:
            return replace(asked, kind=QuestionKind.FACT)  # its notes tell whether it can be raised
        if parse.has(Cue.FIGURES) and (figures := self._in_figures(before)) is not None:
            return figures
        if parse.has(Cue.COUNT) and asked.constraints:
            return self._as_kind(asked, QuestionKind.COUNT)
        if parse.has(Cue.WHY) and before.about:
            constraints = asked.constraints if asked.kind not in SELECTING else ()
            return reread(self.understander.reader, asked, QuestionKind.WHY, before.about[:1], constraints)
        if parse.has(Cue.INSTEAD) and asked.constraints and asked.subjects:
            return self._rather(asked)
        listed = asked.kind in (QuestionKind.LIST, QuestionKind.COUNT)
        if parse.negated and listed and len(asked.constraints) == 1:
            opposite = tuple(turned(constraint) for constraint in asked.constraints)
            return self.understander.reader.question(asked.kind, asked.subjects, opposite)
        return None

    def _of_one(self, parse: Parse, before: Turn) -> Question | Declined:
        """What a question means that only points at one of several: `the second one?`."""
        asked, reader = before.question, self.understander.reader
        (whom, *_) = before.meant(parse)
        if len(whom) != 1:
            return reader.decliner.which_service()
        if asked.kind is QuestionKind.RECOMMENDATION:
            return replace(asked, subjects=whom, reading=reading(reader.catalogue, asked.kind, whom, ()))
        kind = QuestionKind.FACT if asked.constraints else QuestionKind.DEFINITION
        return reread(reader, asked, kind, whom, asked.constraints)

    def _in_figures(self, before: Turn) -> Question | None:
        """The amounts behind what was said in words."""
        reader = self.understander.reader
        known = reader.catalogue.properties
        subjects = before.about[:1] if before.question.kind in SELECTING else before.about
        detailed = [
            detail
            for constraint in before.question.constraints
            for prop in constraint.properties
            for detail in known[prop].detailed_by
            if subjects and any(detail in reader.holdings.tells(subject) for subject in subjects)
        ]
        constraints = [Constraint((detail,), Asks.TRUE) for detail in detailed]
        return reader.question(QuestionKind.FACT, subjects, constraints) if constraints else None

    def _rather(self, before: Question) -> Question:
        """What fulfils what the subject was asked about, without the subject."""
        if any(constraint.amount is not None for constraint in before.constraints):
            return self._as_kind(replace(before, kind=QuestionKind.FACT), QuestionKind.LIST)
        wishes = tuple(
            Wish(replace(constraint, negated=False), number, 1.0, hard=True)
            for number, constraint in enumerate(before.constraints)
        )
        catalogue = self.understander.reader.catalogue
        others = tuple(thing.iri for thing in catalogue.services if thing.iri not in before.subjects)
        described = reading(catalogue, QuestionKind.RECOMMENDATION, (), before.constraints)
        return Question(QuestionKind.RECOMMENDATION, others, (), described, wishes=wishes)

    def _as_kind(self, before: Question, kind: QuestionKind) -> Question:
        subjects = before.subjects if before.kind is not QuestionKind.FACT else ()
        return reread(self.understander.reader, before, kind, subjects, before.constraints)


def turned(constraint: Constraint) -> Constraint:
    """Return the opposite of a condition."""
    if constraint.asks is Asks.TRUE and constraint.amount is None:
        return replace(constraint, asks=Asks.FALSE)
    if constraint.asks is Asks.FALSE:
        return replace(constraint, asks=Asks.TRUE)
    return replace(constraint, negated=not constraint.negated)
