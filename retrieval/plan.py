"""SPARQL for a question, built from typed terms. No user text ever reaches a query."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Triple

from graph.namespaces import PREFIXES, STATES, iri
from retrieval.question import Constraint
from retrieval.wordings import Asks

_PREFIX = f"PREFIX cv: <{PREFIXES['cv']}>\n"
_COLUMNS = "?subject ?predicate ?object ?source"
_ORDER = "ORDER BY ?subject ?predicate ?object ?source"
_OPPOSITES = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!="}
_OPERATORS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<", "exactly": "="}


def _values(variable: str, iris: Iterable[str]) -> str:
    terms = " ".join(str(NamedNode(value)) for value in iris)
    return f"VALUES ?{variable} {{ {terms} }}"


_STATE_VALUES = _values("predicate", (state.value for state in STATES))


def cells(subjects: Sequence[str], properties: Sequence[str]) -> str:
    """Everything that any source states of these properties of these subjects."""
    return f"""{_PREFIX}SELECT {_COLUMNS} WHERE {{
  {_values("subject", subjects)}
  {{ {_values("predicate", properties)} GRAPH ?source {{ ?subject ?predicate ?object }} }}
  UNION
  {{ {_STATE_VALUES} {_values("object", properties)} GRAPH ?source {{ ?subject ?predicate ?object }} }}
}} {_ORDER}"""


def everything(subjects: Sequence[str]) -> str:
    """Everything that any source states of these subjects."""
    return f"""{_PREFIX}SELECT {_COLUMNS} WHERE {{
  {_values("subject", subjects)}
  GRAPH ?source {{ ?subject ?predicate ?object }}
}} {_ORDER}"""


def notes(cells: Sequence[tuple[str, str]] = ()) -> str:
    """The notes that qualify some properties, each of one subject, or without any given all notes.

    `cells` are pairs of a subject and a property.
    """
    pairs = " ".join(f"({NamedNode(subject)} {NamedNode(prop)})" for subject, prop in cells)
    within = f"VALUES (?about ?property) {{ {pairs} }}" if cells else ""
    return f"""{_PREFIX}SELECT {_COLUMNS} ?about ?property ?value WHERE {{
  {within}
  ?subject cv:about ?about ; cv:aboutProperty ?property .
  BIND(cv:text AS ?predicate) GRAPH ?source {{ ?subject cv:text ?object }}
  OPTIONAL {{ ?subject cv:aboutValue ?value }}
}} {_ORDER}"""


def relations(one: Sequence[str], other: Sequence[str]) -> str:
    """The accepted facts that link two things, in either direction."""
    return f"""{_PREFIX}SELECT {_COLUMNS} WHERE {{
  {{ {_values("subject", one)} {_values("object", other)} }}
  UNION
  {{ {_values("subject", other)} {_values("object", one)} }}
  ?subject ?predicate ?object . ?predicate cv:sentence ?wording .
  GRAPH ?source {{ ?subject ?predicate ?object }}
}} {_ORDER}"""


def matching(
    constraints: Sequence[Constraint],
    within: Sequence[str],
    classes: Sequence[str],
    without: Sequence[str] = (),
) -> str:
    """The services for which every constraint holds, with the facts that say so.

    A service that leaves a property to its variants is judged by its usual variant. Limited to the
    services in `within`, where there are any, or else to those of the classes; never those in `without`.
    """
    return (
        f"{_PREFIX}SELECT DISTINCT ?item {_COLUMNS} WHERE {{\n"
        f"{_pattern(constraints, within, classes, without)}\n}} ORDER BY ?item ?predicate ?object ?source"
    )


def counting(
    constraints: Sequence[Constraint],
    within: Sequence[str],
    classes: Sequence[str],
    without: Sequence[str] = (),
) -> str:
    """How many services `matching` finds."""
    return (
        f"{_PREFIX}SELECT (COUNT(DISTINCT ?item) AS ?count) WHERE {{\n"
        f"{_pattern(constraints, within, classes, without)}\n}}"
    )


def counting_values(subject: str, prop: str, among: Sequence[str] = ()) -> str:
    """How many accepted values a property has of one subject, or how many of some values it has."""
    within = f"{_values('value', among)} " if among else ""
    return (
        f"SELECT (COUNT(DISTINCT ?value) AS ?count) WHERE {{ {within}"
        f"{NamedNode(subject)} {NamedNode(prop)} ?value }}"
    )


def _items(within: Sequence[str], classes: Sequence[str], without: Sequence[str]) -> str:
    """The services among which is chosen."""
    among = _values("item", within) if within else f"{_values('class', classes)} ?item a ?class ."
    apart = ", ".join(str(NamedNode(iri)) for iri in without)
    return f"{among} FILTER(?item NOT IN ({apart}))" if apart else among


def _pattern(
    constraints: Sequence[Constraint], within: Sequence[str], classes: Sequence[str], without: Sequence[str]
) -> str:
    """The services that fulfil every constraint, with one branch a constraint for the facts that say so."""
    items = _items(within, classes, without)
    if not constraints:
        return (
            f"  {items} BIND(?item AS ?subject) VALUES ?predicate {{ cv:category }}\n"
            "  GRAPH ?source { ?subject ?predicate ?object }"
        )
    branches = []
    for told in range(len(constraints)):
        lines = [items]
        for number, constraint in enumerate(constraints):
            names = ("subject", "predicate", "object") if number == told else _numbered(number)
            lines.append(f"?item cv:defaultVariant? ?{names[0]} . {_holds(constraint, *names)}")
        lines.append("GRAPH ?source { ?subject ?predicate ?object }")
        branches.append("{ " + "\n    ".join(lines) + " }")
    return "  " + "\n  UNION\n  ".join(branches)


def _numbered(number: int) -> tuple[str, str, str]:
    return f"s{number}", f"p{number}", f"o{number}"


def _holds(constraint: Constraint, s: str, p: str, o: str) -> str:
    """The pattern by which ?s fulfils a constraint, stated by ?p and ?o."""
    properties = constraint.properties
    stated = f"{_values(p, properties)} ?{s} ?{p} ?{o} ."
    no_limit = f"{_values(o, properties)} VALUES ?{p} {{ cv:noLimit }} ?{s} ?{p} ?{o} ."
    if constraint.amount is not None:
        operator = _OPERATORS[constraint.amount.relation]
        if constraint.negated:
            operator = _OPPOSITES[operator]
        within = f"{stated} FILTER(?{o} {operator} {_number(constraint.amount.quantity.amount)})"
        return f"{{ {within} }} UNION {{ {no_limit} }}" if operator[0] in ">!" else within
    if constraint.asks is Asks.NO_LIMIT:
        return no_limit
    if constraint.asks is Asks.VALUE and constraint.negated:
        unwanted = f"{_values(f'{o}x', constraint.values)} {_values(f'{p}x', properties)} ?{s} ?{p}x ?{o}x"
        return f"{stated} FILTER NOT EXISTS {{ {unwanted} }}"
    if constraint.asks is Asks.VALUE:
        return f"{_values(o, constraint.values)} {stated}"
    if constraint.asks is Asks.FALSE:
        return f"{stated} FILTER(?{o} = false)"
    return f"{stated} FILTER(!isLiteral(?{o}) || ?{o} != false)"


_RANK = "BIND(?object AS ?rank)"
_PRICE_RANK = "?object cv:amount ?amount ; cv:per ?per ; cv:usualPrice true . BIND(?amount / ?per AS ?rank)"


def ranking(
    prop: str,
    highest: bool,
    within: Sequence[str],
    classes: Sequence[str],
    priced: bool = False,
    without: Sequence[str] = (),
) -> str:
    """The services by the value of a quantity, the one asked for first; no limit is above any value.

    Prices are ranked by what one unit costs at the usual price.
    """
    items = _items(within, classes, without)
    term = NamedNode(prop)
    infinite = Literal("INF", datatype=iri("xsd:double"))
    order = "DESC(?rank)" if highest else "ASC(?rank)"
    return f"""{_PREFIX}SELECT DISTINCT ?item {_COLUMNS} ?rank WHERE {{
  {items} ?item (cv:defaultVariant|cv:variantOf|cv:sizeOf|^cv:variantOf)? ?subject .
  FILTER(?subject = ?item || NOT EXISTS {{ ?item {term} ?own }} && NOT EXISTS {{ ?item cv:noLimit {term} }}
    && (NOT EXISTS {{ ?subject cv:variantOf ?item }} || EXISTS {{ ?item cv:defaultVariant ?subject }}
      || EXISTS {{ ?item cv:varies {term} }}))
  {{ VALUES ?predicate {{ {term} }} ?subject ?predicate ?object . {_PRICE_RANK if priced else _RANK} }}
  UNION
  {{ VALUES ?predicate {{ cv:noLimit }} VALUES ?object {{ {term} }}
    ?subject ?predicate ?object . BIND({infinite} AS ?rank) }}
  GRAPH ?source {{ ?subject ?predicate ?object }}
}} ORDER BY {order} ?item ?source"""


def _number(amount: Decimal) -> str:
    return str(Literal(f"{amount:f}", datatype=iri("xsd:decimal")))


def stated_of(properties: Sequence[str], values: Sequence[str]) -> str:
    """The accepted facts of which these things are the value."""
    return f"""{_PREFIX}SELECT {_COLUMNS} WHERE {{
  {_values("predicate", properties)} {_values("object", values)}
  ?subject ?predicate ?object . GRAPH ?source {{ ?subject ?predicate ?object }}
}} {_ORDER}"""


def stating(triples: Iterable[Triple]) -> str:
    """Who states these triples."""
    rows = " ".join(f"({t.subject} {t.predicate} {t.object})" for t in triples)
    return f"""{_PREFIX}SELECT {_COLUMNS} WHERE {{
  VALUES (?subject ?predicate ?object) {{ {rows} }} GRAPH ?source {{ ?subject ?predicate ?object }}
}} {_ORDER}"""
