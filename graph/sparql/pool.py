"""Running free-form queries in processes of their own, a few at a time."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.errors import QueryBusyError, QueryTimeoutError
from graph.namespaces import PREFIXES
from graph.sparql.formats import ResultFormat, first
from graph.sparql.outcome import MIB, QueryResult, end, result
from graph.sparql.process import Reply, WorkerDiedError, WorkerProcess
from graph.sparql.scan import refuse

_LOG = logging.getLogger(__name__)
_PATIENCE = 2
"""How long a query waits for its turn, in time limits: whatever ran before it is over by then."""
_ENDING = 5
"""Seconds for the threads that talk to processes to see that these were killed."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs of the store, by their IRIs, that a query is to see in place of all of them."""

    default: tuple[str, ...]
    named: tuple[str, ...]


class QueryPool:
    """Processes that hold the graph and answer queries. Safe to use from many threads.

    As many queries run at once as there are `workers`; `waiting` more may queue. A query that takes
    longer than `timeout` seconds, or more than `memory` bytes beside the graph, loses its process,
    and one of the `spares`, already loaded, takes its place. Results are cut after `rows`.
    """

    def __init__(
        self,
        quads: bytes,
        *,
        workers: int = 1,
        spares: int = 1,
        timeout: float = 10,
        rows: int = 10_000,
        waiting: int = 16,
        memory: int = 1024 * MIB,
    ) -> None:
        self._quads = quads
        self._at_once = workers
        self._processes = workers + spares
        self._timeout = timeout
        self._most_waiting = waiting
        self._memory = memory
        self._settings = {"memory": memory, "rows": rows, "prefixes": PREFIXES}
        self._changed = threading.Condition()
        """Held for anything below; notified when a process or a place becomes free."""
        self._all: set[WorkerProcess] = set()
        self._idle: list[WorkerProcess] = []
        self._running = 0
        self._waiting = 0
        self._closed = False

    def start(self) -> None:
        """Launch the processes without waiting for them; a query that comes early waits."""
        with self._changed:
            self._refill()

    def close(self) -> None:
        """End all processes and see them gone; queries that run or wait raise QueryBusyError."""
        with self._changed:
            self._closed = True
            for worker in self._all:
                worker.kill()
            self._forget_dead(self._idle)
            self._changed.wait_for(lambda: not self._all, _ENDING)

    def run(self, query: str, accept: Sequence[ResultFormat], dataset: Dataset | None = None) -> QueryResult:
        """Return the result in the first accepted format that fits it. Our prefixes are known.

        Raises QueryRefusedError, QuerySyntaxError, QueryTimeoutError (of time or memory),
        QueryBusyError, or UnacceptableError where no accepted format fits.
        """
        refuse(query)
        rows, graph = first(accept, is_graph=False), first(accept, is_graph=True)
        request = {
            "query": query,
            "rows": rows.name if rows else None,
            "graph": graph.name if graph else None,
            "default": dataset.default if dataset else None,
            "named": dataset.named if dataset else None,
        }
        return result(self._ask(request), accept)

    def _ask(self, request: Mapping[str, object]) -> Reply:
        worker = self._take()
        reply = None
        try:
            reply = worker.ask(request, self._timeout)
        except TimeoutError:
            raise QueryTimeoutError(
                f"The query was stopped: it took longer than its {self._timeout:g} s."
            ) from None
        except WorkerDiedError as died:
            if self._closed:
                raise QueryBusyError("The service is shutting down.") from None
            raise end(died, self._memory) from None
        finally:
            self._give_back(worker, reusable=reply is not None)
        return reply

    def _take(self) -> WorkerProcess:
        patience = self._timeout * _PATIENCE
        with self._changed:
            # The system may have ended an idle process, for want of memory.
            self._forget_dead([worker for worker in self._idle if not worker.alive])
            self._refill()
            if not self._is_my_turn():
                if self._waiting >= self._most_waiting:
                    raise QueryBusyError(f"{self._waiting} queries are waiting already.")
                self._waiting += 1
                try:
                    self._changed.wait_for(self._is_my_turn, patience)
                finally:
                    self._waiting -= 1
            if self._closed:
                raise QueryBusyError("The service is shutting down.")
            if not self._is_my_turn():
                raise QueryBusyError(f"No query process was free for {patience:g} s.")
            self._running += 1
            return self._idle.pop()

    def _is_my_turn(self) -> bool:
        return self._closed or (bool(self._idle) and self._running < self._at_once)

    def _give_back(self, worker: WorkerProcess, *, reusable: bool) -> None:
        with self._changed:
            self._running -= 1
            self._keep(worker, reusable=reusable)
            if not reusable:
                self._refill()

    def _keep(self, worker: WorkerProcess, *, reusable: bool) -> None:
        """Make the process available, or free what it held. The lock is held."""
        if reusable and not self._closed:
            self._idle.append(worker)
        else:
            self._all.discard(worker)
            worker.dispose()
        self._changed.notify_all()

    def _forget_dead(self, dead: Sequence[WorkerProcess]) -> None:
        self._idle = [worker for worker in self._idle if worker not in dead]
        for worker in dead:
            self._keep(worker, reusable=False)

    def _refill(self) -> None:
        while not self._closed and len(self._all) < self._processes:
            try:
                worker = WorkerProcess.launch()
            except OSError:
                _LOG.exception("A query process could not be launched")
                return  # the next query tries again
            self._all.add(worker)
            threading.Thread(target=self._load, args=(worker,), daemon=True).start()

    def _load(self, worker: WorkerProcess) -> None:
        ready = False
        try:
            worker.load(self._quads, self._settings)
            ready = True
        except WorkerDiedError as died:
            if not self._closed:
                _LOG.error("A query process could not be started: %s", died)
        with self._changed:
            self._keep(worker, reusable=ready)
