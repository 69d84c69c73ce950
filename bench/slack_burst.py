"""A burst of events from Slack: how long each waits for its acknowledgement, and if each is answered once.

    python -m bench.slack_burst [--events 1000]

The real server in a process of its own, a stand-in for Slack on loopback in this one; both cores are shared,
so the figures are worse than where Slack is elsewhere. The floor is the same burst with a wrong signature.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import aiohttp

from bench.evaluate import QUESTIONS, read_cases
from tests.api.slack.sender import Reply, Sender, mention
from tests.api.slack.standin import BOT_TOKEN, SECRET, Slack, slack

ROOT = Path(__file__).parent.parent
_LONGEST = 3.0
"""Seconds after which Slack counts a delivery as failed."""
Request = tuple[bytes, dict[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description="A burst of events from Slack.")
    parser.add_argument("--events", type=int, default=1000)
    events = parser.parse_args().events
    with slack() as workspace, tempfile.TemporaryDirectory() as data:
        server = _serve(workspace, data)
        try:
            address = _address(server)
            asyncio.run(_measure(workspace, address, events))
        finally:
            server.terminate()
            server.wait(30)


def _serve(workspace: Slack, data: str) -> subprocess.Popen[str]:
    settings = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{workspace.address}/api/",
        "CLOUDCITE_DATA": data,
    }
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment | settings)


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stderr is not None
    for line in server.stderr:
        if found := re.search(r"running on (http://\S+)", line):
            return found[1]
    raise SystemExit("the server did not start")


async def _measure(workspace: Slack, address: str, count: int) -> None:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(address, connector=connector) as session:
        while (await session.get("/readyz")).status != 200:
            await asyncio.sleep(0.1)
        floor = await _burst(session, _requests(count, secret=SECRET[::-1]), 401)
        began = time.perf_counter()
        waits = await _burst(session, _requests(count, secret=SECRET), 200)
        while len(workspace.messages) < count and time.perf_counter() - began < 180:
            await asyncio.sleep(0.05)
        took = time.perf_counter() - began
        await asyncio.sleep(2)
    threads = Counter(post["thread_ts"] for post in workspace.answers())
    _show("refused (floor)", floor)
    _show("acknowledged", waits)
    print(
        f"p99 is {_p99(waits) / _p99(floor):.1f} of the floor's; {sum(w > _LONGEST for w in waits)} over 3 s"
    )
    once = sum(number == 1 for number in threads.values())
    print(f"answered once: {once:,} of {count:,}; more than once: {len(threads) - once}")
    print(f"refused by the stand-in: {len(workspace.refused)}")
    print(f"all answered after {took:.1f} s, {count / took:.0f} a second")


def _requests(count: int, *, secret: str) -> list[Request]:
    """Return signed events: several questions, of 250 people in 50 channels."""
    asked = [case["ask"] for case in read_cases([QUESTIONS / "notes.toml"]) if not case.get("heldout")]
    made: list[Request] = []

    def keep(body: bytes, headers: dict[str, str]) -> Reply:
        made.append((body, headers))
        return Reply(200, "")

    sender = Sender(keep, time.time)
    for number in range(count):
        question = asked[number % len(asked)]
        event = mention(
            question, f"{time.time() + number:.6f}", user=f"U{number % 250}", channel=f"C{number % 50}"
        )
        event["event_id"] = f"Ev{number}"
        sender.raw(json.dumps(event).encode(), "application/json", secret=secret)
    return made


async def _burst(session: aiohttp.ClientSession, requests: list[Request], status: int) -> list[float]:
    """Send all of them at once; return how many seconds each waited for its answer."""

    async def one(body: bytes, headers: dict[str, str]) -> float:
        began = time.perf_counter()
        async with session.post("/slack/events", data=body, headers=headers) as reply:
            await reply.read()
            assert reply.status == status, reply.status
        return time.perf_counter() - began

    return list(await asyncio.gather(*(one(*request) for request in requests)))


def _p99(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.99)]


def _show(what: str, waits: list[float]) -> None:
    print(
        f"{what}: p50 {statistics.median(waits) * 1000:.0f} ms, p99 {_p99(waits) * 1000:.0f} ms, "
        f"slowest {max(waits) * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
