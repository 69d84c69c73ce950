from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.examples import FILE, Examples
from api.settings import Settings
from graph.errors import OntologyError
from retrieval.engine import Assistant
from tests.api.conftest import until_ready
from tests.api.test_page import Links

COFFEE = Path(__file__).parent.parent / "catalogues" / "coffee"


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_page_loads_nothing_from_another_host(client: TestClient) -> None:
    page = Links(client.get("/docs").text)
    assert len(page.loaded) >= 4
    for path in page.loaded:
        assert "//" not in path
        assert client.get(path).status_code == 200


def test_the_page_names_every_operation_and_object(client: TestClient, document: dict[str, Any]) -> None:
    page = Links(client.get("/docs").text)
    assert set(document["components"]["schemas"]) <= set(page.ids)
    assert "post-v1-ask" in page.ids
    jumps = {link[1:] for link in page.links if link.startswith("#")}
    assert jumps <= set(page.ids)


def test_every_request_that_the_page_opens_is_answered(client: TestClient) -> None:
    page = Links(client.get("/docs").text)
    opened = [link for link in page.links if link.startswith(("/v1/", "/sparql?", "/id/", "/source/"))]
    assert len(opened) > 6
    assert {client.get(link).status_code for link in opened} == {200}


def test_every_operation_is_there(document: dict[str, Any]) -> None:
    assert [name for name, _ in operations(document)] == [
        "POST /v1/ask",
        "GET /v1/services",
        "GET /v1/services/{name}",
        "GET /v1/compare",
        "GET /v1/estimate",
        "POST /v1/estimate",
        "GET /v1/estimate/chart",
        "GET /healthz",
        "GET /readyz",
        "GET /",
        "GET /id/{name}",
        "GET /source/{name}",
        "GET /sparql",
        "POST /sparql",
    ]


def test_every_operation_has_a_worked_example(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        contents = [*operation.get("requestBody", {}).get("content", {}).values()]
        contents += operation["responses"]["200"].get("content", {}).values()
        shown = [*operation.get("parameters", ()), *contents]
        assert any("example" in each or "examples" in each for each in shown), name


def test_the_examples_are_what_the_app_answers(document: dict[str, Any], client: TestClient) -> None:
    ask = document["paths"]["/v1/ask"]["post"]
    examples = ask["requestBody"]["content"]["application/json"]["examples"].values()
    answers = [client.post("/v1/ask", json=example["value"]).json() for example in examples]
    assert all(answer["status"] == "answered" for answer in answers), [a["answer"] for a in answers]
    assert ask["responses"]["200"]["content"]["application/json"]["example"] == answers[0]
    compare = document["paths"]["/v1/compare"]["get"]
    asked = {parameter["name"]: parameter["example"] for parameter in compare["parameters"]}
    shown = compare["responses"]["200"]["content"]["application/json"]["example"]
    assert client.get("/v1/compare", params=asked).json() == shown
    estimate = document["paths"]["/v1/estimate"]["post"]
    worked = estimate["requestBody"]["content"]["application/json"]["examples"].values()
    found = [client.post("/v1/estimate", json=example["value"]) for example in worked]
    assert len(found) >= 5
    assert {each.status_code for each in found} == {200}
    assert all(each.json()["candidates"] for each in found)
    shown = estimate["responses"]["200"]["content"]["application/json"]["example"]
    assert found[0].json() == shown


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            yield from (value for key, value in part.items() if key == "$ref")
            for value in part.values():
                yield from references(value)
        elif isinstance(part, list):
            for value in part:
                yield from references(value)

    found = set(references(document))
    assert len(found) > 10
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert found <= schemas


def test_errors_are_documented_as_problems(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        if not name.endswith("/sparql"):
            other = operation["responses"]["default"]["content"]
            assert list(other) == ["application/problem+json"], name
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_another_catalogue_has_examples_of_its_own(cache: Path) -> None:
    with TestClient(create_app(Settings(ontology=(str(COFFEE),), cache=cache))) as client:
        until_ready(client)
        document = client.get("/openapi.json").json()
        examples = document["paths"]["/v1/ask"]["post"]["requestBody"]["content"]["application/json"][
            "examples"
        ]
        assert examples
        services = client.get("/v1/services").json()["services"]
        assert {client.get(f"/v1/services/{each['name']}").status_code for each in services} == {200}
        assert client.get("/").status_code == 200


def test_a_damaged_example_file_is_named(tmp_path: Path, assistant: Assistant) -> None:
    (tmp_path / FILE).write_text('{"questions": 3}')
    with pytest.raises(OntologyError, match=FILE):
        Examples.of([tmp_path], assistant)
