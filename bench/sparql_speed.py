"""Our SPARQL endpoint beside others, in one run: lookups of one thing's facts in a graph of 100,000 triples.

Each query is another text, nothing caches results, and the servers are asked in turns, so that a noisy
moment of the machine touches all of them. `python -m bench.sparql_speed [PYTHON]`, where PYTHON is
an environment with the packages `oxigraph` and `rdflib-endpoint`; what is not there is left out.
"""

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from bench.load import Load

ROOT = Path(__file__).parent.parent
THINGS, FACTS = 1724, 58
CONNECTIONS = (1, 8, 64)
ROUNDS, SECONDS = 3, 2.0
EX = "http://example.org/"


def main() -> None:
    peers = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(sys.executable)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        data = Path(folder) / "data.nt"
        data.write_text("".join(triples()), encoding="utf-8")
        ports = {
            name: stack.enter_context(serving(name, command, port))
            for name, command, port in servers(peers, data, Path(folder))
        }
        measured = {(name, connections): [] for name in ports for connections in CONNECTIONS}  # type: dict[tuple[str, int], list[Load]]
        for connections in CONNECTIONS:
            for turn in range(ROUNDS):
                for name, port in ports.items():
                    paths = list(lookups(turn, connections))
                    measured[name, connections].append(load(port, connections, SECONDS, paths))
        report(ports, measured)
        beside_a_hog(ports["ours"])


def triples() -> Iterator[str]:
    for thing in range(THINGS):
        for fact in range(FACTS):
            value = f'"value {thing} {fact}"' if fact % 3 else f"<{EX}thing/{(thing * 7 + fact) % THINGS}>"
            yield f"<{EX}thing/{thing}> <{EX}property/{fact}> {value} .\n"


def lookups(turn: int, connections: int) -> Iterator[str]:
    """Paths with queries of which no two are the same text."""
    for thing in range(THINGS):
        least = 1000 * (turn + 1) + 10 * connections
        yield path(
            f"SELECT ?property ?value {{ <{EX}thing/{thing}> ?property ?value }} LIMIT {least + thing}"
        )


def path(query: str) -> str:
    return f"/sparql?query={quote(query, safe='')}"


def servers(peers: Path, data: Path, folder: Path) -> Iterator[tuple[str, Sequence[str], int]]:
    script = str(ROOT / "bench" / "peers.py")
    for name in ("ours", "bare"):
        port = free_port()
        yield name, [sys.executable, "-m", "bench.peers", name, str(port), str(data)], port
    engine = peers.with_name("oxigraph")
    if engine.is_file():
        store = str(folder / "store")
        subprocess.run([engine, "load", "--location", store, "--file", data], check=True, capture_output=True)
        port = free_port()
        yield (
            "oxigraph serve",
            [str(engine), "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"],
            port,
        )
    if subprocess.run([peers, "-c", "import rdflib_endpoint"], capture_output=True).returncode == 0:
        port = free_port()
        yield "rdflib-endpoint", [str(peers), script, "rdflib-endpoint", str(port), str(data)], port


@contextmanager
def serving(name: str, command: Sequence[str], port: int) -> Iterator[int]:
    """Run a server until it answers, and end it afterwards."""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until_right(name, process, port)
            yield port
        finally:
            process.terminate()


def until_right(name: str, process: subprocess.Popen[bytes], port: int) -> None:
    url = f"http://127.0.0.1:{port}{next(lookups(0, 0))}"
    request = urllib.request.Request(url, headers={"Accept": "application/sparql-results+json"})
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"{name} ended with {process.returncode}")
        try:
            with urllib.request.urlopen(request) as response:
                rows = json.load(response)["results"]["bindings"]
        except OSError:
            time.sleep(0.1)
            continue
        if len(rows) != FACTS:
            raise RuntimeError(f"{name} finds {len(rows)} facts instead of {FACTS}")
        return
    raise RuntimeError(f"{name} did not start")


def load(port: int, connections: int, seconds: float, paths: Sequence[str]) -> Load:
    command = [sys.executable, "-m", "bench.load", str(port), str(connections), str(seconds)]
    done = subprocess.run(
        command, cwd=ROOT, input="\n".join(paths), text=True, capture_output=True, check=True
    )
    return Load(**json.loads(done.stdout))


def report(names: Sequence[str] | dict[str, int], measured: dict[tuple[str, int], list[Load]]) -> None:
    print(f"\nLookups of one thing's {FACTS} facts in {THINGS * FACTS:,} triples; medians of {ROUNDS} rounds")
    print(f"{'':>16}  " + "  ".join(f"{f'{c} connections':>22}" for c in CONNECTIONS))
    rates = {key: statistics.median(each.rate for each in loads) for key, loads in measured.items()}
    for name in names:
        cells = []
        for connections in CONNECTIONS:
            loads = measured[name, connections]
            p99 = statistics.median(each.p99 for each in loads)
            wrong = sum(each.errors for each in loads)
            failed = f" {wrong} failed" if wrong else ""
            cells.append(f"{rates[name, connections]:>8,.0f}/s p99 {p99:>6.1f} ms{failed}")
        print(f"{name:>16}  " + "  ".join(cells))
    for other in names:
        if other != "ours":
            ratios = (f"{rates['ours', c] / rates[other, c]:>22.2f}" for c in CONNECTIONS)
            print(f"{'ours / ' + other:>16}  " + "  ".join(ratios))


def beside_a_hog(port: int) -> None:
    """How much slower a small query is while another client has a cartesian product computed."""
    hog = path("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    ratios = []
    for turn in range(ROUNDS):
        paths = list(lookups(turn + 10, 1))
        alone = load(port, 1, SECONDS, paths)
        hogging = subprocess.Popen(
            [sys.executable, "-m", "bench.load", str(port), "1", str(SECONDS + 1)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        with hogging:
            assert hogging.stdin
            hogging.stdin.write(hog)
            hogging.stdin.close()
            time.sleep(0.5)
            beside = load(port, 1, SECONDS - 0.5, paths)
        ratios.append((beside.p50 / alone.p50, beside.p99 / alone.p99, alone.rate / beside.rate))
    p50, p99, rate = (statistics.median(column) for column in zip(*ratios, strict=True))
    print(f"\nBeside a cartesian product of another client: p50 x{p50:.2f}, p99 x{p99:.2f}, mean x{rate:.2f}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
