"""The processes that hold the graph, as their parent sees them. For one event loop."""

import asyncio
import json
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self, cast

_ROOT = Path(__file__).parent.parent.parent
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from graph.worker.template import main; main()"
"""The packages beside ours are found by this alone: the current folder and the environment have no say."""
_ORDER = struct.Struct("<cI")
_LATER = 10
"""A tenth of the share of a process that is not niced: little beside others, all of an idle machine."""
_SCHEDULED = 2
"""With a process id, the clock of that process's own time, as Linux numbers them (clock_getcpuclockid)."""
_REPORT = 1
"""Seconds within which it is told how a worker ended."""


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


class Template:
    """The process that loads the graph, and of which workers are forks."""

    def __init__(self, process: subprocess.Popen[bytes], orders: socket.socket) -> None:
        self._process = process
        self._orders = orders
        self._loop = asyncio.get_running_loop()
        self._partial = b""
        self._ends: dict[int, asyncio.Future[int | None]] = {}
        self._open = True
        self._loop.add_reader(orders, self._hear)

    @classmethod
    def launch(cls, quads: IO[bytes], settings: Mapping[str, object]) -> Self:
        """Start the process, which loads the N-Quads of an open file. Orders given meanwhile wait.

        Raises OSError where there is no room for a process.
        """
        ours, its = socket.socketpair()
        command = [sys.executable, "-I", "-c", _START, str(_ROOT), str(its.fileno()), json.dumps(settings)]
        try:
            # A process group of its own: Ctrl-C at a terminal is for the server alone.
            process = subprocess.Popen(  # noqa: S603 (the command is ours alone)
                command, stdin=quads, stdout=subprocess.DEVNULL, pass_fds=[its.fileno()], process_group=0
            )
        except OSError:
            ours.close()
            raise
        finally:
            its.close()
        ours.setblocking(False)
        return cls(process, ours)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can still fork."""
        return self._open and self._process.poll() is None

    async def fork(self) -> "WorkerProcess":
        """Return a worker that is ready. Raises WorkerDiedError where none can be had."""
        ours, its = socket.socketpair()
        try:
            socket.send_fds(self._orders, [_ORDER.pack(b"F", 0)], [its.fileno()])
        except OSError:
            ours.close()
            raise WorkerDiedError(None) from None
        finally:
            its.close()
        ours.setblocking(False)
        worker = WorkerProcess(self)
        try:
            await self._loop.create_unix_connection(lambda: worker, sock=ours)
            await worker.ready()
        except BaseException:  # a cancelled request, too, must leave no worker behind; it is raised again
            worker.dispose()
            ours.close()
            raise
        return worker

    def kill(self, pid: int) -> None:
        """End a worker, wherever it is in its work."""
        # By the template, which knows whether the id is still the worker's.
        with suppress(OSError):
            self._orders.send(_ORDER.pack(b"K", pid))

    async def end_of(self, pid: int) -> int | None:
        """Return the exit code of a worker that has ended; None where nobody knows."""
        end = self._ends.get(pid)
        if end is None:
            return None
        await asyncio.wait({end}, timeout=_REPORT)
        return end.result() if end.done() else None

    def expect(self, pid: int) -> asyncio.Future[int | None]:
        """Return what will hold the exit code of a worker."""
        return self._ends.setdefault(pid, self._loop.create_future())

    def close(self) -> None:
        """End the process, and with it its workers."""
        self._shut()
        self._process.kill()
        self._process.wait()

    def forget(self, pid: int) -> None:
        """Drop what is known of a worker's end."""
        self._ends.pop(pid, None)

    def _hear(self) -> None:
        try:
            data = self._orders.recv(1 << 16)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._shut()
            return
        *lines, self._partial = (self._partial + data).split(b"\n")
        for line in lines:
            report = json.loads(line)
            end = self._ends.get(report["pid"])
            if end is not None and not end.done():
                end.set_result(report["code"])

    def _shut(self) -> None:
        if self._open:
            self._open = False
            self._loop.remove_reader(self._orders)
            self._orders.close()
            for end in self._ends.values():
                if not end.done():
                    end.set_result(None)


class WorkerProcess(asyncio.Protocol):
    """One fork. It answers one request at a time, and may be killed at any."""

    def __init__(self, template: Template) -> None:
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
