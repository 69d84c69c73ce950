from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from graph.catalogue import catalogue
from graph.facts import facts
from graph.namespaces import ID
from graph.store import Graph
from retrieval import plan

LAMBDA = f"{ID}lambda"


def described(client: TestClient, name: str) -> dict[str, Any]:
    response = client.get(f"/v1/services/{name}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_the_services_are_listed_by_label(client: TestClient) -> None:
    services = client.get("/v1/services").json()["services"]
    labels = [service["label"] for service in services]
    assert labels == sorted(labels, key=str.casefold)
    assert set(services[0]) == {"iri", "name", "label", "definition", "category"}
    found = next(service for service in services if service["name"] == "lambda")
    assert found["definition"].startswith("AWS Lambda is")
    assert found["category"]["label"] == "serverless compute"


@pytest.mark.parametrize(
    "name",
    ["lambda", "LAMBDA", "AWS Lambda", "aws lambda", "Lambda functions", LAMBDA, quote(LAMBDA, safe="")],
)
def test_a_service_is_found_by_name_label_or_iri(name: str, client: TestClient) -> None:
    assert described(client, name)["iri"] == LAMBDA


def test_every_accepted_fact_is_there_with_its_citation(client: TestClient, graph: Graph) -> None:
    known = catalogue(graph)
    rows = facts(known, graph.select(plan.everything([LAMBDA])))
    accepted = {fact.triple for fact in rows if fact.accepted and fact.about in known.properties}
    found = described(client, "lambda")
    triple = {citation["id"]: citation["triple"] for citation in found["citations"]}
    stated = {triple[number] for fact in found["facts"] for number in fact["citations"]}
    assert len(accepted) > 20
    assert stated == accepted


def test_each_citation_is_a_triple_of_the_graph(client: TestClient, graph: Graph) -> None:
    for citation in described(client, "lambda")["citations"]:
        assert graph.store.query(f"ASK {{ GRAPH ?source {{ {citation['triple']} }} }}")


def test_variants_state_what_differs(client: TestClient) -> None:
    variants = {each["name"]: each for each in described(client, "lambda")["variants"]}
    (duration,) = [
        fact
        for fact in variants["lambda-managed-instances"]["facts"]
        if fact["property"]["label"] == "maximum execution duration"
    ]
    assert duration["text"] == "1.5 hours"
    assert duration["inherited_from"] is None


def test_a_variant_inherits_from_its_service(client: TestClient) -> None:
    found = described(client, "lambda-managed-instances")
    assert found["variant_of"]["iri"] == LAMBDA
    inherited = [fact for fact in found["facts"] if fact["inherited_from"]]
    assert inherited
    assert all(fact["inherited_from"]["iri"] == LAMBDA for fact in inherited)


def test_neighbours_are_linked_in_either_direction(client: TestClient) -> None:
    found = described(client, "ecr")
    triple = {citation["id"]: citation["triple"] for citation in found["citations"]}
    directions = set()
    for neighbour in found["neighbours"]:
        directions.add(neighbour["direction"])
        for number in neighbour["citations"]:
            assert f"<{neighbour['iri']}>" in triple[number]
            assert triple[number].startswith(f"<{found['iri']}>") is (neighbour["direction"] == "out")
    assert directions == {"out", "in"}


@pytest.mark.parametrize("name", ["lamda", "fargat", "elastic kubernetes"])
def test_an_unknown_name_gets_near_names(name: str, client: TestClient) -> None:
    response = client.get(f"/v1/services/{name}")
    problem = response.json()
    assert response.status_code == 404
    expected = {"lamda": "AWS Lambda", "fargat": "AWS Fargate", "elastic kubernetes": "Amazon EKS"}
    assert problem["near"][0] == expected[name]
    assert expected[name] in problem["detail"]


def test_a_name_like_no_other_gets_none(client: TestClient) -> None:
    problem = client.get("/v1/services/qqqqqqqqqq").json()
    assert problem["near"] == []
