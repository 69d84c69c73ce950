"""Estimates over HTTP and in the terminal."""

import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli import app

WORKLOAD = {"requests": 3_000_000, "duration": "120 ms", "memory": "512 MB"}
CHART = {"over": "requests", "service": ["lambda", "fargate"], "memory": "512 MB", "duration": "100 ms"}


def estimate(client: TestClient, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - as JSON has it
    response = client.post("/v1/estimate", json={"workload": WORKLOAD} | asked)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_what_can_be_stated_is_listed_and_accepted_again(client: TestClient) -> None:
    found = client.get("/v1/estimate").json()
    names = [amount["name"] for amount in found["amounts"]]
    assert names[0] == "requests"
    for billed in found["services"]:
        assert set(billed["needs"]) <= set(billed["amounts"]) <= set(names)
        amounts = {a["name"]: a["typical"] or "1" for a in found["amounts"] if a["name"] in billed["needs"]}
        asked = {"workload": amounts, "services": [billed["iri"]]}
        response = client.post("/v1/estimate", json=asked)
        assert response.status_code == 200, (billed, response.text)
        assert response.json()["candidates"], billed


def test_all_that_can_run_it_comes_cheapest_first_and_cited(client: TestClient) -> None:
    found = estimate(client)
    totals = [Decimal(candidate["total"]["exact"]) for candidate in found["candidates"]]
    assert totals == sorted(totals)
    assert {"lambda", "fargate", "t3-nano"} <= {c["service"]["name"] for c in found["candidates"]}
    numbers = {citation["id"] for citation in found["citations"]}
    for candidate in found["candidates"]:
        assert sum(Decimal(line["value"]) for line in candidate["lines"]) == Decimal(
            candidate["total"]["exact"]
        )
        for line in candidate["lines"]:
            assert line["citations"]
            assert set(line["citations"]) <= numbers
    assert all(citation["source"]["read"] and citation["source"]["status"] for citation in found["citations"])


def test_the_free_tier_changes_the_order(client: TestClient) -> None:
    assert estimate(client, free_tier=True)["candidates"][0]["service"]["name"] == "lambda"
    assert estimate(client)["candidates"][0]["service"]["name"] != "lambda"


def test_what_cannot_run_it_is_named_with_the_reason(client: TestClient) -> None:
    workload = {"jobs": 30, "duration": "2 h", "memory": "16 GB", "vcpu": 4}
    found = estimate(client, workload=workload)
    (out,) = [each for each in found["ruled_out"] if each["service"]["name"] == "lambda"]
    assert "15 minutes" in out["because"]
    assert out["citations"]


def test_a_break_even_point_is_told_with_its_picture(client: TestClient) -> None:
    found = estimate(client, services=["lambda", "fargate"], break_even={"over": "requests"})
    (point,) = found["break_even"]["points"]
    # 9.010025 / (0.20 / 1e6 + 0.120 * 0.5 * 0.0000166667) = 7,508,341.1
    assert point["value"] == "7508342"
    assert point["cheaper_above"]["label"] == "AWS Fargate"
    picture = client.get(found["break_even"]["chart"])
    assert picture.status_code == 200


def test_a_load_of_no_time_at_all_ends_no_break_even(client: TestClient) -> None:
    found = estimate(client, break_even={})
    assert found["break_even"]["points"]


def test_work_in_no_time_at_all_is_ruled_out(client: TestClient) -> None:
    found = estimate(client, workload=WORKLOAD | {"hours": 0})
    reasons = {each["service"]["name"]: each["because"] for each in found["ruled_out"]}
    assert "zero" in reasons["fargate"]


def test_two_services_are_compared_although_little_is_stated(client: TestClient) -> None:
    found = estimate(client, workload={}, services=["lambda", "fargate"], break_even={})
    assert found["break_even"]["points"]
    assert any("is taken" in text for text in found["assumptions"])


def test_the_picture_is_an_svg_without_script_or_outside_reference(client: TestClient) -> None:
    response = client.get("/v1/estimate/chart", params=CHART)
    assert response.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(response.text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "style", "image", "use", "foreignObject", "a"}
    assert not any("href" in name or name.startswith("on") for e in root.iter() for name in e.attrib)
    assert "AWS Fargate" in response.text
    assert client.get("/v1/estimate/chart", params=CHART).content == response.content


def test_a_picture_takes_ends_choices_and_more_than_two_services(client: TestClient) -> None:
    asked = CHART | {
        "service": ["lambda", "fargate", "t4g.nano"], "from": "1000", "to": "5000000", "architecture": "arm64"
    }  # fmt: skip
    response = client.get("/v1/estimate/chart", params=asked)
    assert response.status_code == 200, response.text
    assert "t4g.nano" in response.text


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"workload": {"requests": "abc"}}, 422, "3 million requests a month"),
        ({"workload": {"request": 1}}, 422, "Did you mean 'requests'?"),
        ({"workload": {}}, 422, "The amounts are called: requests"),
        ({"workload": {"requests": 1e18}}, 422, "1,000,000,000,000 requests"),
        ({"workload": {"requests": "10000000000000000000"}}, 422, "1,000,000,000,000 requests"),
        ({"workload": {"memory": "3 h"}}, 422, "counted in MB"),
        ({"workload": WORKLOAD | {"requests": -1}}, 422, "from 0 requests"),
        ({"workload": WORKLOAD | {"memory": 0}}, 422, "from 1 MB"),
        ({"workload": WORKLOAD | {"memory": "-512 MB"}}, 422, "from 1 MB"),
        ({"workload": {"requests": 5}, "services": ["lambda"]}, 422, "lacks 'duration', such as 120 ms"),
        (
            {"workload": {"hours": 5}, "services": ["t9.mega"]},
            404,
            "no size called 't9.mega'. Amazon EC2 has",
        ),
        ({"workload": WORKLOAD, "choices": {"region": "eu-west-1"}}, 422, "no prices for 'eu-west-1'"),
        ({"workload": WORKLOAD, "choices": {"region": "mars"}}, 422, "it can be us-east-1"),
        ({"workload": WORKLOAD, "choices": {"colour": "red"}}, 422, "no choice called 'colour'"),
        ({"workload": WORKLOAD, "months": 0}, 422, "at most 120 months"),
        ({"workload": WORKLOAD, "month": 1}, 422, "the keys are: workload"),
        ({"workload": [1]}, 422, "workload"),
        ({"workload": {"requests": None}}, 422, "requests"),
        ({"workload": WORKLOAD, "break_even": {"over": "love"}}, 422, "no amount called 'love'"),
    ],
)
def test_what_makes_no_sense_is_a_problem_that_says_what_does(
    asked: dict[str, Any], status: int, said: str, client: TestClient
) -> None:
    response = client.post("/v1/estimate", json=asked)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.json()["detail"]


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"service": "lambda"}, 422, "two to 6 services"),
        (CHART | {"over": "love"}, 422, "no amount called 'love'"),
        (CHART | {"from": "x"}, 422, "from='x' is no number"),
        (CHART | {"from": "5", "to": "5"}, 422, "from a smaller load to a larger one"),
        (CHART | {"to": "1e30"}, 422, "1,000,000,000,000 requests"),
        (CHART | {"months": "no"}, 422, "months='no' is no number"),
        (CHART | {"width": "9"}, 422, "width: input should be greater than or equal to 320"),
        (CHART | {"weight": "5 kg"}, 422, "no amount called 'weight'"),
        (CHART | {"service": ["lambda", "nothing"]}, 404, "no service or size called 'nothing'"),
        (CHART | {"duration": "2 h"}, 422, "15 minutes"),
    ],
)
def test_a_picture_of_nonsense_is_a_problem(
    asked: dict[str, Any], status: int, said: str, client: TestClient
) -> None:
    response = client.get("/v1/estimate/chart", params=asked)
    assert response.status_code == status
    assert said in response.json()["detail"]


@pytest.fixture
def terminal(cache: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("CLOUDCITE_CACHE", str(cache))
    return CliRunner()


def test_the_terminal_shows_totals_working_and_a_picture(terminal: CliRunner) -> None:
    asked = ["estimate", "requests=3 million", "duration=120ms", "memory=512MB"]
    result = terminal.invoke(app, [*asked, "--service", "lambda", "--service", "fargate", "--break-even", ""])
    assert result.exit_code == 0, result.output
    assert "AWS Lambda: $3.60 a month ($0.40 with the free tier)" in result.output
    assert "180,000 GB-s × $0.0000166667 per GB-second = 3.000006 USD" in result.output
    assert "From 7,508,342 requests a month on, AWS Fargate is cheaper" in result.output
    assert "BBBBBBBBBB" in result.output


def test_the_terminal_answers_words_as_well(terminal: CliRunner) -> None:
    result = terminal.invoke(app, ["estimate", "t3.medium", "all month"])
    assert result.exit_code == 0, result.output
    assert "$30.37 a month" in result.output


def test_the_terminal_lists_what_can_be_stated(terminal: CliRunner) -> None:
    result = terminal.invoke(app, ["estimate"])
    assert result.exit_code == 0
    assert "architecture: arm64, x86-64" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"), [(["memory=-5"], "goes from 1 MB"), (["weight=3"], "no amount called 'weight'")]
)
def test_the_terminal_tells_mistakes_in_one_line(
    arguments: list[str], said: str, terminal: CliRunner
) -> None:
    result = terminal.invoke(app, ["estimate", *arguments])
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_what_only_a_discount_is_known_of_costs_at_least_so_much(client: TestClient) -> None:
    asked = {"workload": {"hours": 730}, "services": ["m6i.large"]}
    spot, usual = (
        client.post("/v1/estimate", json=asked | {"choices": choices}).json()["candidates"][0]
        for choices in ({"capacity": "spot"}, {})
    )
    assert spot["at_least"] is True
    assert usual["at_least"] is False
