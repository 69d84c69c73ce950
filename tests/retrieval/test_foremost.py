"""The first among the sizes, the forms and what is listed of a thing."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "which purchase option is cheapest for EC2?",
        "ec2: purchase option with the largest discount",
        "which ec2 buying option saves me most?",
    ],
)
def test_one_of_what_is_listed_is_told_by_its_amount(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "superlative"
    assert answer.result["items"][0]["label"] == "EC2 Spot Instances"


def test_all_that_is_listed_is_told_where_no_end_is_asked_for(assistant: Assistant) -> None:
    assert assistant.ask("how many purchase options for EC2").result["value"] == 5


def test_the_cheapest_size_stays_the_one_with_the_lowest_price(assistant: Assistant) -> None:
    assert "price per hour: lowest" in assistant.ask("cheapest ec2 instance").reading


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("which EC2 instances have GPUs?", "g4dn.2xlarge"),
        ("which EC2 instance types have 8 GB memory", "c5.xlarge"),
        ("what ec2 instances run on arm", "c6g.large"),
    ],
)
def test_sizes_that_have_something_are_listed(question: str, first: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "list"
    assert answer.result["items"][0]["label"] == first


def test_sizes_are_not_counted_where_not_all_may_be_known(assistant: Assistant) -> None:
    assert assistant.ask("number of ec2 instance types with GPUs").kind != "count"
