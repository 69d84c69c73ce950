"""Bills: by which amounts things are charged, as a catalogue describes it. Formulas are kept as text."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from graph.units import Unit


class Role(StrEnum):
    """What a dimension is to the others, where people leave that unsaid."""

    LASTING = "lasting"
    """How long one of something takes."""
    RUNNING = "running"
    """For how long of a month something runs."""
    OCCASION = "occasion"
    """How often something happens that runs to its end: `every night`."""
    COPIES = "copies"
    """How many of a thing there are: `3 x` before its name."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """An amount by which work is described; amounts are in its unit, a month's where counted monthly."""

    iri: str
    name: str
    label: str
    definition: str
    unit: Unit
    names: tuple[str, ...]
    """Words by which people tell it from others in the same unit, or count it."""
    ones: tuple[str, ...]
    """Words that mean one of it, where no number is said."""
    monthly: bool
    role: Role | None
    rate_unit: Unit | None
    """The unit of so many a second."""
    least: Decimal
    greatest: Decimal
    assumed: Decimal | None
    assumption: str
    typical: Decimal | None
    example: str
    order: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Something chosen once on which prices depend; options are IRIs.

    Its name is the last part of its IRI, without `Choice` at the end.
    """

    iri: str
    name: str
    label: str
    options: tuple[str, ...]
    assumed: str | None
    assumption: str
    stated_by: str | None
    """The property by which things state which options they have."""
    unpriced: tuple[str, ...]
    """Names of options for which there are no prices."""
    order: int


@dataclass(frozen=True, slots=True)
class BillStep:
    """An amount worked out before the lines, under a symbol that later formulas may use."""

    iri: str
    symbol: str
    label: str
    formula: str
    unit: Unit
    witness: str | None


@dataclass(frozen=True, slots=True)
class BillLine:
    """One item: usage in a unit by a formula, times the price that a property states."""

    iri: str
    label: str
    formula: str
    unit: Unit | None
    """None for a reduction, which has no usage."""
    charges: str | None
    takes: str | None
    """The property that states by how many percent the lines before are reduced."""
    charged_as: str | None
    free: str | None
    always_free: bool
    conditions: frozenset[str]
    only_with: frozenset[str]
    only_for: str | None
    assumption: str
    """What is taken for granted where the line is charged."""


@dataclass(frozen=True, slots=True)
class BillFit:
    """A limit that the amount of a formula may not exceed, as a property states it."""

    iri: str
    formula: str
    at_most: str


@dataclass(frozen=True, slots=True)
class Bill:
    """How one way of using a thing is charged."""

    iri: str
    of: str
    charged_as: str
    """The thing whose facts hold for it, by default the same."""
    way: str
    called: str
    """What is charged, in words; empty where it is the thing itself."""
    per_size: bool
    by_name_only: bool
    steps: tuple[BillStep, ...]
    lines: tuple[BillLine, ...]
    fits: tuple[BillFit, ...]
    assumes: tuple[str, ...]
    leaves_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bills:
    """All that a catalogue says on how use is charged; empty where it says nothing."""

    dimensions: Mapping[str, Dimension]
    """By name, in their order."""
    choices: tuple[Choice, ...]
    bills: tuple[Bill, ...]
    phrases: Mapping[str, tuple[str, ...]]
    """How people speak of costs, by the name of the part that the phrases play."""
