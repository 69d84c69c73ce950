"""The facts that bills rest on, read once, and the bills compiled over them."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from graph.arithmetic import Amount
from graph.bills import Bill, BillFit, BillLine, BillStep
from graph.catalogue import Catalogue
from graph.errors import OntologyError
from graph.facts import Fact, amount
from graph.formula import Formula, formula, units_by_name
from graph.prices import Price
from graph.properties import Kind
from graph.units import Unit
from retrieval.evidence import Cell, EvidenceFinder


@dataclass(frozen=True, slots=True)
class Rules:
    """A bill with its formulas read."""

    bill: Bill
    steps: tuple[tuple[BillStep, Formula], ...]
    lines: tuple[tuple[BillLine, Formula | None], ...]
    fits: tuple[tuple[Formula, str], ...]
    dimensions: frozenset[str]
    """All dimensions by which it goes."""
    always: frozenset[str]
    """Those by which it goes whatever is stated: a bill is for work that states one of them."""
    needed: frozenset[str]
    """Those without which it cannot be worked out and of which nothing is assumed."""
    things: tuple[str, ...]
    """What it can be made out for: the thing itself, or each of its sizes."""
    properties: frozenset[str]


class Ledger:
    """All bills of a catalogue, and the accepted facts that they may need."""

    def __init__(
        self, catalogue: Catalogue, rules: Sequence[Rules], cells: Mapping[tuple[str, str], Cell]
    ) -> None:
        self.catalogue = catalogue
        self.rules = tuple(rules)
        self._cells = cells
        self.regions = frozenset(price.region for price in catalogue.prices.values())
        self.names = {prop.rsplit("#", 1)[-1].rsplit("/", 1)[-1]: prop for prop in catalogue.properties}

    @classmethod
    def from_finder(cls, finder: EvidenceFinder) -> Self:
        """Read the bills of a catalogue; OntologyError where a formula cannot be worked out."""
        catalogue = finder.catalogue
        rules = [_rules(catalogue, bill) for bill in catalogue.bills.bills]
        wanted: defaultdict[frozenset[str], set[str]] = defaultdict(set)
        for each in rules:
            others = {line.charged_as for line, _ in each.lines if line.charged_as}
            wanted[frozenset(each.things)] |= each.properties
            wanted[frozenset({each.bill.charged_as, *others})] |= each.properties
        cells: dict[tuple[str, str], Cell] = {}
        for things, properties in wanted.items():
            found = finder.cells(sorted(things), sorted(properties)).cells if properties else ()
            cells |= {(cell.subject, cell.prop.iri): cell for cell in found}
        return cls(catalogue, rules, cells)

    def by_option(self) -> Mapping[str, frozenset[str]]:
        """Return what is charged by prices that depend on an option, by option."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for rules in self.rules:
            for line, _ in rules.lines:
                subjects = {line.charged_as} if line.charged_as else {rules.bill.charged_as, *rules.things}
                facts = [fact for each in subjects for fact in self.facts(each, line.charges or "")]
                conditions = (self.catalogue.prices[fact.object.value].conditions for fact in facts)
                for option in line.only_with.union(*conditions):
                    found[option].add(rules.bill.of)
        return {option: frozenset(things) for option, things in found.items()}

    def facts(self, subject: str, prop: str) -> tuple[Fact, ...]:
        """Return the facts with a value; none where there is no limit, or nothing is known."""
        cell = self._cells.get((subject, prop))
        return cell.facts if cell is not None and cell.state is None else ()

    def prices(self) -> Iterator[tuple[str, str, Price]]:
        """Yield every price that some bill charges by, or could, with its subject and property."""
        for (_, prop), cell in self._cells.items():
            if cell.state is None and cell.prop.kind is Kind.PRICE:
                for fact in cell.facts:
                    yield fact.subject, prop, self.catalogue.prices[fact.object.value]

    def tells(self, subject: str, prop: str) -> bool:
        """Say whether a value is stated, or that there is no limit."""
        cell = self._cells.get((subject, prop))
        return cell is not None and (cell.state is not None or bool(cell.facts))

    def cell(self, subject: str, prop: str) -> Cell:
        """Return the cell of a property that some bill needs."""
        return self._cells[subject, prop]

    def amount(self, subject: str, prop: str) -> tuple[Amount, Fact] | None:
        """Return the amount that a fact states, with the fact, if one does."""
        found = self.facts(subject, prop)
        if not found:
            return None
        unit = self.catalogue.properties[prop].unit
        return Amount(amount(found[0]), self.catalogue.units[unit] if unit else None), found[0]


def _rules(catalogue: Catalogue, bill: Bill) -> Rules:
    units = units_by_name(catalogue.units)
    bills = catalogue.bills
    quantities = {
        prop.iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        for prop in catalogue.properties.values()
        if prop.kind is Kind.QUANTITY
    }
    names = frozenset({*bills.dimensions, *quantities})
    steps: list[tuple[BillStep, Formula]] = []
    for step in bill.steps:
        steps.append((step, _formula(step, names, units)))
        names |= {step.symbol}
    lines = [(line, _formula(line, names, units) if line.formula else None) for line in bill.lines]
    fits = [(_formula(fit, names, units), fit.at_most) for fit in bill.fits]
    read = [f for _, f in steps] + [f for _, f in lines if f is not None] + [f for f, _ in fits]
    used = frozenset().union(*(each.names for each in read)) if read else frozenset()
    always = [f for _, f in steps] + [f for line, f in lines if f is not None and line.only_for is None]
    needed = frozenset().union(*(_needed(each) for each in always)) if always else frozenset()
    assumed = {d.name for d in bills.dimensions.values() if d.assumed is not None}
    by_name = {prop.rsplit("#", 1)[-1].rsplit("/", 1)[-1]: prop for prop in catalogue.properties}
    stated = {by_name[name] for name in used & quantities}
    for line in bill.lines:
        stated |= {prop for prop in (line.charges, line.takes, line.free) if prop}
    stated |= {fit.at_most for fit in bill.fits}
    stated |= {choice.stated_by for choice in bills.choices if choice.stated_by}
    stated |= {prop.iri for prop in catalogue.properties.values() if prop.assumed}
    if unknown := sorted(stated - set(catalogue.properties)):
        raise OntologyError(f"{bill.iri} charges by {unknown[0]}, which no vocabulary describes")
    if bill.of not in catalogue.things:
        raise OntologyError(f"{bill.iri} is the cv:billOf {bill.of}, which nothing describes")
    sizes = tuple(size.iri for size in catalogue.sizes_of.get(bill.of, ()))
    return Rules(
        bill,
        tuple(steps),
        tuple(lines),
        tuple(fits),
        used & frozenset(bills.dimensions),
        frozenset().union(*(each.names for each in always)) & frozenset(bills.dimensions),
        (needed & frozenset(bills.dimensions)) - assumed,
        sizes if bill.per_size else (bill.of,),
        frozenset(stated),
    )


def _formula(
    part: BillStep | BillLine | BillFit, names: frozenset[str], units: Mapping[str, Unit]
) -> Formula:
    """Read the formula of a part of a bill; OntologyError, naming the part, where it is none."""
    try:
        return formula(part.formula, names, units)
    except OntologyError as error:
        raise OntologyError(
            f"{part.iri}: {error}. `cloudcite check` lists all that is to be mended"
        ) from error


def _needed(read: Formula) -> frozenset[str]:
    """The names without whose amounts a formula cannot be worked out."""
    return frozenset(_outside(read.tree))


def _outside(node: ast.expr) -> Iterable[str]:
    """The names that no function can do without."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Subscript):
        yield from _outside(node.value)
    elif isinstance(node, ast.BinOp):
        yield from _outside(node.left)
        yield from _outside(node.right)
    elif isinstance(node, ast.Call):
        yield from _outside(node.args[0])
