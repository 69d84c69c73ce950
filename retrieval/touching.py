"""Open questions: what the words touch without asking for one thing."""

from collections.abc import Sequence

from retrieval import forms
from retrieval.intent import SURE
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.reader import Reader
from retrieval.wordings import Asks

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
    heard = parse.wants.get("open", 0.0) >= SURE
    held = frozenset().union(*(reader.holdings.tells(thing) for thing in things))
    if not [i for i in parse.content if i not in asking | hidden]:
        return _gist(reader, things, held) if heard and not asking else None
    found = reader.candidates.find(parse, things, hidden, asking)
    told = [c for c in found if held & set(c.constraint.properties)]
    least = max(_TOUCHES * reader.threshold, _AS_NEAR * told[0].score) if told else 0
    near = [c.constraint for c in told if c.score >= least][:_TOUCHED]
    if heard and not near:
        return _gist(reader, things, held)
    if not near or (not heard and reader.coverage.unexplained(parse, near, things, hidden | asking)):
        return None
    return reader.question(QuestionKind.OPEN, things, near)


def _gist(reader: Reader, things: Sequence[str], held: frozenset[str]) -> Question:
    """What tells most of some things: `anything to know before we start using it`."""
    known = reader.catalogue.properties
    telling = sorted(held & set(known), key=lambda p: (known[p].importance, p))[:_TOUCHED]
    return reader.question(QuestionKind.OPEN, things, [Constraint((p,), Asks.TRUE) for p in telling])
