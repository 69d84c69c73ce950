"""What the documents say is tried out."""

import re
from pathlib import Path

import pytest

from bench.matrix_page import PAGE, WEAK_PAGE, page, weak_page
from graph.catalogue import catalogue
from graph.check import check, matrix
from graph.matrix import State
from graph.store import Graph, load
from retrieval.encoder import Encoder
from retrieval.engine import Assistant

ROOT = Path(__file__).parent.parent
BLOCKS = re.findall(r"```turtle\n(.*?)```", (ROOT / "docs" / "catalogue.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    made = []
    for name, text in zip(["service", "rules"], BLOCKS, strict=True):
        folder = tmp_path_factory.mktemp(name)
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")
        made.append(folder)
    return made[0], made[1]


@pytest.fixture(scope="module")
def overlaid(folders: tuple[Path, Path], encoder: Encoder) -> Assistant:
    return Assistant.from_graph(load(["aws", *folders]), encoder)


def test_the_worked_example_is_short_and_passes_the_check(folders: tuple[Path, Path]) -> None:
    assert len(BLOCKS[0].splitlines()) < 60
    assert check(["aws", *folders]) == ()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("is the render farm serverless?", "Yes: Render Farm is serverless."),
        ("can RF run for 5 hours?", "Yes: Render Farm can run for at most 6 hours"),
        ("how many frames can I send to the farm?", "5,000 frames"),
        ("does the render farm have a priority queue", "No: Render Farm has no priority queue"),
        ("Is EC2 allowed in production?", "No: Our house rules do not allow Amazon EC2 in production."),
        ("how long can a lambda run?", "AWS Lambda can run for at most 5 minutes at a time."),
    ],
)
def test_the_worked_examples_are_answered(question: str, said: str, overlaid: Assistant) -> None:
    assert said.lower() in overlaid.ask(question).sentences[0].text.lower()


def test_an_overruled_source_is_named(overlaid: Assistant) -> None:
    answer = overlaid.ask("how long can a lambda run?")
    assert any(
        "otherwise" in sentence.text and "15 minutes" in sentence.text for sentence in answer.sentences
    )


def test_the_matrix_page_says_what_the_graph_holds(graph: Graph) -> None:
    assert PAGE.read_text("utf-8") == page(catalogue(graph)), "run python -m bench.matrix_page"


def test_the_page_of_weak_facts_says_what_the_graph_holds(graph: Graph) -> None:
    assert WEAK_PAGE.read_text("utf-8") == weak_page(catalogue(graph)), "run python -m bench.matrix_page"


def test_at_most_one_fact_in_twenty_has_a_weak_source() -> None:
    found = re.search(r"reading: (\d+) of (\d+)", WEAK_PAGE.read_text("utf-8"))
    assert found
    assert int(found[1]) <= 0.05 * int(found[2])


def test_every_cell_of_the_matrix_is_filled(graph: Graph) -> None:
    missing = [
        (row.service.label, cell.property.label)
        for row in matrix(catalogue(graph))
        for cell in row.cells
        if cell.state is State.MISSING
    ]
    assert missing == []
