from pathlib import Path

import pytest

from retrieval.thresholds import Thresholds, kept_thresholds

INPUTS = ["sha256:graph", "sha256:encoder"]
FOUND = Thresholds(0.41, -0.02)


def never() -> Thresholds:
    raise AssertionError("they were kept")


def test_thresholds_are_calibrated_once(tmp_path: Path) -> None:
    assert kept_thresholds(tmp_path / "new", INPUTS, lambda: FOUND) == FOUND
    assert kept_thresholds(tmp_path / "new", INPUTS, never) == FOUND


def test_without_a_folder_nothing_is_kept() -> None:
    assert kept_thresholds(None, INPUTS, lambda: FOUND) == FOUND


@pytest.mark.parametrize("inputs", [["sha256:other", INPUTS[1]], [INPUTS[0], "sha256:other"], INPUTS[::-1]])
def test_another_graph_or_encoder_is_calibrated_anew(inputs: list[str], tmp_path: Path) -> None:
    kept_thresholds(tmp_path, INPUTS, lambda: FOUND)
    other = Thresholds(0.5, 0.1)
    assert kept_thresholds(tmp_path, inputs, lambda: other) == other


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"score": 0.4}',
        b'{"score": "high", "drift": 0}',
        b'{"score": NaN, "drift": 0}',
        b'{"score": 0.4, "drift": Infinity}',
    ],
)
def test_a_damaged_file_is_written_anew(content: bytes, tmp_path: Path) -> None:
    kept_thresholds(tmp_path, INPUTS, lambda: FOUND)
    (path,) = tmp_path.iterdir()
    right = path.read_bytes()
    path.write_bytes(content)
    assert kept_thresholds(tmp_path, INPUTS, lambda: FOUND) == FOUND
    assert path.read_bytes() == right


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("here")
    assert kept_thresholds(taken / "folder", INPUTS, lambda: FOUND) == FOUND


def test_only_the_newest_files_stay(tmp_path: Path) -> None:
    for number in range(12):
        kept_thresholds(tmp_path, [str(number)], lambda: FOUND)
    assert len(list(tmp_path.iterdir())) == 8
