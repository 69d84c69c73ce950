"""How people put amounts and questions about costs; each total is worked out by hand beside it."""

from typing import Any

import pytest

from retrieval.answer import Answer
from retrieval.engine import Assistant
from tests.machine_checks import faults

LAMBDA = "3 million requests a month, 512 MB, 120 ms on lambda"


def first(answer: Answer) -> str:
    total: dict[str, Any] = answer.result["totals"][0]
    return f"{total['value']} a {total['period']}"


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        # 300 x 1.00 + 700 x 0.90
        ("a billion http api calls a month, how much", "930.00 a month"),
        ("one billion http api calls, what does that cost", "930.00 a month"),
        # 0.5 x 1.00
        ("half a million http api calls a month, how much", "0.50 a month"),
        # 2 x 0.20 + 2e6 x 0.1 x 0.125 x 0.0000166667
        ("a couple of million lambda requests at 128 MB and 100 ms", "0.82 a month"),
        # 2.5 x 0.20 + 2.5e6 x 0.1 x 0.125 x 0.0000166667
        ("two million five hundred thousand lambda requests of 100 ms at 128 MB, cost", "1.02 a month"),
        # 1.5 x 0.20 + 1.5e6 x 0.1 x 0.125 x 0.0000166667
        ("one and a half million lambda requests at 128 MB and 100 ms, cost", "0.61 a month"),
        # 0.75 x 0.40
        ("how much is three quarters of a million SQS requests", "0.30 a month"),
        # 365/12 x 2.5 x (4 x 0.04048 + 16 x 0.004445)
        ("a 2 and a half hour job every night on 4 vCPU / 16 GB on fargate", "17.72 a month"),
    ],
)
def test_large_numbers_in_words_are_amounts(asked: str, total: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert first(answer) == total
    assert faults(answer, assistant.catalogue) == []


def test_a_million_is_the_price_where_prices_are_stated_for_a_million(assistant: Assistant) -> None:
    assert assistant.ask("how much is a million lambda requests?").kind == "fact"


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        # 3 x 0.20 + 3e6 x 0.2 x 0.5 x 0.0000166667
        ("3 million 200 ms requests on lambda with 512 MB, monthly cost?", "5.60 a month"),
        # 2 x 0.20 + 2e6 x 0.3 x 1 x 0.0000166667
        ("2 million 300ms 1gb lambda calls", "10.40 a month"),
        # 365/12 x (0.20 + 1e6 x 0.1 x 0.125 x 0.0000166667)
        ("a million 100 ms 128 MB lambda invocations a day", "12.42 a month"),
        # 10 x 730 x (2 x 0.04048 + 4 x 0.004445)
        ("ten 2 vCPU 4 GB fargate tasks all month", "720.80 a month"),
        # 365/7/12 x (2 x 0.20 + 2e6 x 0.05 x 0.125 x 0.0000133334)
        ("two million 50ms 128MB arm lambda calls every week, cost?", "2.46 a month"),
        # 365 x (0.1 x 0.20 + 1e5 x 0.1 x 0.125 x 0.0000166667)
        ("100k lambda requests of 128 MB and 100 ms a day, cost per year", "14.90 a year"),
        # 2 x 0.20 + 2e6 x 0.3 x 1 x 0.0000166667
        ("2 million requests each 300 ms at 1 GB on lambda cost?", "10.40 a month"),
        # 3 x 730 x 0.10
        ("do I pay for 3 EKS clusters", "219.00 a month"),
        # 25 x 365/12 x 1e5 requests: 76.0417 x 0.20 + 76.0417e6 x 0.3 x 0.25 x 0.0000166667
        ("25 lambdas with 100k calls a day each at 256 MB and 300ms, what's the bill", "110.26 a month"),
    ],
)
def test_a_number_may_be_parted_from_what_it_counts(asked: str, total: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert first(answer) == total
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("cost of 3 million lambda requests of 100 ms with zero memory", "goes from 1 MB"),
        ("3 million lambda requests, 100 ms, no memory at all, cost?", "goes from 1 MB"),
        ("fargate with zero vCPU and 1 GB all month, price?", "goes from 0.01 vCPU"),
    ],
)
def test_nothing_in_words_is_an_amount_that_may_be_senseless(
    asked: str, said: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked)
    assert answer.status == "declined"
    assert said in answer.answer


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("no requests at all on lambda with 512 MB and 100 ms, what does it cost", "0.00 a month"),
        ("what do zero requests on lambda with 512 MB and 100 ms cost", "0.00 a month"),
        # 3 x 0.20 + 3e6 x 0.12 x 0.5 x 0.0000166667: what no bill needs changes nothing
        (f"{LAMBDA}, no data transfer, cost", "3.60 a month"),
    ],
)
def test_nothing_in_words_may_be_a_bill_of_zero(asked: str, total: str, assistant: Assistant) -> None:
    assert first(assistant.ask(asked)) == total


@pytest.mark.parametrize(
    ("asked", "yes", "says"),
    [
        ("do I pay for an idle NAT gateway", True, "Yes: NAT gateways cost $32.85 a month"),  # 730 x 0.045
        ("does an empty EKS cluster cost anything", True, "Yes: Amazon EKS costs $73.00 a month"),
        ("is there a charge for ECR per month with 50 GB of images", True, "Yes: Amazon ECR costs $5.00"),
        ("am I billed for an ECR repository with no images", False, "No: Amazon ECR costs $0.00 a month"),
        ("do 100 GB of egress cost anything", False, "No: Data sent from Amazon EC2"),  # 100 GB are free
        # 730 x 0.045 + 730 x (0.0225 + 0.008)
        ("would a NAT gateway and an ALB cost anything", True, "Yes: together that costs $55.12"),
        (f"will I be billed for {LAMBDA} with the free tier?", True, "Yes: AWS Lambda costs $0.40"),
        ("does a t3.medium all month fit in a budget of 25 dollars", False, "No: t3.medium"),  # 30.37
        ("do 3 million lambda requests of 120 ms at 512 MB cost more than $3?", True, "Yes: AWS Lambda"),
        ("can I run 3 million lambda requests of 120 ms at 512 MB for under $5", True, "Yes: AWS Lambda"),
        (f"is lambda cheaper than fargate for {LAMBDA.removesuffix(' on lambda')}", True, "Yes: AWS Lambda"),
    ],
)
def test_a_yes_or_no_that_asks_for_money_gets_one(
    asked: str, yes: bool, says: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked)
    assert answer.kind in ("cost", "boolean")
    assert answer.result["boolean"] is yes
    assert answer.answer.startswith(says)
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    "asked", ["can you calculate the cost of t3.medium all month?", "is a t3.medium all month expensive?"]
)
def test_a_request_in_the_form_of_a_question_gets_no_yes_or_no(asked: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.answer.startswith("t3.medium")
    assert "boolean" not in answer.result


def test_a_limit_in_money_is_no_amount_of_work(assistant: Assistant) -> None:
    answer = assistant.ask("is that under $4?", [LAMBDA])
    assert answer.answer.startswith("Yes: AWS Lambda costs $3.60 a month")


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("egress of 500 GB from ec2", "36.00"),  # (500 - 100) x 0.09
        ("500 GB a month of egress, cost?", "36.00"),
        ("we send out 200 GB a month, what is the bill", "9.00"),
        # 0.5 x 1.00 + 20 x 0.09
        ("what's the price for half a million http api calls with 20 GB out", "2.30"),
    ],
)
def test_data_that_goes_out_is_data_transfer(asked: str, total: str, assistant: Assistant) -> None:
    assert first(assistant.ask(asked)) == f"{total} a month"


@pytest.mark.parametrize(
    ("asked", "thing"),
    [("what does 1 TB out of lambda cost", "AWS Lambda"), ("what does 2 TB leaving S3 cost", "Amazon S3")],
)
def test_a_bill_without_data_transfer_says_so_and_offers_the_one_that_has_it(
    asked: str, thing: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked)
    assert answer.status == "declined"
    assert f"the bill of {thing} does not go by data sent to the internet" in answer.answer
    (offered,) = answer.suggestions
    assert assistant.ask(offered).kind == "cost"


def test_what_is_stated_and_not_on_the_bill_is_told(assistant: Assistant) -> None:
    answer = assistant.ask(f"{LAMBDA} with 100 GB out")
    assert "Stated, but not on the bill of AWS Lambda: “data sent to the internet”." in answer.assumptions


def test_a_run_without_saying_how_many_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask("what does a fargate task of 0.25 vCPU and 0.5 GB cost that runs for 30 seconds")
    assert answer.status == "declined"
    assert "jobs a month" in answer.answer


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("m6i.large spot all month", "m6i.large (Amazon EC2) costs at least $7.01 a month"),
        (
            "how much would I save with spot on a m6i.large all month",
            "at most $63.07 less a month than with EC2 On-Demand Instances: at least $7.01 instead of $70.08",
        ),
        ("2 m6i.large spot all month plus a NAT gateway", "Together that costs at least $46.87 a month"),
        (
            "which is cheaper, fargate spot or lambda, for 5 million requests at 512 MB and 100 ms",
            "AWS Lambda costs $5.17, at most $2.46 more",
        ),
        ("when does fargate spot get cheaper than lambda", "on at the earliest, AWS Fargate is cheaper"),
    ],
)
def test_spot_is_no_exact_sum_where_only_a_discount_is_known(
    asked: str, says: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked)
    assert says in answer.answer
    assert any(total["at_least"] for total in answer.result["totals"])
    assert faults(answer, assistant.catalogue) == []


def test_spot_may_not_be_within_a_limit_though_the_least_is(assistant: Assistant) -> None:
    answer = assistant.ask("does a spot m6i.large all month cost less than $10?")
    assert "boolean" not in answer.result
    assert "at least $7.01" in answer.answer


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        # 730 x 0.0183
        ("t3.medium spot all month", "t3.medium (Amazon EC2) costs $13.36 a month"),
        # 730 x (0.0416 - 0.0183)
        ("how much would I save with spot on a t3.medium all month", "costs $17.01 less a month"),
        # 2 x 730 x 0.0183 + 730 x 0.045
        ("2 t3.medium spot all month plus a NAT gateway", "Together that costs $59.57 a month"),
        ("does a spot t3.medium all month cost less than $10?", "No: t3.medium (Amazon EC2) costs $13.36"),
    ],
)
def test_a_spot_price_that_was_read_is_charged_and_not_reduced_again(
    asked: str, says: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked)
    assert says in answer.answer
    assert not any(total["at_least"] for total in answer.result["totals"])
    assert any("one reading on 6 September 2026" in text for text in answer.assumptions)
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("asked", "yes", "says"),
    [
        ("does that cost more than fargate?", False, "No: AWS Lambda costs $3.60"),
        ("is it cheaper than fargate?", True, "Yes: AWS Lambda costs $3.60"),
        ("is fargate cheaper?", False, "No: AWS Lambda costs $3.60"),
    ],
)
def test_what_was_asked_before_can_be_held_against_another_thing(
    asked: str, yes: bool, says: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked, [LAMBDA])
    assert answer.result["boolean"] is yes
    assert answer.answer.startswith(says)
    assert "AWS Fargate costs $9.01, $5.41 more" in answer.answer


def test_an_option_that_changes_no_price_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("and with spot?", [LAMBDA])
    assert first(answer) == "3.60 a month"
    assert any("kind of capacity changes nothing on the bill of AWS Lambda" in t for t in answer.assumptions)


def test_a_share_of_the_time_is_running_time(assistant: Assistant) -> None:
    # 365 x (2 x 0.04048 + 4 x 0.004445)
    answer = assistant.ask("price for 2 vCPU and 4 GB on fargate at 50 % utilisation")
    assert first(answer) == "36.04 a month"
    assert "50% of the time are 365 hours a month." in answer.assumptions


def test_a_number_of_nothing_known_is_told_to_be_left_out(assistant: Assistant) -> None:
    answer = assistant.ask("price for 2 vCPU and 4 GB on fargate at 50 %")
    assert "It is not clear what 50 is of: it is left out." in answer.assumptions


def test_a_service_is_not_charged_as_one_of_its_forms_that_nobody_named(assistant: Assistant) -> None:
    assert assistant.ask("do we pay for an empty cluster in ECS").kind != "cost"
