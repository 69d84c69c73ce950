"""What a question about costs asks for, in terms of the catalogue."""

from dataclasses import dataclass
from decimal import Decimal

from graph.bills import Bill, BillLine
from graph.units import Unit
from retrieval.cost.phrases import Part
from retrieval.cost.workload import Workload


@dataclass(frozen=True, slots=True)
class LineAsked:
    """How much of a line of a bill it is asked for."""

    bill: Bill
    line: BillLine
    amount: Decimal
    unit: Unit

    @property
    def others(self) -> tuple[str, ...]:
        """The names of the other lines that are always on the bill."""
        lines = [line for line in self.bill.lines if line.iri != self.line.iri]
        return tuple(line.label for line in lines if not line.only_with and line.only_for is None)


@dataclass(frozen=True, slots=True)
class CostAsked:
    """A workload, and what is wanted of it."""

    workload: Workload
    parts: tuple[Workload, ...] = ()
    """The pieces of work, each of one thing, where several are asked for together."""
    against: Workload | None = None
    """What the work is held against, where the difference between two ways of doing it is asked for."""
    unordered: bool = False
    """Whether nothing says which of the two takes the place of the other."""
    saving: bool = False
    """Whether a difference is asked for."""
    cheaper: bool | None = None
    """For a yes or no: whether the first thing is said to be cheaper, or else dearer, than the other."""
    limit: Decimal | None = None
    """An amount of money that it is asked to stay within, or to be above, in a yes or no."""
    above: bool = False
    """Whether it is asked if the cost is above that amount."""
    line: LineAsked | None = None
    """The line of the bill of which alone an amount is stated."""
    buys: str | None = None
    """The dimension of whose amount it is asked how much some money pays for; the workload has the most."""
    buys_free: Decimal | None = None
    """How much it pays for with the free tier, where that was not asked for."""
    whether: bool = False
    """Whether a yes or no is asked for: is there anything to pay at all?"""
    plainly: bool = False
    """Whether that is all that is asked, and no use is stated."""
    nothing: bool = False
    """Whether it is asked the other way round: is it free?"""
    even: bool = False
    """Whether it is asked at what load the order turns."""
    over: str | None = None
    """The dimension over which the order turns, where one is named."""
    per: Part | None = None
    """The rate in which that load is asked for: so many a day."""
    free_tier: bool | None = None
    """Whether the free tier is asked for; None where nothing is said of it."""
    monthly: tuple[str, ...] = ()
    """Dimensions whose amounts were stated without a period, and are taken as a month's."""
    notes: tuple[str, ...] = ()
    """How words were taken that leave an amount open, in sentences."""
    before: Workload | None = None
    """The workload of the question before this one."""
