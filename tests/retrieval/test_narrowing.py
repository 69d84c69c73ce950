import pytest

from retrieval.engine import Assistant


def test_a_date_is_told_of_the_value_that_has_it(assistant: Assistant) -> None:
    answer = assistant.ask("when does lambda drop support for ruby 3.3")
    assert "2027-03-31" in answer.answer


@pytest.mark.parametrize(
    "question", ["which ruby versions does lambda run", "how many ruby versions does lambda run"]
)
def test_a_word_of_their_names_narrows_many_values(question: str, assistant: Assistant) -> None:
    items = assistant.ask(question).result["items"]
    assert items
    assert all(item["label"].startswith("Ruby ") for item in items)


def test_the_first_of_the_sizes_fulfils_the_condition_beside_it(assistant: Assistant) -> None:
    answer = assistant.ask("cheapest ec2 instance with a gpu")
    assert answer.kind == "superlative"
    assert answer.result["items"][0]["label"].startswith("g")


def test_the_first_of_the_forms_is_told_where_the_service_itself_has_no_value(assistant: Assistant) -> None:
    answer = assistant.ask("which EC2 purchase option has the largest discount")
    assert answer.result["items"][0]["label"] == "EC2 Spot Instances"


def test_a_noun_for_a_size_implies_whose_sizes_are_meant(assistant: Assistant) -> None:
    answer = assistant.ask("cheapest gpu instance by the hour")
    assert answer.result["items"][0]["label"].startswith("g")
