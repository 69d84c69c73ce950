"""What an estimate is made of. Money is exact to a millionth, so that parts add up to totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from graph.facts import Fact
from retrieval.cost.ledger import Rules

_CENT = Decimal("0.01")
_DIME = Decimal("0.1")
_MICRO = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Worked:
    """An amount that was worked out on the way, with the facts that it rests on."""

    label: str
    expression: str
    value: str
    unit: str | None
    facts: tuple[Fact, ...]
    witness: str | None = None
    """The note that states the numbers of its formula."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a bill for one month: usage times a price."""

    label: str
    usage: str
    expression: str
    value: Decimal
    facts: tuple[Fact, ...]
    worked: Worked | None = None
    """How the usage came about, where it had to be worked out."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one way of using one thing costs, for the period asked for."""

    subject: str
    rules: Rules
    steps: tuple[Worked, ...]
    items: tuple[Item, ...]
    free_items: tuple[Item, ...]
    """The same lines after what the free tier covers."""
    months: Decimal
    currency: str
    amounts: Mapping[str, Decimal]
    """By which amounts it was worked out, with those assumed."""
    choices: Mapping[str, str]
    assumed: tuple[str, ...]
    """What was taken for granted, in sentences."""

    @property
    def total(self) -> Decimal:
        """The sum of the lines over the period, without any free tier."""
        return added(self.items) * self.months

    @property
    def is_least(self) -> bool:
        """Whether it may cost more, as the most that can be taken off is taken off: no exact sum."""
        return any(item.value < 0 for item in self.items)

    @property
    def with_free_tier(self) -> Decimal:
        """The sum over the period after what the free tier covers."""
        return added(self.free_items) * self.months

    @property
    def has_free_tier(self) -> bool:
        """Whether some line has an amount that the free tier covers."""
        return any(line.free and not line.always_free for line, _ in self.rules.lines)

    def by(self, free_tier: bool) -> Decimal:
        """Return the total with or without the free tier."""
        return self.with_free_tier if free_tier else self.total


@dataclass(frozen=True, slots=True)
class RuledOut:
    """Something that cannot do the work, or cannot be worked out, and why."""

    subject: str
    because: str
    facts: tuple[Fact, ...] = ()
    lacks: str | None = None
    """The option that it does not have, where that is the reason."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """What a piece of work costs wherever it can be done, the cheapest first."""

    estimates: tuple[Estimate, ...]
    ruled_out: tuple[RuledOut, ...]
    missing: tuple[str, ...] = ()
    """The names of dimensions that have to be stated, where nothing could be worked out for lack of them."""


def added(items: tuple[Item, ...]) -> Decimal:
    """Return the sum of lines."""
    return sum((item.value for item in items), Decimal(0))


def rounded(value: Decimal) -> Decimal:
    """Return an amount of money to a millionth."""
    return value.quantize(_MICRO, ROUND_HALF_UP)


def cents(value: Decimal) -> Decimal:
    """Return an amount of money to the cent, half a cent up."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def _places(value: Decimal) -> int:
    """The digits after the point."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def money(value: Decimal, currency: str) -> str:
    """Return an amount of money as people write it; one below ten cents keeps its digits."""
    sign = {"USD": "$", "EUR": "€", "GBP": "£"}.get(currency)
    shown = cents(value)
    if value and abs(value) < _DIME:
        shown = max(Decimal(f"{value:.4g}").normalize(), shown.copy_sign(value), key=_places)
    minus = "−" if shown < 0 else ""
    return f"{minus}{sign}{abs(shown):,f}" if sign else f"{minus}{abs(shown):,f} {currency}"
