"""The competency queries: each runs, within the limits, and finds what it must."""

from pathlib import Path

import pytest

from graph.files import bundled, find
from graph.store import Graph, Term

FOLDER = bundled() / "aws" / "queries"
QUERIES = find(FOLDER, ".rq")
MUST_FIND = {
    "adjustable-quotas": {"subject": "AWS Lambda", "property": "default concurrency quota"},
    "cheapest-instances": {"type": "t4g.nano", "amount": "0.0042", "vcpu": "2", "memory": "512"},
    "concluded": {"subject": "AWS Batch", "property": "no charge of its own", "value": "true"},
    "ending-runtimes": {"runtime": "Python 3.10", "date": "2026-10-31"},
    "for-a-use": {"service": "AWS Batch", "fits": "true"},
    "gpu-instances": {"type": "p5.48xlarge"},
    "how-integrated": {"other": "Amazon SQS", "direction": "is invoked by"},
    "no-limits": {"subject": "AWS Batch", "property": "maximum execution duration"},
    "official-share": {"status": "official"},
    "price-tiers": {"amount": "2.8", "from": "333000000", "to": "1000000000"},
    "variants-that-differ": {"variant": "Lambda Managed Instances", "value": "5400", "usually": "900"},
    "weak-prices": {"subject": "AWS Fargate", "status": "third-party"},
    "disagreements": {"subject": "AWS Lambda", "property": "more memory gives more network bandwidth"},
    "facts-of-one": {"property": "full name", "value": "Elastic Container Registry"},
    "longest-run": {"service": "AWS Lambda", "seconds": "900", "unlimited": "false"},
    "old-facts": {"title": "User's notes on compute services", "read": "2026-11-20"},
    "runs-containers": {"service": "AWS Fargate"},
    "serverless": {"service": "Amazon ECS", "variant": "Amazon ECS on Fargate"},
    "weakest-sources": {"subject": "AWS Batch", "property": "isolation"},
    "who-uses-images": {"registry": "Amazon ECR", "service": "AWS Fargate"},
}


def test_every_query_has_a_row_that_it_must_find() -> None:
    assert sorted(MUST_FIND) == [path.stem for path in QUERIES]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_competency_query_finds_its_row(path: Path, graph: Graph) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert text.splitlines()[0].endswith("?")
    rows = graph.select(text)
    wanted = MUST_FIND[path.stem]
    assert any(_has(row, wanted) for row in rows), rows[:3]


def _has(row: dict[str, Term], wanted: dict[str, str]) -> bool:
    return all(name in row and row[name].value == value for name, value in wanted.items())
