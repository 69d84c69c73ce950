import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from api import loading
from api.cli import app
from retrieval.engine import Assistant

ROOT = Path(__file__).parent.parent.parent
QUESTION = "How long can a Lambda function run?"
SELECT = "SELECT ?duration WHERE { id:lambda cv:maxExecutionDuration ?duration }"


@pytest.fixture(autouse=True)
def _loaded(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "load_assistant", lambda _: assistant)
    monkeypatch.setenv("COLUMNS", "80")


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, arguments, env=environment)


def failed(result: Result) -> str:
    """The one line on stderr, of a command that failed as it should."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("cloudcite: ")
    return line


def test_an_answer_fits_80_columns_and_ends_with_its_sources() -> None:
    result = run("ask", QUESTION)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("AWS Lambda can run for at most 15 minutes at a time. [1]")
    assert max(len(line) for line in lines if "https://" not in line) <= 80
    assert "[1] AWS Lambda · maximum execution duration · 15 minutes" in lines
    assert "    Lambda quotas; official, read 2026-11-23, undated" in lines


def test_an_address_is_never_broken_into_lines() -> None:
    result = run("ask", "Lambda or Fargate?")
    assert max(len(line) for line in result.stdout.splitlines()) > 80
    assert "…" not in result.stdout


def test_json_is_what_the_api_answers(client: TestClient) -> None:
    expected = client.post("/v1/ask", json={"question": QUESTION}).content
    assert run("ask", QUESTION, "--json").stdout_bytes == expected + b"\n"


def test_a_follow_up_brings_the_earlier_questions(client: TestClient) -> None:
    result = run("ask", "And Fargate?", "--history", QUESTION, "--json")
    history = [{"role": "user", "content": QUESTION}]
    expected = client.post("/v1/ask", json={"question": "And Fargate?", "history": history}).json()
    assert json.loads(result.stdout) == expected


def test_a_declined_question_is_no_failure() -> None:
    result = run("ask", "How is the weather?")
    assert result.exit_code == 0
    assert "You could ask" in result.stdout


def test_a_question_that_is_too_long_is_one_line_on_stderr() -> None:
    assert "2000 characters" in failed(run("ask", "x" * 2001))


def test_a_comparison_is_a_table_with_sources() -> None:
    result = run("compare", "lambda", "fargate", "--property", "maximum memory")
    assert result.exit_code == 0
    assert "10 GB" in result.stdout
    assert "244 GB" in result.stdout
    assert "Sources" in result.stdout


def test_a_comparison_as_json_is_what_the_api_answers(client: TestClient) -> None:
    expected = client.get("/v1/compare", params={"service": ["lambda", "fargate"]}).content
    assert run("compare", "lambda", "fargate", "--json").stdout_bytes == expected + b"\n"


def test_an_unknown_service_is_one_line_with_near_names() -> None:
    assert "Did you mean AWS Lambda" in failed(run("compare", "lamda", "fargate"))


def test_rows_are_a_table() -> None:
    result = run("sparql", SELECT)
    assert result.exit_code == 0
    assert [word for line in result.stdout.splitlines() for word in line.split() if word.isalnum()] == [
        "duration",
        "900",
    ]


def test_a_question_for_yes_or_no_gets_one() -> None:
    assert run("sparql", "ASK { id:lambda cv:serverless true }").stdout == "yes\n"


@pytest.mark.parametrize(("form", "expected"), [("csv", "duration\r\n900\r\n"), ("tsv", "?duration\n900\n")])
def test_rows_come_in_the_format_asked_for(form: str, expected: str) -> None:
    assert run("sparql", SELECT, "--format", form).stdout_bytes.decode() == expected


def test_a_query_may_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "my query.rq"
    path.write_text(SELECT, encoding="utf-8")
    assert run("sparql", str(path)).stdout == run("sparql", SELECT).stdout


def test_a_query_may_come_on_the_input() -> None:
    result = CliRunner().invoke(app, ["sparql", "-"], input="ASK {}")
    assert result.stdout == "yes\n"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELEKT ?s WHERE {}", "Line 1"),
        ("nowhere.rq", "no file"),
        ("INSERT DATA { <a:a> <a:a> 1 }", "INSERT is refused"),
        ("x" * 5000 + " ", "Line 1"),
    ],
)
def test_a_query_that_is_not_run_is_one_line_on_stderr(query: str, said: str) -> None:
    assert said in failed(run("sparql", query))


def test_a_format_that_is_not_known_or_does_not_fit_is_told() -> None:
    assert "the formats are: table, json" in failed(run("sparql", SELECT, "--format", "yaml"))
    assert "json" in failed(run("sparql", SELECT, "--format", "turtle"))


def test_a_cut_result_says_so() -> None:
    result = run("sparql", "SELECT ?s WHERE { ?s ?p ?o }", CLOUDCITE_QUERY_ROWS="2")
    assert result.exit_code == 0
    assert result.stderr == "cloudcite: cut after 2 rows\n"


@pytest.mark.parametrize("command", [["ask", QUESTION], ["sparql", SELECT], ["serve"], ["check"]])
def test_a_bad_setting_is_one_line_on_stderr(command: list[str]) -> None:
    assert "CLOUDCITE_PORT='x'" in failed(run(*command, CLOUDCITE_PORT="x"))


def test_a_catalogue_without_findings_passes() -> None:
    result = run("check", "aws")
    assert result.exit_code == 0, result.stdout
    assert "maximum execution duration" in result.stdout
    assert "Nothing to mend." in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_findings_end_with_exit_code_1(tmp_path: Path) -> None:
    source = "<https://w3id.org/cloudcite/source/x>"
    (tmp_path / "x.ttl").write_text(
        "@prefix cv: <https://w3id.org/cloudcite/vocab#> . @prefix id: <https://w3id.org/cloudcite/id/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
        f'<> dct:source {source} . {source} a cv:Source ; skos:prefLabel "x" ;\n'
        '  cv:status cv:userNotes ; cv:read "2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
        'id:mystery a cv:Service ; cv:colour "blue" .\n'
    )
    result = run("check", "aws", str(tmp_path))
    assert result.exit_code == 1
    assert "id:mystery" in result.stdout
    assert "to mend." in result.stdout


def test_a_folder_that_cannot_be_checked_is_one_line_on_stderr(tmp_path: Path) -> None:
    assert str(tmp_path) in failed(run("check", str(tmp_path)))


def test_help_needs_none_of_what_is_slow_to_import() -> None:
    slow = {"onnxruntime", "faiss", "fastapi", "uvicorn", "rdflib", "numpy", "retrieval.engine"}
    code = "import sys, api.cli; print(*sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert not slow & set(loaded.stdout.split())


def test_it_runs_as_a_module_and_loads_by_itself(cache: Path) -> None:
    environment = os.environ | {"CLOUDCITE_CACHE": str(cache)}
    command = [sys.executable, "-m", "api.cli", "ask", QUESTION]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    assert "15 minutes" in result.stdout
    assert result.stderr == ""
