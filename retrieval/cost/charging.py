"""Usage times prices: which prices hold, tier by tier, and what the free tier takes off."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.facts import Fact
from graph.prices import Price
from graph.units import Unit, Units
from retrieval.cost.estimate import Item, Worked, rounded
from retrieval.cost.formula import plain


class NoPriceError(Exception):
    """No price holds for what is asked; the message says which one is missing."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of a line is used in a month, in a unit, and how that came about."""

    label: str
    amount: Decimal
    unit: Unit
    worked: Worked | None


def holding(
    found: Sequence[Fact], prices: Mapping[str, Price], allowed: Collection[str], placed: bool
) -> list[tuple[Price, Fact]]:
    """Return the price that holds where all its conditions are allowed, tier by tier.

    Of several, those with most conditions are meant, and of these the usual ones. `placed` says that
    Regions are among what is allowed.
    """
    fitting = [
        (prices[fact.object.value], fact)
        for fact in found
        if prices[fact.object.value].conditions <= set(allowed)
        and (not placed or prices[fact.object.value].region in allowed)
    ]
    if not fitting:
        return []
    best = min(fitting, key=lambda pair: (-len(pair[0].conditions), not pair[0].usual, pair[0].iri))[0]
    same = {
        (p.tier_from or Decimal(0)): (p, f) for p, f in reversed(fitting) if p.conditions == best.conditions
    }
    same[best.tier_from or Decimal(0)] = next(pair for pair in fitting if pair[0].iri == best.iri)
    if best.tier_from is None and best.tier_to is None:
        return [same[Decimal(0)]]
    return [same[start] for start in sorted(same) if _is_tier(same[start][0])]


def _is_tier(price: Price) -> bool:
    return price.tier_from is not None or price.tier_to is not None


def charge(
    usage: Usage, prices: Sequence[tuple[Price, Fact]], units: Units, free: Decimal, free_fact: Fact | None
) -> list[Item]:
    """Return a line for each tier that the usage reaches; what is free is taken off the first of them.

    `free` is in the unit of the usage. Raises NoPriceError where the usage goes beyond the tiers known.
    """
    items: list[Item] = []
    used = units.convert(usage.amount, usage.unit, units[prices[0][0].unit])
    spared = units.convert(free, usage.unit, units[prices[0][0].unit])
    covered = Decimal(0)
    for price, fact in prices:
        unit = units[price.unit]
        start = max(price.tier_from or Decimal(0), spared)
        end = used if price.tier_to is None else min(used, price.tier_to)
        covered = used if price.tier_to is None else price.tier_to
        if end <= start and (items or price is not prices[-1][0]) and used > 0:
            continue
        portion = max(end - start, Decimal(0))
        cited = (fact, free_fact) if free_fact is not None and not items else (fact,)
        text = f"{plain(portion)} {unit.symbol}"
        off = ""
        if free_fact is not None and not items and spared > (price.tier_from or Decimal(0)):
            text = f"({plain(min(used, end))} − {plain(min(spared, used))} free) {unit.symbol}"
            off = " after the free amount"
        value = rounded(portion * price.amount / price.per)
        items.append(
            Item(
                usage.label,
                f"{plain(portion)} {unit.symbol}{off}",
                f"{text} × {price.label}",
                value,
                cited,
                usage.worked if not items else None,
            )
        )
        if end == used:
            break
    if used > covered:
        highest = plain(covered)
        raise NoPriceError(
            f"The prices in the graph end at {highest} {units[prices[0][0].unit].symbol} a month for “{usage.label}”."
        )
    return items
