"""The price that a text asks for by what is charged, and for how long: `the control plane, per hour`."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from graph.prices import Price
from graph.units import Unit
from retrieval.cost.calculate import Calculator
from retrieval.cost.phrases import Part
from retrieval.cost.seen import Seen
from retrieval.cost.times import MONTH
from retrieval.language import Cue
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.reading import reading
from retrieval.text import tokens_of
from retrieval.wordings import Asks

_MOST = 2
_MAGNITUDES = {"thousand": Decimal(1_000), "million": Decimal(1_000_000), "billion": Decimal(1_000_000_000)}


@dataclass(frozen=True, slots=True)
class _Charge:
    """A price by which a thing is charged, and what names it."""

    prop: str
    price: Price
    dimensions: frozenset[str]
    """Those in the formula of its line."""


def price_asked(calculator: Calculator, seen: Seen) -> Question | None:
    """Return the question for the price by which things named are charged; None where no one price is meant.

    For questions that nothing else answers: the words for what is charged are those of its dimensions and
    of the unit of its price.
    """
    asks = seen.has(Part.ASKED) or seen.found.months is not None or bool(seen.options)
    if seen.parse.has(Cue.INSTEAD):
        return None  # `what else besides the requests`
    if not asks or not 0 < len(seen.services) <= _MOST or seen.has(Part.PAST, Part.SAVED, Part.EVEN):
        return None
    charges = [_meant(calculator, seen, list(_charges(calculator, seen, thing))) for thing in seen.services]
    meant = {charge.prop for of_one in charges for charge in of_one}
    if len(meant) != 1 or not all(charges):
        return None
    kind = QuestionKind.FACT if len(seen.services) == 1 else QuestionKind.COMPARISON
    asked = (Constraint((meant.pop(),), Asks.TRUE),)
    read = reading(calculator.catalogue, kind, seen.services, asked)
    return Question(kind, seen.services, asked, read, conditions=seen.options)


def _charges(calculator: Calculator, seen: Seen, thing: str) -> Iterator[_Charge]:
    """The prices by which a thing is charged with the options that are named."""
    ledger = calculator.ledger
    for rules in calculator.bills_of(thing):
        for line, read in rules.lines:
            other = line.only_with and not line.only_with & set(seen.options)
            if line.charges is None or read is None or other:
                continue
            subject = line.charged_as or (thing if thing in rules.things else rules.bill.charged_as)
            for fact in ledger.facts(subject, line.charges):
                price = calculator.catalogue.prices[fact.object.value]
                yield _Charge(line.charges, price, frozenset(read.names))


def _meant(calculator: Calculator, seen: Seen, charges: list[_Charge]) -> list[_Charge]:
    """Those of some prices of which a text speaks, by what is charged, per how many, and for how long."""
    units, months = calculator.catalogue.units, seen.found.months
    told = [p for p in seen.phrases if p.part is Part.DIMENSION]
    tokens = [token.lower for token in seen.parse.tokens]
    named = {p.about for p in told} | set(seen.found.amounts)
    words = {word.lower() for word in seen.left}
    per = {*seen.found.amounts.values(), *seen.found.bare} | {
        _MAGNITUDES[w] for w in words & set(_MAGNITUDES)
    }
    words -= set(_MAGNITUDES)
    said = {c: _words(units[c.price.unit]) for c in charges}
    found = [c for c in charges if per <= {c.price.per} and words <= said[c]]
    of_unit = [c for c in found if any(set(tokens[p.first : p.last]) <= said[c] for p in told)]
    found = of_unit or [c for c in found if not named or c.dimensions & named]
    timed = [
        c
        for c in found
        if months is not None
        and units[c.price.unit].is_measure
        and units[c.price.unit].factor == round(months * MONTH)
    ]
    return timed or (found if named or per else [])


def _words(unit: Unit) -> set[str]:
    """The words of the names of a unit."""
    names = (*unit.names, unit.singular, unit.plural)
    return {token.lower for name in names for token in tokens_of(name.replace("-", " "))}
