from time import sleep

from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.store import Graph


def test_it_is_alive_before_it_is_ready() -> None:
    unstarted = TestClient(create_app(Settings()))
    assert unstarted.get("/healthz").json() == {"status": "ok"}
    response = unstarted.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "1"
    assert response.json()["detail"] == "The graph is still loading."


def test_nothing_is_answered_before_it_is_ready() -> None:
    unstarted = TestClient(create_app(Settings()))
    statuses = [unstarted.get(path).status_code for path in ("/", "/v1/services", "/sparql", "/openapi.json")]
    statuses.append(unstarted.post("/v1/ask", json={"question": "?"}).status_code)
    assert set(statuses) == {503}


def test_readiness_names_the_graph(client: TestClient, graph: Graph) -> None:
    found = client.get("/readyz").json()
    assert found["graph"] == {"hash": graph.hash, "triples": graph.triples, "date": graph.date}
    assert found["engine"]["encoder"].startswith("sha256:")


def test_both_answer_head_requests(client: TestClient) -> None:
    assert [client.head(path).status_code for path in ("/healthz", "/readyz", "/")] == [200, 200, 200]


def test_a_catalogue_that_cannot_be_loaded_is_never_ready() -> None:
    heard: list[BaseException] = []
    with TestClient(create_app(Settings(ontology=("no-such-folder",)), heard.append)) as client:
        while not heard:
            sleep(0.01)
        response = client.get("/readyz")
        assert response.status_code == 503
        assert "no-such-folder" in response.json()["detail"]
        assert client.get("/healthz").status_code == 200
    assert "no-such-folder" in str(heard[0])
