"""Which composer words which kind of question."""

from collections.abc import Callable, Mapping

from retrieval.answer import Draft
from retrieval.compose import (
    comparing,
    costing,
    counting,
    listing,
    reasoning,
    recommending,
    single,
    superlative,
    surveying,
)
from retrieval.compose.correcting import corrected
from retrieval.evidence import EvidenceFinder
from retrieval.question import Question, QuestionKind

_COMPOSERS: Mapping[QuestionKind, Callable[[Question, EvidenceFinder], Draft | None]] = {
    QuestionKind.FACT: single.fact,
    QuestionKind.BOOLEAN: single.boolean,
    QuestionKind.DEFINITION: single.definition,
    QuestionKind.LIST: listing.listing,
    QuestionKind.COUNT: counting.count,
    QuestionKind.SUPERLATIVE: superlative.superlative,
    QuestionKind.COMPARISON: comparing.comparison,
    QuestionKind.RECOMMENDATION: recommending.recommendation,
    QuestionKind.WHY: reasoning.why,
    QuestionKind.OPEN: surveying.survey,
    QuestionKind.COST: costing.cost,
}


def compose(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return the worded answer, or None where the graph turns out not to hold what is asked."""
    draft = _COMPOSERS[question.kind](question, finder)
    return corrected(question, finder, draft) if draft is not None else None
