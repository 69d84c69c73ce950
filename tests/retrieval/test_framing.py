import pytest

from retrieval.engine import Assistant
from retrieval.framing import unframed, without_likening


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Finance here. What does Lambda cost?", "What does Lambda cost?"),
        ("Our lawyers ask which of Lambda and ECR has an SLA", "which of Lambda and ECR has an SLA"),
        ("my boss is asking if fargate has GPUs", "is asking if fargate has GPUs"),
        ("Row 14 of the form: does ECR scan images?", "does ECR scan images?"),
        ("We hate patching. where do I run containers?", "We hate patching. where do I run containers?"),
        (
            "I need a queue for 3 days. Which service keeps it?",
            "I need a queue for 3 days. Which service keeps it?",
        ),
    ],
)
def test_only_what_tells_nothing_is_left_out(text: str, left: str, assistant: Assistant) -> None:
    parser = assistant.conversation.parser
    assert unframed(parser.parse(text), parser).text == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("is fargate serverless like lambda?", "is fargate serverless ?"),
        ("does ecs scale to zero like lambda does?", "does ecs scale to zero ?"),
        ("unlike ecs, does eks cost extra?", "does eks cost extra?"),
        ("can lambda mount a shared file system like efs", "can lambda mount a shared file system like efs"),
        ("which one is easier, ecs or eks, like really?", "which one is easier, ecs or eks, like really?"),
    ],
)
def test_what_is_only_likened_to_is_left_out(text: str, left: str, assistant: Assistant) -> None:
    parser = assistant.conversation.parser
    assert without_likening(parser.parse(text), parser).text == left


def test_a_sentence_that_asks_by_itself_is_read_alone(assistant: Assistant) -> None:
    parser = assistant.conversation.parser
    text = "We run Docker for a bank. Do two Fargate tasks ever share a kernel?"
    assert unframed(parser.parse(text), parser).text == "Do two Fargate tasks ever share a kernel?"
