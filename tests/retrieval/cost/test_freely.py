"""Whether something that has a price of its own is charged for."""

import pytest

from retrieval.engine import Assistant
from tests.machine_checks import faults


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (
            "is pulling from ECR into EC2 in the same region free?",
            "Yes: for data transfer, Amazon ECR charges $0",
        ),
        ("is transfer from ecr to the internet free?", "No: for data transfer, Amazon ECR charges $0.09"),
        (
            "is there a charge for cross-az traffic?",
            "Yes: for data transfer, Amazon EC2 charges $0.01 per GB",
        ),
        ("do i pay for ecr pulls in the same region?", "No: for data transfer, Amazon ECR charges $0 per GB"),
        (
            "are aws events free on eventbridge?",
            "Yes: Amazon EventBridge charges $0 for events of AWS services",
        ),
        ("lambda costs nothing per request right?", "No: AWS Lambda charges $0.20 per million requests"),
        ("eks control plane is free, isn't it?", "No: Amazon EKS costs $73.00 a month"),
        ("so fargate vcpu costs nothing?", "No: for CPU, AWS Fargate charges $0.04048 per vCPU-hour"),
    ],
)
def test_a_yes_or_no_on_a_price_is_told_with_it(asked: str, says: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.kind == "boolean"
    assert says in answer.answer
    assert faults(answer, assistant.catalogue) == []


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("is log ingestion free?", "The free tier of Amazon CloudWatch covers 5 GB of logs a month"),
        ("is fargate ephemeral storage free?", "AWS Fargate includes 20 GB of ephemeral storage"),
        ("is data transfer out of ec2 free?", "Amazon EC2 includes 100 GB of data transfer a month"),
    ],
)
def test_what_is_free_of_it_is_told_as_well(asked: str, says: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.answer.startswith("No: ")
    assert says in answer.answer


def test_whether_a_thing_itself_is_free_is_left_to_the_facts(assistant: Assistant) -> None:
    assert "free of charge" in assistant.ask("is lambda free?").answer
    assert "pay per request" in assistant.ask("does lambda charge per request?").answer


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("how much is cross-AZ traffic?", "Amazon EC2 charges $0.01 per GB between Availability Zones"),
        ("price of ECR transfer in the same region", "Amazon ECR charges $0 per GB pulled within the Region"),
        ("cost of data transfer between regions?", "$0.02 per GB to another Region"),
    ],
)
def test_a_price_is_told_by_what_it_holds_for(asked: str, says: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert answer.kind == "fact"
    assert says in answer.answer
