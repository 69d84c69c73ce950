"""Questions about costs in few words: fragments, sides of `vs`, what is idle, sizes told by their words."""

from typing import Any

import pytest

from retrieval.answer import Answer
from retrieval.engine import Assistant
from tests.machine_checks import faults


def first(answer: Answer) -> str:
    total: dict[str, Any] = answer.result["totals"][0]
    return f"{total['value']} a {total['period']}"


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("300 GB of gp3, per month?", "24.00 a month"),  # 300 x 0.08
        ("1 million messages to SNS", "0.50 a month"),  # the price itself, as a bill
        ("eventbridge custom events 250k a month", "0.25 a month"),
        ("2 TB on sc1 volumes", "30.72 a month"),  # 2048 x 0.015: only EBS has such volumes
        ("lambda requests: 3 million, memory: 512 MB, duration: 120 ms", "3.60 a month"),
    ],
)
def test_a_fragment_is_worked_out(asked: str, total: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.kind == "cost", answer.answer
    assert first(answer) == total
    assert faults(answer, assistant.catalogue) == []


def test_so_many_things_with_so_much_each_are_added_up(assistant: Assistant) -> None:
    answer = assistant.ask("10 functions with 1 million calls each, 128 MB, 100ms")
    totals = {t["label"]: t["value"] for t in answer.result["totals"]}
    assert totals["AWS Lambda"] == "4.08"  # 10 x (0.20 + 12,500 x 0.0000166667)
    assert "10 of them come to 10,000,000 requests a month together." in answer.assumptions


def test_what_each_of_several_things_lacks_is_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("10 functions with 1 million calls each")
    assert answer.reason == "ambiguous"
    assert "duration" in answer.answer


def test_a_vague_number_is_taken_for_one_and_that_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("a few million lambda calls at 512MB 100ms, what does it cost?")
    assert first(answer) == "3.10 a month"  # 0.60 + 150,000 x 0.0000166667
    assert "“few” is taken as three." in answer.assumptions


@pytest.mark.parametrize("asked", ["minus 5 GB in ECR", "negative 3 million lambda requests, 128 MB, 100 ms"])
def test_minus_in_words_is_below_zero(asked: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.reason == "out_of_scope"
    assert "below zero" in answer.answer


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        ("do I pay for lambda when nothing calls it?", False),
        ("do I pay for an idle EKS cluster?", True),
        ("do I pay for an idle fargate task?", True),
        ("are the first 100 GB of egress free?", True),
        ("is 500 GB of egress free?", False),
        ("is the EKS control plane free of charge?", False),
    ],
)
def test_what_is_idle_or_free_is_told_by_its_bill(asked: str, verdict: bool, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.result["boolean"] is verdict, answer.answer
    assert answer.answer.startswith("Yes" if verdict else "No")
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        # 5e6 x 0.08 x 0.125 x 0.0000166667 less
        ("128MB vs 256MB lambda, 5M calls, 80ms each: price difference", "$0.83 less"),
        # 3 x 730 x 0.0208 and 2 x 730 x 0.0416
        ("3 t3.small or 2 t3.medium, what's cheaper per month", "$45.55 instead of $60.74"),
        ("spot vs on demand t3.medium", "$13.36 instead of $30.37"),
        ("how much more is windows than linux on lightsail 8gb", "$44.00 instead of $74.00"),
    ],
)
def test_both_sides_are_worked_out(asked: str, told: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert told in answer.answer
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("asked", "price"),
    [
        ("lightsail, memory optimised, the 16 gig one: what am I paying each month", "$74 per month"),
        ("monthly bill for the 8 gig windows box on lightsail", "$74 per month"),
        ("fargate per vcpu hour on graviton", "$0.03238"),
        ("EKS control plane per hour in extended support", "$0.60"),
        ("t3.medium spot price", "$0.0183"),
        ("m5.large spot price per hour", "$0.04366 per hour on Spot"),
    ],
)
def test_a_price_told_by_size_unit_or_option_is_a_fact(asked: str, price: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.kind == "fact", answer.answer
    assert price in answer.answer


def test_a_price_of_another_option_is_not_taken_for_the_one_asked(assistant: Assistant) -> None:
    assert assistant.ask("how much is m5.large on windows").reason == "not_in_graph"


def test_the_nodes_of_a_cluster_are_those_of_the_size_on_which_it_runs(assistant: Assistant) -> None:
    answer = assistant.ask("3 node eks cluster on t3.large, monthly bill")
    assert answer.result["sum"]["value"] == "255.21"  # 73.00 + 3 x 730 x 0.0832


def test_a_service_is_not_charged_as_one_of_its_variants(assistant: Assistant) -> None:
    assert assistant.ask("what does ECS cost per month").kind != "cost"


def test_how_much_a_commitment_takes_off_is_a_fact_where_no_work_is_stated(assistant: Assistant) -> None:
    answer = assistant.ask("By how much, at the very most, could a savings plan shrink what we pay for EC2?")
    assert "up to 72% of the usual price" in answer.answer
