"""An amount of what one line of a bill charges, and of nothing else: `400 vCPU-hours`, `5M requests`."""

from graph.bills import BillLine
from retrieval.cost.asked import LineAsked
from retrieval.cost.ledger import Rules
from retrieval.cost.phrases import Part
from retrieval.cost.seen import Seen, Seer
from retrieval.quantities import Quantity, find_quantities

_OTHER = (Part.PAST, Part.SAVED, Part.CHEAPEST, Part.DEARER, Part.EVEN, Part.TOGETHER, Part.APART, Part.BUYS)


def line_asked(seer: Seer, seen: Seen) -> LineAsked | None:
    """Return of which line of the bill of one thing a text states an amount, if it states no more."""
    if len(seen.services) != 1 or seen.yes_or_no or seen.limit is not None or seen.has(*_OTHER):
        return None
    return _in_unit(seer, seen) or _by_itself(seer, seen)


def _lines(seer: Seer, seen: Seen) -> list[tuple[Rules, BillLine, frozenset[str]]]:
    """The lines by which a thing is charged, with the names that their usage is made of."""
    return [
        (rules, line, read.names)
        for rules in seer.calculator.bills_of(seen.services[0])
        for line, read in rules.lines
        if line.charges and read is not None and (not line.only_with or line.only_with & set(seen.options))
    ]


def _in_unit(seer: Seer, seen: Seen) -> LineAsked | None:
    """An amount in the unit of a price in which no use is stated: `vCPU-hours`, `GB-seconds`."""
    prices, names = seer.catalogue.prices, seer.dimensions.charged_units
    found = [q for q in find_quantities(seen.parse.tokens, names, seen.parse.named, large=True) if q.unit]
    if len(found) != 1 or _left(seen, found[0]):
        return None
    for rules, line, _ in _lines(seer, seen):
        subject = line.charged_as or rules.bill.charged_as
        of = [prices[f.object.value].unit for f in seer.calculator.ledger.facts(subject, line.charges or "")]
        if found[0].unit is not None and found[0].unit.iri in of:
            return LineAsked(rules.bill, line, found[0].amount, found[0].unit)
    return None


def _left(seen: Seen, quantity: Quantity) -> bool:
    """Whether a text says more than an amount and what it is of."""
    tokens = seen.parse.tokens
    own = {token.lower for token in tokens[quantity.first : quantity.last]}
    others = [q for q in seen.parse.quantities if not quantity.first <= q.first < quantity.last]
    return bool(others) or bool({word.lower() for word in seen.left} - own)


def _by_itself(seer: Seer, seen: Seen) -> LineAsked | None:
    """Use that is one line by itself, where a text names nothing else and does not ask for the whole."""
    stated = seen.found.amounts
    if len(stated) != 1 or seen.left or seen.has(Part.ASKED) or seen.parse.has_question_word:
        return None
    ((name, amount),) = stated.items()
    dimension = seer.catalogue.bills.dimensions[name]
    for rules, line, names in _lines(seer, seen):
        if names == {name} and rules.needed - {name}:
            return LineAsked(rules.bill, line, amount, dimension.unit)
    return None
