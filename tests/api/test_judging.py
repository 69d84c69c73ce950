from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.feedback import FeedbackStore
from api.web.rate import Rate
from tests.page.hostile import PAYLOADS


@pytest.fixture
def keeping(client: TestClient, tmp_path: Path) -> Iterator[TestClient]:
    """A server that keeps feedback, and not much of it."""
    state = client.app.state  # type: ignore[attr-defined]  # the client says of an app only that it is ASGI
    settings, rate = state.settings, state.feedback_rate
    state.settings, state.feedback_rate = replace(settings, data=tmp_path), Rate(per_client=2, in_all=10)
    yield client
    state.settings, state.feedback_rate = settings, rate


def test_more_in_a_minute_than_is_taken_in_is_handed_back(keeping: TestClient, tmp_path: Path) -> None:
    form = {"q": "Lambda or Fargate?", "h": PAYLOADS[1], "comment": PAYLOADS[0]}
    assert [keeping.post("/feedback", data=form).status_code for _ in range(4)] == [200, 200, 429, 429]
    refused = keeping.post("/feedback", data=form)
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "Send it again in" in refused.text
    assert "&lt;script&gt;window.pwned=1&lt;/script&gt;</textarea>" in refused.text
    assert PAYLOADS[1] not in refused.text
    store = FeedbackStore.at(tmp_path)
    assert len(store.latest()) == 2
    store.close()
