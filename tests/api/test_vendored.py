"""The libraries that stand in the repository are what their packages ship."""

import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FOLDERS = [ROOT / "api" / "static" / "vendor", ROOT / "tests" / "page" / "vendor"]
FILES = [
    (folder, entry)
    for folder in FOLDERS
    for entry in tomllib.loads((folder / "vendored.toml").read_text("utf-8"))["file"]
]


@pytest.mark.parametrize(("folder", "entry"), FILES, ids=[entry["name"] for _, entry in FILES])
def test_a_library_has_its_digest_and_its_licence(folder: Path, entry: dict[str, str]) -> None:
    assert sha256((folder / entry["name"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["package"]
    assert entry["version"]
    assert entry["licence"]
    assert len((folder / f"{entry['name']}.LICENSE").read_text("utf-8")) > 200


@pytest.mark.parametrize("folder", FOLDERS, ids=["product", "tests"])
def test_no_library_stands_there_unlisted(folder: Path) -> None:
    listed = {entry["name"] for where, entry in FILES if where == folder}
    assert {path.name for path in folder.glob("*js")} == listed
