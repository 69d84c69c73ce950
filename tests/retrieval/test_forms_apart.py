import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("question", "holder"),
    [
        ("do http apis give me api keys and usage plans?", "API Gateway REST APIs"),
        ("can REST APIs use JWT authorizers?", "API Gateway HTTP APIs"),
    ],
)
def test_a_form_lacks_what_only_another_one_has(question: str, holder: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.result["boolean"] is False
    assert holder in {citation.subject.label for citation in answer.citations}


def test_a_form_has_what_is_stated_of_it(assistant: Assistant) -> None:
    assert assistant.ask("does the rest api have a cache").result["boolean"] is True
