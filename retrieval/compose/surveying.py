"""The few most relevant facts on a subject within a subject: `anything on the logs of X`."""

from retrieval.answer import Draft
from retrieval.compose.drafting import Drafting
from retrieval.evidence import EvidenceFinder
from retrieval.question import Question, QuestionKind

_FACTS = 4


def survey(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return what is stated of the properties that the words touch; None where nothing is."""
    properties = list(dict.fromkeys(p for c in question.constraints for p in c.properties))
    evidence = finder.cells(question.subjects, properties)
    telling = [c for c in evidence.cells if c.facts and c.state in (None, "noLimit", "varies")]
    if not telling:
        return None
    draft = Drafting(finder)
    for cell in telling[:_FACTS]:
        draft.state(cell)
        draft.qualify(cell, room=1)
    return draft.finish(
        QuestionKind.OPEN, {"items": draft.items(question.subjects)}, evidence.queries, _FACTS + 1
    )
