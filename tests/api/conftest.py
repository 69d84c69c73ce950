"""The loaded app, once for all tests of the surfaces."""

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings


@pytest.fixture(scope="session")
def client(cache: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(cache=cache))) as client:
        until_ready(client)
        yield client


def until_ready(client: TestClient) -> None:
    for _ in range(2400):
        if client.get("/readyz").status_code == 200:
            return
        sleep(0.05)
    raise AssertionError(client.get("/readyz").text)
