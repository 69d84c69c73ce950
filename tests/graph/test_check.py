"""Each `shapes/*.trig` or `.ttl` is a bad example: its head names the subject and the finding."""

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import Graph as Shapes
from rdflib.namespace import SH

from graph.check import Finding, Severity, check
from graph.errors import OntologyError
from graph.files import bundled, find
from graph.finding import short

FOLDER = Path(__file__).parent / "shapes"
EXAMPLES = sorted(path for path in FOLDER.glob("*.t*") if path.suffix in {".ttl", ".trig"})
PREFIXES = """
@prefix cv: <https://w3id.org/cloudcite/vocab#> .
@prefix item: <https://example.org/tools/id/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://example.org/tools/source/> .
@prefix tool: <https://example.org/tools/vocab#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PAGE = """source:page a cv:Source ; cv:status cv:userNotes ; cv:read "2026-10-02"^^xsd:date ."""


class Expected(NamedTuple):
    subject: str
    message: str


def expected(example: Path) -> Expected:
    subject, message = example.read_text(encoding="utf-8").splitlines()[:2]
    return Expected(subject.removeprefix("# Subject: "), message.removeprefix("# Message: "))


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finding, ...]:
    """Return what is found in all bad examples together, checked once."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    return check([folder])


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """Return a catalogue folder with nothing wrong, to which a test can add files."""
    shutil.copytree(FOLDER / "good", tmp_path / "tools")
    return tmp_path / "tools"


def own_shape(folder: Path, text: str) -> None:
    (folder / "shapes").mkdir(exist_ok=True)
    (folder / "shapes" / "own.ttl").write_text(PREFIXES + text, encoding="utf-8")


def test_bundled_catalogue_has_no_findings() -> None:
    assert check(["aws"]) == ()


def test_good_catalogue_has_no_findings(tools: Path) -> None:
    assert check([tools]) == ()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_bad_example_is_rejected_by_its_message_alone(example: Path, findings: tuple[Finding, ...]) -> None:
    subject, message = expected(example)
    assert [found.message for found in findings if found.subject == subject] == [message]


def test_nothing_else_is_found_in_the_bad_examples(findings: tuple[Finding, ...]) -> None:
    assert {found.subject for found in findings} == {expected(path).subject for path in EXAMPLES}


def shape_messages() -> list[str]:
    shapes = Shapes()
    for path in find(bundled() / "core" / "shapes", ".ttl"):
        shapes.parse(path)
    messages = sorted({str(message) for message in shapes.objects(None, SH.message)})
    assert messages
    return messages


@pytest.mark.parametrize("message", shape_messages())
def test_every_shape_has_a_bad_example(message: str) -> None:
    pattern = re.sub(r"\\{\\\?\w+\\}", r"\\S+", re.escape(short(message)))
    assert any(re.fullmatch(pattern, expected(example).message) for example in EXAMPLES)


def test_finding_says_what_is_wrong_and_where(findings: tuple[Finding, ...]) -> None:
    (found,) = [found for found in findings if found.subject.endswith("/affirmed")]
    assert found.path == "https://example.org/tools/vocab#loud"
    assert found.value == "yes"
    assert found.severity is Severity.ERROR


def test_findings_come_in_the_same_order(findings: tuple[Finding, ...]) -> None:
    assert [found.order for found in findings] == sorted(found.order for found in findings)


def test_shapes_of_a_catalogue_are_checked_too(tools: Path) -> None:
    own_shape(
        tools,
        """tool:Named a sh:NodeShape ; sh:targetClass cv:Service ;
        sh:property [ sh:path skos:altLabel ; sh:minCount 1 ; sh:severity sh:Warning ] .""",
    )
    found = check([tools])
    assert {finding.severity for finding in found} == {Severity.WARNING}
    assert "https://example.org/tools/id/drill" in {finding.subject for finding in found}


@pytest.mark.parametrize(
    ("shape", "complaint"),
    [
        ("", "No shape under"),
        ("tool:X a sh:NodeShape ; sh:targetClass cv:Servise .", "aims at cv:Servise"),
        ("tool:X a sh:NodeShape ;", "own.ttl"),
        ("tool:X a sh:NodeShape ; sh:targetClass cv:Service ; sh:sparql [] .", "cannot be used"),
    ],
    ids=["empty", "misspelt target", "not Turtle", "no query"],
)
def test_useless_shapes_are_refused(tools: Path, shape: str, complaint: str) -> None:
    own_shape(tools, shape)
    with pytest.raises(OntologyError, match=complaint):
        check([tools])


def test_model_without_shapes_is_refused(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.check.resolve", lambda _: (tools,))
    with pytest.raises(OntologyError, match="no folder of shapes"):
        check([tools])


def test_catalogue_in_which_no_source_states_anything_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.ttl").write_text(PREFIXES + PAGE, encoding="utf-8")
    with pytest.raises(OntologyError, match="No source states anything"):
        check([tmp_path])


def test_catalogue_without_services_is_refused(tmp_path: Path) -> None:
    idle = PAGE + """source:page { item:wood a cv:Concept ; skos:prefLabel "wood" . }"""
    (tmp_path / "things.trig").write_text(PREFIXES + idle, encoding="utf-8")
    with pytest.raises(OntologyError, match="cv:Service"):
        check([tmp_path])


def test_wrong_value_with_a_backslash_is_refused_in_plain_words(tools: Path) -> None:
    wrong = r'source:leaflet { item:press tool:load "\\d" . }'
    (tools / "wrong.trig").write_text(PREFIXES + wrong, encoding="utf-8")
    with pytest.raises(OntologyError, match="backslash"):
        check([tools])
