"""What a question wrongly takes for granted is corrected before anything else is said."""

import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("Since SQS keeps messages for a month, do we need a backup?", "14 days"),
        ("My team lead says Lambda gives you 30 minutes. Where's that setting?", "15 minutes"),
        ("how do I raise the timeout to an hour, seeing the lambda max is 30 minutes", "15 minutes"),
        ("as EC2 is serverless, who patches it?", "not serverless"),
        ("since lambda can't run containers, how do I ship my image?", "runs Docker image"),
        ("EC2 being serverless, when does AWS patch the kernel?", "not serverless"),
        ("App Runner falls to zero at weekends, that's why we like it. How fast is it?", "not scale to zero"),
        ("I heard beanstalk costs extra per environment, how much?", "$0"),
    ],
)
def test_a_claim_beside_the_question_is_corrected(question: str, so: str, assistant: Assistant) -> None:
    premise = assistant.ask(question).premise
    assert premise is not None
    assert so in premise.text
    assert premise.citations


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("what do I put in the template for a 2 hour app runner request", "2 minutes"),
        ("which graphics cards can my fargate tasks have", "does not support GPUs"),
        ("how much RAM can I give the API Gateway", "does not apply"),
        ("what's the monthly subscription for EC2 Auto Scaling", "$0"),
        ("why does Lightsail bill me by the millisecond", "1 hour"),
        ("why does ECS charge for the control plane", "$0"),
        ("How do I enable Windows containers in Lambda?", "not suited for Windows"),
        ("can't find the switch, how do I turn on gpus for fargate", "does not support GPUs"),
        ("is lambda's limit of 30 minutes per region or per account?", "15 minutes"),
        ("which parameter raises the REST API timeout to 2 minutes", "29 seconds"),
    ],
)
def test_what_lies_in_the_words_is_corrected_too(question: str, so: str, assistant: Assistant) -> None:
    premise = assistant.ask(question).premise
    assert premise is not None
    assert so in premise.text


@pytest.mark.parametrize(
    "question",
    [
        "Since Lambda runs for 15 minutes at most, how much memory can it have?",
        "why do my websockets close after two hours",
        "how do I set the lambda timeout to 10 minutes",
        "why is the 250 MB limit of lambda so low?",
        "p5.48xlarge hourly on-demand rate",
    ],
)
def test_what_is_so_is_not_corrected(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.premise is None


def test_what_explains_a_failure_is_not_called_untrue(assistant: Assistant) -> None:
    answer = assistant.ask("How come my 40-minute training script keeps getting cut off in Lambda?")
    assert "at most 15 minutes" in answer.answer
    assert "not so" not in answer.answer


def test_a_limit_is_known_by_its_amount(assistant: Assistant) -> None:
    answer = assistant.ask("is the 29 second limit of REST APIs adjustable")
    assert answer.citations[0].predicate.label == "maximum request timeout"


def test_a_claim_is_no_question_of_its_own(assistant: Assistant) -> None:
    assert not assistant.ask("Lambda's 1 hour limit is too short for us. How do we extend it?").parts
