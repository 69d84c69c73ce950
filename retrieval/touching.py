"""Open questions: what the words touch without asking for one thing."""

from collections.abc import Sequence

from retrieval import forms
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Question, QuestionKind
from retrieval.reader import Reader

_TOUCHES = 0.75
"""The share of the threshold from which a property is touched by an open question."""
_AS_NEAR = 0.8
"""The share of the best score from which a property is touched as well."""
_TOUCHED = 4


def open_question(
    reader: Reader, parse: Parse, things: Sequence[str], hidden: frozenset[int]
) -> Question | None:
    """Return the properties that the words touch, where together they account for every word."""
    asking = forms.cued(parse, Cue.OPEN, Cue.EXPLANATION)
    if not [i for i in parse.content if i not in asking | hidden]:
        return None
    held = frozenset().union(*(reader.holdings.tells(thing) for thing in things))
    found = reader.candidates.find(parse, things, hidden, asking)
    told = [c for c in found if held & set(c.constraint.properties)]
    least = max(_TOUCHES * reader.threshold, _AS_NEAR * told[0].score) if told else 0
    near = [c.constraint for c in told if c.score >= least][:_TOUCHED]
    if not near or reader.coverage.unexplained(parse, near, things, hidden | asking):
        return None
    return reader.question(QuestionKind.OPEN, things, near)
