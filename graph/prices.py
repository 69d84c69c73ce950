"""Prices: what is charged for how much of what, where, and on what conditions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from graph.store import Graph


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of money for so many of a unit; tiers count usage a month in that unit."""

    iri: str
    label: str
    """How people write it, for example `$1 per hour`."""
    amount: Decimal
    currency: str
    per: Decimal
    unit: str
    region: str
    tier_from: Decimal | None
    tier_to: Decimal | None
    conditions: frozenset[str]
    """What it holds for, by IRI; empty where it holds for all that has no price of its own."""
    usual: bool
    """Whether people mean it who name no condition."""
    assumption: str
    """What a bill takes for granted that charges it, in a sentence; empty where it is nothing."""


def read_prices(graph: Graph) -> Mapping[str, Price]:
    """Return the prices that a graph describes, by IRI."""
    conditions: defaultdict[str, set[str]] = defaultdict(set)
    for row in graph.select(_CONDITIONS):
        conditions[row["price"].value].add(row["condition"].value)
    found = {}
    for row in graph.select(_PRICES):
        node = row["price"].value
        found[node] = Price(
            iri=node,
            label=row["label"].value,
            amount=Decimal(row["amount"].value),
            currency=row["currency"].value,
            per=Decimal(row["per"].value),
            unit=row["unit"].value,
            region=row["region"].value,
            tier_from=Decimal(row["from"].value) if "from" in row else None,
            tier_to=Decimal(row["to"].value) if "to" in row else None,
            conditions=frozenset(conditions[node]),
            usual="usual" in row and row["usual"].value == "true",
            assumption=row["assumption"].value if "assumption" in row else "",
        )
    return found


_PREFIXES = """
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_PRICES = (
    _PREFIXES
    + """
SELECT ?price ?label ?amount ?currency ?per ?unit ?region ?from ?to ?usual ?assumption WHERE {
  ?price a cv:Price ; skos:prefLabel ?label ; cv:amount ?amount ; cv:currency ?currency ;
    cv:per ?per ; cv:perUnit ?unit ; cv:region ?region .
  OPTIONAL { ?price cv:tierFrom ?from } OPTIONAL { ?price cv:tierTo ?to }
  OPTIONAL { ?price cv:usualPrice ?usual } OPTIONAL { ?price cv:assumption ?assumption }
} ORDER BY ?price
"""
)
_CONDITIONS = _PREFIXES + "SELECT ?price ?condition WHERE { ?price a cv:Price ; cv:condition ?condition }"
