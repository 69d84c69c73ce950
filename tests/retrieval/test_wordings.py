from pathlib import Path

from graph.catalogue import catalogue
from graph.store import load
from retrieval.wordings import Asks, questions, wordings

QUESTIONS = """
@prefix cv: <https://w3id.org/cloudcite/vocab#> .
@prefix id: <https://w3id.org/cloudcite/id/> .
cv:coldStart cv:asked "do people wait on the first hit" ; cv:askedFalse "is it always warm" .
id:python cv:asked "i only know snakes" .
cv:unheardOf cv:asked "what is that" .
"""


def test_questions_are_those_of_what_is_worded(tmp_path: Path) -> None:
    (tmp_path / "asked.ttl").write_text(QUESTIONS)
    described = catalogue(load(["aws", tmp_path]))
    found = questions(described, [w.target for w in wordings(described)])
    asked = {(w.text, w.target.iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1], w.target.asks) for w in found}
    assert ("do people wait on the first hit", "coldStart", Asks.TRUE) in asked
    assert ("i only know snakes", "python", Asks.VALUE) in asked
    assert "unheardOf" not in {name for _, name, _ in asked}
