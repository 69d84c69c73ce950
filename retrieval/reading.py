"""How a question was understood, in one line that people can check."""

from collections.abc import Sequence

from graph.catalogue import Catalogue
from retrieval.question import Constraint, QuestionKind
from retrieval.wordings import Asks

_FEW = 6
"""So many things are named; of more it is told how many they are."""
_OPPOSITES = {
    "at_least": "less_than",
    "less_than": "at_least",
    "at_most": "more_than",
    "more_than": "at_most",
    "exactly": "not",
}
_RELATIONS = {
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
    "exactly": "exactly",
    "not": "other than",
}


def reading(
    catalogue: Catalogue,
    kind: QuestionKind,
    subjects: Sequence[str],
    constraints: Sequence[Constraint],
) -> str:
    """Return for example `boolean: the thing, the property at least 1 hour`."""
    whom = _named(catalogue, subjects)
    what = [_said(catalogue, constraint) for constraint in constraints]
    return f"{kind.value}: {', '.join([whom, *what])}"


def _named(catalogue: Catalogue, subjects: Sequence[str]) -> str:
    """The subjects by name, or how many they are."""
    if len(subjects) <= _FEW:
        return " and ".join(catalogue.label(subject) for subject in subjects) or "all services"
    wholes = {catalogue.things[subject].variant_of for subject in subjects}
    whole = wholes.pop() if len(wholes) == 1 else None
    return f"{len(subjects)} kinds of {catalogue.label(whole)}" if whole else f"{len(subjects)} services"


def amount_words(catalogue: Catalogue, constraint: Constraint) -> str:
    """Return for example `the property at least 1 hour`."""
    if constraint.amount is None:
        raise ValueError("the constraint has no amount")
    told = constraint.amount.relation
    relation = _RELATIONS[_OPPOSITES[told] if constraint.negated else told]
    return f"{catalogue.label(constraint.properties[0])} {relation} {constraint.amount.quantity.said}"


def _said(catalogue: Catalogue, constraint: Constraint) -> str:
    label = " or ".join(catalogue.label(prop) for prop in constraint.properties[:3])
    if constraint.amount is not None:
        return amount_words(catalogue, constraint)
    if constraint.asks is Asks.VALUE:
        values = " or ".join(catalogue.label(value) for value in constraint.values)
        return f"{label}{' not' if constraint.negated else ''} {values}"
    if constraint.asks is Asks.TRUE:
        return label
    return f"{label}: {constraint.asks.value}"
