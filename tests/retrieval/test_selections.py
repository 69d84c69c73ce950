import pytest

from retrieval.engine import Assistant


def labels(assistant: Assistant, question: str) -> set[str]:
    answer = assistant.ask(question)
    assert answer.status == "answered", answer.answer
    return {item["label"] for item in answer.result["items"]}


@pytest.mark.parametrize(
    "question",
    [
        "who supports gpus",
        "gpu support: who has it",
        "is there any service with gpus?",
        "do any services support gpus",
        "which can use gpus",
    ],
)
def test_services_are_listed_however_they_are_asked_for(question: str, assistant: Assistant) -> None:
    assert labels(assistant, question) == labels(assistant, "which services support gpus")


def test_a_clause_denies_only_what_it_says(assistant: Assistant) -> None:
    arm, gpu = (
        labels(assistant, "which services run on arm"),
        labels(assistant, "which services support gpus"),
    )
    assert labels(assistant, "services that support arm but not gpu") <= arm - {"Amazon EC2"}
    assert "Amazon EC2" in arm & gpu


def test_of_two_values_with_or_between_them_one_is_enough(assistant: Assistant) -> None:
    either = labels(assistant, "which services support python or ruby")
    assert either == labels(assistant, "which services support python") | labels(
        assistant, "which services support ruby"
    )


def test_what_every_service_has_tells_none_apart(assistant: Assistant) -> None:
    assert assistant.ask("which services have alternatives").status == "declined"


def test_a_number_that_is_stated_counts_no_services(assistant: Assistant) -> None:
    answer = assistant.ask("how many stages per api")
    assert answer.kind == "fact"


def test_a_kind_of_service_is_found_by_a_name_that_several_kinds_share(assistant: Assistant) -> None:
    assert labels(assistant, "what messaging services exist") == {
        "Amazon EventBridge",
        "Amazon SNS",
        "Amazon SQS",
    }


def test_a_list_is_told_though_something_is_said_before_it(assistant: Assistant) -> None:
    question = "half our estate is Windows. which of the AWS compute services will take windows workloads"
    assert assistant.ask(question).kind == "list"
