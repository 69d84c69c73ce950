"""Load on an HTTP server: as many connections as wanted, each sending a request when it has its answer.

Run in a process of its own: `python -m bench.load PORT CONNECTIONS SECONDS`, with one path a line on the
input. It prints a line of JSON.
"""

import asyncio
import itertools
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from time import perf_counter

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_LAST_CHUNK = b"\r\n0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Load:
    """What was measured."""

    requests: int
    errors: int
    seconds: float
    p50: float
    """Milliseconds."""
    p99: float
    """Milliseconds."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


class _Connection(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], latencies: list[float], errors: list[str]) -> None:
        self._requests = requests
        self._latencies = latencies
        self._errors = errors
        self._got = b""
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._next()

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        if not found:
            return
        length = _LENGTH.search(head)
        if length is None and not self._got.endswith(_LAST_CHUNK):
            return
        if length is not None and len(body) < int(length[1]):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self._errors.append(head.partition(b"\r\n")[0].decode())
        self._latencies.append(perf_counter() - self._sent)
        self._next()

    def _next(self) -> None:
        self._got = b""
        self._sent = perf_counter()
        self._transport.write(next(self._requests))


async def _run(port: int, connections: int, seconds: float, paths: list[str]) -> Load:
    heads = "host: 127.0.0.1\r\naccept: application/sparql-results+json\r\nconnection: keep-alive"
    requests = itertools.cycle([f"GET {path} HTTP/1.1\r\n{heads}\r\n\r\n".encode() for path in paths])
    latencies: list[float] = []
    errors: list[str] = []
    loop = asyncio.get_running_loop()
    began = loop.time()
    opened = [
        await loop.create_connection(lambda: _Connection(requests, latencies, errors), "127.0.0.1", port)
        for _ in range(connections)
    ]
    await asyncio.sleep(seconds)
    taken = loop.time() - began
    for transport, _ in opened:
        transport.close()
    ordered = sorted(latencies) or [float("inf")]
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 for share in (0.5, 0.99)]
    return Load(len(latencies), len(errors), taken, at[0], at[1])


def main() -> None:
    import uvloop

    port, connections, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    paths = sys.stdin.read().splitlines()
    print(json.dumps(asdict(uvloop.run(_run(port, connections, seconds, paths)))))


if __name__ == "__main__":
    main()
