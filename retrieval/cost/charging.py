"""Usage times prices: which prices hold, tier by tier, and what the free tier takes off."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.facts import Fact
from graph.prices import Price
from graph.units import Unit, Units
from retrieval.cost.estimate import Item, Worked, rounded
from retrieval.cost.showing import plain

_ZERO = Decimal(0)
Priced = tuple[Price, Fact]


class NoPriceError(Exception):
    """No price holds for what is asked; the message says which one is missing."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of a line is used in a month, in a unit, and how much of that is free."""

    label: str
    amount: Decimal
    unit: Unit
    free: Decimal = _ZERO
    free_fact: Fact | None = None
    worked: Worked | None = None
    """How the amount came about, where it had to be worked out."""


@dataclass(frozen=True, slots=True)
class _Portion:
    """The part of some usage that one tier charges, in the unit of its price."""

    price: Price
    fact: Fact
    first: Decimal
    last: Decimal

    @property
    def exact(self) -> Decimal:
        return (self.last - self.first) * self.price.amount / self.price.per

    @property
    def value(self) -> Decimal:
        return rounded(self.exact)


def holding(
    found: Sequence[Fact], prices: Mapping[str, Price], allowed: Collection[str], placed: bool
) -> list[Priced]:
    """Return the price that holds where all its conditions are allowed, tier by tier.

    Of several, those with most conditions are meant, and of these the usual one. `placed` says that
    Regions are among what is allowed.
    """
    fitting = [
        (price, fact)
        for fact in found
        if (price := prices[fact.object.value]).conditions <= set(allowed)
        and (not placed or price.region in allowed)
    ]
    if not fitting:
        return []
    fitting.sort(key=lambda pair: (-len(pair[0].conditions), not pair[0].usual, pair[0].iri))
    best = fitting[0][0]
    if not _is_tier(best):
        return fitting[:1]
    tiers: dict[Decimal, Priced] = {}
    for price, fact in fitting:
        if price.conditions == best.conditions and _is_tier(price):
            tiers.setdefault(price.tier_from or _ZERO, (price, fact))
    return [tiers[start] for start in sorted(tiers)]


def _is_tier(price: Price) -> bool:
    return price.tier_from is not None or price.tier_to is not None


def value_of(usage: Usage, prices: Sequence[Priced], units: Units, *, exact: bool = False) -> Decimal:
    """Return what some usage costs; NoPriceError where it goes beyond the tiers that are known.

    Each tier is rounded to a millionth, unless it is wanted `exact`.
    """
    portions = _portions(usage, prices, units)
    return sum((portion.exact if exact else portion.value for portion in portions), _ZERO)


def charge(usage: Usage, prices: Sequence[Priced], units: Units) -> list[Item]:
    """Return a line for each tier that the usage reaches; what is free is taken off the first of them.

    Raises NoPriceError where the usage goes beyond the tiers that are known.
    """
    items: list[Item] = []
    for portion in _portions(usage, prices, units):
        unit = units[portion.price.unit]
        amount = plain(portion.last - portion.first)
        told = f"{amount} {unit.symbol}"
        facts: tuple[Fact, ...] = (portion.fact,)
        if not items and usage.free_fact is not None:
            facts = (portion.fact, usage.free_fact)
            used = units.convert(usage.amount, usage.unit, unit)
            free = min(used, units.convert(usage.free, usage.unit, unit))
            told = f"({plain(portion.last)} − {plain(free)} free) {unit.symbol}"
        worked = None if items else usage.worked
        items.append(
            Item(
                usage.label,
                f"{amount} {unit.symbol}",
                f"{told} × {portion.price.label}",
                portion.value,
                facts,
                worked,
            )
        )
    return items


def _portions(usage: Usage, prices: Sequence[Priced], units: Units) -> Iterator[_Portion]:
    """The parts that tiers charge; at least one, which may be of nothing."""
    unit = units[prices[0][0].unit]
    used = units.convert(usage.amount, usage.unit, unit)
    free = min(units.convert(usage.free, usage.unit, unit), used)
    end, told = _ZERO, False
    for price, fact in prices:
        start = max(price.tier_from or _ZERO, free)
        end = used if price.tier_to is None else min(used, price.tier_to)
        if end > start or (end == used and not told):
            told = True
            yield _Portion(price, fact, min(start, end), end)
        if end == used:
            return
    raise NoPriceError(
        f"The prices in the graph end at {plain(end)} {unit.symbol} a month for “{usage.label}”."
    )
