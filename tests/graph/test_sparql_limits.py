import asyncio
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
    with started(things(1000), memory=64 << 20, timeout=60) as pool:
        with pytest.raises(QueryTimeoutError, match="more memory than its 64 MiB"):
            pool.run(HOARDING, ROWS)
        assert works(pool)


@pytest.mark.parametrize(
    ("doublings", "rows", "message"),
    [(22, 1, "A row of the result is larger than 16 MiB"), (19, 9, "result is larger than 32 MiB")],
)
def test_a_result_too_large_to_hold_is_not_fetched(doublings: int, rows: int, message: str) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(doublings))
    words = "'eight...' " * rows
    query = f"SELECT ?x{doublings} {{ VALUES ?x0 {{ {words} }} {doubled} }}"
    with started(Store(), timeout=60) as pool, pytest.raises(QueryTimeoutError, match=message):
        pool.run(query, ROWS)


def test_queries_beyond_the_queue_are_turned_away() -> None:
    errors: list[Exception] = []

    def run_on() -> None:
        try:
            pool.run(ENDLESS, ROWS)
        except (QueryTimeoutError, QueryBusyError) as error:
            errors.append(error)

    with started(things(1000), slow=1, timeout=0.6, waiting=1) as pool:
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


def test_an_idle_process_that_was_killed_is_replaced() -> None:
    with started(things(3), spares=0) as pool:
        assert works(pool)
        (worker,) = pool.pool.workers.idle
        kill(worker.pid, signal.SIGKILL)
        while worker.alive:
            time.sleep(0.01)
        assert works(pool)
        (other,) = pool.pool.workers.idle
        assert other.pid != worker.pid


def test_a_template_that_was_killed_is_replaced() -> None:
    with started(things(1000), spares=0) as pool:
        assert works(pool)
        template = pool.pool.workers.template
        assert template
        kill(template.pid, signal.SIGKILL)
        while template.alive:
            time.sleep(0.01)
        assert works(pool)


def test_a_graph_that_no_process_can_load_is_reported(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    nonsense = tmp_path / "quads.nq"
    nonsense.write_text("nonsense")
    with (
        nonsense.open("rb") as quads,
        started(quads, timeout=10) as pool,
        pytest.raises(QueryBusyError, match=r"No query process was free for 4 s"),
    ):
        works(pool)
    assert "A query process could not be started" in caplog.text


def test_quick_queries_are_answered_while_slow_ones_run() -> None:
    with started(things(1000), workers=1, slow=2, timeout=2) as pool:
        assert works(pool)
        hogs = [threading.Thread(target=is_stopped, args=(pool,)) for _ in range(2)]
        for hog in hogs:
            hog.start()
        time.sleep(0.3)
        for _ in range(50):
            assert works(pool)
        assert all(hog.is_alive() for hog in hogs)
        for hog in hogs:
            hog.join()
        assert works(pool)


def test_a_slow_query_is_answered_in_the_end() -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    with started(things(2000), workers=1, slow=1, timeout=60) as pool:
        assert pool.run(count, ROWS).body == b"n\r\n4000000\r\n"


def test_a_slow_query_is_stopped_when_nobody_waits_for_it() -> None:
    with started(things(1000), timeout=60) as pool:
        assert works(pool)
        before = time.monotonic()
        with pytest.raises(QueryBusyError, match="nobody waits"):
            pool.run(ENDLESS, ROWS, gone=lambda: asyncio.sleep(0.3))
        assert time.monotonic() - before < 30
        assert works(pool)


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
        pool.close()
        thread.join(1)
        assert len(errors) == 1
        with pytest.raises(QueryBusyError, match="shutting down"):
            works(pool)


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    quads = tmp_path / "quads.nq"
    quads.write_bytes(dump(things(1000)))
    limits = {"memory": 1 << 30, "rows": 10, "prefixes": {}, "base": "http://example.org/"}
    request = {"query": ENDLESS, "rows": "CSV", "graph": None, "default": None, "named": None}
    script = f"""
import asyncio
from graph.sparql.template import Template

async def main():
    with open({str(quads)!r}, "rb") as file:
        template = Template.launch(file, {limits})
        worker = await template.fork()
    print(template.pid, worker.pid, flush=True)
    worker.ask({request})
    await worker.reply(60)

asyncio.run(main())
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        children = [int(pid) for pid in parent.stdout.readline().split()]
        time.sleep(0.2)
        for child in children:
            kill(child, 0)
        parent.kill()
    for _ in range(200):
        if not any(map(running, children)):
            return
        time.sleep(0.01)
    for child in filter(running, children):
        kill(child, signal.SIGKILL)
    pytest.fail("a child outlived its parent")


def running(pid: int) -> bool:
    """Say whether the process runs; one that has ended but is not yet reaped does not."""
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return status.stdout.strip()[:1] not in ("", "Z")
