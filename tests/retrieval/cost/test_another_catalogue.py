"""Bills of another domain are Turtle and nothing else: what coffee costs."""

from decimal import Decimal
from pathlib import Path

import pytest

from graph.check import check
from graph.store import load
from retrieval.encoder import Encoder
from retrieval.engine import Assistant
from tests.machine_checks import faults

COFFEE = Path(__file__).parents[2] / "catalogues" / "coffee"


@pytest.fixture(scope="module")
def coffee(encoder: Encoder) -> Assistant:
    return Assistant.from_graph(load([COFFEE]), encoder)


def test_the_catalogue_passes_the_check() -> None:
    assert check([COFFEE]) == ()


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        # 200 capsules in packs of 10: 200 x 0.40
        (["What do 200 cups a month cost with the Zibo?"], "80.00"),
        # 45 + 200 x 0.10
        (["What do 200 cups a month cost with the Duro?"], "65.00"),
        # 203 cups take 21 packs: 210 x 0.40
        (["What do 203 cups a month cost with the Zibo?"], "84.00"),
        # 500 x 0.40 + 100 x 0.30
        (["What do 600 cups a month cost with the Zibo?"], "230.00"),
        # (200 - 20) x 0.40
        (["What do 200 cups a month cost with the Zibo?", "with the free tier"], "72.00"),
        # 200 x 0.50
        (["What do 200 cups a month cost with the Zibo?", "and organic?"], "100.00"),
        # 200 x 2 x 0.40
        (["What do 200 cups a month cost with the Zibo?", "with 2 shots?"], "160.00"),
        # 365 / 12 x 10 = 304.17 a month, in packs of 10: 310 x 0.40
        (["What do 10 cups a day cost with the Zibo?"], "124.00"),
        # 12 x (45 + 200 x 0.10)
        (["What do 200 cups a month cost with the Duro?", "and for a year?"], "780.00"),
    ],
)
def test_what_coffee_costs_is_worked_out(asked: list[str], total: str, coffee: Assistant) -> None:
    answer = coffee.ask(asked[-1], asked[:-1])
    assert answer.kind == "cost"
    assert answer.result["totals"][0]["value"] == total
    assert answer.result["totals"][0]["unit"] == "EUR"
    assert faults(answer, coffee.catalogue) == []


def test_two_machines_are_compared_over_cups(coffee: Assistant) -> None:
    answer = coffee.ask("When does the Duro get cheaper than the Zibo?")
    (point, *_) = answer.result["break_even"]["points"]
    # For 140 cups: 140 x 0.40 = 56 and 45 + 140 x 0.10 = 59; for 141: 150 x 0.40 = 60 and 59.10
    assert Decimal(point["value"]) == 141
    assert point["costs"] == ["59.10", "60.00"]
    assert point["cheaper_above"]["label"] == "Tornvik Duro"
    assert faults(answer, coffee.catalogue) == []


def test_what_a_machine_is_not_built_for_is_left_out(coffee: Assistant) -> None:
    answer = coffee.ask("What do 2,000 cups a month cost?")
    assert [total["label"] for total in answer.result["totals"]] == ["Tornvik Duro"]
    (out,) = answer.result["ruled_out"]
    assert out["because"] == "Brellano Zibo makes at most 1,000 cups a month."
