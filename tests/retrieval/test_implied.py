"""Whom a question is about that names nobody, and what is only mentioned."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("question", "service", "said"),
    [
        ("how long can my function run at most?", "AWS Lambda", "15 minutes"),
        ("stages allowed per api?", "Amazon API Gateway", "10"),
    ],
)
def test_a_part_stands_for_the_one_service_that_has_it(
    question: str, service: str, said: str, assistant: Assistant
) -> None:
    answer = assistant.ask(question)
    assert service in answer.reading
    assert said in answer.sentences[0].text


def test_what_several_services_have_implies_none_of_them(assistant: Assistant) -> None:
    assert assistant.ask("what is the maximum timeout?").status == "declined"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("if our consumer is away over the holidays, how long do messages survive in SQS?", "14 days"),
        ("does beanstalk scale to zero like cloud run does?", "does not scale to zero"),
        ("tell me what ECR is, we come from heroku", "registry"),
    ],
)
def test_what_is_only_told_beside_a_question_is_left_out(
    question: str, said: str, assistant: Assistant
) -> None:
    assert said in assistant.ask(question).answer


@pytest.mark.parametrize(
    "question", ["can lambda call azure functions?", "is lambda cheaper than cloud run?"]
)
def test_what_is_asked_of_others_is_declined(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).reason == "out_of_scope"


def test_the_first_of_sizes_has_what_is_named_beside_it(assistant: Assistant) -> None:
    assert assistant.ask("cheapest arm instance type on ec2").result["items"][0]["label"] == "t4g.nano"
    windows = assistant.ask("cheapest lightsail windows bundle").result["items"][0]["label"]
    assert "Windows" in windows


def test_things_are_compared_by_each_of_several_properties(assistant: Assistant) -> None:
    answer = assistant.ask("lambda vs fargate: run time limit and maximum memory")
    assert answer.kind == "comparison"
    assert "15 minutes" in answer.answer
    assert "10 GB" in answer.answer


def test_reasons_against_something_are_what_it_is_not_suited_for(assistant: Assistant) -> None:
    answer = assistant.ask("why is lambda a bad fit for a service with constant heavy traffic?")
    assert answer.kind == "why"
    assert "not suited for" in answer.sentences[0].text


def test_the_one_holder_of_what_is_named_is_implied(assistant: Assistant) -> None:
    answer = assistant.ask("how many children can an array job have at most?")
    assert answer.citations[0].subject.label == "AWS Batch"
