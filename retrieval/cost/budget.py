"""How much of something an amount of money pays for: `how many requests for $10?`."""

from decimal import ROUND_FLOOR, Decimal

from graph.bills import Dimension, Role
from retrieval.compose.wording import listed
from retrieval.cost.calculate import Calculator
from retrieval.cost.ledger import Rules
from retrieval.cost.phrases import Part
from retrieval.cost.seen import Seen
from retrieval.cost.workload import Workload
from retrieval.language import Cue
from retrieval.question import Declined, Reason

_FINEST = Decimal("0.01")
"""The step in which measures, such as hours, are told; what is counted comes in whole ones."""


def bought(calculator: Calculator, seen: Seen) -> Dimension | None:
    """Return of what it is asked how much a named amount of money pays for, if that is asked."""
    if seen.limit is None or seen.yes_or_no or not seen.parse.has(Cue.COUNT):
        return None
    if len(seen.services) != 1 or seen.saving or seen.strange or seen.unpriced:
        return None
    bills = calculator.bills_of(seen.services[0])
    known = calculator.bills.dimensions
    counted = {name for name, d in known.items() if d.monthly or d.role is Role.COPIES}
    goes = {name for rules in bills for name in rules.dimensions & counted} - set(seen.found.amounts)
    told = [p for p in seen.every if p.part is Part.DIMENSION and p.about in goes]
    first = min(told, key=lambda p: (p.first, p.first - p.last), default=None)
    return known[first.about] if first is not None else None


def most(
    calculator: Calculator, workload: Workload, dimension: Dimension, money: Decimal
) -> Decimal | Declined:
    """Return the greatest amount of a dimension whose bill is no higher than some money.

    Declined, asking for it, where something else has to be stated besides. The total never falls as the
    amount grows, so that halving finds it.
    """
    stated = set(workload.amounts) | {dimension.name}
    bills = [r for r in calculator.bills_of(workload.services[0]) if dimension.name in r.dimensions]
    complete = [rules for rules in bills if rules.needed <= stated]
    if not complete:
        lacking = min((rules.needed - stated for rules in bills), key=lambda n: (len(n), sorted(n)))
        return _lacking(calculator, workload, dimension, sorted(lacking))
    rules = max(complete, key=lambda r: (len(stated & r.dimensions), r.bill.iri))
    step = _FINEST if dimension.unit.is_measure else Decimal(1)
    low, high = Decimal(0), (dimension.greatest / step).to_integral_value(ROUND_FLOOR)
    if not _within(calculator, rules, workload, dimension, low, money):
        return _no_amount(calculator, workload, dimension, "none")
    if _within(calculator, rules, workload, dimension, high * step, money):
        return _no_amount(calculator, workload, dimension, "more than makes sense")
    while high - low > 1:
        middle = ((low + high) / 2).to_integral_value(ROUND_FLOOR)
        if _within(calculator, rules, workload, dimension, middle * step, money):
            low = middle
        else:
            high = middle
    return low * step


def _within(
    calculator: Calculator,
    rules: Rules,
    work: Workload,
    dimension: Dimension,
    amount: Decimal,
    money: Decimal,
) -> bool:
    """Whether an amount costs no more than some money; what has no price costs more."""
    tried = Workload(
        dict(work.amounts) | {dimension.name: amount},
        work.choices,
        work.services,
        work.months,
        work.free_tier,
    )
    thing = work.services[0]
    of = thing if thing in rules.things else rules.bill.of
    total = calculator.total(rules, of, tried)
    return total is not None and total <= money


def _no_amount(calculator: Calculator, work: Workload, dimension: Dimension, how: str) -> Declined:
    label = calculator.catalogue.label(work.services[0])
    text = f"That money pays for {how} of “{dimension.label}” by the bill of {label} in the graph."
    return Declined(Reason.NOT_IN_GRAPH, text, (f"What does {label} cost?",))


def _lacking(calculator: Calculator, work: Workload, dimension: Dimension, lacking: list[str]) -> Declined:
    """Ask for what a bill goes by besides."""
    known = calculator.bills.dimensions
    label = calculator.catalogue.label(work.services[0])
    wanted = listed([f"{known[name].label} (such as {known[name].example})" for name in lacking])
    text = f"To say how many “{dimension.label}” of {label} that pays for, I need the {wanted} as well."
    return Declined(Reason.NOT_IN_GRAPH, text)
