"""Mistakes in bills that shapes cannot see: formulas that cannot be worked out, prices that nobody states."""

from collections.abc import Iterator
from decimal import Decimal

from pyoxigraph import DefaultGraph, NamedNode
from rapidfuzz import fuzz, process

from graph.arithmetic import Amount, MissingAmountError, ZeroAmountError
from graph.bill_reading import BillReader
from graph.bills import Bill, BillFit, BillLine, Bills
from graph.catalogue import Catalogue, catalogue
from graph.errors import OntologyError
from graph.finding import Finding, short
from graph.formula import Formula, formula, units_by_name
from graph.namespaces import iri
from graph.prices import Price
from graph.properties import Kind, Property
from graph.store import Graph
from graph.units import Unit

_FORMULA = iri("cv:formula").value
_CHARGES = iri("cv:charges").value
_ALIKE = 60
"""How alike two names must be, of 100, for one to be offered instead of the other."""
_Names = dict[str, Unit | None]


def faulty_bills(graph: Graph) -> Iterator[Finding]:
    """Yield what keeps the bills of a graph from being worked out, beyond what shapes find."""
    try:
        described = catalogue(graph, with_bills=False)
    except OntologyError:
        return  # shapes say what is missing; until it is there, nothing can be told of bills
    reader = BillReader(graph, described.units)
    bills, unread = reader.all_readable()
    yield from (Finding(node, message) for node, message in unread)
    for bill in bills.bills:
        yield from _Linter(described, bills, bill).findings()


class _Linter:
    """The check of one bill."""

    def __init__(self, described: Catalogue, bills: Bills, bill: Bill) -> None:
        self._catalogue = described
        self._bill = bill
        self._properties = {_local(prop.iri): prop for prop in described.properties.values()}
        self._units = units_by_name(described.units)
        self._names: _Names = {name: d.unit for name, d in bills.dimensions.items()}
        for name, prop in self._properties.items():
            if prop.kind is Kind.QUANTITY:
                self._names.setdefault(name, described.units[prop.unit] if prop.unit else None)

    def findings(self) -> Iterator[Finding]:
        for step in self._bill.steps:
            if step.symbol in self._names:
                yield Finding(
                    step.iri,
                    f"The symbol {step.symbol!r} already names something that formulas use: rename it.",
                    iri("cv:symbol").value,
                    step.symbol,
                )
            yield from self._formula(step.iri, step.formula, step.unit)
            self._names[step.symbol] = step.unit
        for line in self._bill.lines:
            if line.formula:
                yield from self._formula(line.iri, line.formula, line.unit)
            yield from self._prices(line)
        for fit in self._bill.fits:
            yield from self._limit(fit)

    def _formula(self, node: str, text: str, unit: Unit | None) -> Iterator[Finding]:
        """What is wrong with a formula whose amount is counted in a unit."""
        try:
            read = formula(text, frozenset(self._names), self._units)
        except OntologyError as error:
            yield Finding(node, f"{error}{self._hint(str(error))}. Correct it.", _FORMULA, text)
            return
        try:
            self._tried(read, unit)
        except ValueError as error:
            yield Finding(
                node, f"The formula {text!r} mixes units: {error}. Correct it, or its unit.", _FORMULA, text
            )

    def _tried(self, read: Formula, unit: Unit | None) -> None:
        """Work a formula out with one of each amount; ValueError where the units do not fit."""
        try:
            read.amount(lambda name: Amount(Decimal(1), self._names[name])).within(unit)
        except (MissingAmountError, ZeroAmountError):
            return  # with other amounts it can be worked out

    def _hint(self, error: str) -> str:
        """The known name that is most like the one that a formula has wrong."""
        wrong = error.rpartition(" names ")[2].split(",")[0]
        near = process.extractOne(wrong, sorted(self._names), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return f" (did you mean {near[0]}?)" if near and " names " in error else ""

    def _prices(self, line: BillLine) -> Iterator[Finding]:
        """Whether the prices of a line are stated, and for what it counts."""
        if line.charges is None:
            return
        prop = self._catalogue.properties.get(line.charges)
        if prop is None or prop.kind is not Kind.PRICE:
            prices = sorted(short(p.iri) for p in self._properties.values() if p.kind is Kind.PRICE)
            yield Finding(
                line.iri,
                f"The line charges {short(line.charges)}, whose values are no prices: name one of "
                f"{', '.join(prices)}.",
                _CHARGES,
                line.charges,
            )
            return
        subjects = [line.charged_as] if line.charged_as else self._subjects()
        found = [price for subject in subjects for price in self._stated(subject, prop)]
        fitting = [price for price in found if line.conditions <= price.conditions]
        names = " or ".join(short(subject) for subject in subjects[:3])
        if not fitting:
            holds = " and ".join(map(short, sorted(line.conditions)))
            lacking = f" with the condition {holds}" if holds else ""
            yield Finding(
                line.iri,
                f"No source states a price by {short(prop.iri)} of {names}{lacking}: "
                "state one as a cv:Price, or name with cv:chargedAs whose prices hold.",
                _CHARGES,
                line.charges,
            )
        for unit in sorted({price.unit for price in fitting}):
            priced = self._catalogue.units[unit]
            if line.unit is not None and priced.dimension != line.unit.dimension:
                yield Finding(
                    line.iri,
                    f"The line counts {line.unit.plural}, but its price is for {priced.plural}: count it in "
                    f"{short(unit)}.",
                    iri("cv:countedIn").value,
                    line.unit.iri,
                )

    def _subjects(self) -> list[str]:
        """The things by whose prices the bill goes: the one it is charged as, its service, or the sizes."""
        charged = self._bill.charged_as
        if charged != self._bill.of:
            return [charged]
        if self._bill.per_size:
            return [size.iri for size in self._catalogue.sizes_of.get(self._bill.of, ())]
        whole = self._catalogue.things[charged].variant_of if charged in self._catalogue.things else None
        return [charged, *([whole] if whole else [])]

    def _stated(self, subject: str, prop: Property) -> Iterator[Price]:
        prices = self._catalogue.prices
        store = self._catalogue.graph.store
        for quad in store.quads_for_pattern(NamedNode(subject), NamedNode(prop.iri), None, DefaultGraph()):
            if isinstance(quad.object, NamedNode) and quad.object.value in prices:
                yield prices[quad.object.value]

    def _limit(self, fit: BillFit) -> Iterator[Finding]:
        prop = self._catalogue.properties.get(fit.at_most)
        if prop is None or prop.kind is not Kind.QUANTITY:
            yield Finding(
                fit.iri,
                f"The limit {short(fit.at_most)} is no quantity: name a property whose values have a unit.",
                iri("cv:atMost").value,
                fit.at_most,
            )
            return
        yield from self._formula(
            fit.iri, fit.formula, self._catalogue.units[prop.unit] if prop.unit else None
        )


def _local(term: str) -> str:
    return term.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
