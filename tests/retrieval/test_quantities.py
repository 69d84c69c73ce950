from decimal import Decimal

import pytest

from graph.catalogue import catalogue
from graph.store import Graph
from retrieval.quantities import find_quantities, unit_names
from retrieval.text import normalise, tokenise


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("15m", [("15", "minutes")]),
        ("900 s", [("900", "seconds")]),
        ("a quarter of an hour", [("0.25", "hours")]),
        ("for a quarter of an hour", [("0.25", "hours")]),
        ("half an hour", [("0.5", "hours")]),
        ("10 gigs", [("10", "GB")]),
        ("1,5 GB", [("1.5", "GB")]),
        ("400,000 GB-seconds", [("400000", "GB-seconds a month")]),
        ("3 mil requests", [("3000000", "requests a month")]),
        ("2k requests a month", [("2000", "requests a month")]),
        ("run for an hour", [("1", "hours")]),
        ("which one is it", []),
        ("a couple of million requests", [("2000000", "requests a month")]),
        ("half a million requests", [("500000", "requests a month")]),
        ("twenty five thousand requests", [("25000", "requests a month")]),
        ("two million five hundred thousand requests", [("2500000", "requests a month")]),
        ("two and a half million requests", [("2500000", "requests a month")]),
        ("a 2 and a half hour job", [("2.5", "hours")]),
        ("3 million and 200 ms", [("3000000", None), ("200", "milliseconds")]),
        ("the 3 of them", [("3", None)]),
    ],
)
def test_amounts_are_read(text: str, amounts: list[tuple[str, str | None]], graph: Graph) -> None:
    units = catalogue(graph).units
    found = find_quantities(tokenise(normalise(text)), unit_names(units), frozenset())
    assert [(q.amount, q.unit and q.unit.plural) for q in found] == [
        (Decimal(amount), unit) for amount, unit in amounts
    ]
