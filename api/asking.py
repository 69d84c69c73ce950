"""A question with its conversation, as every surface asks it."""

from collections.abc import Sequence
from dataclasses import replace

from api.models import Turn
from retrieval.answer import Answer
from retrieval.engine import Assistant

MOST_TURNS = 20


def ask(assistant: Assistant, question: str, history: Sequence[Turn] = ()) -> Answer:
    """Return the answer to a question that follows earlier turns, of which the last 20 count.

    Raises QuestionError where the question cannot be read.
    """
    read = history[-MOST_TURNS:]
    # What the assistant said is never evidence, so only the user's turns are understood again.
    earlier = [turn.content for turn in read if turn.role == "user"]
    answer = assistant.ask(question, earlier)
    if len(history) == len(read):
        return answer
    said = f"Only the last {MOST_TURNS} of {len(history)} earlier turns were read."
    return replace(answer, assumptions=(*answer.assumptions, said))
