"""Questions about costs in plain words: what is asked, what is assumed, what is left to other answers."""

from decimal import Decimal

import pytest

from retrieval.answer import Answer
from retrieval.engine import Assistant
from tests.machine_checks import faults

LAMBDA = "3 million requests a month, 512 MB, 120 ms on lambda"


def totals(answer: Answer) -> dict[str, str]:
    return {total["label"]: total["value"] for total in answer.result["totals"]}


@pytest.mark.parametrize(
    ("asked", "label", "total"),
    [
        # 20 x 730 x 3600 requests: 52.56 x 0.20 + 52.56e6 x 0.08 x 0.25 x 0.0000133334
        ("20 rps average, 80 ms, 256 MB on arm", "AWS Lambda", "24.53"),
        ("20 requests per second, 80 ms, 256 MB on graviton", "AWS Lambda", "24.53"),
        # 730 x 0.0416
        ("t3.medium all month", "t3.medium", "30.37"),
        ("what's the cost of one t3.medium running 24/7?", "t3.medium", "30.37"),
        # 3 x 730 x 0.0416
        ("3 x t3.medium around the clock", "t3.medium", "91.10"),
        # 100 / 730 of it
        ("how much is a t3.medium for 100 hours?", "t3.medium", "4.16"),
        # 365/12 x 2 x (4 x 0.04048 + 16 x 0.004445)
        ("what does a 2 hour job every night on 4 vCPU and 16 GB cost with Fargate?", "AWS Fargate", "14.18"),
        ("a nightly 2 h job on 4 vCPU / 16 GB", "AWS Fargate", "14.18"),
        # 12 x 3 x 730 x 0.10
        ("three clusters for a year", "Amazon EKS", "2628.00"),
        # 50 x 0.10 + 100 x 0.09
        ("50 GB of images in ECR and 100 GB of data transfer", "Amazon ECR", "14.00"),
        # 1e6 x 365/12 x 0.20/1e6 + 365/12 x 1e6 x 0.05 x 0.125 x 0.0000166667
        ("how much is 1M requests/day on lambda w/ 128mb and 50ms each", "AWS Lambda", "9.25"),
        # 1e6 x 0.20/1e6 + 1e6 x 0.1 x 0.125 x 0.0000166667
        ("1e6 requests with 128 MB and 100 ms on lambda, what does that cost?", "AWS Lambda", "0.41"),
    ],
)
def test_a_workload_in_words_is_worked_out(asked: str, label: str, total: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.kind == "cost", answer.answer
    assert totals(answer)[label] == total
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("and on arm?", "3.00"),  # 0.60 + 180,000 x 0.0000133334
        ("what if it were 10 million?", "12.00"),  # 2.00 + 600,000 x 0.0000166667
        ("with the free tier", "0.40"),  # 2 x 0.20
        ("what about 1 GB?", "6.60"),  # 0.60 + 360,000 x 0.0000166667
        ("and for a year?", "43.20"),
        ("and on fargate?", "9.01"),
    ],
)
def test_a_follow_up_changes_one_thing(asked: str, total: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked, [LAMBDA])
    assert list(totals(answer).values()) == [total]
    assert faults(answer, assistant.catalogue) == []


def test_follow_ups_build_on_each_other(assistant: Assistant) -> None:
    answer = assistant.ask("without the free tier", [LAMBDA, "and on arm?", "with the free tier"])
    assert totals(answer) == {"AWS Lambda": "3.00"}


def test_a_break_even_point_is_a_number_with_its_working_and_a_picture(assistant: Assistant) -> None:
    answer = assistant.ask("When does Fargate get cheaper than Lambda?")
    # 730 x (0.25 x 0.04048 + 0.5 x 0.004445) / (0.20/1e6 + 0.1 x 0.5 x 0.0000166667) = 8,719,364.4
    assert "From 8,719,365 requests a month on, AWS Fargate is cheaper" in answer.sentences[0].text
    assert answer.result["chart"]["svg"].startswith("<svg")
    assert answer.result["chart"]["href"].startswith("/v1/estimate/chart?over=requests&service=fargate")
    assert any("8,719,365 requests × 0.1 s × 0.5 GB" in step.expression for step in answer.working)
    assert any("100 milliseconds is taken" in text for text in answer.assumptions)
    assert faults(answer, assistant.catalogue) == []


def test_a_break_even_point_can_be_asked_on(assistant: Assistant) -> None:
    before = ["When does Fargate get cheaper than Lambda?"]
    assert assistant.ask("and on arm?", before).result["break_even"]["points"][0]["value"] == "8317757"
    other = assistant.ask("what about EC2?", before).result["break_even"]
    assert [node["label"] for node in other["between"]] == ["t3.nano", "AWS Lambda"]


def test_a_saving_is_the_difference(assistant: Assistant) -> None:
    answer = assistant.ask("how much would we save on arm?", [LAMBDA])
    # 180,000 x (0.0000166667 - 0.0000133334) = 0.599994
    assert "costs $0.60 less a month" in answer.sentences[0].text
    assert faults(answer, assistant.catalogue) == []


def test_what_cannot_do_the_work_is_told_with_its_limit(assistant: Assistant) -> None:
    answer = assistant.ask("a 2 h job every night on 4 vCPU / 16 GB")
    assert "AWS Lambda" not in totals(answer)
    (out,) = [each for each in answer.result["ruled_out"] if each["label"] == "AWS Lambda"]
    assert answer.citations[out["citations"][0] - 1].object.label == "15 minutes"


def test_nothing_is_assumed_in_silence(assistant: Assistant) -> None:
    said = " ".join(assistant.ask("0.5 vCPU and 1 GB on fargate, what does it cost?").assumptions)
    for assumed in ("730 hours", "US East (N. Virginia)", "x86_64", "Linux", "On-Demand", "data transfer"):
        assert assumed in said
    told = " ".join(assistant.ask("0.5 vCPU and 1 GB on fargate on arm 24/7, what does it cost?").assumptions)
    assert "architecture" not in told
    assert "730 hours" not in told


def test_what_cannot_be_assumed_is_asked_for_with_a_question_that_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask("what do 3 million lambda requests cost?")
    assert answer.status == "declined"
    assert answer.reason == "ambiguous"
    assert "duration" in answer.answer
    (suggested,) = answer.suggestions
    assert assistant.ask(suggested).kind == "cost"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("what would -5 million lambda requests cost with 128 MB and 100 ms", "below zero"),
        ("10^18 requests a month on lambda, 128 MB, 100 ms, what does it cost?", "1,000,000,000,000"),
        ("what does a lambda with 0 MB, 100 ms and 1000 requests cost?", "from 1 MB"),
        ("how much is t3.medium in eu-west-1 for a year?", "US East (N. Virginia)"),
        ("what does a t9.mega cost all month with 4 GB", "“t9.mega”"),
        ("how much is 3 million requests of 120 ms with 20 GB on lambda?", "at most 10 GB"),
    ],
)
def test_what_makes_no_sense_is_declined_with_what_does(asked: str, said: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.status == "declined"
    assert said in answer.answer
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    "asked",
    [
        "What was our EC2 bill last month?",
        "what did we pay for t3.medium last year",
        "how much is EC2 a year?",
    ],
)
def test_a_bill_that_was_paid_or_has_no_size_is_not_made_up(asked: str, assistant: Assistant) -> None:
    assert assistant.ask(asked).kind != "cost"


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("what is the price per GB-second of lambda?", "fact"),
        ("how much is a million lambda requests?", "fact"),
        ("price of one EKS cluster per hour", "fact"),
        ("how much is a gb of image storage in ecr per month", "fact"),
        ("is t3.medium cheaper than t3.large?", "boolean"),
        ("can lambda run a 2 h job?", "boolean"),
        ("nightly 3 h docker job, what should I use?", "recommendation"),
    ],
)
def test_what_states_no_use_or_asks_for_no_cost_is_answered_as_before(
    asked: str, kind: str, assistant: Assistant
) -> None:
    assert assistant.ask(asked).kind == kind


def test_the_same_question_gives_the_same_picture(assistant: Assistant) -> None:
    one, other = (assistant.ask("When does Fargate get cheaper than Lambda?") for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        # 12 x (730 x 0.10 + 3 x 730 x 0.096)
        ("What would it cost per year to keep an EKS cluster with 3 m5.large nodes?", "3398.88"),
        # 100 x 0.08 + 50 x 0.023
        ("100 GB gp3 + 50 GB S3", "9.15"),
        # 3.60 + 3 x 3.50
        ("lambda 3M requests 512MB 120ms plus rest api 3 million calls", "14.10"),
        # 5 x 0.20 + 5e6 x 0.08 x 0.25 x 0.0000166667 + 5 x 1.00
        ("lambda behind an HTTP API: 5M requests, 256 MB, 80 ms", "7.67"),
        # 2 x 730 x 0.045 + 730 x (0.0225 + 0.008) + 6 x 730 x (0.04048 + 2 x 0.004445)
        ("2 NAT gateways, an ALB and 6 fargate tasks with 1 vCPU 2 GB all month", "304.21"),
        # 730 x 0.0208 + 50 x 0.08 + 730 x 0.005
        ("t3.small + 50 GB gp3 + public ip", "22.83"),
    ],
)
def test_what_is_used_together_is_summed(asked: str, total: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.kind == "cost", answer.answer
    assert answer.result["sum"]["value"] == total
    assert sum(Decimal(value) for value in totals(answer).values()) == pytest.approx(
        Decimal(total), abs=Decimal("0.02")
    )
    assert faults(answer, assistant.catalogue) == []


def test_something_can_be_added_to_what_was_asked(assistant: Assistant) -> None:
    before = ["t3.medium all month", "and with 100 GB gp3?"]
    assert assistant.ask(before[1], before[:1]).result["sum"]["value"] == "38.37"  # 30.368 + 8
    assert assistant.ask("for a year", before).result["sum"]["value"] == "460.42"


def test_things_that_are_compared_are_not_summed(assistant: Assistant) -> None:
    asked = "lambda and fargate with 3 million requests, 512 MB and 120 ms"
    assert assistant.ask(asked).result["sum"] is None


@pytest.mark.parametrize(
    ("asked", "label", "total"),
    [
        # 8 x 5 x 365 / 7 / 12 = 173.81 hours x 0.0416
        ("t3.medium weekdays only, 9 to 5", "t3.medium", "7.23"),
        ("how much for a t3.medium during business hours", "t3.medium", "7.23"),
        # 3 x 10 x 5 x 365 / 84 x 0.192
        ("what do 3 m5.xlarge cost on weekdays from 8am to 6pm", "m5.xlarge", "125.14"),
        # 8 x 365 / 12 x 0.0416
        ("how much is t3.medium 8 hours a day", "t3.medium", "10.12"),
        # 48 x 0.1664
        ("if I left a t3.xlarge on over the weekend what would that cost", "t3.xlarge", "7.99"),
        # 24 x 0.0416
        ("how much does it cost per day to run a t3.medium", "t3.medium", "1.00"),
        # 168 x (2 x 0.04048 + 4 x 0.004445)
        ("cost per week of 2 vCPU 4GB fargate", "AWS Fargate", "16.59"),
        # 2 x 504 x (0.25 x 0.04048 + 0.5 x 0.004445)
        ("2 fargate tasks 0.25 vCPU 0.5GB for 3 weeks", "AWS Fargate", "12.44"),
        # 240 / 730 x 100 x 0.08
        ("100 GB gp3 for 10 days", "Amazon EBS", "2.63"),
        ("t3.medium for 0 hours", "t3.medium", "0.00"),
        # 8,760 x 0.20 / 1e6 + 8,760 x 20 x 0.25 x 0.0000166667
        ("cron job every 5 minutes, runs 20 seconds, 256 MB on lambda", "AWS Lambda", "0.73"),
        # 10 x 3600 x 8 x 365 / 12 = 8.76e6: 1.752 + 8.76e6 x 0.1 x 0.25 x 0.0000166667
        ("10 req/s for 8 hours a day on lambda 256 MB 100 ms", "AWS Lambda", "5.40"),
        # 730 x 2 x 0.007 + 6 x 365 / 12 x 0.064
        ("app runner 1 vCPU 2 GB active 6 hours a day", "AWS App Runner", "21.90"),
        # 1.60 + 8e6 x 0.09 x 0.25 x 0.0000166667
        (
            "hmm let's say we're looking at roughly 8 million lambda calls, give or take, at about 256 MB "
            "and 90 ms",
            "AWS Lambda",
            "4.60",
        ),
        # (1,024 - 100) x 0.09
        ("1 TB data transfer out", "Amazon EC2", "83.16"),
        # 5 x 730 x 0.005
        ("5 public IPv4 addresses, monthly cost?", "Amazon VPC", "18.25"),
        # 730 x 0.045 + 2,048 x 0.045
        ("NAT gateway 24/7 with 2 TB processed", "Amazon VPC", "125.01"),
    ],
)
def test_people_say_when_something_runs_in_many_ways(
    asked: str, label: str, total: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked)
    assert answer.kind == "cost", answer.answer
    assert totals(answer)[label] == total
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        # 10e6 x 0.2 x 0.5 x (0.0000166667 - 0.0000133334)
        (["savings of arm over x86 for 10M lambda requests 512 MB 200 ms"], "costs $3.33 less a month"),
        # 50e6 x 0.1 x 0.5 x the same
        (
            ["how much would I save moving from x86 to arm for 50M lambda requests of 100 ms at 512 MB"],
            "costs $8.33 less a month",
        ),
        # (730 - 8 x 365 / 12) x 0.0832
        (
            ["how much do I save by running a t3.large only 8 hours a day instead of 24/7"],
            "costs $40.49 less a month",
        ),
        # 10e6 x 0.1 x 0.25 x 0.0000166667
        (
            ["what would we save with 256 MB instead of 512 MB on lambda, 10M requests 100ms"],
            "costs $4.17 less a month",
        ),
        # 140 - 40
        (["rest api with 40 million calls", "and http api?", "how much do we save?"], "cost $100.00 less"),
        # 0.7 x 730 x (0.04048 + 2 x 0.004445)
        (["does fargate spot save money for a 1 vcpu 2 gb task 24/7"], "Yes: with EC2 Spot Instances"),
        (["is lambda cheaper than fargate for 5 million requests of 300 ms at 1 GB?"], "No: AWS Fargate"),
        (["is fargate cheaper than lambda for 5 million requests of 300 ms at 1 GB?"], "Yes: AWS Fargate"),
    ],
)
def test_a_difference_is_told_in_whatever_order_it_is_asked(
    asked: list[str], said: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked[-1], asked[:-1])
    assert said in answer.sentences[0].text
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("asked", "reason", "said"),
    [
        ("price of a t9.huge", "unknown_name", "nearest are t3.large"),
        ("what does m5.gigantic cost a month", "unknown_name", "m5.large"),
        ("lambda cost in mars-north-1 for 1M requests 128 MB 100 ms", "not_in_graph", "(us-east-1)"),
        ("t3.medium in Frankfurt", "not_in_graph", "US East (N. Virginia)"),
        ("reserved t3.medium for a year", "not_in_graph", "On-Demand"),
        ("t3.medium for 900 hours a month", "out_of_scope", "0 hours to 730 hours"),
        ("what would 5 kg of requests cost on lambda with 128 MB", "out_of_scope", "3 million requests"),
        ("1 TB data transfer out of lambda", "not_in_graph", "it goes by requests a month"),
    ],
)
def test_what_is_not_held_is_declined_with_what_is(
    asked: str, reason: str, said: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked)
    assert answer.status == "declined"
    assert answer.reason == reason
    assert said in answer.answer
    if answer.suggestions:
        assert assistant.ask(answer.suggestions[0]).status == "answered"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        # 730 x (0.25 x 0.04048 + 0.004445) / (0.0000002 + 0.1 x 0.0000166667), and a 30.42th of it
        (
            ["at how many requests a day does fargate beat lambda with 1 GB and 100 ms"],
            "5,695,945 requests a month (187,264 a day)",
        ),
        # 30.368 / (0.0000002 + 0.2 x 0.0000166667) requests, each of 0.2 s of 2,628,000 s
        (
            ["at what utilisation does a t3.medium get cheaper than lambda at 1 GB and 200 ms?"],
            "busy for 65.4% of the month",
        ),
        (["When does Fargate get cheaper than Lambda?", "over memory?"], "to 10,000 MB"),
        (
            ["When does Fargate get cheaper than Lambda?", "and app runner instead of lambda?"],
            "AWS App Runner",
        ),
    ],
)
def test_a_break_even_point_is_told_in_the_words_of_the_question(
    asked: list[str], said: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked[-1], asked[:-1])
    assert said in answer.sentences[0].text
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("turns", "total"),
    [
        (["3 of them"], "91.10"),  # 3 x 30.368
        (["make it 5 of them", "only 12 hours a day"], "75.92"),  # 5 x 365 x 0.0416
    ],
)
def test_a_follow_up_says_how_many(turns: list[str], total: str, assistant: Assistant) -> None:
    before = ["t3.medium all month", *turns]
    assert totals(assistant.ask(before[-1], before[:-1])) == {"t3.medium": total}


def test_a_follow_up_scales_an_amount(assistant: Assistant) -> None:
    # 0.60 + 3e6 x 0.12 x 1 x 0.0000166667; then 1.20 + 6e6 x 0.12 x 1 x 0.0000166667
    assert totals(assistant.ask("double the memory", [LAMBDA])) == {"AWS Lambda": "6.60"}
    before = [LAMBDA, "double the memory"]
    assert totals(assistant.ask("and twice the requests", before)) == {"AWS Lambda": "13.20"}
