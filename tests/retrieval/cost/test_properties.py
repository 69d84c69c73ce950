"""What holds of every bill, whatever is used."""

from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import QuestionError
from retrieval.cost.breakeven import Comparer
from retrieval.cost.calculate import Calculator
from retrieval.cost.estimate import Estimate, added
from retrieval.cost.workload import Workload
from tests.retrieval.cost.conftest import thing

_CENT = Decimal("0.01")
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
BY_REQUEST = ["lambda", "fargate", "t3-medium", "lightsail-linux-2gb", "step-functions-express"]
GROWING = ["requests", "duration", "memory"]

requests = st.integers(0, 10**11).map(Decimal)
durations = st.decimals(0, 300_000, places=1)
memories = st.integers(1, 2048).map(Decimal)
workloads = st.builds(
    lambda requests, duration, memory: {"requests": requests, "duration": duration, "memory": memory},
    requests,
    durations,
    memories,
)


def made(calculator: Calculator, name: str, amounts: dict[str, Decimal], free: bool = False) -> Estimate:
    found = calculator.estimates(Workload(amounts, services=(thing(name),), free_tier=free))
    (estimate,) = found.estimates
    return estimate


@pytest.mark.parametrize("name", BY_REQUEST)
@given(amounts=workloads)
@FEW
def test_no_bill_is_negative_and_its_parts_add_up(
    name: str, amounts: dict[str, Decimal], calculator: Calculator
) -> None:
    estimate = made(calculator, name, amounts)
    assert estimate.total >= 0
    assert all(item.value >= 0 for item in (*estimate.items, *estimate.free_items))
    assert estimate.total == sum(item.value for item in estimate.items) == added(estimate.items)
    assert estimate.with_free_tier == added(estimate.free_items)


@pytest.mark.parametrize("name", BY_REQUEST)
@given(amounts=workloads)
@FEW
def test_the_free_tier_never_makes_it_dearer(
    name: str, amounts: dict[str, Decimal], calculator: Calculator
) -> None:
    estimate = made(calculator, name, amounts)
    assert 0 <= estimate.with_free_tier <= estimate.total


@pytest.mark.parametrize("name", BY_REQUEST)
@given(amounts=workloads, grown=st.sampled_from(GROWING), factor=st.decimals(1, 3, places=2))
@FEW
def test_more_use_is_never_cheaper(
    name: str, amounts: dict[str, Decimal], grown: str, factor: Decimal, calculator: Calculator
) -> None:
    largest = {"requests": Decimal(10**12), "duration": Decimal(300_000), "memory": Decimal(2048)}[grown]
    raised = min(amounts[grown] * factor, largest)
    more = amounts | {grown: raised if grown == "duration" else raised.to_integral_value(ROUND_CEILING)}
    for free in (False, True):
        before, after = (made(calculator, name, each).by(free) for each in (amounts, more))
        assert before <= after


@given(amounts=workloads)
@FEW
def test_the_quick_sum_is_that_of_the_lines(amounts: dict[str, Decimal], calculator: Calculator) -> None:
    for name in BY_REQUEST:
        for free in (False, True):
            estimate = made(calculator, name, amounts, free)
            workload = Workload(amounts, services=(thing(name),), free_tier=free)
            assert calculator.total(estimate.rules, thing(name), workload) == estimate.by(free)


@given(months=st.integers(1, 120), amounts=workloads)
@FEW
def test_a_period_is_as_many_months(months: int, amounts: dict[str, Decimal], calculator: Calculator) -> None:
    one = made(calculator, "lambda", amounts)
    workload = Workload(amounts, services=(thing("lambda"),), months=Decimal(months))
    (several,) = calculator.estimates(workload).estimates
    assert several.total == one.total * months


@pytest.mark.parametrize("pair", [("lambda", "fargate"), ("lambda", "t3-medium"), ("fargate", "lambda")])
@pytest.mark.parametrize("over", ["requests", "duration", "memory"])
@given(duration=st.integers(1, 900).map(Decimal), memory=st.integers(128, 4096).map(Decimal))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_at_a_break_even_point_both_are_equal_and_the_order_turns(
    pair: tuple[str, str],
    over: str,
    duration: Decimal,
    memory: Decimal,
    comparer: Comparer,
    calculator: Calculator,
) -> None:
    amounts = {"requests": Decimal(20_000_000), "duration": duration, "memory": memory}
    things = tuple(thing(name) for name in pair)
    workload = Workload(amounts, services=things)
    rules = comparer.pair(things, workload)
    made_out = [calculator.made_out(r, t, workload) for r, t in zip(rules, things, strict=True)]
    one, other = made_out
    if not isinstance(one, Estimate) or not isinstance(other, Estimate):
        return
    found = comparer.between((one, other), workload, over)
    small = Decimal(1) if over == "requests" else Decimal("1e-6")
    for crossing in found.crossings:
        at = [_total(calculator, e, workload, over, crossing.load) for e in (one, other)]
        before = [
            _total(calculator, e, workload, over, crossing.load * (1 - small / 10**6) - small)
            for e in (one, other)
        ]
        assert at == list(crossing.costs)
        assert crossing.jumps or abs(at[0] - at[1]) < _CENT
        assert before[crossing.cheaper_below] <= before[1 - crossing.cheaper_below]
        assert at[crossing.cheaper_below] >= at[1 - crossing.cheaper_below]
    assert bool(found.crossings) is not (found.cheaper is not None)


def _total(
    calculator: Calculator, estimate: Estimate, workload: Workload, over: str, load: Decimal
) -> Decimal:
    whole = load.to_integral_value() if over == "requests" else load
    changed = replace(workload, amounts=dict(workload.amounts) | {over: whole})
    total = calculator.total(estimate.rules, estimate.subject, changed)
    assert total is not None
    return total


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ({"requests": Decimal(-1)}, "from 0 requests"),
        ({"memory": Decimal(0)}, "from 1 MB"),
        ({"requests": Decimal(10) ** 18}, "1,000,000,000,000 requests"),
        ({"requests": Decimal("NaN")}, "NaN requests is no amount"),
        ({"duration": Decimal("Infinity")}, "is no amount"),
        ({"vcpu": Decimal(10_000)}, "1,920 vCPU"),
    ],
)
def test_absurd_amounts_are_refused_with_what_is_valid(
    amounts: dict[str, Decimal], said: str, calculator: Calculator
) -> None:
    with pytest.raises(QuestionError, match=said):
        calculator.estimates(Workload(amounts))


@pytest.mark.parametrize("months", ["0", "-1", "121"])
def test_absurd_periods_are_refused(months: str, calculator: Calculator) -> None:
    with pytest.raises(QuestionError, match="at most 120 months"):
        calculator.estimates(Workload({"clusters": Decimal(1)}, months=Decimal(months)))
