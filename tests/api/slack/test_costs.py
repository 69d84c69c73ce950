"""A question about costs in Slack: the same total, working, assumptions and picture as elsewhere."""

from typing import Any

import pytest

from api.slack.blocks import Frame, render
from retrieval.engine import Assistant
from tests.api.slack.test_blocks import texts
from tests.api.slack.validity import faults


def shown(assistant: Assistant, question: str) -> tuple[str, list[dict[str, Any]]]:
    blocks = render(assistant.ask(question), Frame("message:C1:1")).blocks
    assert faults(blocks) == []
    return "\n".join(texts(blocks)), list(blocks)


def test_a_bill_has_its_total_working_and_assumptions(assistant: Assistant) -> None:
    text, _ = shown(assistant, "3 million requests a month, 512 MB, 120 ms on lambda")
    assert "AWS Lambda costs $3.60 a month" in text
    assert "180,000 GB-s × $0.0000166667 per GB-second = 3.000006" in text
    assert "Assumed: The Region is US East (N. Virginia)." in text


def test_a_break_even_point_has_a_picture_made_of_letters(assistant: Assistant) -> None:
    text, blocks = shown(assistant, "when does fargate get cheaper than lambda?")
    (picture,) = [
        element
        for block in blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_preformatted"
    ]
    drawn = picture["elements"][0]["text"]
    assert drawn.startswith("A  AWS Fargate\nB  AWS Lambda\n")
    assert "AAAA" in drawn
    assert "BBBB" in drawn
    assert "on, AWS Fargate is cheaper than AWS Lambda" in text


@pytest.mark.parametrize("question", ["what does $1 of SQS get me", "5m lambda requests"])
def test_other_questions_about_money_fit_as_well(question: str, assistant: Assistant) -> None:
    text, _ = shown(assistant, question)
    assert "$1.00" in text
