import shutil
from pathlib import Path

import pytest

from graph.catalogue import catalogue
from graph.matrix import Row, State, matrix
from graph.store import load

SHAPES = Path(__file__).parent / "shapes"


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    shutil.copytree(SHAPES / "good", tmp_path / "tools")
    return tmp_path / "tools"


def rows(folder: str | Path) -> dict[str, Row]:
    return {row.service.label: row for row in matrix(catalogue(load([folder])))}


def test_cell_holds_the_accepted_value(tools: Path) -> None:
    (cell,) = rows(tools)["saw"].cells
    assert cell.property.label == "cordless"
    assert cell.state is State.VALUE
    assert [value.value for value in cell.values] == ["true"]


def test_cell_says_why_it_holds_no_value(tools: Path) -> None:
    (cell,) = rows(tools)["drill"].cells
    assert cell.state is State.VARIES
    assert cell.values == ()


def test_silent_service_is_answered_for_by_its_usual_variant(tools: Path) -> None:
    (cell,) = rows(tools)["press"].cells
    assert cell.state is State.NOT_APPLICABLE
    assert cell.subject.endswith("bench-press")


def test_empty_cell_is_missing(tools: Path) -> None:
    shutil.copy(SHAPES / "core-cell-empty.trig", tools)
    (cell,) = rows(tools)["silent"].cells
    assert cell.state is State.MISSING


def test_rows_have_their_cells_in_the_same_order(tools: Path) -> None:
    found = rows("aws").values()
    assert len({tuple(cell.property.iri for cell in row.cells) for row in found}) == 1


def test_bundled_catalogue_has_no_empty_cell() -> None:
    cells = [cell for row in rows("aws").values() for cell in row.cells]
    assert cells
    assert State.MISSING not in {cell.state for cell in cells}


def test_catalogue_without_core_services_has_no_rows(tools: Path) -> None:
    file = tools / "tools.trig"
    file.write_text(file.read_text("utf-8").replace(", cv:CoreService", ""), encoding="utf-8")
    assert rows(tools) == {}
