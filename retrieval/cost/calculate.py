"""The one calculator: interprets the bills of a catalogue, whatever it is about. Pure, in decimal numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from graph.bills import BillLine, Choice
from graph.facts import Fact, shown, truth
from graph.properties import Kind
from graph.units import number
from retrieval.compose.wording import listed, state_facts
from retrieval.cost.charging import NoPriceError, Usage, charge, holding
from retrieval.cost.estimate import Estimate, Estimates, Item, RuledOut, Worked, added, rounded
from retrieval.cost.formula import Amount, Formula, MissingAmountError, plain
from retrieval.cost.ledger import Ledger, Rules
from retrieval.cost.workload import Workload, checked, told

_PRECISION = 60
"""Digits in which is worked out: the largest amounts that are let through need fewer than 40."""
_PERCENT = 100


class Calculator:
    """Works out what a workload costs by the bills of one catalogue."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.catalogue = ledger.catalogue
        self.bills = ledger.catalogue.bills

    def estimates(self, workload: Workload) -> Estimates:
        """Return what the work costs wherever it can be done, the cheapest first.

        Raises QuestionError where an amount makes no sense.
        """
        checked(self.bills, workload)
        with localcontext(prec=_PRECISION):
            if workload.services:
                found = [self._named(thing, workload) for thing in workload.services]
            else:
                found = [self._any(workload)]
        estimates = [estimate for each in found for estimate in each.estimates]
        estimates.sort(key=lambda e: (e.by(workload.free_tier), e.total, e.subject))
        missing = dict.fromkeys(name for each in found for name in each.missing)
        return Estimates(
            tuple(estimates), tuple(out for each in found for out in each.ruled_out), tuple(missing)
        )

    def estimate(self, rules: Rules, thing: str, workload: Workload) -> Estimate | RuledOut:
        """Return what one bill comes to for one thing; MissingAmountError for an amount that is not stated."""
        with localcontext(prec=_PRECISION):
            return _Working(self.ledger, rules, thing, workload).result()

    def cheapest(self, rules: Rules, things: Iterable[str], workload: Workload) -> Estimate | RuledOut:
        """Return the cheapest of some sizes, or why none has room.

        What is assumed rules sizes out like what is stated, as long as some size is left.
        """
        taken = {c.iri: c.assumed for c in self.bills.choices if c.assumed and c.stated_by}
        wanted = replace(workload, choices=taken | dict(workload.choices))
        refused: list[RuledOut] = []
        for tried in (wanted, workload):
            results = [self.estimate(rules, thing, tried) for thing in things]
            fitting = [result for result in results if isinstance(result, Estimate)]
            if fitting:
                best = min(fitting, key=lambda e: (e.by(workload.free_tier), e.subject))
                return self.estimate(rules, best.subject, workload)
            refused = [result for result in results if isinstance(result, RuledOut)]
        label = self.catalogue.label(rules.bill.of)
        options = {out.lacks for out in refused}
        if len(options) == 1 and None not in options:
            return RuledOut(
                rules.bill.of,
                f"No size of {label} in the graph has {self.catalogue.label(options.pop() or '')}.",
            )
        return RuledOut(rules.bill.of, f"No size of {label} in the graph has room for it.")

    def bills_of(self, thing: str) -> list[tuple[Rules, tuple[str, ...]]]:
        """Return the bills by which a thing is charged, each with the sizes that may be meant.

        A size is charged by the bills of what it is a size of; a service without bills of its own by
        those of its variants, a variant without any by those of its service.
        """
        known = self.catalogue.things[thing]
        own = [r for r in self.ledger.rules if r.bill.of == thing]
        if own:
            return [(r, r.things) for r in own]
        sized = [r for r in self.ledger.rules if thing in r.things]
        if sized:
            return [(r, (thing,)) for r in sized]
        variants = {variant.iri for variant in self.catalogue.variants(thing)}
        below = [r for r in self.ledger.rules if r.bill.of in variants]
        if below:
            return [(r, r.things) for r in below]
        return [(r, r.things) for r in self.ledger.rules if r.bill.of == known.variant_of]

    def _any(self, workload: Workload) -> Estimates:
        """All things whose bills go by what is stated."""
        stated = set(workload.amounts)
        open_to_all = [r for r in self.ledger.rules if not r.bill.by_name_only and stated <= r.dimensions]
        if not open_to_all:
            # What only some by-name bills go by, such as clusters, names them well enough.
            open_to_all = [r for r in self.ledger.rules if stated and stated <= r.dimensions]
        complete = [r for r in open_to_all if r.needed <= stated]
        if not complete:
            lacking = [r.needed - stated for r in open_to_all]
            fewest = min((len(each) for each in lacking), default=0)
            missing = dict.fromkeys(n for each in lacking if len(each) == fewest for n in sorted(each))
            return Estimates((), (), tuple(missing))
        by_thing: dict[str, list[Rules]] = {}
        for rules in complete:
            by_thing.setdefault(rules.bill.of, []).append(rules)
        return self._worked([(self._way(ways, stated), None) for ways in by_thing.values()], workload, False)

    def _named(self, thing: str, workload: Workload) -> Estimates:
        """The bills of one thing that is named, also where it has no use for all that is stated."""
        stated = set(workload.amounts)
        bills = self.bills_of(thing)
        if not bills:
            label = self.catalogue.label(thing)
            return Estimates((), (RuledOut(thing, f"The graph holds no rules for the bill of {label}."),))
        complete = [(r, things) for r, things in bills if r.needed <= stated]
        if not complete:
            lacking = min((r.needed - stated for r, _ in bills), key=lambda n: (len(n), sorted(n)))
            return Estimates((), (), tuple(sorted(lacking)))
        most = max(len(stated & r.dimensions) for r, _ in complete)
        best = [(r, things) for r, things in complete if len(stated & r.dimensions) == most]
        by_thing: dict[str, list[tuple[Rules, tuple[str, ...]]]] = {}
        for rules, things in best:
            by_thing.setdefault(rules.bill.of, []).append((rules, things))
        chosen = []
        for ways in by_thing.values():
            way = self._way([r for r, _ in ways], stated)
            chosen.append((way, next(things for r, things in ways if r is way)))
        return self._worked(chosen, workload, True)

    @staticmethod
    def _way(ways: Sequence[Rules], stated: set[str]) -> Rules:
        """Of several ways to use a thing, the one that goes by most that is stated, and least besides."""
        return min(ways, key=lambda r: (-len(stated & r.dimensions), len(r.dimensions - stated), r.bill.iri))

    def _worked(
        self, bills: Sequence[tuple[Rules, tuple[str, ...] | None]], workload: Workload, named: bool
    ) -> Estimates:
        estimates: list[Estimate] = []
        ruled_out: list[RuledOut] = []
        for rules, things in bills:
            result = self._unwanted(rules.bill.of) if not named else None
            if result is None:
                found = (
                    self.cheapest(rules, things or rules.things, workload)
                    if rules.bill.per_size and len(things or rules.things) > 1
                    else self.estimate(rules, (things or rules.things)[0], workload)
                )
                if isinstance(found, Estimate):
                    estimates.append(found)
                    continue
                result = found
            ruled_out.append(result)
        return Estimates(tuple(estimates), tuple(ruled_out))

    def _unwanted(self, thing: str) -> RuledOut | None:
        """Why a thing is not offered to somebody who does not name it: what all need does not hold."""
        for prop in self.catalogue.properties.values():
            if prop.assumed and prop.kind is Kind.BOOLEAN:
                found = self.ledger.facts(thing, prop.iri) if self.ledger.has(thing, prop.iri) else ()
                if found and not truth(found[0]):
                    cell = self.ledger.cell(thing, prop.iri)
                    return RuledOut(thing, state_facts(self.catalogue, cell, thing, found), tuple(found))
        return None


@dataclass
class _Working:
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
        chosen = self._chosen()
        if isinstance(chosen, RuledOut):
            return chosen
        refused = self._refused()
        if refused is not None:
            return refused
        try:
            steps = self._worked_steps()
            items = self._items(chosen, free_tier=False)
            free = self._items(chosen, free_tier=True) if self._has_free_tier else items
        except NoPriceError as error:
            return RuledOut(self.thing, str(error))
        amounts = {name: value for name in sorted(self._used) if (value := self._amount(name)) is not None}
        currency = self._currency(items)
        return Estimate(
            self.thing, self.rules, steps, tuple(items), tuple(free), self.workload.months, currency, amounts,
            chosen, self._assumed(chosen),
        )  # fmt: skip

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

    def _chosen(self) -> Mapping[str, str] | RuledOut:
        """The option of each choice; what the thing states of itself comes before what is assumed."""
        chosen: dict[str, str] = {}
        for choice in self.bills.choices:
            stated = self.workload.choices.get(choice.iri)
            found = self.ledger.facts(self.subject, choice.stated_by) if choice.stated_by else ()
            own = [fact.object.value for fact in found]
            has = [option for option in choice.options if option in own]
            wanted = stated or choice.assumed
            if wanted is None:
                continue
            if has and wanted not in has:
                if stated:
                    return self._lacks(choice, stated, found)
                wanted = has[0]
            chosen[choice.iri] = wanted
        return chosen

    def _lacks(self, choice: Choice, option: str, found: Sequence[Fact]) -> RuledOut:
        names = listed([shown(self.catalogue, fact) for fact in found])
        wanted = self.catalogue.label(option)
        label = self.catalogue.label(self.thing)
        return RuledOut(
            self.thing, f"The {choice.label} of {label} is {names}, not {wanted}.", tuple(found), option
        )

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

    def _worked_steps(self) -> tuple[Worked, ...]:
        worked = []
        for step, read in self.rules.steps:
            self._facts = {}
            try:
                found = read.amount(self._known)
            except MissingAmountError:
                continue
            value = Amount(found.within(step.unit), step.unit)
            self._steps[step.symbol] = value
            first = self._known(read.first) if read.first else None
            text = read.shown(self._known)
            facts = tuple(self._facts.values())
            if first is None or first.within(step.unit) != value.value:
                worked.append(
                    Worked(
                        step.label, text, plain(value.value), step.unit.symbol or None, facts, step.witness
                    )
                )
        return tuple(worked)

    def _items(self, chosen: Mapping[str, str], free_tier: bool) -> list[Item]:
        items: list[Item] = []
        for line, read in self.rules.lines:
            if line.only_with and not line.only_with & set(chosen.values()):
                continue
            if line.only_for is not None and line.only_for not in self.workload.amounts:
                continue
            subject = line.charged_as or self.subject
            if line.takes is not None:
                items.append(self._reduction(line, subject, items))
            elif read is not None:
                items += self._charged(line, read, subject, chosen, free_tier)
        return items

    def _charged(
        self, line: BillLine, read: Formula, subject: str, chosen: Mapping[str, str], free_tier: bool
    ) -> list[Item]:
        assert line.charges is not None
        assert line.unit is not None  # the reader of bills sees to both
        allowed = {*chosen.values(), *line.conditions}
        placed = any(set(choice.options) & self.ledger.regions for choice in self.bills.choices)
        found = holding(self.ledger.facts(subject, line.charges), self.catalogue.prices, allowed, placed)
        if not found:
            raise NoPriceError(self._no_price(line, subject, chosen))
        self._facts = {}
        amount = Amount(read.amount(self._known).within(line.unit), line.unit)
        worked = None
        if read.names and not read.is_name:
            text = read.shown(self._known)
            facts = tuple(self._facts.values())
            worked = Worked(f"{line.label}: usage", text, plain(amount.value), line.unit.symbol, facts)
        usage = Usage(line.label, amount.value, line.unit, worked)
        free, free_fact = Decimal(0), None
        if line.free and (free_tier or line.always_free):
            stated = self.ledger.amount(subject, line.free)
            if stated is not None:
                free, free_fact = stated[0].within(line.unit), stated[1]
        return charge(usage, found, self.catalogue.units, free, free_fact)

    def _reduction(self, line: BillLine, subject: str, items: Sequence[Item]) -> Item:
        assert line.takes is not None
        stated = self.ledger.amount(subject, line.takes)
        if stated is None:
            raise NoPriceError(f"The graph does not say by how much “{line.label}” lowers the price.")
        before = added(tuple(items))
        percent = stated[0].value
        text = f"−{number(percent)}% of {plain(before)}"
        value = -rounded(before * percent / _PERCENT)
        return Item(line.label, f"{number(percent)}% off", text, value, (stated[1],))

    def _no_price(self, line: BillLine, subject: str, chosen: Mapping[str, str]) -> str:
        """Which options a thing has no price for."""
        facts = self.ledger.facts(subject, line.charges or "")
        prices = [self.catalogue.prices[fact.object.value] for fact in facts]
        priced = frozenset().union(*(price.conditions | {price.region} for price in prices))
        stated = [o for c in self.bills.choices if (o := chosen.get(c.iri)) is not None]
        missing = [
            self.catalogue.label(option)
            for option, choice in zip(stated, [c for c in self.bills.choices if c.iri in chosen], strict=True)
            if option not in priced and priced & set(choice.options)
        ]
        label = self.catalogue.label(self.thing)
        of = f" for {listed(missing)}" if missing else ""
        return f"The graph holds no price of “{line.label}” of {label}{of}."

    def _currency(self, items: Sequence[Item]) -> str:
        for item in items:
            for fact in item.facts:
                price = self.catalogue.prices.get(fact.object.value)
                if price is not None:
                    return price.currency
        return "USD"

    def _assumed(self, chosen: Mapping[str, str]) -> tuple[str, ...]:
        """What is taken for granted, in sentences: amounts, options, and what the bill says."""
        texts = []
        for name in sorted(self._used, key=lambda n: self.bills.dimensions[n].order):
            dimension = self.bills.dimensions[name]
            if name not in self.workload.amounts and dimension.assumed is not None and dimension.assumption:
                texts.append(dimension.assumption.replace("{value}", told(dimension, dimension.assumed)))
        matters = self._conditions()
        for choice in self.bills.choices:
            option = chosen.get(choice.iri)
            if option is None or choice.iri in self.workload.choices or not set(choice.options) & matters:
                continue
            if choice.assumption:
                texts.append(choice.assumption.replace("{value}", self.catalogue.label(option)))
        lines = [
            line for line, _ in self.rules.lines if line.only_with & set(chosen.values()) and line.assumption
        ]
        return (*texts, *self.rules.bill.assumes, *(line.assumption for line in lines))

    def _conditions(self) -> frozenset[str]:
        """All that the prices of the bill depend on, and the options that the thing states."""
        found: set[str] = set()
        for line, _ in self.rules.lines:
            found |= line.only_with
            for fact in self.ledger.facts(line.charged_as or self.subject, line.charges or ""):
                price = self.catalogue.prices[fact.object.value]
                found |= {price.region, *price.conditions}
        return frozenset(found)
