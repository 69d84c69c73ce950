from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from retrieval.cache import cached_vectors
from retrieval.encoder import Vectors

TEXTS = ["one", "three", "seven"]


class CountingEncoder:
    """Points each text in the direction of its length, and counts what it is asked to encode."""

    def __init__(self, digest: str = "sha256:0", turn: float = 0) -> None:
        self.digest = digest
        self.turn = turn
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        angles = np.array([len(text) + self.turn for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def stored(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_vectors_are_encoded_once(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    first = cached_vectors(tmp_path / "new", TEXTS, encoder)
    assert encoder.encoded == len(TEXTS)
    second = cached_vectors(tmp_path / "new", TEXTS, encoder)
    assert encoder.encoded == len(TEXTS) + 1  # one, to learn how long its vectors are
    assert np.array_equal(first, second)
    assert first.dtype == second.dtype == np.float32


def test_without_a_folder_nothing_is_kept() -> None:
    assert np.array_equal(cached_vectors(None, TEXTS, CountingEncoder()), CountingEncoder().encode(TEXTS))


@pytest.mark.parametrize("texts", [["one", "three"], ["onethree", "seven"], ["seven", "three", "one"]])
def test_other_texts_have_other_vectors(texts: list[str], tmp_path: Path) -> None:
    cached_vectors(tmp_path, TEXTS, CountingEncoder())
    found = cached_vectors(tmp_path, texts, CountingEncoder())
    assert np.array_equal(found, CountingEncoder().encode(texts))


def test_another_encoder_has_other_vectors(tmp_path: Path) -> None:
    cached_vectors(tmp_path, TEXTS, CountingEncoder())
    other = CountingEncoder("sha256:1", turn=1)
    assert np.array_equal(cached_vectors(tmp_path, TEXTS, other), other.encode(TEXTS))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not an array",
        b"PK\x03\x04",
        np.lib.format.MAGIC_PREFIX,
        np.lib.format.magic(1, 0)
        + b"v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999, 2), }",
    ],
)
def test_a_damaged_file_is_written_anew(content: bytes, tmp_path: Path) -> None:
    expected = cached_vectors(tmp_path, TEXTS, CountingEncoder())
    right = stored(tmp_path).read_bytes()
    stored(tmp_path).write_bytes(content)
    assert np.array_equal(cached_vectors(tmp_path, TEXTS, CountingEncoder()), expected)
    assert stored(tmp_path).read_bytes() == right


@pytest.mark.parametrize(
    "array",
    [
        np.ones((3, 2), np.float32),
        np.eye(3, dtype=np.float32),
        np.eye(2, dtype=np.float32),
        np.eye(2, dtype=np.float64),
        np.ones(3, np.float32),
        np.full((3, 2), np.nan, np.float32),
    ],
)
def test_a_file_of_someone_else_is_written_anew(array: np.ndarray, tmp_path: Path) -> None:
    expected = cached_vectors(tmp_path, TEXTS, CountingEncoder())
    np.save(stored(tmp_path), array)
    assert np.array_equal(cached_vectors(tmp_path, TEXTS, CountingEncoder()), expected)


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("here")
    found = cached_vectors(taken / "folder", TEXTS, CountingEncoder())
    assert np.array_equal(found, CountingEncoder().encode(TEXTS))


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "save", full)
    cached_vectors(tmp_path, TEXTS, CountingEncoder())
    assert list(tmp_path.iterdir()) == []


def test_only_the_newest_files_stay(tmp_path: Path) -> None:
    for number in range(12):
        cached_vectors(tmp_path, [*TEXTS, str(number)], CountingEncoder())
    assert len(list(tmp_path.iterdir())) == 8
