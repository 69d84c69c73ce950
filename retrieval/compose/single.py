"""Answers about named things: a fact, a yes or no, a definition."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from graph.facts import Fact, amount, truth
from graph.namespaces import DEFINITION, iri
from graph.properties import Kind
from retrieval import plan
from retrieval.answer import Draft
from retrieval.compose.drafting import Drafting, notes_on
from retrieval.compose.pricing import usual
from retrieval.compose.wording import state_facts
from retrieval.evidence import Cell, Evidence, EvidenceFinder
from retrieval.question import Comparator, Constraint, Question, QuestionKind
from retrieval.wordings import Asks

_FULL_NAME = iri("cv:fullName").value
_MORE = 2
_PAIR = 2
_LOOKED_AT = 16
"""How many properties, the most telling first, may say more than the definition of a service does."""


def fact(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return the values of the property asked for, or None where the graph holds none."""
    constraint = question.constraints[0]
    linked = _linked(question, finder) if constraint.values else None
    if linked is not None:
        return _relation(question, finder, linked, QuestionKind.FACT)
    properties = [c.properties[0] for c in question.constraints]
    evidence = finder.cells(question.subjects, list(dict.fromkeys(properties)))
    if not any(cell.facts for cell in evidence.cells):
        return _inverse(question, finder)
    draft = Drafting(finder)
    values = []
    for cell in evidence.cells:
        if cell.facts:
            draft.state(cell, question.conditions)
            draft.qualify(cell)
            stated = [cell] if cell.state != "varies" else cell.exceptions
            values += [draft.value(c.subject, fact) for c in stated for fact in c.facts]
    queries = [*evidence.queries, *_details(question, finder, draft, properties)]
    result = _result(finder, values)
    listed = question.enumerated and len(result.get("items", ())) > 1
    return draft.finish(QuestionKind.LIST if listed else QuestionKind.FACT, result, queries)


def _result(finder: EvidenceFinder, values: list[dict[str, str | None]]) -> dict[str, Any]:
    """The values, and where they are things, these as items as well."""
    things = dict.fromkeys(v["value"] for v in values if v["value"] in finder.catalogue.things)
    items = [{"iri": iri, "label": finder.catalogue.label(iri)} for iri in things if iri is not None]
    return {"values": values} | ({"items": items} if items else {})


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
        linked = _linked(question, finder)
        if linked is not None:
            return _relation(question, finder, linked, QuestionKind.BOOLEAN)
        return _not_among(question, finder)
    evidence = finder.cells(question.subjects, constraint.properties[:1])
    cells = evidence.cells
    if constraint.asks in (Asks.HIGHEST, Asks.LOWEST):
        return _more(question, finder, evidence)
    if any(not cell.facts or cell.state in ("notApplicable", "unknown") for cell in cells):
        return _cannot_tell(finder, evidence)
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
        draft.say(text if index else _verdict(lead, finder, cell, text), cell.facts)
    for cell in cells:
        draft.qualify(cell)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": agreed}, evidence.queries)


def _charged(question: Question, finder: EvidenceFinder, evidence: Evidence) -> Draft | None:
    """Whether anything is charged: the price says how much."""
    prices = finder.catalogue.prices
    charged = [any(prices[f.object.value].amount for f in cell.facts) for cell in evidence.cells]
    agreed = charged[0] is not question.constraints[0].negated if len(set(charged)) == 1 else None
    lead = {True: "Yes", False: "No", None: "It depends"}[agreed]
    draft = Drafting(finder)
    for index, cell in enumerate(evidence.cells):
        told = usual(finder.catalogue, cell)
        text = state_facts(finder.catalogue, cell, cell.subject, told)
        draft.say(text if index else _verdict(lead, finder, cell, text), told)
        draft.qualify(cell)
        draft.price(told)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": agreed}, evidence.queries)


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
        draft.say(text if index else _verdict("Yes" if holds else "No", finder, cell, text), told)
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


def _not_among(question: Question, finder: EvidenceFinder) -> Draft | None:
    """No, where all values are known and the one asked about is not among them; else not told."""
    constraint = question.constraints[0]
    known = finder.catalogue.properties
    closed = [p for p in constraint.properties if known[p].closed or known[p].single]
    if not closed:
        return None
    evidence = finder.cells(question.subjects, closed[:1])
    if not all(cell.facts for cell in evidence.cells):
        return None
    draft = Drafting(finder)
    some = any(
        fact.object.value in constraint.values
        for cell in evidence.cells
        for variant in cell.exceptions
        for fact in variant.facts
    )
    if some:
        return _in_some(finder, evidence)
    word = "Yes" if constraint.negated else "No"
    for index, cell in enumerate(evidence.cells):
        text = state_facts(finder.catalogue, cell, cell.subject, cell.facts)
        draft.say(text if index else _verdict(word, finder, cell, text), cell.facts)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": constraint.negated}, evidence.queries)


def _in_some(finder: EvidenceFinder, evidence: Evidence) -> Draft:
    """It depends: some variants have the value."""
    draft = Drafting(finder)
    for index, cell in enumerate(evidence.cells):
        text = state_facts(finder.catalogue, cell, cell.subject, cell.facts)
        draft.say(text if index else _verdict("It depends", finder, cell, text), cell.facts)
        draft.qualify(cell)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": None}, evidence.queries)


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
    return draft.finish(QuestionKind.DEFINITION, {"items": [_item(draft, subject)]}, evidence.queries)


def verdict(cell: Cell, constraint: Constraint) -> bool | None:
    """Say whether a cell fulfils a constraint; None where it depends or cannot be told."""
    if cell.state in ("varies", "notApplicable", "unknown") or not cell.facts:
        return None
    first = cell.facts[0]
    if cell.state == "noLimit":
        if constraint.amount is not None:
            return (constraint.amount.relation in ("at_least", "more_than")) is not constraint.negated
        return constraint.asks is Asks.NO_LIMIT
    if constraint.amount is not None:
        return _holds(first, constraint.amount) is not constraint.negated
    if constraint.asks is Asks.NO_LIMIT:
        return False
    if cell.prop.kind is Kind.BOOLEAN:
        return truth(first) is (constraint.asks is not Asks.FALSE)
    return constraint.asks is Asks.TRUE


def _holds(fact: Fact, comparator: Comparator) -> bool:
    value, asked = amount(fact), comparator.quantity.amount
    return {
        "at_least": value >= asked,
        "more_than": value > asked,
        "at_most": value <= asked,
        "less_than": value < asked,
    }[comparator.relation]


def _linked(question: Question, finder: EvidenceFinder) -> tuple[list[Fact], str] | None:
    """The facts that link the subjects with the values of the constraint, and the query."""
    constraint = question.constraints[0]
    query = plan.relations(question.subjects, constraint.values)
    found = [f for f in finder.rows(query) if f.predicate in constraint.properties]
    return (found, query) if found else None


def _relation(
    question: Question,
    finder: EvidenceFinder,
    linked: tuple[list[Fact], str],
    kind: QuestionKind,
) -> Draft:
    found, query = linked
    properties = finder.catalogue.properties
    found = sorted(found, key=lambda f: (properties[f.predicate].importance, f.triple))
    first = [f for f in found if (f.subject, f.predicate) == (found[0].subject, found[0].predicate)]
    draft = Drafting(finder)
    cell = Cell(first[0].subject, properties[first[0].predicate], tuple(first))
    text = state_facts(finder.catalogue, cell, cell.subject, first)
    asked = question.constraints[0]
    if kind is QuestionKind.BOOLEAN:
        turned = cell.prop.asymmetric and cell.subject not in question.subjects
        if asked.only:
            return _only(question, finder, cell, query)
        holds = turned is asked.negated
        draft.say(_verdict("Yes" if holds else "No", finder, cell, text), first)
        result: dict[str, Any] = {"boolean": holds}
    else:
        draft.say(text, first)
        result = _result(finder, [draft.value(f.subject, f) for f in first])
    evidence = finder.cells([cell.subject], [cell.prop.iri])
    for note in notes_on(evidence.cells[0], first)[:1]:
        draft.say(note.fact.object.value, [note.fact])
    return draft.finish(kind, result, (query, *evidence.queries))


def _only(question: Question, finder: EvidenceFinder, linked: Cell, query: str) -> Draft:
    """Whether the values asked about are all there are."""
    evidence = finder.cells([linked.subject], [linked.prop.iri])
    (cell,) = evidence.cells
    named = {*question.constraints[0].values, *question.subjects}
    others = [fact for fact in cell.facts if fact.object.value not in named]
    holds = (not others) is not question.constraints[0].negated
    draft = Drafting(finder)
    text = state_facts(finder.catalogue, cell, cell.subject, cell.facts)
    draft.say(_verdict("Yes" if holds else "No", finder, cell, text), cell.facts)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": holds}, (query, *evidence.queries))


def _inverse(question: Question, finder: EvidenceFinder) -> Draft | None:
    """The property read the other way: whose value the subject is."""
    constraint = question.constraints[0]
    asked = Constraint(constraint.properties[:1], Asks.VALUE, question.subjects)
    query = plan.stated_of(asked.properties, asked.values)
    found = finder.rows(query)
    if not found:
        return None
    draft = Drafting(finder)
    for item in found[:3]:
        cell = Cell(item.subject, finder.catalogue.properties[item.predicate], (item,))
        draft.say(state_facts(finder.catalogue, cell, item.subject, [item]), [item])
    values = [
        {"iri": f.object.value, "value": f.subject, "datatype": None, "unit": None}
        | {"label": finder.catalogue.label(f.subject)}
        for f in found
    ]
    items = [_item(draft, subject) for subject in dict.fromkeys(f.subject for f in found)]
    return draft.finish(QuestionKind.FACT, {"values": values, "items": items}, (query,))


def _cannot_tell(finder: EvidenceFinder, evidence: Evidence) -> Draft | None:
    """Where the graph says that the property does not apply or is unknown, that is the answer."""
    stated = [cell for cell in evidence.cells if cell.facts]
    if len(stated) < len(evidence.cells):
        return None
    draft = Drafting(finder)
    for cell in stated:
        draft.state(cell)
        draft.qualify(cell)
    return draft.finish(QuestionKind.BOOLEAN, {"boolean": None}, evidence.queries)


def _verdict(word: str, finder: EvidenceFinder, cell: Cell, text: str) -> str:
    """Put `Yes:` or the like before a sentence; the name that it begins with keeps its capitals."""
    named = text.startswith(finder.catalogue.label(cell.subject))
    return f"{word}: {text if named else text[:1].lower() + text[1:]}"


def _item(draft: Drafting, subject: str) -> dict[str, str]:
    node = draft.node(subject)
    return {"iri": node.iri, "label": node.label}
