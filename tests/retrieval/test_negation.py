import pytest

from retrieval.engine import Assistant


@pytest.mark.parametrize(
    ("text", "word", "denied"),
    [
        ("can it run pods with no node at all", "pods", False),
        ("can it run pods with no node at all", "node", True),
        ("does it not run pods on a node", "pods", True),
        ("if the data does not fit, can it spill over", "spill", False),
        ("if the data does not fit, can it spill over", "fit", True),
        ("it runs without servers and scales", "scales", False),
        ("it scales, doesn't it", "scales", False),
        ("is it unable to run pods", "pods", True),
        ("it never runs pods without a node", "node", False),
    ],
)
def test_a_negation_reaches_as_far_as_its_clause(
    text: str, word: str, denied: bool, assistant: Assistant
) -> None:
    parse = assistant.conversation.parser.parse(text)
    places = [index for index, token in enumerate(parse.tokens) if token.lower == word]
    assert places
    assert parse.negation.of(places) is denied


def test_what_no_word_says_is_denied_with_the_whole_question(assistant: Assistant) -> None:
    parse = assistant.conversation.parser.parse("can it run pods with no node")
    assert parse.negation.of([]) is parse.negated is True


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("could I run kubernetes pods with no node at all", True),
        ("in an ASG, if an instance goes unhealthy is it replaced w/o anyone being paged", True),
        ("can ecs on fargate run tasks without servers of mine", True),
    ],
)
def test_what_is_done_without_decides_nothing_of_what_is_done(
    question: str, so: bool, assistant: Assistant
) -> None:
    assert assistant.ask(question).result["boolean"] is so
