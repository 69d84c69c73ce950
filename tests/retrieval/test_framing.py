import pytest

from retrieval.engine import Assistant
from retrieval.framing import unframed


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
