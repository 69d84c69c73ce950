"""What is not said outright: times off, idle things, runs for requests, options without any amounts."""

import pytest

from retrieval.engine import Assistant
from tests.machine_checks import faults


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        # 4 x 0.192 x 365 of 730 hours
        (
            "how much would we save turning our 4 m5.xlarge off at night for 12 hours?",
            "costs $280.32 less a month than with 730 hours a month: $280.32 instead of $560.64",
        ),
        # 12 hours of 5 x 365/7/12 days: 260.71 hours x 0.768
        ("what do we save if we turn off 4 m5.xlarge at night and on weekends", "$200.23 instead of $560.64"),
        # 5/7 of 730 hours
        ("how much do we save if we turn off 4 m5.xlarge on weekends", "$400.46 instead of $560.64"),
        # 365 x 0.0832
        ("cost of a t3.large that is turned off at night", "costs $30.37 a month"),
        # 730 x 2 x 0.007
        ("app runner 1 vcpu 2gb idle all month", "AWS App Runner costs $10.22 a month"),
        # 10 x 2,628,000 s x 0.0000041667
        (
            "lambda provisioned concurrency 10 at 1gb all month no requests",
            "AWS Lambda costs $109.50 a month",
        ),
        ("lambda with zero requests, what do I pay", "AWS Lambda costs $0.00 a month"),
        # 25 x 0.50
        ("sqs fifo 25m messages", "Amazon SQS costs $12.50 a month"),
        # 1.00 + 125,000 x 0.00001667
        ("express workflow, 1M runs 2 seconds 64mb", "cost $3.08 a month"),
        # 1,000 x 0.20 + 125,000 x 0.0000166667
        ("billion requests lambda 128mb 1ms", "AWS Lambda costs $202.08 a month"),
        # 730 x (0.096 - 0.0816)
        ("savings from moving from m5.large to m7g.large", "costs $10.51 less a month than m5.large"),
        # 1,000,000 x 0.0000166667
        ("what would halving the memory save on lambda, 10M req 1024mb 200ms?", "costs $16.67 less a month"),
        # 365/12 x 1.5 x (8 x 0.04048 + 32 x 0.004445)
        ("nightly etl 90 minutes 8 vcpu 32gb fargate", "AWS Fargate costs $21.26 a month"),
        # 32.85 + 500 x 0.045
        ("nat gateway processing 500 gb a month", "NAT gateways cost $55.35 a month"),
    ],
)
def test_what_is_left_unsaid_is_read_as_people_mean_it(asked: str, says: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert says in answer.answer
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        ("is lambda cheaper on arm?", "Yes: with arm64, AWS Lambda costs $0.17 less a month"),
        ("isn't graviton lambda more expensive than x86?", "No: with arm64, AWS Lambda costs $0.17 less"),
        ("is x86 cheaper than arm for lambda?", "No: with x86_64, AWS Lambda costs $0.17 more a month"),
        ("is eks extended support more expensive?", "Yes: with Kubernetes versions in extended support"),
    ],
)
def test_options_are_compared_by_typical_amounts_that_are_told(
    asked: str, begins: str, assistant: Assistant
) -> None:
    answer = assistant.ask(asked)
    assert answer.kind == "boolean"
    assert answer.answer.startswith(begins)


def test_typical_amounts_are_stated_and_stated_ones_are_not_filled_up(assistant: Assistant) -> None:
    told = assistant.ask("is lambda cheaper on arm?").assumptions
    assert "Nothing was said of “requests a month”: 1,000,000 requests a month is taken." in told
    assert assistant.ask("is lambda cheaper on arm for 5 million requests?").status == "declined"


def test_a_thing_is_held_against_the_one_before(assistant: Assistant) -> None:
    # 730 x 0.085 and 730 x 0.0725
    answer = assistant.ask("compare that with c7g.large", ["c5.large all month"])
    assert "c5.large (Amazon EC2) costs $62.05, $9.13 more" in answer.answer


def test_a_longer_follow_up_changes_the_work(assistant: Assistant) -> None:
    # 365/12 x 10 x (0.25 x 0.04048 + 0.5 x 0.004445)
    asked = "and what if it only runs 10 hours a day?"
    assert "$3.75 a month" in assistant.ask(asked, ["fargate 0.25 vcpu 0.5gb nonstop"]).answer
