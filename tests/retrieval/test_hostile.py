from bench.hostile import ask_all
from retrieval.engine import Assistant


def test_hostile_questions_are_answered_with_evidence_or_declined(assistant: Assistant) -> None:
    statuses, _, bare = ask_all(assistant, seed=7, count=400)
    assert sum(statuses.values()) == 400
    assert statuses["declined"] > 100
    assert bare == []
