"""Whether what is stated of a thing fulfils a condition, and how a yes or no begins."""

from decimal import Decimal

from graph.facts import Fact, amount, truth
from graph.properties import Kind
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.question import Comparator, Constraint
from retrieval.vocabulary import stems_of
from retrieval.wordings import Asks

_ALIKE = Decimal("0.075")
"""The share by which amounts that are said alike may differ."""


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
    if constraint.said:
        told = any(constraint.said.issuperset(stems_of(fact.object.value)) for fact in cell.facts)
        return told is not constraint.negated
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
        "exactly": value == asked,
    }[comparator.relation]


def is_same(one: Decimal, other: Decimal) -> bool:
    """Say whether two amounts are said alike, though a gigabyte be 1,000 megabytes or 1,024."""
    return abs(one - other) <= _ALIKE * max(one, other)


def with_verdict(word: str, finder: EvidenceFinder, cell: Cell, text: str) -> str:
    """Put `Yes:` or the like before a sentence; the name that it begins with keeps its capitals."""
    named = text.startswith(finder.catalogue.label(cell.subject))
    return f"{word}: {text if named else text[:1].lower() + text[1:]}"
