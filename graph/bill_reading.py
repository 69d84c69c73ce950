"""Reading bills: the nodes of a graph that describe them, turned into `graph.bills`."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from graph.bills import Bill, BillFit, BillLine, Bills, BillStep, Choice, Dimension, Role
from graph.errors import OntologyError
from graph.namespaces import iri
from graph.store import Graph, Term
from graph.units import Unit, Units

_Node = Mapping[str, Sequence[str]]
_Read = TypeVar("_Read")
_KINDS = ("Dimension", "Choice", "Bill", "BillStep", "BillLine", "BillFit", "CostPhrases")


def read_bills(graph: Graph, units: Units) -> Bills:
    """Return the bills of a graph; OntologyError where one lacks what it needs to be worked out."""
    return BillReader(graph, units).read()


class BillReader:
    """Turns nodes into bills, naming what a node lacks."""

    def __init__(self, graph: Graph, units: Units) -> None:
        self._graph = graph
        self._units = units
        self._nodes = {name: _nodes(graph, name) for name in _KINDS}

    def read(self) -> Bills:
        """Return all bills; OntologyError at the first that lacks something."""
        bills, unread = self.all_readable()
        if unread:
            raise OntologyError(unread[0][1])
        return bills

    def all_readable(self) -> tuple[Bills, list[tuple[str, str]]]:
        """Return what can be read, and for each node that cannot be, why."""
        unread: list[tuple[str, str]] = []

        def readable(kind: str, read: Callable[[str, _Node], _Read]) -> list[_Read]:
            found = []
            for node, said in self._nodes[kind].items():
                try:
                    found.append(read(node, said))
                except OntologyError as error:
                    unread.append((node, str(error)))
            return found

        dimensions = readable("Dimension", self._dimension)
        bills = Bills(
            dimensions={d.name: d for d in sorted(dimensions, key=lambda d: (d.order, d.name))},
            choices=tuple(sorted(readable("Choice", self._choice), key=lambda c: (c.order, c.iri))),
            bills=tuple(readable("Bill", self._bill)),
            phrases={
                _local(node): _all(said, "skos:altLabel") for node, said in self._nodes["CostPhrases"].items()
            },
        )
        return bills, unread

    def _dimension(self, node: str, said: _Node) -> Dimension:
        return Dimension(
            iri=node,
            name=_local(node),
            label=_one(node, said, "skos:prefLabel"),
            definition=_one(node, said, "skos:definition"),
            unit=self._unit(node, said),
            names=_all(said, "skos:altLabel"),
            ones=_all(said, "cv:one"),
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
            called=_first(said, "cv:called") or "",
            per_size=_first(said, "cv:perSize") == "true",
            by_name_only=_first(said, "cv:byNameOnly") == "true",
            steps=tuple(self._step(*each) for each in self._parts(node, said, "cv:step", "BillStep")),
            lines=tuple(self._line(*each) for each in self._parts(node, said, "cv:line", "BillLine")),
            fits=tuple(
                BillFit(each[0], _one(*each, "cv:formula"), _one(*each, "cv:atMost"))
                for each in self._parts(node, said, "cv:fit", "BillFit")
            ),
            assumes=_all(said, "cv:assumes"),
            leaves_out=_all(said, "cv:leavesOut"),
        )

    def _step(self, node: str, said: _Node) -> BillStep:
        return BillStep(
            iri=node,
            symbol=_one(node, said, "cv:symbol"),
            label=_one(node, said, "skos:prefLabel"),
            formula=_one(node, said, "cv:formula"),
            unit=self._unit(node, said),
            witness=_first(said, "cv:witness"),
        )

    def _line(self, node: str, said: _Node) -> BillLine:
        takes = _first(said, "cv:takes")
        return BillLine(
            iri=node,
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
