"""What no graph of services tells, though the words are near to something that it does."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "which font does the console of lambda have?",
        "how many engineers work on ECS?",
        "what salary does an EKS engineer earn?",
    ],
)
def test_a_noun_that_nothing_is_worded_with_is_not_passed_over(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status == "declined"


@pytest.mark.parametrize(
    "question",
    [
        "which of our three teams should own the ECS cluster?",
        "who in our department may delete images from ECR?",
        "what do people say about App Runner?",
        "compose a short text announcing Lightsail",
        "give me the yaml of a fargate deployment",
    ],
)
def test_ownership_hearsay_and_drafts_are_out_of_scope(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).reason == "out_of_scope"


def test_who_is_responsible_is_told(assistant: Assistant) -> None:
    assert assistant.ask("who is responsible for patching Fargate hosts?").status == "answered"
