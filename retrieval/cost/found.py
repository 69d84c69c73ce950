"""What the amounts of a text come to."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Found:
    """What the amounts of a text come to."""

    amounts: dict[str, Decimal] = field(default_factory=dict)
    """By name of the dimension, in its unit."""
    months: Decimal | None = None
    """The period that is spoken of."""
    monthly: list[str] = field(default_factory=list)
    """Dimensions counted by the month whose amounts were stated without a period."""
    bare: list[Decimal] = field(default_factory=list)
    """Numbers that are of nothing that is known."""
    used: set[int] = field(default_factory=set)
    """The tokens that are accounted for."""
    negative: str = ""
    """An amount below zero, as it was said."""
    by_the_hour: set[str] = field(default_factory=set)
    """Dimensions whose amounts were stated as so many a second, a minute or an hour."""
    notes: list[str] = field(default_factory=list)
    """How words were taken that leave an amount open, in sentences."""
