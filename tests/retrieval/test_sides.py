import pytest

from retrieval.engine import Assistant
from retrieval.matching import Match
from retrieval.sides import BestScores
from retrieval.wordings import Asks, Target


def test_the_better_side_is_ahead() -> None:
    true = Match(Target("p", Asks.TRUE), 0.8, "on", ("on",), ("on",))
    false = Match(Target("p", Asks.FALSE), 0.5, "off", ("off",), ("off",))
    assert BestScores.of([true, false]).ahead("p") == pytest.approx(0.3)
    assert BestScores.of([false]).ahead("p") < 0
    assert BestScores.of([]).ahead("p") == 0


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("Is the hardware of a Dedicated Host shared with other customers?", False),
        ("Does Step Functions cost zero while no workflow is running?", True),
        ("Do files I write inside a Fargate task survive after it stops?", False),
        ("If I use Lambda Managed Instances do cold starts go away", True),
        ("UDP straight to an ec2 box is fine, no?", True),
        ("asg: do i pay for it?", False),
    ],
)
def test_what_is_asked_is_told_from_its_opposite(assistant: Assistant, question: str, so: bool) -> None:
    assert assistant.ask(question).result["boolean"] is so


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("is somebody at aws patching the os under lambda for me", True),
        ("does app runner handle server maintenance on our behalf", True),
        ("can aws batch grow its fleet without me touching it", True),
        ("does ec2 scale out when my traffic doubles, all by itself", False),
        ("does ec2 run without me managing the instances", False),
        ("do we have to patch the hosts of fargate", False),
    ],
)
def test_who_does_the_work_tells_the_sides_apart(assistant: Assistant, question: str, so: bool) -> None:
    assert assistant.ask(question).result["boolean"] is so


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("does eks stand for elastic kubernetes service", True),
        ("does ecs stand for elastic compute service", False),
        ("Did EventBridge use to be called CloudWatch Events?", True),
        ("was ecs once known as EC2 container service", True),
        ("does VPC mean virtual private cloud", True),
        ("does ecr guarantee an uptime of 99.99", False),
        ("does ec2 guarantee an uptime of 99.9", True),
    ],
)
def test_what_is_put_forward_as_the_value_is_held_against_it(
    assistant: Assistant, question: str, so: bool
) -> None:
    assert assistant.ask(question).result["boolean"] is so


@pytest.mark.parametrize(
    "question",
    [
        "When I give a lambda more memory, does it get more processor power as well?",
        "Our policy only admits services where nobody runs machines. Is Fargate serverless?",
    ],
)
def test_what_is_told_before_does_not_hide_a_yes_or_no(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).result["boolean"] is True


def test_a_choice_of_two_sides_is_answered_by_the_fact(assistant: Assistant) -> None:
    answer = assistant.ask("lambda scaling - manual or auto?")
    assert answer.kind == "fact"
    assert answer.answer.startswith("AWS Lambda scales automatically.")
