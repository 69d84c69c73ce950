from typing import Any

import pytest
from fastapi.testclient import TestClient


def compared(client: TestClient, *services: str, properties: tuple[str, ...] = ()) -> dict[str, Any]:
    response = client.get("/v1/compare", params={"service": services, "property": properties})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_services_stand_in_the_order_asked_for(client: TestClient) -> None:
    table = compared(client, "fargate", "lambda")["table"]
    assert [column["label"] for column in table["columns"]] == ["AWS Fargate", "AWS Lambda"]
    assert all(len(row["cells"]) == 2 for row in table["rows"])


def test_sizes_are_compared_like_services(client: TestClient) -> None:
    found = compared(client, "t3.micro", "m7g.large", "lambda", properties=("maximum memory",))
    (row,) = found["table"]["rows"]
    assert [cell["text"] for cell in row["cells"]] == ["1 GB", "8 GB", "10 GB"]


def test_every_stated_cell_is_cited(client: TestClient) -> None:
    found = compared(client, "lambda", "fargate")
    ids = {citation["id"] for citation in found["citations"]}
    cells = [cell for row in found["table"]["rows"] for cell in row["cells"]]
    assert cells
    assert all(set(cell["citations"]) <= ids for cell in cells)
    assert all(cell["citations"] for cell in cells if cell["state"] == "value")


def test_only_the_properties_asked_for_are_shown(client: TestClient) -> None:
    found = compared(client, "lambda", "fargate", properties=("maximum memory", "maxExecutionDuration"))
    shown = [row["property"] for row in found["table"]["rows"]]
    assert [each["label"] for each in shown] == ["maximum memory", "maximum execution duration"]
    assert found["differs"] == [each["iri"] for each in shown]


def test_no_limit_is_not_a_value(client: TestClient) -> None:
    found = compared(client, "lambda", "fargate", properties=("maxExecutionDuration",))
    (row,) = found["table"]["rows"]
    assert [cell["state"] for cell in row["cells"]] == ["value", "no_limit"]


@pytest.mark.parametrize("services", [[], ["lambda"], ["lambda", "AWS Lambda"]])
def test_fewer_than_two_services_are_refused(services: list[str], client: TestClient) -> None:
    response = client.get("/v1/compare", params={"service": services})
    assert response.status_code == 422
    assert "two different services" in response.json()["detail"]


def test_an_unknown_service_gets_near_names(client: TestClient) -> None:
    response = client.get("/v1/compare", params={"service": ["lambda", "fargat"]})
    assert response.status_code == 404
    assert response.json()["near"][0] == "AWS Fargate"


def test_an_unknown_property_gets_near_names(client: TestClient) -> None:
    params = {"service": ["lambda", "fargate"], "property": ["maximum memry"]}
    response = client.get("/v1/compare", params=params)
    assert response.status_code == 404
    assert response.json()["near"][0] == "maximum memory"


def test_what_the_graph_holds_of_one_only_is_not_compared(client: TestClient) -> None:
    params = {"service": ["lambda", "ecr"], "property": ["free compute time"]}
    response = client.get("/v1/compare", params=params)
    assert response.status_code == 404
    assert "free compute time" in response.json()["detail"]
