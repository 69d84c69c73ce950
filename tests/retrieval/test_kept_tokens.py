from pathlib import Path

import pytest

from retrieval import text
from retrieval.kept_tokens import kept_tokens
from retrieval.text import tokens_of


def test_phrases_are_known_again_and_then_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with kept_tokens(tmp_path, ["a graph"]):
        first = tokens_of("How much memory")
    assert not text.KNOWN
    monkeypatch.setattr(text, "tokenise", lambda _: ())  # what is known need not be taken apart
    with kept_tokens(tmp_path, ["a graph"]):
        assert tokens_of("How much memory") == first
        assert tokens_of("another phrase") == ()


def test_a_damaged_file_is_written_anew(tmp_path: Path) -> None:
    with kept_tokens(tmp_path, ["a graph"]):
        first = tokens_of("How much memory")
    for path in tmp_path.iterdir():
        path.write_bytes(b'{"How much memory": [["How"]]}')
    with kept_tokens(tmp_path, ["a graph"]):
        assert tokens_of("How much memory") == first
