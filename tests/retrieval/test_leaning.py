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
