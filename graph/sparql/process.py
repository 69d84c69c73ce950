"""A worker process, as its parent sees it."""

import json
import select
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

_WORKER = Path(__file__).with_name("worker.py")


class WorkerDiedError(Exception):
    """The process ended before it answered; `code` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the query process ended with code {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answered: the kind of outcome, what belongs to it, and the result's bytes."""

    outcome: str
    details: Mapping[str, Any]
    body: bytes


class WorkerProcess:
    """One child process. One thread at a time talks to it; any thread may kill it."""

    def __init__(self, process: subprocess.Popen[bytes], to: IO[bytes], back: IO[bytes]) -> None:
        self._process = process
        self._to = to
        self._back = back

    @classmethod
    def launch(cls) -> Self:
        """Start the process and return at once; it needs the graph before it can answer."""
        # Isolated: neither the environment nor the working directory changes what it imports.
        command = [sys.executable, "-I", str(_WORKER)]
        # A process group of its own: Ctrl-C at a terminal is for the server alone.
        process = subprocess.Popen(  # noqa: S603 (the command is ours alone)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
        )
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a child process was started without its pipes")
        return cls(process, process.stdin, process.stdout)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def load(self, quads: bytes, settings: Mapping[str, object]) -> None:
        """Hand over the graph and the limits, and wait until the process is ready.

        Raises WorkerDiedError.
        """
        self._send({**settings, "size": len(quads)}, quads)
        self._receive()

    def ask(self, request: Mapping[str, object], timeout: float) -> Reply:
        """Return the reply. After an error the process is of no further use.

        Raises TimeoutError where the reply takes longer, WorkerDiedError where none will come.
        """
        self._send(request)
        waiting = select.poll()
        waiting.register(self._back, select.POLLIN)
        # A worker writes when it has the whole result, so waiting for its first byte is enough.
        if not waiting.poll(timeout * 1000):
            raise TimeoutError
        return self._receive()

    def kill(self) -> None:
        """End the process. Whoever talks to it sees WorkerDiedError."""
        self._process.kill()

    def dispose(self) -> None:
        """End the process and free what it held; for the thread that talks to it."""
        self.kill()
        with suppress(BrokenPipeError):
            self._to.close()
        self._back.close()
        self._process.wait()

    def _send(self, message: Mapping[str, object], body: bytes = b"") -> None:
        # A process that is gone shows itself when its answer is read.
        with suppress(BrokenPipeError):
            self._to.write(json.dumps(message).encode() + b"\n")
            self._to.write(body)
            self._to.flush()

    def _receive(self) -> Reply:
        line = self._back.readline()
        if not line.endswith(b"\n"):
            raise WorkerDiedError(self._process.wait())
        details = json.loads(line)
        body = self._back.read(details["size"])
        if len(body) < details["size"]:
            raise WorkerDiedError(self._process.wait())
        return Reply(details["outcome"], details, body)
