import pytest

from retrieval.engine import Assistant
from retrieval.intent import DECLINED, KINDS
from retrieval.language import Cue


def _wanted(assistant: Assistant, text: str) -> str:
    parse = assistant.conversation.parser.parse(text)
    wants = assistant.conversation.understander.intent.of(parse)
    return max(wants, key=lambda kind: wants[kind])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("gimme every service that runs containers", "list"),
        ("batch in one sentence for my grandmother", "definition"),
        ("we must move a small website, two people, no time for servers. where to?", "recommendation"),
        ("lambda bills by the second, doesn't it", "boolean"),
        ("background on batch networking would be welcome", "open"),
        ("step functions against batch, what sets them apart", "comparison"),
        ("my container exits with code 137 after the last deploy, please fix", DECLINED),
    ],
)
def test_the_kind_of_answer_is_told_without_a_cue_word(assistant: Assistant, text: str, kind: str) -> None:
    assert _wanted(assistant, text) == kind


def test_probabilities_of_all_kinds_sum_to_one(assistant: Assistant) -> None:
    parse = assistant.conversation.parser.parse("max memory of a lambda function")
    wants = assistant.conversation.understander.intent.of(parse)
    assert set(wants) == set(KINDS)
    assert sum(wants.values()) == pytest.approx(1, abs=0.01)


def test_a_heard_kind_adds_its_cue_and_takes_up_no_words(assistant: Assistant) -> None:
    parse = assistant.conversation.parser.parse("gimme every service that runs containers")
    heard = assistant.conversation.understander.intent.heard(parse)
    assert heard.has(Cue.LIST)
    assert heard.content == parse.content
