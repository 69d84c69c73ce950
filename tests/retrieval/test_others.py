import pytest

from retrieval.engine import Assistant


def labels(assistant: Assistant, question: str, *turns: str) -> list[str]:
    return [item["label"] for item in assistant.ask(question, turns).result["items"]]


@pytest.mark.parametrize("question", ["so which ones do?", "who does have them", "and which services can?"])
def test_what_fulfils_the_question_before_is_listed(question: str, assistant: Assistant) -> None:
    assert labels(assistant, question, "does fargate support gpus?") == labels(
        assistant, "which services support GPUs?"
    )


def test_what_does_not_fulfil_it_is_listed(assistant: Assistant) -> None:
    found = labels(assistant, "which ones don't?", "does ecs scale automatically?")
    assert "Amazon Lightsail" in found
    assert "AWS Fargate" not in found


def test_what_one_is_not_suited_for_others_have(assistant: Assistant) -> None:
    assert "Amazon EC2" in labels(assistant, "which services can?", "can lambda run windows")


def test_what_offers_more_comes_first(assistant: Assistant) -> None:
    answer = assistant.ask("anything bigger?", ["max memory of app runner"])
    assert answer.kind == "superlative"
    assert answer.result["items"][0]["label"] == "Amazon EC2"


def test_a_form_is_held_against_its_siblings(assistant: Assistant) -> None:
    answer = assistant.ask("too short. longer variant?", ["how long can an express workflow run"])
    assert answer.result["items"][0]["label"] == "Step Functions Standard Workflows"


def test_what_is_asked_of_the_same_thing_asks_for_no_others(assistant: Assistant) -> None:
    answer = assistant.ask("what does it cost?", ["does lambda have a free tier?"])
    assert answer.citations[0].subject.label == "AWS Lambda"
