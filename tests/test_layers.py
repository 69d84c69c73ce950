"""The shape of the code: imports point down, and knowledge stays in the ontology."""

import ast
from pathlib import Path

import pytest

from graph.catalogue import catalogue
from graph.store import Graph

ROOT = Path(__file__).parent.parent
LAYERS = ["graph", "retrieval", "api"]  # each may import itself and those before it


def _trees(layer: str) -> dict[Path, ast.Module]:
    files = sorted((ROOT / layer).rglob("*.py"))
    assert files, f"no Python in {layer}"
    return {path: ast.parse(path.read_text("utf-8")) for path in files}


def _imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
    return names


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_down(layer: str) -> None:
    above = set(LAYERS[LAYERS.index(layer) + 1 :]) | {"tests", "bench"}
    for path, tree in _trees(layer).items():
        assert not _imported(tree) & above, path


@pytest.mark.parametrize("layer", LAYERS)
def test_no_string_in_the_code_names_a_service(layer: str, graph: Graph) -> None:
    described = catalogue(graph)
    names = {
        name.casefold()
        for thing in described.things.values()
        if thing.is_service or thing.is_variant
        for name in (thing.label, *thing.names)
    }
    assert len(names) > 20
    for path, tree in _trees(layer).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value.casefold() not in names, (path, node.lineno, node.value)


def test_the_ontology_folder_holds_only_data() -> None:
    python = [path for path in (ROOT / "ontology").rglob("*.py") if path.read_text("utf-8").strip()]
    assert python == []
