"""Bills: by which amounts things are charged, as a catalogue describes it. Formulas are kept as text."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from graph.errors import OntologyError
from graph.namespaces import iri
from graph.store import Graph, Term
from graph.units import Unit, Units

_Node = Mapping[str, Sequence[str]]


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

    symbol: str
    label: str
    formula: str
    unit: Unit
    witness: str | None


@dataclass(frozen=True, slots=True)
class BillLine:
    """One item: usage in a unit by a formula, times the price that a property states."""

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


def read_bills(graph: Graph, units: Units) -> Bills:
    """Return the bills of a graph; OntologyError where one lacks what it needs to be worked out."""
    return _Reader(graph, units).read()


class _Reader:
    """Turns nodes into bills, naming what a node lacks."""

    def __init__(self, graph: Graph, units: Units) -> None:
        self._graph = graph
        self._units = units
        self._nodes = {
            name: _nodes(graph, name)
            for name in ("Dimension", "Choice", "Bill", "BillStep", "BillLine", "BillFit", "CostPhrases")
        }

    def read(self) -> Bills:
        dimensions = [self._dimension(node, said) for node, said in self._nodes["Dimension"].items()]
        choices = [self._choice(node, said) for node, said in self._nodes["Choice"].items()]
        return Bills(
            dimensions={d.name: d for d in sorted(dimensions, key=lambda d: (d.order, d.name))},
            choices=tuple(sorted(choices, key=lambda choice: (choice.order, choice.iri))),
            bills=tuple(self._bill(node, said) for node, said in self._nodes["Bill"].items()),
            phrases={
                _local(node): _all(said, "skos:altLabel") for node, said in self._nodes["CostPhrases"].items()
            },
        )

    def _dimension(self, node: str, said: _Node) -> Dimension:
        return Dimension(
            iri=node,
            name=_local(node),
            label=_one(node, said, "skos:prefLabel"),
            definition=_one(node, said, "skos:definition"),
            unit=self._unit(node, said),
            names=_all(said, "skos:altLabel"),
            monthly=_first(said, "cv:countedMonthly") == "true",
            role=Role(_local(role)) if (role := _first(said, "cv:role")) else None,
            rate_unit=self._units[rate] if (rate := _first(said, "cv:rateUnit")) else None,
            least=Decimal(_one(node, said, "cv:least")),
            greatest=Decimal(_one(node, said, "cv:greatest")),
            assumed=_amount(said, "cv:assumedAmount"),
            assumption=_first(said, "cv:assumption") or "",
            typical=_amount(said, "cv:typicalAmount"),
            example=_one(node, said, "cv:example"),
            order=_order(said),
        )

    def _choice(self, node: str, said: _Node) -> Choice:
        return Choice(
            iri=node,
            name=_local(node).removesuffix("Choice"),
            label=_one(node, said, "skos:prefLabel"),
            options=_all(said, "cv:option"),
            assumed=_first(said, "cv:assumedOption"),
            assumption=_first(said, "cv:assumption") or "",
            stated_by=_first(said, "cv:statedBy"),
            unpriced=_all(said, "cv:unpricedOption"),
            order=_order(said),
        )

    def _bill(self, node: str, said: _Node) -> Bill:
        return Bill(
            iri=node,
            of=_one(node, said, "cv:billOf"),
            charged_as=_first(said, "cv:chargedAs") or _one(node, said, "cv:billOf"),
            way=_one(node, said, "cv:way"),
            per_size=_first(said, "cv:perSize") == "true",
            by_name_only=_first(said, "cv:byNameOnly") == "true",
            steps=tuple(self._step(*each) for each in self._parts(node, said, "cv:step", "BillStep")),
            lines=tuple(self._line(*each) for each in self._parts(node, said, "cv:line", "BillLine")),
            fits=tuple(
                BillFit(_one(*each, "cv:formula"), _one(*each, "cv:atMost"))
                for each in self._parts(node, said, "cv:fit", "BillFit")
            ),
            assumes=_all(said, "cv:assumes"),
            leaves_out=_all(said, "cv:leavesOut"),
        )

    def _step(self, node: str, said: _Node) -> BillStep:
        return BillStep(
            symbol=_one(node, said, "cv:symbol"),
            label=_one(node, said, "skos:prefLabel"),
            formula=_one(node, said, "cv:formula"),
            unit=self._unit(node, said),
            witness=_first(said, "cv:witness"),
        )

    def _line(self, node: str, said: _Node) -> BillLine:
        takes = _first(said, "cv:takes")
        return BillLine(
            label=_one(node, said, "skos:prefLabel"),
            formula="" if takes else _one(node, said, "cv:formula"),
            unit=None if takes else self._unit(node, said),
            charges=None if takes else _one(node, said, "cv:charges"),
            takes=takes,
            charged_as=_first(said, "cv:chargedAs"),
            free=_first(said, "cv:freeAmount"),
            always_free=_first(said, "cv:alwaysFree") == "true",
            conditions=frozenset(_all(said, "cv:holdsFor")),
            only_with=frozenset(_all(said, "cv:onlyWith")),
            only_for=_local(only) if (only := _first(said, "cv:onlyFor")) else None,
            assumption=_first(said, "cv:assumption") or "",
        )

    def _parts(self, node: str, said: _Node, predicate: str, kind: str) -> list[tuple[str, _Node]]:
        """The parts of a bill that a predicate names, in their order."""
        known = self._nodes[kind]
        names = _all(said, predicate)
        if missing := [name for name in names if name not in known]:
            raise OntologyError(f"{node} has the {predicate} {missing[0]}, which is no cv:{kind}")
        return sorted(((name, known[name]) for name in names), key=lambda part: (_order(part[1]), part[0]))

    def _unit(self, node: str, said: _Node) -> Unit:
        name = _one(node, said, "cv:countedIn")
        try:
            return self._units[name]
        except KeyError:
            raise OntologyError(f"{node} has the cv:countedIn {name}, which nothing describes") from None


def _nodes(graph: Graph, kind: str) -> dict[str, _Node]:
    """What is said of each node of a class, by IRI, in the order of the IRIs."""
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in graph.select(_OF_A_CLASS, kind=iri(f"cv:{kind}")):
        value: Term = row["value"]
        found[row["node"].value][row["predicate"].value].append(value.value)
    return {node: dict(said) for node, said in found.items()}


_OF_A_CLASS = """
SELECT ?kind ?node ?predicate ?value WHERE { ?node a ?kind ; ?predicate ?value }
ORDER BY ?node ?predicate ?value
"""


def _all(said: _Node, predicate: str) -> tuple[str, ...]:
    return tuple(said.get(iri(predicate).value, ()))


def _first(said: _Node, predicate: str) -> str | None:
    return next(iter(_all(said, predicate)), None)


def _one(node: str, said: _Node, predicate: str) -> str:
    value = _first(said, predicate)
    if value is None:
        raise OntologyError(f"{node} needs a {predicate}")
    return value


def _amount(said: _Node, predicate: str) -> Decimal | None:
    value = _first(said, predicate)
    return None if value is None else Decimal(value)


def _order(said: _Node) -> int:
    return int(_first(said, "cv:order") or 0)


def _local(term: str) -> str:
    return term.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
