"""One process that answers queries, as its parent sees it. For one event loop."""

import asyncio
import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:  # the template makes workers, and they tell it of their end
    from graph.sparql.template import Template

_LATER = 10
"""A tenth of the share of a process that is not niced: little beside others, all of an idle machine."""
_SCHEDULED = 2
"""With a process id, the clock of that process's own time, as Linux numbers them (clock_getcpuclockid)."""


class WorkerDiedError(Exception):
    """The process ended before it answered; `code` is its exit code, negative for a signal, or None."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"the query process ended with code {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answered: the kind of outcome, what belongs to it, and the result's bytes."""

    outcome: str
    details: Mapping[str, Any]
    body: bytes


class WorkerProcess(asyncio.Protocol):
    """One fork. It answers one request at a time, and may be killed at any."""

    def __init__(self, template: "Template") -> None:
        self._template = template
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parts: list[bytes] = []
        self._missing = 0
        self._details: dict[str, Any] | None = None
        self._reply: Reply | None = None
        self._lost = False
        self._waiter: asyncio.Future[None] | None = None
        self.pid = 0
        """The process id, once ready."""

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return not self._lost

    async def ready(self) -> None:
        """Wait until it can answer. Raises WorkerDiedError."""
        reply = await self.reply(None)
        assert reply is not None
        self.pid = reply.details["pid"]
        self._template.expect(self.pid)

    def ask(self, request: Mapping[str, object]) -> None:
        """Send a request, once the reply to the one before has come."""
        self._reply = None
        if self._transport is not None and not self._lost:
            self._transport.write(json.dumps(request).encode() + b"\n")

    async def reply(self, within: float | None) -> Reply | None:
        """Return the reply, or None where it takes longer than these seconds; it may still come.

        Raises WorkerDiedError where none will.
        """
        if self._reply is None and not self._lost:
            self._waiter = self._loop.create_future()
            timer = None if within is None else self._loop.call_later(within, self._wake)
            try:
                await self._waiter
            finally:
                self._waiter = None
                if timer is not None:
                    timer.cancel()
        if self._reply is None and self._lost:
            raise WorkerDiedError(await self._template.end_of(self.pid) if self.pid else None)
        return self._reply

    def processor_time(self) -> float:
        """Return how many seconds it has been computing; where the system does not tell, the time of day."""
        try:
            return time.clock_gettime((~self.pid << 3) | _SCHEDULED)
        except OSError:
            return self._loop.time()

    def yield_to_others(self) -> None:
        """Let it run mostly when no other process wants to; there is no way back from that."""
        with suppress(OSError):  # it may just have ended
            os.setpriority(os.PRIO_PROCESS, self.pid, _LATER)

    def dispose(self) -> None:
        """End the process and forget it."""
        if self.pid:
            self._template.kill(self.pid)
            self._template.forget(self.pid)
        self._lost = True
        if self._transport is not None:
            self._transport.abort()
        self._wake()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are not of asyncio's class

    def data_received(self, data: bytes) -> None:
        """Take a part of a reply: a line, then as many bytes as it says."""
        if self._details is None:
            if b"\n" not in data:
                self._parts.append(data)
                return
            line, _, data = b"".join([*self._parts, data]).partition(b"\n")
            self._details = json.loads(line)
            self._missing = self._details["size"]
            self._parts = []
        self._parts.append(data)
        self._missing -= len(data)
        if self._missing <= 0:
            self._reply = Reply(self._details["outcome"], self._details, b"".join(self._parts))
            self._details, self._parts = None, []
            self._wake()

    def connection_lost(self, _: Exception | None) -> None:
        """Tell whoever waits that there will be no reply."""
        self._lost = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
