"""What is carried over from the question before."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.leaning import NO_LEANINGS
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.reader import Reader
from retrieval.reading import reading

FRAGMENT = 5
"""A question of at most so many words may lean on the one before."""


def reread(
    reader: Reader,
    before: Question,
    kind: QuestionKind,
    subjects: Sequence[str],
    constraints: tuple[Constraint, ...],
) -> Question:
    """Return the question before as one of another kind, or about others; nothing is weighed any more."""
    return replace(
        before,
        kind=kind,
        subjects=tuple(subjects),
        constraints=constraints,
        reading=reading(reader.catalogue, kind, subjects, constraints),
        wishes=(),
        leanings=NO_LEANINGS,
    )


def is_told(reader: Reader, question: Question) -> bool:
    """Say whether the graph holds what was understood of every subject."""
    asked = {p for c in question.constraints for p in c.properties}
    if not asked:
        return question.kind is QuestionKind.DEFINITION and bool(question.subjects)
    return all(asked & reader.holdings.tells(subject) for subject in question.subjects)
