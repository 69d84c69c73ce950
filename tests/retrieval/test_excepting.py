import pytest

from retrieval.engine import Assistant


def labels(assistant: Assistant, question: str) -> list[str]:
    return [item["label"] for item in assistant.ask(question).result["items"]]


@pytest.mark.parametrize(
    "question",
    [
        "which services besides lambda scale to zero",
        "is there anything other than lambda that scales to zero?",
        "apart from lambda, what scales to zero",
    ],
)
def test_a_service_is_left_out_of_a_list(question: str, assistant: Assistant) -> None:
    every = labels(assistant, "which services scale to zero")
    assert labels(assistant, question) == [label for label in every if label != "AWS Lambda"]


def test_a_service_is_left_out_of_a_count(assistant: Assistant) -> None:
    every = assistant.ask("how many services are serverless").result["value"]
    assert assistant.ask("how many services other than lambda are serverless").result["value"] == every - 1


def test_a_service_is_left_out_of_a_superlative(assistant: Assistant) -> None:
    first, second, *_ = labels(assistant, "which service has the shortest timeout")
    assert labels(assistant, f"besides {first}, which service has the shortest timeout")[0] == second


def test_a_value_is_left_out_of_what_a_thing_has(assistant: Assistant) -> None:
    answer = assistant.ask("which lambda languages are there besides python, java and go")
    told = {value["label"] for value in answer.result["values"]}
    assert told
    assert not told & {"Python", "Java", "Go"}


def test_what_leaves_out_something_unknown_is_read_as_a_whole(assistant: Assistant) -> None:
    question = "which services other than zorblax scale to zero"
    assert "without" not in assistant.ask(question).reading
