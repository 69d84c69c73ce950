"""What the documents say is tried out."""

import re
import tomllib
from pathlib import Path

import pytest

from bench.evaluate import read_cases, score
from bench.matrix_page import PAGE, WEAK_PAGE, page, weak_page
from graph.catalogue import catalogue
from graph.check import check, matrix
from graph.matrix import State
from graph.store import Graph, load
from retrieval.encoder import Encoder
from retrieval.engine import Assistant

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "catalogue.md").read_text("utf-8")
FOLDED = " ".join(GUIDE.split())


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


BLOCKS = blocks("turtle")
OVERLAYS = ["service", "rules"]
BIKES = ["vocabulary", "bikes", "review", "rentals"]
"""The files of the catalogue of its own; the first one holds the prefixes of all of them."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    made = []
    for name, text in zip(OVERLAYS, BLOCKS[: len(OVERLAYS)], strict=True):
        folder = tmp_path_factory.mktemp(name)
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")
        made.append(folder)
    return made[0], made[1]


@pytest.fixture(scope="module")
def overlaid(folders: tuple[Path, Path], encoder: Encoder) -> Assistant:
    return Assistant.from_graph(load(["aws", *folders]), encoder)


@pytest.fixture(scope="module")
def bikes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bikes")
    texts = BLOCKS[len(OVERLAYS) :]
    prefixes = "".join(re.findall(r"^@prefix.*\n", texts[0], re.MULTILINE))
    for name, text in zip(BIKES, texts, strict=True):
        (folder / f"{name}.ttl").write_text(text if name == BIKES[0] else prefixes + text, encoding="utf-8")
    (folder / "rules").mkdir()
    (rule,) = blocks("sparql")
    (folder / "rules" / "moving-house.rq").write_text(rule, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shop(bikes: Path, encoder: Encoder) -> Assistant:
    return Assistant.from_graph(load([bikes]), encoder)


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


def test_the_worked_example_needs_the_catalogue_that_it_is_laid_over(folders: tuple[Path, Path]) -> None:
    unknown = {finding.path for finding in check([folders[0]])}
    names = {"serverless", "maxExecutionDuration", "runs"}
    assert unknown == {f"https://w3id.org/cloudcite/vocab#{name}" for name in names}


def test_a_finding_reads_as_the_guide_says(tmp_path: Path) -> None:
    (tmp_path / "service.ttl").write_text(
        re.sub(r"cv:sentenceFalse \".*?\" \.", ".", BLOCKS[0]), encoding="utf-8"
    )
    (said,) = re.findall(r"^> (.*)$", GUIDE, re.MULTILINE)
    assert said in {finding.message for finding in check([tmp_path]) if "priority" in finding.subject}


def test_the_catalogue_of_its_own_passes_the_check(bikes: Path) -> None:
    assert check([bikes]) == ()


def test_core_brings_the_properties_that_the_guide_names(bikes: Path) -> None:
    own = "https://example.org/bikes#"
    brought = {p.rsplit("/", 1)[-1] for p in catalogue(load([bikes])).properties if not p.startswith(own)}
    assert brought == {"vocab#category", "vocab#fullName", "core#definition"}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Which bike is the strongest?", "Haul has the highest load: 200 kg."),
        ("Which bike is the weakest?", "Swift has the lowest load: 90 kg."),
        ("Is the Haul made of aluminium?", "No: the frame of Haul is made of steel."),
        ("How long is the warranty of the Haul Pro?", "Haul Pro has a warranty of 2 years."),
        ("How long is the warranty of the Haul?", "How long Haul has a warranty depends on its version."),
        ("How long is the warranty of the Haul Kit?", "whose makers give warranties of their own."),
        ("Which bikes have a lifetime warranty?", "The warranty of Swift never ends."),
        ("Which bike has the longest warranty?", "Next: Haul, 5 years."),
        ("Which bikes are there?", "Haul and Swift."),
        ("Which bikes are front loaders?", "Category long john: Haul and Swift."),
        ("Haul or Swift?", "Haul carries up to 200 kg."),
        ("Can the Haul carry 150 kg?", "Yes: Haul carries up to 200 kg."),
        ("How much can the Haul carry?", "Children in the box count as load."),
        ("I take my kids to school and carry 150 kg. Which bike?", "That rules out Swift"),
        ("Why would I choose the Haul?", "Choose Haul when the load is heavy or bulky."),
        ("Why does the Haul carry so much?", "The frame of Haul is made of steel."),
        ("Is the Swift good for moving house?", "No: Swift is not suited for moving house."),
        ("How much can the Swift carry?", "One source says otherwise (City test of cargo bikes"),
        ("How much can the Swift XL carry?", "Swift XL carries up to 110 kg."),
        ("How much does it cost to rent the Haul?", "To rent Haul costs €120 a month."),
        ("What is the cheapest bike?", "List price in Aarhus"),
    ],
)
def test_the_catalogue_of_its_own_is_answered_from(question: str, said: str, shop: Assistant) -> None:
    answer = shop.ask(question)
    assert said in " ".join(sentence.text for sentence in answer.sentences)


def test_a_value_that_is_not_stated_is_declined_where_the_property_is_not_closed(shop: Assistant) -> None:
    assert shop.ask("Is the Swift used for deliveries?").status == "declined"


def test_what_a_rule_concludes_cites_its_premises(shop: Assistant) -> None:
    answer = shop.ask("Is the Haul good for moving house?")
    assert answer.result["boolean"] is True
    premises = {answer.citations[number - 1].triple for number in answer.citations[0].premises}
    assert any("#haul>" in triple and "#load>" in triple for triple in premises)


def test_the_questions_of_the_guide_are_right(shop: Assistant, tmp_path: Path) -> None:
    (text,) = blocks("toml")
    (tmp_path / "questions.toml").write_text(text, encoding="utf-8")
    cases = read_cases([tmp_path / "questions.toml"])
    assert len(cases) == len(tomllib.loads(text)["question"])
    assert [score(case, shop.ask(case["ask"])).outcome for case in cases] == ["right"] * len(cases)


def test_the_guide_names_every_flag_and_status(graph: Graph) -> None:
    flags = ["closed", "denies", "universal", "onlyWhereAsked", "better", "assumed", "incidental", "reason"]
    flags += ["explainedBy", "detailedBy", "shownMost", "plural"]
    rows = graph.select(
        "PREFIX cv: <https://w3id.org/cloudcite/vocab#> "
        "SELECT ?status WHERE { ?status a cv:Status ; cv:trust ?trust } ORDER BY ?trust"
    )
    statuses = [row["status"].value.rsplit("#", 1)[-1] for row in rows]
    found = re.search(r"most believed first: (.*?);", FOLDED)
    assert found
    assert re.findall(r"`cv:(\w+)`", found[1]) == statuses
    assert [flag for flag in flags if f"| `cv:{flag}" not in GUIDE] == []


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
