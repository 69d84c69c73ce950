"""How much of something an amount of money pays for."""

from decimal import Decimal

import pytest

from retrieval.cost.budget import most
from retrieval.cost.calculate import Calculator
from retrieval.cost.workload import Workload
from retrieval.engine import Assistant
from tests.machine_checks import faults
from tests.retrieval.cost.conftest import thing


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        # a request is 0.0000002 and 0.1 s of half a GB, 10 dollars by that
        (
            "how many requests at 512 MB and 100 ms can I run on lambda for $10 a month",
            "At most 9,677,403 requests: AWS Lambda costs $10.00 a month",
        ),
        # a job is 2 h of 4 vCPU at 0.04048 and of 16 GB at 0.004445, so that 42.9 of them are 20 dollars
        (
            "how many jobs of 2 hours on fargate with 4 vCPU and 16 GB for 20 dollars",
            "At most 42 jobs: AWS Fargate costs $19.58 a month",
        ),
        # 10 / 0.0416, and 100 / 0.0416, which is longer than a month
        ("how many t3.medium hours for $10", "At most 240.38 hours: t3.medium (Amazon EC2) costs $10.00"),
        ("how many t3.medium hours for $100", "At most 2,403.84 hours: t3.medium (Amazon EC2) costs $100.00"),
        # 5 / 0.10
        ("how many GB in ECR for 5 bucks", "At most 50 GB: Amazon ECR costs $5.00 a month"),
        # 1 / 0.40 millions, and one million more that is free
        ("what does $1 of SQS get me", "At most 2,500,000 requests: Amazon SQS costs $1.00 a month"),
        ("$1 of SQS", "With the free tier it is at most 3,500,000 requests"),
        ("for $1 of SQS how many requests with the free tier", "At most 3,500,000 requests"),
        # 25 / 1.006; 100 GB that are free and 50 / 0.09
        (
            "how long can i run a g5.xlarge for $25",
            "At most 24.85 hours: g5.xlarge (Amazon EC2)",
        ),
        ("how many gb egress does 50 dollars buy", "At most 655.55 GB: Data sent from Amazon EC2"),
        # 200 / 15.184
        ("how many t3.small can I run all month for $200", "At most 13 instances: t3.small"),
        # a cluster is 73; a task of 1 vCPU with 6 GB is 49.0195, with 7 GB 52.26
        ("how many eks clusters for $1000 a month", "At most 13 clusters: Amazon EKS costs $949.00 a month"),
        ("how much memory can I give a 1 vCPU fargate task for $50 a month", "At most 6 GB"),
    ],
)
def test_a_budget_is_turned_round(asked: str, says: str, assistant: Assistant) -> None:
    answer = assistant.ask(asked)
    assert says in answer.answer
    assert faults(answer, assistant.catalogue) == []


def test_a_budget_asks_for_what_the_bill_goes_by_besides(assistant: Assistant) -> None:
    answer = assistant.ask("How many requests for $10 on lambda?")
    assert answer.status == "declined"
    assert "I need the duration (such as 120 ms) and memory" in answer.answer


def test_one_more_would_cost_more_than_the_budget(calculator: Calculator) -> None:
    requests = calculator.bills.dimensions["requests"]
    work = Workload({"duration": Decimal(120), "memory": Decimal(512)}, services=(thing("lambda"),))
    found = most(calculator, work, requests, Decimal(5))
    assert isinstance(found, Decimal)
    rules = next(r for r in calculator.bills_of(thing("lambda")) if r.needed == {*work.amounts, "requests"})
    totals = [
        calculator.total(rules, thing("lambda"), Workload({**work.amounts, "requests": n}), exact=True)
        for n in (found, found + 1)
    ]
    assert totals[0] is not None
    assert totals[1] is not None
    assert totals[0] <= 5 < totals[1]
