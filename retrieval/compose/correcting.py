"""A wrong premise, corrected before anything else is said."""

from dataclasses import replace

from graph.facts import amount
from graph.namespaces import NOT_APPLICABLE
from graph.properties import Kind
from retrieval.answer import Draft, Sentence
from retrieval.compose.verdicts import is_same, verdict
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.question import Question, QuestionKind

_NO = "No: "


def corrected(question: Question, finder: EvidenceFinder, draft: Draft) -> Draft:
    """Return the draft with what is so first, where the question takes the opposite for granted."""
    if not question.presupposed or not question.constraints or not draft.sentences:
        return draft
    if not _denied(question, finder, draft):
        return draft
    first, *rest = draft.sentences
    premise = Sentence(_worded(question, finder, draft, first.text.removeprefix(_NO)), first.citations)
    # An answer has a sentence of its own, for programs that read those alone.
    return replace(draft, premise=premise, sentences=tuple(rest) or (first,))


def _worded(question: Question, finder: EvidenceFinder, draft: Draft, text: str) -> str:
    """The sentence that says what is so, as a correction; what explains what was told is only said."""
    if question.explains:
        return text
    told = [c.subject.label for c in draft.citations if c.id in draft.sentences[0].citations]
    names = [*(finder.catalogue.label(s) for s in question.subjects), *told[:1]]
    named = any(text.startswith(name) for name in names)
    return f"That is not so: {text if named else text[:1].lower() + text[1:]}"


def _first_of(draft: Draft) -> str | None:
    """The predicate of the first triple that the first sentence rests on."""
    cited = {citation.id: citation.predicate.iri for citation in draft.citations}
    return next((cited[number] for number in draft.sentences[0].citations if number in cited), None)


def _denied(question: Question, finder: EvidenceFinder, draft: Draft) -> bool:
    """Whether the facts say otherwise than the question has it."""
    constraint = question.constraints[0]
    prop = finder.catalogue.properties[constraint.properties[0]]
    if question.kind is QuestionKind.BOOLEAN and (constraint.values or prop.kind is Kind.PRICE):
        return draft.result.get("boolean") is False
    if prop.kind is Kind.PRICE:
        prices = [finder.catalogue.prices.get(value["value"]) for value in draft.result.get("values", ())]
        return bool(prices) and all(price is not None and not price.amount for price in prices)
    if prop.kind not in (Kind.BOOLEAN, Kind.PRICE) and constraint.amount is None and not constraint.values:
        return _first_of(draft) == NOT_APPLICABLE.value
    if constraint.values:  # what is drafted states the link that the question denies
        # `harder than` denies `simpler than`, and so does the same fact told of the other one.
        told = next((c for c in draft.citations if c.id in draft.sentences[0].citations), None)
        turned = prop.asymmetric and told is not None and told.subject.iri not in question.subjects
        return constraint.negated is not turned and (not prop.denies or question.kind is QuestionKind.WHY)
    evidence = finder.cells(question.subjects, constraint.properties[:1])
    return any(_contradicts(cell, question) for cell in evidence.cells)


def _contradicts(cell: Cell, question: Question) -> bool:
    """Whether a cell is not as the question has it: of an amount that is said to be the end, another one."""
    constraint = question.constraints[0]
    said = constraint.amount.quantity.amount if constraint.amount is not None else None
    if said is not None and cell.facts and cell.state is None and is_same(amount(cell.facts[0]), said):
        return False
    if question.ending and said is not None and not (question.explains or constraint.negated):
        return cell.state in (None, "noLimit") and bool(cell.facts)
    return verdict(cell, constraint) is False
