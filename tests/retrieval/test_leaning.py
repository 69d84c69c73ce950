"""What a description leans to."""

import pytest

from retrieval.engine import Assistant
from retrieval.leaning import denied_stems
from retrieval.text import stem


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("without Kubernetes", "kubernetes"),
        ("nobody here knows Kubernetes", "kubernetes"),
        ("Kubernetes scares us", "kubernetes"),
        ("simpler than Kubernetes", "kubernetes"),
    ],
)
def test_what_is_not_wanted_is_heard(assistant: Assistant, text: str, unwanted: str) -> None:
    assert stem(unwanted) in denied_stems(assistant.conversation.parser.parse(text))


def test_what_is_wanted_is_not_denied(assistant: Assistant) -> None:
    assert not denied_stems(assistant.conversation.parser.parse("we run Kubernetes and like it"))


def test_what_somebody_comes_from_is_no_reason_to_decline(assistant: Assistant) -> None:
    answer = assistant.ask(
        "We are moving from GKE with all our Kubernetes manifests, where should our pods live?"
    )
    assert answer.status == "answered"
    assert "Kubernetes" in answer.answer


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        (
            "AWS should orchestrate our containers on servers of our own, without Kubernetes. what fits?",
            "Amazon EKS",
        ),
        (
            "web app with a load balancer, ssh must be possible, lightsail was vetoed. what fits?",
            "Amazon Lightsail",
        ),
        ("A container job of four hours each night. Fargate was ruled out. What fits?", "AWS Fargate"),
    ],
)
def test_what_is_denied_is_not_picked_nor_what_is_of_that_kind(
    assistant: Assistant, text: str, unwanted: str
) -> None:
    picks = [pick["label"] for pick in assistant.ask(text).result["picks"]]
    assert picks
    assert unwanted not in picks
