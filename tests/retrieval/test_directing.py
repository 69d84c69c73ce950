import pytest

from retrieval.engine import Assistant


def test_services_of_which_a_thing_is_the_value_are_listed(assistant: Assistant) -> None:
    answer = assistant.ask("which services run on fargate")
    assert {item["label"] for item in answer.result["items"]} >= {"Amazon ECS", "AWS Batch"}


@pytest.mark.parametrize("question", ["which services can trigger lambda", "which services may call lambda"])
def test_the_active_voice_asks_for_what_the_thing_has(question: str, assistant: Assistant) -> None:
    assert assistant.ask(question).reading.endswith("AWS Lambda, triggered by")


@pytest.mark.parametrize(
    ("question", "of"),
    [("EBS volume types?", "EBS gp3"), ("S3 tiers. all of them.", "S3 Standard")],
)
def test_the_forms_of_a_thing_are_its_types(question: str, of: str, assistant: Assistant) -> None:
    assert of in assistant.ask(question).answer


def test_a_name_may_be_a_word_of_what_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask("where can I run on spot capacity")
    assert answer.reading == "list: all services, Spot capacity"


def test_the_first_among_forms_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("which type of step functions workflow runs longest")
    assert answer.result["items"][0]["label"] == "Step Functions Standard Workflows"
