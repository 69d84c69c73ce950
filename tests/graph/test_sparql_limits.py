import signal
import subprocess
import sys
import threading
import time
from os import kill
from pathlib import Path

import pytest
from pyoxigraph import (
    Store,
)

from graph.errors import (
    QueryBusyError,
    QueryTimeoutError,
)
from graph.sparql import QueryPool
from graph.sparql.process import WorkerProcess
from tests.graph.pools import (
    ENDLESS,
    HOARDING,
    ROWS,
    dump,
    is_stopped,
    started,
    things,
    works,
)


def test_a_query_beyond_its_time_is_stopped_and_the_next_one_answered() -> None:
    with started(things(1000), timeout=1) as pool:
        assert works(pool)
        begun = time.monotonic()
        with pytest.raises(QueryTimeoutError, match=r"longer than its 1 s"):
            pool.run(ENDLESS, ROWS)
        stopped = time.monotonic()
        assert works(pool)
        answered = time.monotonic()
    assert stopped - begun < 1.5
    assert answered - stopped < 0.5


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits address space")
def test_a_query_beyond_its_memory_is_stopped_and_the_next_one_answered() -> None:
    with started(things(1000), memory=64 << 20) as pool:
        with pytest.raises(QueryTimeoutError, match="more memory than its 64 MiB"):
            pool.run(HOARDING, ROWS)
        assert works(pool)


@pytest.mark.parametrize(
    ("doublings", "rows", "message"),
    [(21, 1, "A row of the result is larger than 16 MiB"), (19, 9, "result is larger than 32 MiB")],
)
def test_a_result_too_large_to_hold_is_not_fetched(doublings: int, rows: int, message: str) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(doublings))
    words = "'eight...' " * rows
    query = f"SELECT ?x{doublings} {{ VALUES ?x0 {{ {words} }} {doubled} }}"
    with started(Store()) as pool, pytest.raises(QueryTimeoutError, match=message):
        pool.run(query, ROWS)


def test_queries_beyond_the_queue_are_turned_away() -> None:
    errors: list[Exception] = []

    def run_on() -> None:
        try:
            pool.run(ENDLESS, ROWS)
        except (QueryTimeoutError, QueryBusyError) as error:
            errors.append(error)

    with started(things(1000), timeout=0.6, waiting=1) as pool:
        assert works(pool)
        threads = [threading.Thread(target=run_on) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    kinds = sorted(type(error).__name__ for error in errors)
    assert kinds[0] == "QueryBusyError"
    assert kinds[2] == "QueryTimeoutError"
    assert any("queries are waiting already" in str(error) for error in errors)


def test_a_waiting_query_gets_its_turn() -> None:
    with started(things(1000), timeout=1) as pool:
        hog = threading.Thread(target=is_stopped, args=(pool,))
        hog.start()
        time.sleep(0.1)
        assert works(pool)
        hog.join()


def test_an_idle_process_that_was_killed_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    launched: list[WorkerProcess] = []
    launch = WorkerProcess.launch

    def recording() -> WorkerProcess:
        launched.append(launch())
        return launched[-1]

    monkeypatch.setattr(WorkerProcess, "launch", recording)
    with started(things(3), spares=0) as pool:
        assert works(pool)
        (worker,) = launched
        kill(worker.pid, signal.SIGKILL)
        while worker.alive:
            time.sleep(0.01)
        assert works(pool)
        assert len(launched) == 2
    assert not any(worker.alive for worker in launched)


def test_a_graph_that_no_process_can_load_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    pool = QueryPool(b"nonsense", timeout=0.1)
    with pytest.raises(QueryBusyError, match=r"No query process was free for 0\.2 s"):
        works(pool)
    pool.close()
    assert "A query process could not be started" in caplog.text


def test_closing_ends_running_queries() -> None:
    errors: list[QueryBusyError] = []

    def run_on() -> None:
        with pytest.raises(QueryBusyError, match="shutting down") as caught:
            pool.run(ENDLESS, ROWS)
        errors.append(caught.value)

    with started(things(1000)) as pool:
        assert works(pool)
        thread = threading.Thread(target=run_on)
        thread.start()
        time.sleep(0.1)
    thread.join(1)
    assert len(errors) == 1
    with pytest.raises(QueryBusyError, match="shutting down"):
        works(pool)


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    quads = tmp_path / "quads.nq"
    quads.write_bytes(dump(things(1000)))
    limits = {"memory": 1 << 30, "rows": 10, "prefixes": {}}
    request = {"query": ENDLESS, "rows": "CSV", "graph": None, "default": None, "named": None}
    script = f"""
from pathlib import Path
from graph.sparql.process import WorkerProcess
worker = WorkerProcess.launch()
worker.load(Path({str(quads)!r}).read_bytes(), {limits})
print(worker.pid, flush=True)
worker.ask({request}, 60)
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        time.sleep(0.2)
        kill(worker, 0)
        parent.kill()
    for _ in range(200):
        if not running(worker):
            return
        time.sleep(0.01)
    kill(worker, signal.SIGKILL)
    pytest.fail("the worker outlived its parent")


def running(pid: int) -> bool:
    """Say whether the process runs; one that has ended but is not yet reaped does not."""
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return status.stdout.strip()[:1] not in ("", "Z")
