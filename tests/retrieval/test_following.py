"""Questions that lean on earlier ones: whom and what they mean."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("turns", "question", "subject"),
    [
        (["how long can a lambda run?"], "and on managed instances?", "Lambda Managed Instances"),
        (["can batch use spot?"], "and GPU, when it's on fargate?", "AWS Batch on Fargate"),
        (["compare lambda and fargate"], "is the latter serverless?", "AWS Fargate"),
        (["which service stores container images?"], "how much does it cost per GB", "Amazon ECR"),
    ],
)
def test_what_is_named_in_short_is_found(
    turns: list[str], question: str, subject: str, assistant: Assistant
) -> None:
    assert assistant.ask(question, turns).citations[0].subject.label == subject


def test_a_size_is_named_by_the_word_in_which_it_differs(assistant: Assistant) -> None:
    assert "0.0832" in assistant.ask("the large one?", ["price of t3.medium?"]).answer


def test_a_list_is_refined_by_one_more_condition(assistant: Assistant) -> None:
    answer = assistant.ask("which of those support GPUs?", ["which services have a free tier?"])
    assert answer.kind == "list"
    assert [item["label"] for item in answer.result["items"]] == ["Amazon EC2"]


def test_a_list_is_turned_into_its_opposite(assistant: Assistant) -> None:
    others = assistant.ask("and which don't?", ["which services scale to zero?"]).result["items"]
    labels = {item["label"] for item in others}
    assert "Amazon Lightsail" in labels
    assert "AWS Step Functions" not in labels


def test_one_more_need_is_added_to_those_before(assistant: Assistant) -> None:
    first = "which service should I take for thousands of nightly jobs in containers?"
    answer = assistant.ask("hmm what if they need GPUs", [first])
    assert answer.kind == "recommendation"
    assert "AWS Fargate" not in [pick["label"] for pick in answer.result["picks"]]


def test_what_was_not_recommended_is_held_against_what_was_needed(assistant: Assistant) -> None:
    answer = assistant.ask("why not lambda?", ["Fargate or Lambda for a job of 3 hours?"])
    assert [out["label"] for out in answer.result["ruled_out"]] == ["AWS Lambda"]


@pytest.mark.parametrize("question", ["says who?", "source?", "how do you know that?"])
def test_who_asks_for_the_source_gets_the_answer_with_it(question: str, assistant: Assistant) -> None:
    before = "does App Runner scale to zero?"
    assert assistant.ask(question, [before]).sentences == assistant.ask(before).sentences


def test_of_prices_that_only_one_has_none_is_the_lowest(assistant: Assistant) -> None:
    answer = assistant.ask("and the cheapest?", ["compare ecs and eks"])
    assert answer.kind == "comparison"
    assert {c.subject.label for c in answer.citations} >= {"Amazon ECS", "Amazon EKS"}
