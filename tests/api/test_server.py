"""The real server, in a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from httpx2 import Client

ROOT = Path(__file__).parent.parent.parent


def serve(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "api.cli", "serve", *arguments]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | environment
    )


@pytest.fixture
def server(cache: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with serve("--port", "0", CLOUDCITE_CACHE=str(cache)) as process:
        try:
            yield process, address_of(process)
        finally:
            process.kill()


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"running on (http://\S+)", line):
            return found[1]
    raise AssertionError("the server did not start")


def test_a_question_goes_through_the_real_server(server: tuple[subprocess.Popen[str], str]) -> None:
    process, address = server
    with Client(base_url=address, trust_env=False) as client:
        assert client.get("/healthz").status_code == 200
        _until_ready(client)
        answer = client.post("/v1/ask", json={"question": "Lambda or Fargate?"}).json()
        assert answer["kind"] == "comparison"
        services = [column["iri"] for column in answer["table"]["columns"]]
        compared = client.get("/v1/compare", params={"service": services}).json()
        assert compared["table"] == answer["table"]
        for service in services:
            assert client.get(f"/v1/services/{service}").json()["iri"] == service
        cited = {citation["triple"] for citation in answer["citations"]}
        found = set()
        for query in answer["sparql"]:
            rows = client.post("/sparql", data={"query": query}).json()["results"]["bindings"]
            found |= {(row["subject"]["value"], row["predicate"]["value"]) for row in rows}
        assert {tuple(re.findall("<(.*?)>", triple)[:2]) for triple in cited} <= found
        assert client.get("/readyz").json()["graph"] == answer["graph"]
        assert "server" not in client.get("/healthz").headers
    children = _children(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) in (0, -signal.SIGTERM)
    assert children
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _until_ready(client: Client) -> None:
    end = monotonic() + 60
    while client.get("/readyz").status_code != 200:
        assert monotonic() < end
        sleep(0.05)


def _children(parent: int) -> list[int]:
    """The processes that a process has started, as Linux lists them."""
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def test_an_encoder_that_is_not_there_stops_the_server(tmp_path: Path) -> None:
    with serve("--port", "0", CLOUDCITE_ENCODER=str(tmp_path), CLOUDCITE_CACHE=str(tmp_path)) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said.splitlines()[-1].startswith("cloudcite: ")
    assert "Traceback" not in said


def test_an_address_in_use_stops_the_server(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with serve("--port", port, CLOUDCITE_CACHE=str(tmp_path)) as process:
            _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "address already in use" in said
    assert "Traceback" not in said
