"""Mixed load on the whole server, a twentieth of it hostile: `python -m bench.soak [--seconds 600]`.

Right answers are compared with the engine's own; a trap on loopback notes every visit. Exits with 1 where a
result is wrong, a hostile query runs on, memory grows, a worker is lost, or the trap is visited.
"""

import argparse
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from httpx2 import Client, Response, Timeout
from pyoxigraph import QueryResultsFormat, QuerySolutions

from graph.files import bundled, find
from graph.namespaces import ID, PREFIXES
from graph.store import Graph, load

ROOT = Path(__file__).parent.parent
LIMIT = 2.0
"""Seconds that the server gives a query here."""
STOPPED = 1.5
"""In how many limits a hostile query must be over."""
GROWTH = 1.10
CLIENTS = 4
SHARE = 0.05
FORM = "application/x-www-form-urlencoded"


class Trap(BaseHTTPRequestHandler):
    """Notes that somebody came."""

    visits = 0

    def do_GET(self) -> None:
        """Count a visit."""
        Trap.visits += 1
        self.send_error(404)

    do_POST = do_GET  # noqa: N815 (as http.server has it)

    def log_message(self, *_: object) -> None:
        """Keep the output to the figures."""


@dataclass
class Tally:
    """What the clients saw."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    longest: dict[str, float] = field(default_factory=dict)
    slowest_right: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def hostile(trap: str) -> dict[str, str]:
    """Queries that a service must survive, by what they try."""
    paths = "|".join(f"<http://ex/{n}>" for n in range(200))
    return {
        "cartesian count": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "cartesian sort": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?h",
        "cartesian rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "deep nesting": "SELECT * {" + "{" * 30_000 + "}" * 30_001,
        "deep expression": f"SELECT ({'(' * 20_000}1{')' * 20_000} AS ?x) {{}}",
        "huge values": "SELECT (COUNT(*) AS ?n) { VALUES ?x { "
        + " ".join(map(str, range(60_000)))
        + " } VALUES ?y { 1 2 3 4 5 6 7 8 9 } ?a ?b ?c . ?d ?e ?f }",
        "regex bomb": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), "(a*)*(b|b*)*$")) '
        'FILTER(REGEX(STR(?f), "((a{1,50}){1,50}){1,50}")) }',
        "doubling text": "SELECT ?x25 { VALUES ?x0 { 'eight...' } "
        + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(25))
        + " }",
        "paths": f"SELECT (COUNT(*) AS ?n) {{ ?a (!({paths}))* ?b . ?c (!({paths}))* ?d }}",
        "a megabyte": "SELECT * { ?s ?p ?o } #" + "SERVICE " * 130_000,
        "service": f"SELECT * {{ SERVICE <{trap}> {{ ?s ?p ?o }} }}",
        "service, escaped": f"SELECT * {{ \\u0053ERVICE <{trap}> {{ ?s ?p ?o }} }}",
        "service, disguised": f"PREFIX : <{trap}> SELECT * {{ SERVICESILENT:x {{ ?s ?p ?o }} }}",
        "from": f"SELECT * FROM <{trap}> FROM NAMED <{trap}n> {{ ?s ?p ?o }}",
        "load": f"LOAD <{trap}>",
        "update": "DELETE WHERE { ?s ?p ?o }",
    }


def expected(graph: Graph) -> dict[str, list[str]]:
    """Queries with their rows, as the engine itself gives them."""
    texts = [path.read_text(encoding="utf-8") for path in find(bundled() / "aws" / "queries", ".rq")]
    things = sorted({q.subject.value for q in graph.store if str(q.subject).startswith(f"<{ID}")})
    texts += [f"SELECT ?p ?o {{ <{thing}> ?p ?o }}" for thing in things[:: len(things) // 200]]
    found = {}
    for text in texts:
        results = graph.store.query(text, prefixes=PREFIXES)
        assert isinstance(results, QuerySolutions)
        found[text] = rows(results.serialize(format=QueryResultsFormat.JSON) or b"")
    return found


def rows(body: bytes) -> list[str]:
    """The rows of a result, in an order of their own."""
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(body)["results"]["bindings"])


def client(
    address: str, seed: int, until: float, right: dict[str, list[str]], trap: str, tally: Tally
) -> None:
    """Send one request after the other."""
    dice = random.Random(seed)
    good, bad = sorted(right), sorted(hostile(trap).items())
    with Client(base_url=address, trust_env=False, timeout=Timeout(60)) as http:
        while time.monotonic() < until:
            if dice.random() < SHARE:
                name, query = dice.choice([*bad, ("leaver", bad[0][1]), ("slow sender", "ASK {}")])
                attack(http, address, name, query, tally)
                continue
            query = dice.choice(good)
            began = time.monotonic()
            response = http.post("/sparql", data={"query": query})
            took = time.monotonic() - began
            with tally.lock:
                judge(tally, query, response, right[query], took)


def judge(tally: Tally, query: str, response: Response, wanted: list[str], took: float) -> None:
    tally.slowest_right.append(took)
    if response.status_code == 200 and rows(response.content) == wanted:
        tally.right += 1
    elif response.status_code == 503:
        tally.statuses["a right query was told to come again"] += 1
    else:
        tally.wrong.append(f"{response.status_code} for {query[:80]!r}: {response.text[:200]}")


def attack(http: Client, address: str, name: str, query: str, tally: Tally) -> None:
    began = time.monotonic()
    if name == "slow sender":
        slowly(address)
        return
    if name == "leaver":
        with suppress(Exception):
            http.post("/sparql", data={"query": query}, timeout=0.3)
        return
    headers = {"content-type": "application/sparql-query"}
    response = http.post("/sparql", content=query.encode(), headers=headers)
    took = time.monotonic() - began
    with tally.lock:
        tally.statuses[f"{name}: {response.status_code}"] += 1
        tally.longest[name] = max(tally.longest.get(name, 0), took)
        if response.status_code >= 500 and response.status_code != 503:
            tally.wrong.append(f"{response.status_code} for {name}: {response.text[:200]}")


def slowly(address: str) -> None:
    """Send the head of a request byte by byte, then leave in the middle of it."""
    host, _, port = address.removeprefix("http://").partition(":")
    with suppress(OSError), socket.create_connection((host, int(port)), timeout=5) as connection:
        for character in b"POST /sparql HTTP/1.1\r\ncontent-length: 90\r\n":
            connection.send(bytes([character]))
            time.sleep(0.02)


@contextmanager
def serving() -> Iterator[tuple[int, str]]:
    """Run the server as people do."""
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"CLOUDCITE_CACHE": cache, "CLOUDCITE_QUERY_TIMEOUT": str(LIMIT)}
        command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr
            for line in process.stderr:
                if found := re.search(r"running on (http://\S+)", line):
                    break
            else:
                raise RuntimeError("the server did not start")
            threading.Thread(target=process.stderr.read, daemon=True).start()
            try:
                with Client(base_url=found[1], trust_env=False) as http:
                    while http.get("/readyz").status_code != 200:
                        time.sleep(0.2)
                yield process.pid, found[1]
            finally:
                process.terminate()


def family(pid: int) -> list[int]:
    """A process and all that it started, as Linux lists them."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text().split():
                found += family(int(child))
    return found


def memory(pid: int) -> float:
    """Proportional memory of a process and all that it started, in MiB."""
    total = 0
    for each in family(pid):
        with suppress(OSError):
            text = Path(f"/proc/{each}/smaps_rollup").read_text()
            total += int(re.findall(r"^Pss: +(\d+) kB", text, re.MULTILINE)[0])
    return total / 1024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=600)
    seconds = arguments.parse_args().seconds
    right, tally = expected(load(["aws"])), Tally()
    with ThreadingHTTPServer(("127.0.0.1", 0), Trap) as server, serving() as (pid, address):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        trap = f"http://127.0.0.1:{server.server_port}/"
        run(address, 5 + seconds / 20, 0, right, trap, Tally())  # until everything has been touched once
        time.sleep(2 * LIMIT)
        before, processes = memory(pid), len(family(pid))
        run(address, seconds, 1, right, trap, tally)
        time.sleep(2 * LIMIT)
        after, left = memory(pid), len(family(pid))
        server.shutdown()
    report(tally, before, after, processes, left)


def run(
    address: str, seconds: float, seed: int, right: dict[str, list[str]], trap: str, tally: Tally
) -> None:
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=client, args=(address, 100 * seed + n, until, right, trap, tally))
        for n in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def report(tally: Tally, before: float, after: float, processes: int, left: int) -> None:
    for name, count in sorted(tally.statuses.items()):
        kind = name.partition(":")[0]
        longest = f", longest {tally.longest[kind]:.1f} s" if kind in tally.longest else ""
        print(f"  {name} x{count}{longest}")
    took = sorted(tally.slowest_right)
    print(
        f"right answers: {tally.right:,}, p50 {took[len(took) // 2] * 1000:.1f} ms, p99 "
        f"{took[int(len(took) * 0.99)] * 1000:.1f} ms; hostile queries: {sum(tally.statuses.values()):,}"
    )
    print(f"memory {before:.0f} MiB before, {after:.0f} MiB after; processes {processes}, then {left}")
    late = {name: took for name, took in tally.longest.items() if took > STOPPED * LIMIT}
    problems = [
        *tally.wrong[:20],
        *(f"{name} took {took:.1f} s where {LIMIT:g} s are allowed" for name, took in late.items()),
        *([f"the trap was visited {Trap.visits} times"] if Trap.visits else []),
        *([f"memory grew by {after / before - 1:.0%}"] if after > GROWTH * before else []),
        *([f"{processes} processes became {left}"] if processes != left else []),
    ]
    for problem in problems:
        print(f"PROBLEM: {problem}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
