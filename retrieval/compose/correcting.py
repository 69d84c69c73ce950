"""A wrong premise, corrected before anything else is said."""

from dataclasses import replace

from graph.facts import amount
from graph.properties import Kind
from retrieval.answer import Draft, Sentence
from retrieval.compose.verdicts import verdict
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.question import Question


def corrected(question: Question, finder: EvidenceFinder, draft: Draft) -> Draft:
    """Return the draft with what is so first, where the question takes the opposite for granted."""
    if not question.presupposed or not question.constraints or not draft.sentences:
        return draft
    first, *rest = draft.sentences
    told = next((c for c in draft.citations if c.id in first.citations), None)
    constraint = question.constraints[0]
    prop = finder.catalogue.properties[constraint.properties[0]]
    if prop.kind is Kind.QUANTITY and constraint.amount is None:
        return draft
    if constraint.values:  # what is drafted states the link that the question denies
        # `harder than` denies `simpler than`, and so does the same fact told of the other one.
        turned = prop.asymmetric and told is not None and told.subject.iri not in question.subjects
        if constraint.negated is turned or prop.denies:
            return draft
    else:
        evidence = finder.cells(question.subjects, constraint.properties[:1])
        if not any(_contradicts(cell, question) for cell in evidence.cells):
            return draft
    names = [finder.catalogue.label(s) for s in question.subjects] + ([told.subject.label] if told else [])
    named = any(first.text.startswith(name) for name in names)
    said = first.text if named else first.text[:1].lower() + first.text[1:]
    premise = Sentence(f"That is not so: {said}", first.citations)
    return replace(draft, premise=premise, sentences=tuple(rest) or (first,))


def _contradicts(cell: Cell, question: Question) -> bool:
    """Whether a cell is not as the question has it: of an amount that is said to be the end, another one."""
    constraint = question.constraints[0]
    if not question.ending or constraint.amount is None or constraint.negated:
        return verdict(cell, constraint) is False
    if cell.state is not None or not cell.facts:
        return cell.state == "noLimit"
    return amount(cell.facts[0]) != constraint.amount.quantity.amount
