"""The one calculator: which bills are made out for a workload, and which of them is the cheapest."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import lru_cache

from graph.arithmetic import Amount
from graph.bills import Bill, BillLine, Role
from graph.facts import truth
from graph.properties import Kind
from retrieval.compose.wording import state_facts
from retrieval.cost.estimate import Estimate, Estimates, RuledOut
from retrieval.cost.ledger import Ledger, Rules
from retrieval.cost.working import Working
from retrieval.cost.workload import Workload, checked
from retrieval.evidence import EvidenceFinder

_PRECISION = 60
"""Digits in which is worked out: the largest amounts that are let through need fewer than 40."""


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
        """Return what one bill comes to for one thing; MissingAmountError where an amount is not stated."""
        with localcontext(prec=_PRECISION):
            return Working(self.ledger, rules, thing, workload).result()

    def line(self, bill: Bill, line: BillLine, amount: Amount, workload: Workload) -> Estimate | RuledOut:
        """Return what an amount of one line of a bill of the thing named comes to by itself."""
        rules = next(rules for rules in self.ledger.rules if rules.bill.iri == bill.iri)
        thing = workload.services[0]
        of = thing if thing in rules.things else rules.bill.of
        with localcontext(prec=_PRECISION):
            return Working(self.ledger, rules, of, workload).of_line(line, amount)

    def total(self, rules: Rules, thing: str, workload: Workload, *, exact: bool = False) -> Decimal | None:
        """Return what `estimate` adds up to, with or without the free tier as the workload has it.

        None where the work does not fit, or an amount is missing. `exact` rounds no line.
        """
        with localcontext(prec=_PRECISION):
            return Working(self.ledger, rules, thing, workload).total(exact=exact)

    def cheapest(self, rules: Rules, things: Sequence[str], workload: Workload) -> Estimate | RuledOut:
        """Return the cheapest of some sizes, or why none has room.

        What is assumed rules sizes out like what is stated, as long as some size is left.
        """
        things = [thing for thing in things if self._tells_room(rules, thing, workload)] or things
        taken = {c.iri: c.assumed for c in self.bills.choices if c.assumed and c.stated_by}
        wanted = replace(workload, choices=taken | dict(workload.choices))
        for tried in (wanted, workload):
            totals = [(self.total(rules, thing, tried), thing) for thing in things]
            fitting = [(total, thing) for total, thing in totals if total is not None]
            if fitting:
                return self._first_exact(rules, [thing for _, thing in sorted(fitting)], workload)
        results = [self.estimate(rules, thing, workload) for thing in things]
        refused = [result for result in results if isinstance(result, RuledOut)]
        label = self.catalogue.label(rules.bill.of)
        options = {out.lacks for out in refused}
        if len(options) == 1 and None not in options:
            return RuledOut(
                rules.bill.of,
                f"No size of {label} in the graph has {self.catalogue.label(options.pop() or '')}.",
            )
        return RuledOut(rules.bill.of, f"No size of {label} in the graph has room for it.")

    def _first_exact(self, rules: Rules, things: Sequence[str], workload: Workload) -> Estimate | RuledOut:
        """Return the first bill that is no mere least, or else the first: what may cost more comes after."""
        first = self.estimate(rules, things[0], workload)
        if isinstance(first, RuledOut) or not first.is_least:
            return first
        made = (self.estimate(rules, thing, workload) for thing in things[1:])
        return next((e for e in made if isinstance(e, Estimate) and not e.is_least), first)

    def _tells_room(self, rules: Rules, size: str, workload: Workload) -> bool:
        """Whether it is known of a size how much it has of all that is stated and that it has to fit."""
        wanted = [prop for read, prop in rules.fits if read.names & set(workload.amounts)]
        return all(self.ledger.tells(size, prop) for prop in wanted)

    def is_size(self, thing: str) -> bool:
        """Say whether a thing is one of the sizes in which another is sold."""
        return any(rules.bill.per_size and thing in rules.things for rules in self.ledger.rules)

    def sized_by(self, thing: str) -> frozenset[str]:
        """Return the dimensions that the sizes of a thing have so much of."""
        bills = [rules for rules in self.ledger.rules if rules.bill.per_size and thing in rules.things]
        return frozenset(name for rules in bills for read, _ in rules.fits for name in read.names)

    def made_out(self, rules: Rules, thing: str, workload: Workload) -> Estimate | RuledOut:
        """Return a bill for a thing: for a size as it is named, or else for the cheapest size with room."""
        if thing in rules.things or not rules.bill.per_size:
            return self.estimate(rules, thing if thing in rules.things else rules.bill.of, workload)
        return self.cheapest(rules, rules.things, workload)

    def bills_of(self, thing: str) -> list[Rules]:
        """Return the bills by which a thing is charged.

        A size is charged by the bills of what it is a size of; a service without bills of its own by
        those of its variants, a variant without any by those of its service.
        """
        variants = {variant.iri for variant in self.catalogue.variants(thing)}
        whole = self.catalogue.things[thing].variant_of
        for of in ({thing}, variants, {whole}):
            found = [rules for rules in self.ledger.rules if rules.bill.of in of]
            found = [rules for rules in found if rules.bill.per_size and thing in rules.things] or found
            if found:
                return found
        return []

    def _any(self, workload: Workload) -> Estimates:
        """All things whose bills go by what is stated."""
        stated = set(workload.amounts)
        going_by = [r for r in self.ledger.rules if stated <= r.dimensions and stated & r.always]
        # What only bills by name go by, such as clusters, names them well enough.
        offered = [rules for rules in going_by if not rules.bill.by_name_only] or going_by
        complete = [rules for rules in offered if rules.needed <= stated]
        if not complete:
            return Estimates((), (), _missing(offered, stated))
        return self._of_each(complete, None, workload)

    def _named(self, thing: str, workload: Workload) -> Estimates:
        """The bills of one thing that is named, also where it has no use for all that is stated."""
        stated = set(workload.amounts)
        bills = self.bills_of(thing)
        if not bills:
            label = self.catalogue.label(thing)
            return Estimates((), (RuledOut(thing, f"The graph holds no rules for the bill of {label}."),))
        complete = [rules for rules in bills if rules.needed <= stated]
        if not complete:
            return Estimates((), (), _missing(bills, stated))
        if waiting := self._waiting(bills, stated):
            return Estimates((), (), _missing(waiting, stated))
        most = max(len(stated & rules.dimensions) for rules in complete)
        best = [rules for rules in complete if len(stated & rules.dimensions) == most]
        return self._of_each(best, thing, workload)

    def _waiting(self, bills: Sequence[Rules], stated: set[str]) -> Sequence[Rules]:
        """The bills that wait for more, where only they go by how long it is said that one run takes."""
        lasting = {d.name for d in self.bills.dimensions.values() if d.role is Role.LASTING} & stated
        waiting = [rules for rules in bills if lasting & rules.dimensions]
        return () if any(rules.needed <= stated for rules in waiting) else waiting

    def _of_each(self, bills: Sequence[Rules], named: str | None, workload: Workload) -> Estimates:
        """Make out one bill for each thing: of several ways, the one that goes by most of the work."""
        stated = set(workload.amounts)
        ways: defaultdict[str, list[Rules]] = defaultdict(list)
        for rules in bills:
            ways[rules.bill.of].append(rules)
        estimates: list[Estimate] = []
        ruled_out: list[RuledOut] = []
        for of, several in ways.items():
            rules = min(
                several,
                key=lambda r: (-len(stated & r.dimensions), len(r.dimensions - stated), r.bill.iri),
            )
            unwanted = self._unwanted(of) if named is None else None
            found = unwanted or self.made_out(rules, named or of, workload)
            if isinstance(found, Estimate):
                estimates.append(found)
            else:
                ruled_out.append(found)
        return Estimates(tuple(estimates), tuple(ruled_out))

    def _unwanted(self, thing: str) -> RuledOut | None:
        """Why a thing is not offered to somebody who does not name it: what all need does not hold."""
        for prop in self.catalogue.properties.values():
            if prop.assumed and prop.kind is Kind.BOOLEAN:
                found = self.ledger.facts(thing, prop.iri)
                if found and not truth(found[0]):
                    cell = self.ledger.cell(thing, prop.iri)
                    return RuledOut(thing, state_facts(self.catalogue, cell, thing, found), tuple(found))
        return None


def _missing(bills: Sequence[Rules], stated: set[str]) -> tuple[str, ...]:
    """What has to be stated besides for the bill that needs least."""
    lacking = [rules.needed - stated for rules in bills]
    fewest = min(lacking, key=lambda needed: (len(needed), sorted(needed)), default=frozenset[str]())
    return tuple(sorted(fewest))


@lru_cache(maxsize=4)
def calculator(finder: EvidenceFinder) -> Calculator:
    """Return the calculator of a catalogue; its bills are read once."""
    return Calculator(Ledger.from_finder(finder))
