from pathlib import Path
from unittest.mock import patch

import pytest

from graph import snapshot
from graph.errors import OntologyError
from graph.snapshot import load_kept
from graph.store import Graph, load

COFFEE = Path(__file__).parent.parent / "catalogues" / "coffee"


def loaded_once(cache: Path, folder: Path = COFFEE) -> Graph:
    """Load from a cache that must have the graph."""
    with patch.object(snapshot, "load", side_effect=AssertionError("loaded anew")):
        return load_kept([folder], cache)


def kept(cache: Path) -> Path:
    (path,) = cache.iterdir()
    return path


def test_a_kept_graph_is_the_same_graph(tmp_path: Path) -> None:
    first = load_kept([COFFEE], tmp_path)
    again = loaded_once(tmp_path)
    assert set(first.store) == set(again.store)
    assert (first.hash, first.triples, first.date) == (again.hash, again.triples, again.date)
    assert first.rules == again.rules


def test_without_a_folder_nothing_is_kept() -> None:
    assert load_kept([COFFEE], None).hash == load([COFFEE]).hash


def test_a_changed_file_is_loaded_anew(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    for file in COFFEE.rglob("*"):
        if file.is_file():
            copy = folder / file.relative_to(COFFEE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    before = load_kept([folder], tmp_path / "cache")
    addition = '@prefix cv: <https://w3id.org/cloudcite/vocab#> .\ncv:new cv:word "new" .\n'
    (folder / "more.ttl").write_text(addition, encoding="utf-8")
    assert load_kept([folder], tmp_path / "cache").hash != before.hash


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"nonsense\n<a>", b"[]\n"])
def test_a_damaged_file_is_written_anew(damage: bytes, tmp_path: Path) -> None:
    first = load_kept([COFFEE], tmp_path)
    kept(tmp_path).write_bytes(damage)
    assert load_kept([COFFEE], tmp_path).hash == first.hash
    assert loaded_once(tmp_path).hash == first.hash


def test_a_file_cut_short_is_written_anew(tmp_path: Path) -> None:
    first = load_kept([COFFEE], tmp_path)
    whole = kept(tmp_path).read_bytes()
    kept(tmp_path).write_bytes(whole[: len(whole) // 2])
    assert load_kept([COFFEE], tmp_path).triples == first.triples


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert load_kept([COFFEE], file).hash == load([COFFEE]).hash


def test_a_mistake_in_the_catalogue_is_told_as_ever(tmp_path: Path) -> None:
    with pytest.raises(OntologyError):
        load_kept([tmp_path / "nowhere"], tmp_path)


def test_few_files_stay(tmp_path: Path) -> None:
    load_kept([COFFEE], tmp_path)
    for number in range(9):
        (tmp_path / f"{number}.graph").write_text("old")
    kept_file = next(path for path in tmp_path.iterdir() if path.stat().st_size > 10)
    kept_file.unlink()
    load_kept([COFFEE], tmp_path)
    assert len(list(tmp_path.iterdir())) <= 4
