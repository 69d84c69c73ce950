"""Answers about named things: a fact, a yes or no, a definition."""

from collections.abc import Sequence
from decimal import Decimal

from graph.facts import amount
from graph.namespaces import DEFINITION, iri
from graph.properties import Kind
from retrieval.answer import Draft
from retrieval.compose.drafting import Drafting
from retrieval.compose.linking import inverse, linked_facts, not_among, relation
from retrieval.compose.pricing import ordered_prices, usual
from retrieval.compose.verdicts import verdict, with_verdict
from retrieval.compose.wording import state_facts
from retrieval.evidence import Cell, Evidence, EvidenceFinder
from retrieval.question import Question, QuestionKind
from retrieval.wordings import Asks

_FULL_NAME = iri("cv:fullName").value
_MORE = 2
_PAIR = 2
_LOOKED_AT = 16
"""How many properties, the most telling first, may say more than the definition of a service does."""


def fact(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return the values of the property asked for, or None where the graph holds none."""
    constraint = question.constraints[0]
    linked = linked_facts(question, finder) if constraint.values else None
    if linked is not None:
        return relation(question, finder, linked, QuestionKind.FACT)
    properties = [c.properties[0] for c in question.constraints]
    evidence = finder.cells(question.subjects, list(dict.fromkeys(properties)))
    if not any(cell.facts for cell in evidence.cells):
        return inverse(question, finder)
    draft = Drafting(finder)
    values = []
    for cell in evidence.cells:
        if cell.facts:
            draft.state(cell, question.conditions)
            draft.qualify(cell)
            stated = [cell] if cell.state != "varies" else cell.exceptions
            values += [draft.value(c.subject, fact) for c in stated for fact in c.facts]
    queries = [*evidence.queries, *_details(question, finder, draft, properties)]
    result = draft.values_result(values)
    listed = question.enumerated and len(result.get("items", ())) > 1
    return draft.finish(QuestionKind.LIST if listed else QuestionKind.FACT, result, queries)


def _details(
    question: Question, finder: EvidenceFinder, draft: Drafting, properties: Sequence[str]
) -> Sequence[str]:
    """Say in amounts what the property asked for says in words; return the queries."""
    known = finder.catalogue.properties
    named = {p for prop in properties for p in known[prop].detailed_by if p in known}
    detailing = sorted(named, key=lambda p: (known[p].importance, p))
    if not detailing or len(question.subjects) > 1:
        return ()
    evidence = finder.cells(question.subjects, detailing)
    draft.detail(evidence.cells, question.conditions)
    return evidence.queries


def boolean(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return yes, no or that it depends, with the deciding fact; None where the graph cannot tell."""
    constraint = question.constraints[0]
    if constraint.values:
        linked = linked_facts(question, finder)
        if linked is not None:
            return relation(question, finder, linked, QuestionKind.BOOLEAN)
        return not_among(question, finder)
    evidence = finder.cells(question.subjects, constraint.properties[:1])
    cells = evidence.cells
    if constraint.asks in (Asks.HIGHEST, Asks.LOWEST):
        return _more(question, finder, evidence)
    if any(not cell.facts or cell.state in ("notApplicable", "unknown") for cell in cells):
        return _cannot_tell(question, finder, evidence)
    if cells[0].prop.kind is Kind.PRICE:
        return _charged(question, finder, evidence)
    verdicts = [verdict(cell, constraint) for cell in cells]
    if any(v is None for v in verdicts) and not any(cell.state == "varies" for cell in cells):
        return None
    agreed = verdicts[0] if len(set(verdicts)) == 1 else None
    lead = {True: "Yes", False: "No", None: "It depends"}[agreed]
    draft = Drafting(finder)
    for index, cell in enumerate(cells):
        text = state_facts(finder.catalogue, cell, cell.subject, cell.facts)
        draft.say(text if index else with_verdict(lead, finder, cell, text), cell.facts)
    for cell in cells:
        draft.qualify(cell)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": agreed}, evidence.queries)


def _cannot_tell(question: Question, finder: EvidenceFinder, evidence: Evidence) -> Draft | None:
    """Where the graph says that the property does not apply or is unknown, that is the answer.

    Who asks whether something has what does not apply to it is told no.
    """
    stated = [cell for cell in evidence.cells if cell.facts]
    if len(stated) < len(evidence.cells):
        return None
    constraint = question.constraints[0]
    affirmed = constraint.asks is Asks.TRUE and constraint.amount is None and not constraint.negated
    denied = affirmed and all(cell.state == "notApplicable" for cell in stated)
    draft = Drafting(finder)
    for index, cell in enumerate(stated):
        text = state_facts(finder.catalogue, cell, cell.subject, cell.facts)
        draft.say(with_verdict("No", finder, cell, text) if denied and not index else text, cell.facts)
    for cell in stated:
        draft.qualify(cell)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": False if denied else None}, evidence.queries)


def _charged(question: Question, finder: EvidenceFinder, evidence: Evidence) -> Draft | None:
    """Whether anything is charged, on the conditions named: the price says how much, then what is free."""
    prices, conditions = finder.catalogue.prices, question.conditions
    meant = {
        cell.subject: ordered_prices(finder.catalogue, cell.facts, conditions)[0]
        if conditions
        else cell.facts
        for cell in evidence.cells
    }
    charged = [any(prices[f.object.value].amount for f in meant[c.subject]) for c in evidence.cells]
    agreed = charged[0] is not question.constraints[0].negated if len(set(charged)) == 1 else None
    lead = {True: "Yes", False: "No", None: "It depends"}[agreed]
    draft = Drafting(finder)
    for index, cell in enumerate(evidence.cells):
        told = meant[cell.subject] if conditions else usual(finder.catalogue, cell)
        text = state_facts(finder.catalogue, cell, cell.subject, told)
        draft.say(text if index else with_verdict(lead, finder, cell, text), told)
        draft.qualify(cell)
        draft.price(told)
    free = finder.cells(question.subjects, question.constraints[0].properties[1:])
    for cell in (cell for cell in free.cells if cell.facts):
        draft.state(cell)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": agreed}, (*evidence.queries, *free.queries))


def _more(question: Question, finder: EvidenceFinder, evidence: Evidence) -> Draft | None:
    """Whether the first of two has more of something than the second, or less."""
    amounts = [_comparable(finder, cell) for cell in evidence.cells]
    if len(amounts) != _PAIR or any(amount is None for amount in amounts):
        return None
    first, second = (amount for amount in amounts if amount is not None)
    highest = question.constraints[0].asks is Asks.HIGHEST
    holds = (first > second if highest else first < second) is not question.constraints[0].negated
    draft = Drafting(finder)
    for index, cell in enumerate(evidence.cells):
        told = usual(finder.catalogue, cell)
        text = state_facts(finder.catalogue, cell, cell.subject, told)
        draft.say(text if index else with_verdict("Yes" if holds else "No", finder, cell, text), told)
        draft.price(told)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": holds}, evidence.queries)


def _comparable(finder: EvidenceFinder, cell: Cell) -> Decimal | None:
    """The amount of a cell, of a price what one unit costs; None where there is no single one."""
    if cell.state == "noLimit":
        return Decimal("Infinity")
    told = usual(finder.catalogue, cell)
    if cell.state is not None or len(told) != 1:
        return None
    price = finder.catalogue.prices.get(told[0].object.value)
    return price.amount / price.per if price is not None else amount(told[0])


def definition(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return what a thing is, in one sentence, and then what it is for."""
    (subject,) = question.subjects[:1]
    about = [DEFINITION.value, _FULL_NAME]
    more = [
        prop.iri
        for prop in sorted(finder.catalogue.properties.values(), key=lambda p: (p.importance, p.iri))
        if prop.iri not in about and prop.kind is Kind.ITEM
    ]
    # The most telling properties are those by which services are compared; an idea has few of any.
    service = finder.catalogue.things[subject].is_service
    evidence = finder.cells([subject], [*about, *more[: _LOOKED_AT if service else None]])
    stated = [cell for cell in evidence.cells if cell.facts]
    if not stated:
        return None
    if finder.catalogue.things[subject].variant_of:  # what it shares with its service does not define it
        stated = [cell for cell in stated if cell.facts[0].subject == subject] or stated
    draft = Drafting(finder)
    if question.abbreviated:
        stated.sort(key=lambda cell: cell.prop.iri != _FULL_NAME)
    stated = [cell for cell in stated if cell.state in (None, "noLimit")]
    for cell in stated[: 2 + _MORE]:
        draft.state(cell)
        draft.disagree(cell)
    return draft.finish(QuestionKind.DEFINITION, {"items": draft.items([subject])}, evidence.queries)
