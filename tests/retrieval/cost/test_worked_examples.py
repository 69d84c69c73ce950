"""Bills worked out by hand from the list prices, the arithmetic beside each total.

A month has 730 hours, that is 365 / 12 days. Totals are right to the cent, half a cent up.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import pytest

from retrieval.cost.calculate import Calculator
from retrieval.cost.estimate import cents
from retrieval.cost.workload import Workload
from tests.retrieval.cost.conftest import choice, thing

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e\d+)?")


class Worked(NamedTuple):
    what: str
    of: str
    amounts: dict[str, str]
    total: str
    by_hand: str
    free: str | None = None
    free_by_hand: str | None = None
    choices: dict[str, str] = {}  # noqa: RUF012 - never changed
    months: str = "1"


EXAMPLES = [
    Worked(
        "three_million_requests",
        "lambda",
        {"requests": "3000000", "duration": "120", "memory": "512"},
        "3.60",
        "3e6*0.20/1e6 + 3e6*0.120*0.5*0.0000166667",
        "0.40",
        "2e6*0.20/1e6 + 0*0.0000166667",
    ),
    Worked(
        "nothing_is_used",
        "lambda",
        {"requests": "0", "duration": "100", "memory": "128"},
        "0.00",
        "0*0.20/1e6 + 0*0.1*0.125*0.0000166667",
        "0.00",
        "0",
    ),
    Worked(
        "one_request",
        "lambda",
        {"requests": "1", "duration": "1", "memory": "128"},
        "0.00",
        "1*0.20/1e6 + 1*0.001*0.125*0.0000166667",
        "0.00",
        "0",
    ),
    Worked(
        "the_free_requests_and_no_more",
        "lambda",
        {"requests": "1000000", "duration": "100", "memory": "128"},
        "0.41",
        "1e6*0.20/1e6 + 1e6*0.1*0.125*0.0000166667",
        "0.00",
        "0",
    ),
    Worked(
        "one_request_above_the_free_ones",
        "lambda",
        {"requests": "1000001", "duration": "100", "memory": "128"},
        "0.41",
        "1000001*0.20/1e6 + 1000001*0.1*0.125*0.0000166667",
        "0.00",
        "1*0.20/1e6",
    ),
    Worked(
        "the_free_compute_time_and_no_more",
        "lambda",
        {"requests": "400000", "duration": "1000", "memory": "1024"},
        "6.75",
        "400000*0.20/1e6 + 400000*1*1*0.0000166667",
        "0.00",
        "0",
    ),
    Worked(
        "above_the_free_compute_time",
        "lambda",
        {"requests": "500000", "duration": "1000", "memory": "1024"},
        "8.43",
        "500000*0.20/1e6 + 500000*1*1*0.0000166667",
        "1.67",
        "(500000-400000)*0.0000166667",
    ),
    Worked(
        "part_of_a_millisecond_counts_whole",
        "lambda",
        {"requests": "10000000", "duration": "0.3", "memory": "1024"},
        "2.17",
        "10e6*0.20/1e6 + 10e6*0.001*1*0.0000166667",
        "1.80",
        "9e6*0.20/1e6",
    ),
    Worked(
        "a_hundred_and_a_bit_milliseconds",
        "lambda",
        {"requests": "1000000", "duration": "100.2", "memory": "1024"},
        "1.88",
        "1e6*0.20/1e6 + 1e6*0.101*1*0.0000166667",
        "0.00",
        "0",
    ),
    Worked(
        "a_billion_requests",
        "lambda",
        {"requests": "1000000000", "duration": "100", "memory": "128"},
        "408.33",
        "1e9*0.20/1e6 + 1e9*0.1*0.125*0.0000166667",
        "401.47",
        "999e6*0.20/1e6 + (12500000-400000)*0.0000166667",
    ),
    Worked(
        "less_memory_than_there_is_to_have",
        "lambda",
        {"requests": "1000000", "duration": "200", "memory": "64"},
        "0.62",
        "1e6*0.20/1e6 + 1e6*0.2*0.125*0.0000166667",
        "0.00",
        "0",
    ),
    Worked(
        "the_first_tier_to_its_end",
        "lambda",
        {"requests": "6000000000", "duration": "1000", "memory": "1024"},
        "101200.20",
        "6e9*0.20/1e6 + 6e9*0.0000166667",
        "101193.33",
        "5999e6*0.20/1e6 + (6e9-400000)*0.0000166667",
    ),
    Worked(
        "into_the_second_tier",
        "lambda",
        {"requests": "7000000000", "duration": "1000", "memory": "1024"},
        "116400.20",
        "7e9*0.20/1e6 + 6e9*0.0000166667 + 1e9*0.000015",
        "116393.33",
        "6999e6*0.20/1e6 + (6e9-400000)*0.0000166667 + 1e9*0.000015",
    ),
    Worked(
        "into_the_third_tier",
        "lambda",
        {"requests": "20000000000", "duration": "1000", "memory": "1024"},
        "305667.20",
        "20e9*0.20/1e6 + 6e9*0.0000166667 + 9e9*0.000015 + 5e9*0.0000133334",
        "305660.33",
        "19999e6*0.20/1e6 + (6e9-400000)*0.0000166667 + 9e9*0.000015 + 5e9*0.0000133334",
    ),
    Worked(
        "on_arm",
        "lambda",
        {"requests": "52560000", "duration": "80", "memory": "256"},
        "24.53",
        "52560000*0.20/1e6 + 52560000*0.08*0.25*0.0000133334",
        "18.99",
        "51560000*0.20/1e6 + (1051200-400000)*0.0000133334",
        choices={"architecture": "arm64"},
    ),
    Worked(
        "on_arm_into_the_second_tier",
        "lambda",
        {"requests": "8000000000", "duration": "1000", "memory": "1024"},
        "107600.55",
        "8e9*0.20/1e6 + 7500e6*0.0000133334 + 500e6*0.0000120001",
        "107595.02",
        "7999e6*0.20/1e6 + (7500e6-400000)*0.0000133334 + 500e6*0.0000120001",
        choices={"architecture": "arm64"},
    ),
    Worked(
        "the_largest_function",
        "lambda",
        {"requests": "1000", "duration": "900000", "memory": "10240"},
        "150.00",
        "1000*0.20/1e6 + 1000*900*10*0.0000166667",
        "143.33",
        "(9e6-400000)*0.0000166667",
    ),
    Worked(
        "for_a_year",
        "lambda",
        {"requests": "3000000", "duration": "120", "memory": "512"},
        "43.20",
        "12*(3e6*0.20/1e6 + 3e6*0.120*0.5*0.0000166667)",
        "4.80",
        "12*(2e6*0.20/1e6)",
        months="12",
    ),
    Worked(
        "more_temporary_disk",
        "lambda",
        {"requests": "1000000", "duration": "1000", "memory": "1024", "disk": "10"},
        "17.16",
        "1e6*0.20/1e6 + 1e6*1*1*0.0000166667 + 1e6*1*(10-0.5)*0.0000000309",
        "10.29",
        "(1e6-400000)*0.0000166667 + 1e6*1*9.5*0.0000000309",
    ),
    Worked(
        "no_more_disk_than_is_included",
        "lambda",
        {"requests": "1000000", "duration": "1000", "memory": "1024", "disk": "0.5"},
        "16.87",
        "1e6*0.20/1e6 + 1e6*0.0000166667",
        "10.00",
        "600000*0.0000166667",
    ),
    Worked(
        "kept_ready",
        "lambda",
        {"requests": "1000000", "duration": "100", "memory": "1024", "provisioned": "10"},
        "110.67",
        "1e6*0.20/1e6 + 10*730*3600*1*0.0000041667 + 1e6*0.1*1*0.0000097222",
        "110.47",
        "0*0.2 + 10*730*3600*1*0.0000041667 + 1e6*0.1*1*0.0000097222",
    ),
    Worked(
        "a_job_every_five_minutes",
        "lambda",
        {"jobs": "8760", "duration": "20000", "memory": "256"},
        "0.73",
        "8760*0.20/1e6 + 8760*20*0.25*0.0000166667",
        "0.00",
        "0",
    ),
    Worked(
        "a_job_that_needs_two_vcpus_has_their_memory",
        "lambda",
        {"jobs": "1000", "duration": "60000", "memory": "1024", "vcpu": "2"},
        "3.46",
        "1000*0.20/1e6 + 1000*60*(2*1769/1024)*0.0000166667",
        "0.00",
        "0",
    ),
    Worked(
        "half_a_vcpu_all_month",
        "fargate",
        {"vcpu": "0.5", "memory": "1024", "hours": "730"},
        "18.02",
        "730*0.5*0.04048 + 730*1*0.004445",
    ),
    Worked(
        "the_smallest_task",
        "fargate",
        {"vcpu": "0.25", "memory": "512"},
        "9.01",
        "730*0.25*0.04048 + 730*0.5*0.004445",
    ),
    Worked(
        "on_arm",
        "fargate",
        {"vcpu": "1", "memory": "2048"},
        "28.84",
        "730*1*0.03238 + 730*2*0.00356",
        choices={"architecture": "arm64"},
    ),
    Worked(
        "on_windows",
        "fargate",
        {"vcpu": "1", "memory": "2048"},
        "115.03",
        "730*1*0.09148 + 730*2*0.01005 + 730*1*0.046",
        choices={"system": "windows"},
    ),
    Worked(
        "three_tasks",
        "fargate",
        {"vcpu": "1", "memory": "2048", "instances": "3"},
        "108.12",
        "3*730*1*0.04048 + 3*730*2*0.004445",
    ),
    Worked(
        "eight_hours_a_day",
        "fargate",
        {"vcpu": "2", "memory": "4096", "hours": "243.3333333333333333333333333"},
        "24.03",
        "365/12*8*2*0.04048 + 365/12*8*4*0.004445",
    ),
    Worked("no_hours_at_all", "fargate", {"vcpu": "1", "memory": "2048", "hours": "0"}, "0.00", "0"),
    Worked(
        "at_the_largest_spot_discount",
        "fargate",
        {"vcpu": "1", "memory": "2048"},
        "10.81",
        "(730*1*0.04048 + 730*2*0.004445)*(1-0.70)",
        choices={"capacity": "spot"},
    ),
    Worked(
        "a_nightly_job_of_two_hours",
        "fargate",
        {"jobs": "30.41666666666666666666666667", "duration": "7200000", "vcpu": "4", "memory": "16384"},
        "14.18",
        "365/12*2*4*0.04048 + 365/12*2*16*0.004445",
    ),
    Worked(
        "a_short_job_counts_a_minute",
        "fargate",
        {"jobs": "10000", "duration": "5000", "vcpu": "0.25", "memory": "512"},
        "2.06",
        "10000*60/3600*0.25*0.04048 + 10000*60/3600*0.5*0.004445",
    ),
    Worked(
        "a_job_of_just_a_minute",
        "fargate",
        {"jobs": "10000", "duration": "60000", "vcpu": "0.25", "memory": "512"},
        "2.06",
        "10000*60/3600*0.25*0.04048 + 10000*60/3600*0.5*0.004445",
    ),
    Worked(
        "a_job_of_a_minute_and_a_bit",
        "fargate",
        {"jobs": "10000", "duration": "60001", "vcpu": "0.25", "memory": "512"},
        "2.09",
        "10000*61/3600*0.25*0.04048 + 10000*61/3600*0.5*0.004445",
    ),
    Worked(
        "memory_that_needs_a_larger_task",
        "fargate",
        {"vcpu": "0.25", "memory": "4096"},
        "27.75",
        "730*0.5*0.04048 + 730*4*0.004445",
    ),
    Worked(
        "ten_gigabytes_come_with_two_vcpus",
        "fargate",
        {"vcpu": "1", "memory": "10240"},
        "91.55",
        "730*2*0.04048 + 730*10*0.004445",
    ),
    Worked(
        "little_memory_is_raised_to_what_four_vcpus_have",
        "fargate",
        {"vcpu": "4", "memory": "1024"},
        "144.16",
        "730*4*0.04048 + 730*8*0.004445",
    ),
    Worked(
        "the_largest_task",
        "fargate",
        {"vcpu": "32", "memory": "249856"},
        "1737.36",
        "730*32*0.04048 + 730*244*0.004445",
    ),
    Worked(
        "steps_of_four_gigabytes_with_eight_vcpus",
        "fargate",
        {"vcpu": "8", "memory": "17408"},
        "301.30",
        "730*8*0.04048 + 730*20*0.004445",
    ),
    Worked(
        "one_task_is_enough_for_the_requests",
        "fargate",
        {"requests": "3000000", "duration": "120", "memory": "512"},
        "9.01",
        "1*730*0.25*0.04048 + 1*730*0.5*0.004445",
    ),
    Worked(
        "two_tasks_for_one_and_a_half_requests_at_a_time",
        "fargate",
        {"requests": "52560000", "duration": "80", "memory": "512"},
        "18.02",
        "2*730*0.25*0.04048 + 2*730*0.5*0.004445",
    ),
    Worked(
        "ten_requests_at_a_time_share_a_task",
        "fargate",
        {"requests": "52560000", "duration": "80", "memory": "512", "concurrency": "10"},
        "9.01",
        "1*730*0.25*0.04048 + 1*730*0.5*0.004445",
    ),
    Worked(
        "more_temporary_disk",
        "fargate",
        {"vcpu": "1", "memory": "2048", "disk": "50"},
        "38.47",
        "730*1*0.04048 + 730*2*0.004445 + 730*(50-20)*0.000111",
    ),
    Worked(
        "as_a_batch_job",
        "aws-batch",
        {"jobs": "100", "duration": "3600000", "vcpu": "1", "memory": "2048"},
        "4.94",
        "1*0 + 100*1*0.04048 + 100*2*0.004445",
    ),
    Worked(
        "pods_with_their_cluster",
        "fargate-on-eks",
        {"vcpu": "1", "memory": "2048"},
        "109.04",
        "730*0.10 + 730*1*0.04048 + 730*2*0.004445",
    ),
    Worked("t3_medium_all_month", "t3-medium", {"hours": "730"}, "30.37", "730*0.0416"),
    Worked("for_a_year", "t3-medium", {"hours": "730"}, "364.42", "12*730*0.0416", months="12"),
    Worked("three_large_ones", "m5-large", {"instances": "3"}, "210.24", "3*730*0.096"),
    Worked("an_arm_type", "m7g-large", {"hours": "100"}, "8.16", "100*0.0816"),
    Worked(
        "at_the_largest_spot_discount",
        "m6i-large",
        {"hours": "730"},
        "7.01",
        "730*0.096*(1-0.90)",
        choices={"capacity": "spot"},
    ),
    Worked(
        "at_a_spot_price_that_was_read",
        "m5-large",
        {"hours": "730"},
        "31.87",
        "730*0.04366",
        choices={"capacity": "spot"},
    ),
    Worked(
        "jobs_at_a_spot_price",
        "t3-medium",
        {"jobs": "30", "duration": "7200000", "vcpu": "2", "memory": "4096"},
        "1.10",
        "30*2*0.0183",
        choices={"capacity": "spot"},
    ),
    Worked(
        "with_data_sent_out",
        "t3-medium",
        {"hours": "730", "sentData": "150"},
        "34.87",
        "730*0.0416 + (150-100)*0.09",
    ),
    Worked(
        "with_data_in_the_second_tier",
        "t3-medium",
        {"hours": "730", "sentData": "20480"},
        "1813.37",
        "730*0.0416 + (10240-100)*0.09 + 10240*0.085",
    ),
    Worked(
        "with_an_address",
        "t3-medium",
        {"hours": "730", "addresses": "2"},
        "37.67",
        "730*0.0416 + 2*730*0.005",
    ),
    Worked(
        "a_job_of_ten_seconds_counts_a_minute",
        "t3-medium",
        {"jobs": "600", "duration": "10000"},
        "0.42",
        "600*60/3600*0.0416",
    ),
    Worked("a_plan_all_month", "lightsail-linux-2gb", {"hours": "730"}, "12.00", "1*12"),
    Worked("half_a_month_of_a_plan", "lightsail-linux-2gb", {"hours": "365"}, "6.00", "0.5*12"),
    Worked("a_begun_hour_counts", "lightsail-linux-2gb", {"hours": "364.5"}, "6.00", "365/730*12"),
    Worked("images", "ecr", {"storedData": "50"}, "5.00", "50*0.10"),
    Worked("images_and_pulls", "ecr", {"storedData": "50", "sentData": "100"}, "14.00", "50*0.10 + 100*0.09"),
    Worked("forty_million_calls", "rest-api-gateway", {"requests": "40000000"}, "140.00", "40e6*3.50/1e6"),
    Worked(
        "the_first_tier_to_its_end",
        "rest-api-gateway",
        {"requests": "333000000"},
        "1165.50",
        "333e6*3.50/1e6",
    ),
    Worked(
        "a_call_into_the_second_tier",
        "rest-api-gateway",
        {"requests": "333000001"},
        "1165.50",
        "333e6*3.50/1e6 + 1*2.80/1e6",
    ),
    Worked(
        "three_tiers_of_calls",
        "rest-api-gateway",
        {"requests": "2000000000"},
        "5413.10",
        "333e6*3.50/1e6 + 667e6*2.80/1e6 + 1e9*2.38/1e6",
    ),
    Worked(
        "two_tiers_of_calls",
        "http-api-gateway",
        {"requests": "500000000"},
        "480.00",
        "300e6*1.00/1e6 + 200e6*0.90/1e6",
    ),
    Worked(
        "messages_and_minutes",
        "websocket-api-gateway",
        {"messages": "5000000", "connectionTime": "10000000"},
        "7.50",
        "5e6*1.00/1e6 + 10e6*0.25/1e6",
    ),
    Worked(
        "two_million_transitions",
        "step-functions-standard",
        {"transitions": "2000000"},
        "50.00",
        "2e6*0.025/1000",
        "49.90",
        "(2e6-4000)*0.025/1000",
    ),
    Worked(
        "the_free_transitions_and_no_more",
        "step-functions-standard",
        {"transitions": "4000"},
        "0.10",
        "4000*0.025/1000",
        "0.00",
        "0",
    ),
    Worked(
        "steps_of_a_hundred_milliseconds",
        "step-functions-express",
        {"requests": "1000000", "duration": "130", "memory": "64"},
        "1.21",
        "1e6*1.00/1e6 + 1e6*0.2*0.0625*0.00001667",
    ),
    Worked("three_clusters_for_a_year", "eks", {"clusters": "3"}, "2628.00", "12*3*730*0.10", months="12"),
    Worked(
        "an_old_version",
        "eks",
        {"clusters": "1"},
        "438.00",
        "730*0.60",
        choices={"support": "extended-support"},
    ),
    Worked("a_gp3_volume", "ebs", {"storedData": "100"}, "8.00", "100*0.08"),
    Worked("an_io2_volume", "ebs", {"storedData": "100"}, "12.50", "100*0.125", choices={"volume": "io2"}),
    Worked("objects", "s3", {"storedData": "1000"}, "23.00", "1000*0.023"),
    Worked("files", "efs", {"storedData": "10"}, "3.00", "10*0.30"),
    Worked("queue_requests", "sqs", {"requests": "5000000"}, "2.00", "5e6*0.40/1e6", "1.60", "4e6*0.40/1e6"),
    Worked(
        "ordered_queue_requests",
        "sqs",
        {"requests": "5000000"},
        "2.50",
        "5e6*0.50/1e6",
        "2.00",
        "4e6*0.50/1e6",
        choices={"queue": "fifo-queue"},
    ),
    Worked(
        "logs",
        "cloudwatch",
        {"logData": "20", "storedData": "100"},
        "13.00",
        "20*0.50 + 100*0.03",
        "10.50",
        "15*0.50 + 100*0.03",
    ),
    Worked("the_free_logs_and_no_more", "cloudwatch", {"logData": "5"}, "2.50", "5*0.50", "0.00", "0"),
    Worked(
        "two_balancers",
        "alb",
        {"balancers": "2", "capacityUnits": "3"},
        "67.89",
        "2*730*0.0225 + 2*3*730*0.008",
    ),
    Worked("a_nat_gateway", "vpc", {"gateways": "1", "passedData": "100"}, "37.35", "730*0.045 + 100*0.045"),
    Worked("machines_of_ones_own", "ecs-anywhere", {"instances": "4"}, "29.93", "4*730*0.01025"),
    Worked(
        "active_half_of_the_time",
        "app-runner",
        {"requests": "13140000", "duration": "100", "memory": "2048", "vcpu": "1"},
        "33.58",
        "13140000*0.1/3600*1*0.064 + 730*2*0.007",
    ),
]


def test_there_are_at_least_sixty_examples() -> None:
    assert len({(each.what, each.of) for each in EXAMPLES}) == len(EXAMPLES) >= 60


@pytest.mark.parametrize("worked", EXAMPLES, ids=lambda each: f"{each.of}: {each.what}")
def test_the_arithmetic_comes_to_the_total(worked: Worked) -> None:
    assert by_hand(worked.by_hand) == worked.total
    assert worked.free_by_hand is None or by_hand(worked.free_by_hand) == worked.free


def by_hand(arithmetic: str) -> str:
    numbers = _NUMBER.sub(lambda number: f'Decimal("{number[0]}")', arithmetic)
    total: Decimal = eval(numbers, {"Decimal": Decimal})
    return str(total.quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize("worked", EXAMPLES, ids=lambda each: f"{each.of}: {each.what}")
def test_a_bill_is_right_to_the_cent(worked: Worked, calculator: Calculator) -> None:
    workload = Workload(
        amounts={name: Decimal(value) for name, value in worked.amounts.items()},
        choices=dict(choice(name, option) for name, option in worked.choices.items()),
        services=(thing(worked.of),),
        months=Decimal(worked.months),
    )
    (estimate,) = calculator.estimates(workload).estimates
    assert f"{cents(estimate.total):f}" == worked.total
    assert f"{cents(estimate.with_free_tier):f}" == (worked.free or worked.total)
