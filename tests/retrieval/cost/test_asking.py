"""Questions about costs in plain words: what is asked, what is assumed, what is left to other answers."""

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
