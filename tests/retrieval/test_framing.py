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


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "Half of our tenants sleep at night. Which of the services scale to zero?",
            "Which of the services scale to zero?",
        ),
        ("we are an all-windows shop. what services run windows", "what services run windows"),
        ("We render video. Is there anything with GPUs?", "Is there anything with GPUs?"),
    ],
)
def test_all_that_have_something_are_asked_for_whatever_is_told_before(
    assistant: Assistant, text: str, asked: str
) -> None:
    parser = assistant.conversation.parser
    assert unframed(parser.parse(text), parser).text == asked


@pytest.mark.parametrize(
    "text",
    [
        "Our jobs take three hours. Which services can do that?",
        "We sleep at night. Which services should we look at?",
        "Our tenants sleep at night. Which service scales to zero?",
    ],
)
def test_what_is_told_stays_where_it_may_decide_the_answer(assistant: Assistant, text: str) -> None:
    parser = assistant.conversation.parser
    assert unframed(parser.parse(text), parser).text == text
