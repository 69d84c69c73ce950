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


@pytest.mark.parametrize(
    ("before", "question", "told"),
    [
        ("what is the default timeout of a lambda function?", "and the maximum?", "15 minutes"),
        ("max timeout of lambda", "default?", "3 seconds"),
        ("price of m6a.large per hour", "same size but m6g pls", "$0.077"),
        ("monthly price of the Lightsail Linux bundle with 2 GB?", "and the 8 gig one", "$44"),
        ("can lambda run for 30 minutes?", "so what instead?", "AWS Fargate"),
        ("EKS, cost per cluster hour", "and if we are stuck on an old k8s version?", "$0.60"),
        ("is ECS free?", "max lambda timeout?", "15 minutes"),
        ("does App Runner scale to zero?", "so what does?", "fits best"),
    ],
)
def test_few_words_change_what_they_name(before: str, question: str, told: str, assistant: Assistant) -> None:
    assert told in assistant.ask(question, [before]).answer


def test_of_two_things_set_apart_nothing_is_taken_over(assistant: Assistant) -> None:
    before = "is ECS free?"
    question = "does EKS support fargate?"
    assert assistant.ask(question, [before]).sentences == assistant.ask(question).sentences


def test_the_number_of_parts_is_no_number_of_services(assistant: Assistant) -> None:
    assert assistant.ask("how many for EKS?", ["how many tasks per service in ECS?"]).kind != "count"


def test_what_is_not_wanted_is_added_to_what_is_needed(assistant: Assistant) -> None:
    turns = ["i need gpus for training my models in containers", "no kubernetes though please"]
    answer = assistant.ask("would fargate do it then?", turns)
    assert "AWS Fargate" in [out["label"] for out in answer.result["ruled_out"]]
