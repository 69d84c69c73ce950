import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("price of the smallest Windows server on Lightsail, per month", "$9.50"),
        ("how much memory does the smallest ec2 instance have", "512 MB"),
        ("vCPUs in the biggest windows plan on lightsail", "16 vCPU"),
    ],
)
def test_the_end_of_the_sizes_tells_what_it_has(question: str, told: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.kind == "superlative"
    assert told in answer.sentences[0].text


def test_the_largest_of_what_has_no_sizes_is_a_limit(assistant: Assistant) -> None:
    assert assistant.ask("biggest fargate task, how much memory?").kind == "fact"
