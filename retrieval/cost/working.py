"""One bill for one thing: the arithmetic, interpreting the rules of the ontology in decimal numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.arithmetic import Amount, MissingAmountError, ZeroAmountError
from graph.bills import BillLine, BillStep
from graph.facts import Fact
from graph.formula import Formula
from graph.units import number
from retrieval.compose.wording import state_facts
from retrieval.cost.assuming import assumptions
from retrieval.cost.charging import NoPriceError, Priced, Usage, charge, holding, value_of
from retrieval.cost.estimate import Estimate, Item, RuledOut, Worked, added, rounded
from retrieval.cost.ledger import Ledger, Rules
from retrieval.cost.options import no_price, options
from retrieval.cost.showing import plain
from retrieval.cost.showing import shown as worked_out
from retrieval.cost.workload import Workload

_PERCENT = 100


@dataclass
class Working:
    """The work on one bill for one thing."""

    ledger: Ledger
    rules: Rules
    thing: str
    workload: Workload

    def __post_init__(self) -> None:
        self.catalogue = self.ledger.catalogue
        self.bills = self.catalogue.bills
        self._facts: dict[str, Fact] = {}
        self._steps: dict[str, Amount] = {}
        self._used: set[str] = set()
        own = self.rules.bill.charged_as != self.rules.bill.of
        self.subject = self.rules.bill.charged_as if own else self.thing

    def result(self) -> Estimate | RuledOut:
        """Return what the bill comes to, line by line, or why it cannot be made out.

        Raises MissingAmountError where an amount is not stated.
        """
        chosen = options(self.ledger, self.subject, self.thing, self.workload)
        if isinstance(chosen, RuledOut):
            return chosen
        refused = self._refused()
        if refused is not None:
            return refused
        try:
            steps = tuple(self._steps_told())
            items = self._items(chosen, free_tier=False)
            free = self._items(chosen, free_tier=True) if self._has_free_tier else items
        except NoPriceError as error:
            return RuledOut(self.thing, str(error))
        except ZeroAmountError as error:
            zero = self.bills.dimensions[str(error)].label if str(error) in self.bills.dimensions else error
            return RuledOut(self.thing, f"This work cannot be done with zero {zero}.")
        amounts = {name: value for name in sorted(self._used) if (value := self._amount(name)) is not None}
        return Estimate(
            subject=self.thing,
            rules=self.rules,
            steps=steps,
            items=tuple(items),
            free_items=tuple(free),
            months=self.workload.months,
            currency=self._currency(items),
            amounts=amounts,
            choices=chosen,
            assumed=assumptions(
                self.ledger, self.rules, self.subject, self.workload, self._used, chosen, items
            ),
        )

    def of_line(self, line: BillLine, amount: Amount) -> Estimate | RuledOut:
        """Return what some usage of one line comes to by itself; RuledOut where no price holds."""
        chosen = options(self.ledger, self.subject, self.thing, self.workload)
        if isinstance(chosen, RuledOut):
            return chosen
        try:
            prices = self._prices(line, chosen)
            plainly = charge(self._used_of(line, amount, free_tier=False), prices, self.catalogue.units)
            free = charge(self._used_of(line, amount, free_tier=True), prices, self.catalogue.units)
        except NoPriceError as error:
            return RuledOut(self.thing, str(error))
        told = assumptions(self.ledger, self.rules, self.subject, self.workload, (), chosen, plainly)
        return Estimate(
            subject=self.thing,
            rules=self.rules,
            steps=(),
            items=tuple(plainly),
            free_items=tuple(free),
            months=self.workload.months,
            currency=self._currency(plainly),
            amounts={},
            choices=chosen,
            assumed=tuple(text for text in told if text not in self.rules.bill.assumes),
        )

    def total(self, *, exact: bool = False) -> Decimal | None:
        """Return only what the bill adds up to; None where `result` has no estimate.

        `exact` rounds no line to a millionth.
        """
        chosen = options(self.ledger, self.subject, self.thing, self.workload)
        if isinstance(chosen, RuledOut) or self._refused() is not None:
            return None
        whole = Decimal(0)
        try:
            for step, worked in self.rules.steps:
                self._work(step, worked)
            held: frozenset[str] = frozenset()
            for line, read in self._lines(chosen):
                if read is None:
                    if not line.only_with & held:
                        whole -= self._reduced(line, whole)[0]
                else:
                    found = self._prices(line, chosen)
                    held |= found[0][0].conditions
                    usage = self._usage(line, read, free_tier=self.workload.free_tier, told=False)
                    whole += value_of(usage, found, self.catalogue.units, exact=exact)
        except (NoPriceError, MissingAmountError, ZeroAmountError):
            return None
        return whole * self.workload.months

    @property
    def _has_free_tier(self) -> bool:
        return any(line.free and not line.always_free for line, _ in self.rules.lines)

    def _known(self, name: str) -> Amount | None:
        """The amount behind a name: a step, a dimension, or what a fact states."""
        if name in self._steps:
            return self._steps[name]
        dimension = self.bills.dimensions.get(name)
        if dimension is not None:
            self._used.add(name)
            value = self._amount(name)
            return None if value is None else Amount(value, dimension.unit)
        found = self.ledger.amount(self.subject, self.ledger.names[name])
        if found is None:
            return None
        self._facts[name] = found[1]
        return found[0]

    def _amount(self, name: str) -> Decimal | None:
        return self.workload.amounts.get(name, self.bills.dimensions[name].assumed)

    def _refused(self) -> RuledOut | None:
        """The first limit that the work does not keep."""
        for read, prop in self.rules.fits:
            limit = self.ledger.amount(self.subject, prop)
            if limit is None:
                continue
            try:
                wanted = read.amount(self._known)
            except MissingAmountError:
                continue
            if wanted.within(limit[0].unit) > limit[0].value:
                cell = self.ledger.cell(self.subject, prop)
                text = state_facts(self.catalogue, cell, self.subject, [limit[1]])
                return RuledOut(self.thing, text, (limit[1],))
        return None

    def _work(self, step: BillStep, read: Formula) -> Amount | None:
        """Work out a step, so that later formulas can use it; None where it rests on something unsaid."""
        try:
            value = Amount(read.amount(self._known).within(step.unit), step.unit)
        except MissingAmountError:
            return None
        self._steps[step.symbol] = value
        return value

    def _steps_told(self) -> Iterator[Worked]:
        """The steps that change something, with what they rest on."""
        for step, read in self.rules.steps:
            self._facts = {}
            value = self._work(step, read)
            if value is None:
                continue
            facts = tuple(self._facts.values())
            first = self._known(read.first) if read.first else None
            if first is None or first.within(step.unit) != value.value:
                text, shown_as = worked_out(read, self._known), plain(value.value)
                yield Worked(step.label, text, shown_as, step.unit.symbol or None, facts, step.witness)

    def _lines(self, chosen: Mapping[str, str]) -> Iterator[tuple[BillLine, Formula | None]]:
        """The lines that are charged for what is chosen and stated."""
        for line, read in self.rules.lines:
            left_out = line.only_with and not line.only_with & set(chosen.values())
            if not left_out and (line.only_for is None or line.only_for in self.workload.amounts):
                yield line, read

    def _items(self, chosen: Mapping[str, str], free_tier: bool) -> list[Item]:
        """The items of a bill; what is charged at the price of an option is not reduced for it again."""
        items: list[Item] = []
        held: frozenset[str] = frozenset()
        for line, read in self._lines(chosen):
            if read is None:
                if not line.only_with & held:
                    items.append(self._reduction(line, items))
            else:
                found = self._prices(line, chosen)
                held |= found[0][0].conditions
                items += charge(self._usage(line, read, free_tier, told=True), found, self.catalogue.units)
        return items

    def _prices(self, line: BillLine, chosen: Mapping[str, str]) -> list[Priced]:
        """The prices that hold; NoPriceError where none does."""
        assert line.charges is not None  # the reader of bills sees to it
        subject = line.charged_as or self.subject
        allowed = {*chosen.values(), *line.conditions}
        placed = any(set(choice.options) & self.ledger.regions for choice in self.bills.choices)
        found = holding(self.ledger.facts(subject, line.charges), self.catalogue.prices, allowed, placed)
        if not found:
            raise NoPriceError(no_price(self.ledger, line, subject, self.thing, chosen))
        return found

    def _usage(self, line: BillLine, read: Formula, free_tier: bool, told: bool) -> Usage:
        """How much of a line is used, and how much of it is free; `told` says how that came about."""
        assert line.unit is not None  # the reader of bills sees to it
        self._facts = {}
        amount = read.amount(self._known).within(line.unit)
        worked = None
        if told and read.names and not read.is_name:
            text, facts = worked_out(read, self._known), tuple(self._facts.values())
            worked = Worked(f"{line.label}: usage", text, plain(amount), line.unit.symbol, facts)
        return self._used_of(line, Amount(amount, line.unit), free_tier, worked)

    def _used_of(
        self, line: BillLine, amount: Amount, free_tier: bool, worked: Worked | None = None
    ) -> Usage:
        """An amount of what a line charges, and how much of it is free."""
        assert line.unit is not None  # the reader of bills sees to it
        used = amount.within(line.unit)
        stated = None
        if line.free and (free_tier or line.always_free):
            stated = self.ledger.amount(line.charged_as or self.subject, line.free)
        if stated is None:
            return Usage(line.label, used, line.unit, worked=worked)
        return Usage(line.label, used, line.unit, stated[0].within(line.unit), stated[1], worked)

    def _reduced(self, line: BillLine, before: Decimal) -> tuple[Decimal, Amount, Fact]:
        """By how much a line lowers what was charged before it."""
        assert line.takes is not None  # the reader of bills sees to it
        stated = self.ledger.amount(line.charged_as or self.subject, line.takes)
        if stated is None:
            raise NoPriceError(f"The graph does not say by how much “{line.label}” lowers the price.")
        return rounded(before * stated[0].value / _PERCENT), *stated

    def _reduction(self, line: BillLine, items: Sequence[Item]) -> Item:
        before = added(tuple(items))
        value, percent, fact = self._reduced(line, before)
        share = f"{number(percent.value)}%"
        return Item(line.label, f"{share} off", f"−{share} of {plain(before)}", -value, (fact,))

    def _currency(self, items: Sequence[Item]) -> str:
        for item in items:
            for fact in item.facts:
                price = self.catalogue.prices.get(fact.object.value)
                if price is not None:
                    return price.currency
        return ""
