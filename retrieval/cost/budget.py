"""How much of something an amount of money pays for: `how many requests for $10?`."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal

from graph.bills import Dimension, Role
from retrieval.compose.wording import listed
from retrieval.cost.calculate import Calculator
from retrieval.cost.ledger import Rules
from retrieval.cost.phrases import RATES, Part
from retrieval.cost.phrases import covered as phrased
from retrieval.cost.seen import Seen, Seer
from retrieval.cost.workload import MOST_MONTHS, Workload
from retrieval.language import Cue
from retrieval.parse import covered
from retrieval.question import Declined, Reason

_FINEST = Decimal("0.01")
"""The step in which measures, such as hours, are told; what is counted comes in whole ones."""


def bought(seer: Seer, seen: Seen) -> tuple[str, Dimension] | None:
    """Return of which thing, and of what of it, it is asked how much a named amount of money pays for.

    What is named tells it, by its own words or by a unit, `how many GB`; where nothing does, it is what
    the bill cannot do without, `what does $5 of it get me`.
    """
    asks = seen.parse.has(Cue.COUNT) or seen.has(Part.BUYS) or seen.asks_another
    if seen.limit is None or seen.yes_or_no or not asks:
        return None
    left = {word.lower() for word in seen.left} - set(seer.dimensions.units)
    if len(seen.services) > 1 or seen.saving or left or seen.strange or seen.unpriced:
        return None
    thing = seen.services[0] if seen.services else _charging(seer, seen)
    if thing is None:
        return None
    dimension = _counted(seer, seen, seer.calculator.bills_of(thing))
    return (thing, dimension) if dimension is not None else None


def _charging(seer: Seer, seen: Seen) -> str | None:
    """The one thing that is charged by what is named, where no thing is: `how many GB of egress`."""
    named = {p.about for p in seen.every if p.part is Part.DIMENSION}
    stated = set(seen.found.amounts)
    rules = [r for r in seer.calculator.ledger.rules if r.needed - stated and r.needed - stated <= named]
    things = {r.bill.of for r in rules}
    return things.pop() if len(things) == 1 else None


def _counted(seer: Seer, seen: Seen, bills: Sequence[Rules]) -> Dimension | None:
    known = seer.calculator.bills.dimensions
    goes = {name for rules in bills for name in rules.dimensions} - set(seen.found.amounts)
    asking = phrased(p for p in seen.phrases if p.part is Part.BUYS)  # `how long can` names no duration
    told = [p for p in seen.every if p.part is Part.DIMENSION and p.about in goes and p.first not in asking]
    first = min(told, key=lambda p: (p.first, p.first - p.last), default=None)
    if first is not None:
        return known[first.about]
    copies = seer.dimensions.of_role(Role.COPIES)
    counts = {found.last for found in seen.parse.cues if found.cue is Cue.COUNT}
    units = {m.last for m in seen.parse.services if m.first in counts}
    if units and copies is not None and not _is_unit(seer, seen, units):
        return copies if copies.name in goes else None
    by_unit = _by_unit(seer, seen, goes)
    if by_unit is not None or seen.parse.has(Cue.COUNT) or not seen.has(Part.BUYS):
        return by_unit
    lacking = [rules.needed & goes for rules in bills]
    needed = min(lacking, key=lambda names: (len(names), sorted(names)), default=frozenset[str]())
    running = {name for name in goes if known[name].role is Role.RUNNING}
    counted = [d for d in known.values() if d.name in (needed or running)]
    return min(counted, key=lambda d: (not d.monthly, d.order), default=None)


def _is_unit(seer: Seer, seen: Seen, places: set[int]) -> bool:
    """Whether a unit stands at one of some places: the `hours` of `how many X hours`."""
    tokens = seen.parse.tokens
    return any(place < len(tokens) and tokens[place].lower in seer.dimensions.units for place in places)


def _by_unit(seer: Seer, seen: Seen, goes: set[str]) -> Dimension | None:
    """What the first unit after `how many` measures of that by which a bill goes: `how many GB`."""
    counts = [found.last for found in seen.parse.cues if found.cue is Cue.COUNT]
    rates = [p for p in seen.phrases if p.part in RATES]
    taken = covered(seen.parse.quantities) | phrased(rates)
    start = min(counts, default=len(seen.parse.tokens))
    for index, token in enumerate(seen.parse.tokens[start:], start):
        unit = seer.dimensions.units.get(token.lower)
        if unit is None or index in taken | seen.parse.named:
            continue
        alike = [d for d in seer.dimensions.alike(unit) if d.name in goes]
        return min(alike, key=lambda d: (d.role is not Role.RUNNING, d.order), default=None)
    return None


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
    rules = max(complete, key=lambda r: (dimension.name in r.always, len(stated & r.dimensions), r.bill.iri))
    step = _FINEST if dimension.unit.is_measure else Decimal(1)
    low, high = Decimal(0), (dimension.greatest / step).to_integral_value(ROUND_FLOOR)
    if not _within(calculator, rules, workload, dimension, low, money):
        return _no_amount(calculator, workload, dimension, "none")
    if _within(calculator, rules, workload, dimension, high * step, money):
        if dimension.role is Role.RUNNING:
            return _longer(calculator, rules, workload, dimension, money)
        return _no_amount(calculator, workload, dimension, "more than makes sense")
    while high - low > 1:
        middle = ((low + high) / 2).to_integral_value(ROUND_FLOOR)
        if _within(calculator, rules, workload, dimension, middle * step, money):
            low = middle
        else:
            high = middle
    return low * step


def _longer(
    calculator: Calculator, rules: Rules, work: Workload, running: Dimension, money: Decimal
) -> Decimal | Declined:
    """How long something can run all the time, where that is longer than a month."""
    always = replace(work, amounts=dict(work.amounts) | {running.name: running.greatest})
    cost = calculator.total(rules, _charged(rules, work), always)
    if not cost:
        return _no_amount(calculator, work, running, "as many as there are")
    hours = (money * work.months / cost * running.greatest).quantize(_FINEST, ROUND_FLOOR)
    if hours > MOST_MONTHS * running.greatest:
        return _no_amount(calculator, work, running, "more than makes sense")
    return hours


def _within(
    calculator: Calculator,
    rules: Rules,
    work: Workload,
    dimension: Dimension,
    amount: Decimal,
    money: Decimal,
) -> bool:
    """Whether an amount costs no more than some money; what has no price costs more."""
    tried = replace(work, amounts=dict(work.amounts) | {dimension.name: amount})
    total = calculator.total(rules, _charged(rules, work), tried, exact=True)
    return total is not None and total <= money


def _charged(rules: Rules, work: Workload) -> str:
    """What a bill is made out for: the size named, or what the bill is of."""
    thing = work.services[0]
    return thing if thing in rules.things else rules.bill.of


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
