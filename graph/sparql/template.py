"""The process that loads the graph and forks the workers, as its parent sees it. For one event loop."""

import asyncio
import json
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Self

from graph.sparql.process import WorkerDiedError, WorkerProcess

_ROOT = Path(__file__).parent.parent.parent
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from graph.worker.template import main; main()"
"""The packages beside ours are found by this alone: the current folder and the environment have no say."""
_ORDER = struct.Struct("<cI")
_REPORT = 1
"""Seconds within which it is told how a worker ended."""


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

    async def fork(self) -> WorkerProcess:
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
