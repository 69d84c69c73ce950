"""The child process that holds the graph for free-form queries. It imports the store and little else.

A query can do harm in four ways, and none of them is ours to stop from inside: it runs on, it takes
memory, it crashes the process, or it fetches from the network (pyoxigraph follows SERVICE and
has no switch for that). So it runs in a copy of this process, where the system bounds memory, no file
or connection can be opened, and the parent may have it killed at any moment.

This process itself runs no query. It loads the graph once and forks a worker at every order: that takes
a few milliseconds, and what they never change they share in memory. It has one thread,
so that a fork is safe.

Orders come on a socket, each one letter and a process id; reports go back as lines of JSON. A worker
has a socket of its own. Requests there are lines of JSON, replies too, each followed by as many bytes as
it says under `size`.
"""

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import threading
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from graph.worker.answering import Message, answer

_ORDER = struct.Struct("<cI")


def main() -> None:
    """Load the graph, then fork and end workers as ordered, until the parent is gone."""
    orders = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(sys.argv[2])
    os.lseek(0, 0, os.SEEK_SET)  # an earlier process may have read the same open file
    store = Store()
    store.load(sys.stdin.buffer, RdfFormat.N_QUADS, lenient=True)  # another store's own writing
    gc.collect()
    gc.freeze()  # a collection in a worker would write to, and so copy, all that is shared
    ended, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    children: set[int] = set()
    while True:
        ready, _, _ = select.select([orders.fileno(), ended], [], [])
        if ended in ready:
            os.read(ended, 4096)
            _report(orders, children)
        if orders.fileno() in ready and not _obey(orders, children, store, settings):
            break
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    os._exit(0)


def _obey(orders: socket.socket, children: set[int], store: Store, settings: Message) -> bool:
    """Carry out one order; False where there will be none any more."""
    try:
        data, handles, _, _ = socket.recv_fds(orders, _ORDER.size, 1)
    except ConnectionResetError:
        return False
    if not data:
        return False
    letter, pid = _ORDER.unpack(data)
    if letter == b"K" and pid in children:  # reaped only here, so the id is still the worker's
        os.kill(pid, signal.SIGKILL)
    if letter == b"F":
        (handle,) = handles
        with contextlib.suppress(OSError):  # the parent sees its socket closed
            child = os.fork()
            if child == 0:
                _become_worker(handle, store, settings)
            children.add(child)
        os.close(handle)
    return True


def _report(orders: socket.socket, children: set[int]) -> None:
    """Tell how workers ended."""
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        children.discard(pid)
        code = os.waitstatus_to_exitcode(status)
        with contextlib.suppress(OSError):
            orders.sendall(json.dumps({"pid": pid, "code": code}).encode() + b"\n")


def _become_worker(handle: int, store: Store, settings: Message) -> None:
    """Give up what queries do not need, then answer until the parent is gone. Never returns."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(handle, 0)
        os.closerange(3, 1024)
        connection = socket.socket(fileno=0)
        threading.Thread(target=_end_with_parent, daemon=True).start()
        _confine(settings["memory"])
        _send(connection, {"outcome": "ready", "pid": os.getpid()}, b"")
        for line in connection.makefile("rb"):
            _send(connection, *answer(store, json.loads(line), settings))
    except MemoryError:
        os.abort()  # as Rust does where memory runs out: one sign of it for the parent
    except OSError:
        pass  # the parent is gone
    finally:
        os._exit(0)


def _end_with_parent() -> None:
    # The main thread may be deep in a query, so it would not see that the socket has closed.
    connection = select.poll()
    connection.register(0, 0)  # no event asked for: reports the hang-up alone
    connection.poll()
    os._exit(0)


def _confine(memory: int) -> None:
    if sys.platform == "linux":  # elsewhere address space is not limited or not reported
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a query out of memory ends in an abort
    # The socket, the null device and standard error are open: nothing else ever will be.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _send(connection: socket.socket, reply: Message, body: bytes) -> None:
    connection.sendall(json.dumps({**reply, "size": len(body)}).encode() + b"\n" + body)
