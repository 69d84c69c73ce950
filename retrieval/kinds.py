"""Which kind of answer a question about named things asks for."""

from graph.catalogue import Catalogue
from graph.namespaces import DEFINITION
from graph.properties import Kind
from retrieval.forms import cued
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint, QuestionKind
from retrieval.wordings import Asks


def kind_of(parse: Parse, constraint: Constraint, catalogue: Catalogue) -> QuestionKind:
    """Return whether a definition, a yes or no, how many values there are, or a fact is asked for."""
    if constraint.properties == (DEFINITION.value,):
        return QuestionKind.DEFINITION
    if parse.has(Cue.COUNT) and _is_counted(constraint, catalogue):
        return QuestionKind.COUNT
    if constraint.asks in (Asks.HIGHEST, Asks.LOWEST) or _does_not_decide(parse, constraint, catalogue):
        return QuestionKind.FACT
    if parse.asks_yes_or_no or cued(parse, Cue.TRUTH):
        return QuestionKind.BOOLEAN
    toned = parse.has(Cue.TRUTH)  # by tone alone: a fragment, and what things have is no yes or no
    if not toned and (parse.has_question_word or parse.has(Cue.COUNT)):
        return QuestionKind.FACT
    kinds = {catalogue.properties[p].kind for p in constraint.properties}
    yes_or_no = Kind.BOOLEAN in kinds or constraint.amount is not None or constraint.values
    if toned and (kinds != {Kind.ITEM} or constraint.values):
        return QuestionKind.BOOLEAN
    asked = parse.text.rstrip().endswith("?") or constraint.amount is not None
    told_before = constraint.amount is not None and not parse.asks_of_amount
    decides = asked and not parse.offers_both and not (told_before and parse.has(Cue.LIMIT))
    return QuestionKind.BOOLEAN if yes_or_no and decides else QuestionKind.FACT


def _is_counted(constraint: Constraint, catalogue: Catalogue) -> bool:
    """Whether things are asked for, which can be counted, and not an amount, which is stated."""
    kinds = {catalogue.properties[p].kind for p in constraint.properties}
    return kinds == {Kind.ITEM} and constraint.asks is Asks.TRUE and not constraint.values


def _does_not_decide(parse: Parse, constraint: Constraint, catalogue: Catalogue) -> bool:
    """Whether to hold a value is no yes or no.

    That it runs 15 minutes does not say that it suits long jobs; that it has a pricing
    model, as everything has, does not say that it costs extra. A day may be past or to come.
    """
    if constraint.asks is not Asks.TRUE or constraint.amount is not None or constraint.values:
        return False
    asked = [catalogue.properties[p] for p in constraint.properties]
    if all(prop.kind is Kind.PRICE for prop in asked):
        return bool(parse.quantities)  # whether anything is charged is a yes or no, whether so much is none
    amounts = all(prop.kind is Kind.QUANTITY for prop in asked) and not parse.has(Cue.LIMIT)
    texts = all(prop.kind is Kind.TEXT for prop in asked) and not constraint.said
    return amounts or texts or all(prop.universal for prop in asked)
