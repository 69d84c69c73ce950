import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("when is node 18 going away", "2025-09-01"),
        ("we've 40 functions on ruby 3.3, when's the axe coming down on that", "2027-03-31"),
        ("When will AWS stop letting us push updates to python3.12 functions?", "2029-01-10"),
    ],
)
def test_a_day_is_told_in_whatever_words_it_is_asked_for(
    question: str, day: str, assistant: Assistant
) -> None:
    assert day in assistant.ask(question).answer


def test_the_day_of_a_beginning_is_not_that_of_the_end(assistant: Assistant) -> None:
    assert assistant.ask("when was python 3.12 released").status == "declined"


def test_how_long_something_runs_is_no_day(assistant: Assistant) -> None:
    assert "15 minutes" in assistant.ask("how long can a python 3.12 function run").answer
