import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "RAM of a c5.large please, I'm mapping our on-prem VMs to it.",
        "memory of c5.large please, we size a Java box",
        "memory of c5.large",
    ],
)
def test_what_those_who_ask_are_doing_is_left_out(question: str, assistant: Assistant) -> None:
    assert "4 GB" in assistant.ask(question).answer


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("eks clusters per account limit pls", "clusters per account"),
        ("scratch space in /tmp for lambda: ceiling?", "maximum ephemeral storage"),
        ("I need one line for the matrix: with AWS Batch, what work is still ours?", "what is left to you"),
        ("What was EventBridge called in the old days?", "former name"),
    ],
)
def test_the_second_reading_finds_what_is_asked(question: str, label: str, assistant: Assistant) -> None:
    assert assistant.ask(question).citations[0].predicate.label == label
