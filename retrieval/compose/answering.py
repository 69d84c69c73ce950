"""Which composer words which kind of question."""

from collections.abc import Callable, Mapping

from retrieval.answer import Draft
from retrieval.compose import comparing, listing, single, superlative
from retrieval.evidence import EvidenceFinder
from retrieval.question import Question, QuestionKind

_COMPOSERS: Mapping[QuestionKind, Callable[[Question, EvidenceFinder], Draft | None]] = {
    QuestionKind.FACT: single.fact,
    QuestionKind.BOOLEAN: single.boolean,
    QuestionKind.DEFINITION: single.definition,
    QuestionKind.LIST: listing.listing,
    QuestionKind.COUNT: listing.count,
    QuestionKind.SUPERLATIVE: superlative.superlative,
    QuestionKind.COMPARISON: comparing.comparison,
}


def compose(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return the worded answer, or None where the graph turns out not to hold what is asked."""
    return _COMPOSERS[question.kind](question, finder)
