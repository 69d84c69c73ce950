"""The fields in which a piece of work is described, grouped by the way in which it is billed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from api.estimate_models import AmountBody, BilledBody, EstimatesBody

_SPAN = 1000
"""How many times less, and more, than what is typical a slider reaches."""


@dataclass(frozen=True, slots=True)
class Field:
    """An amount that can be stated, what stands in its field, and how far its slider reaches."""

    amount: AmountBody
    value: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work, such as one that is billed by request, and the amounts that describe it."""

    name: str
    main: tuple[AmountBody, ...]
    more: tuple[AmountBody, ...]

    @property
    def typical(self) -> dict[str, str]:
        """What is taken to begin with."""
        return {each.name: each.typical for each in self.main if each.typical is not None}


def kinds(known: EstimatesBody) -> tuple[Kind, ...]:
    """Return the kinds of work that several things can be billed for, told by the amounts that bills need.

    Of the sets of amounts that bills need, the smallest tell the kinds apart; a bill belongs to the
    kind whose amounts it needs the most of.
    """
    bills = [bill for bill in known.services if not bill.by_name_only and bill.needs]
    needs = {frozenset(bill.needs) for bill in bills}
    least = [need for need in needs if not any(other < need for other in needs)]
    order = [amount.name for amount in known.amounts]
    least.sort(key=lambda need: min(order.index(name) for name in need))
    members: dict[frozenset[str], list[BilledBody]] = {need: [] for need in least}
    for bill in bills:
        of = max((need for need in least if need <= set(bill.needs)), key=lambda n: (len(n), -least.index(n)))
        members[of].append(bill)
    return tuple(_kind(known.amounts, of, bills) for of, bills in members.items())


def _kind(amounts: Iterable[AmountBody], of: frozenset[str], bills: Sequence[BilledBody]) -> Kind:
    ways = Counter(bill.way for bill in bills)
    exact = {bill.way for bill in bills if of == set(bill.needs)}
    needed = Counter(name for bill in bills for name in bill.needs)
    main = of | {name for name, times in needed.items() if times * 2 >= len(bills)}
    used = {name for bill in bills for name in bill.amounts}
    return Kind(
        name=max(ways, key=lambda way: (ways[way], way in exact)),
        main=tuple(amount for amount in amounts if amount.name in main),
        more=tuple(amount for amount in amounts if amount.name in used - main),
    )


def field(amount: AmountBody, value: str) -> Field:
    """Return the field of an amount; its slider goes as far below what is typical as above."""
    typical = Decimal(amount.typical or amount.assumed or 1)
    least, greatest = Decimal(amount.least), Decimal(amount.greatest)
    low = max(least, typical / _SPAN)
    high = min(greatest, typical * _SPAN)
    return Field(amount, value, f"{low.normalize():f}", f"{high.normalize():f}")
