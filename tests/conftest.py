"""Fixtures that all tests share, and a guard: no test leaves the machine."""

import socket
from pathlib import Path
from typing import Any

import pytest

from graph.store import Graph, load
from retrieval.encoder import Encoder, load_encoder
from retrieval.engine import Assistant

_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - as socket has it
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        if not str(host).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def graph() -> Graph:
    return load(["aws"])


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="session")
def assistant(graph: Graph, encoder: Encoder) -> Assistant:
    return Assistant.from_graph(graph, encoder)
