"""Running free-form queries in processes of their own, a few at a time. For one event loop.

Most queries take less than a millisecond, and a few would take hours. Nobody can tell which is which, so
every query starts in the quick lane. What is not done there after a moment moves to the slow
lane: the process goes on at a low priority, and a fresh one takes its place. Where the slow lane is
full, the query is stopped and starts again once there is room. So quick queries never wait for slow ones.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

from graph.errors import QueryBusyError, QueryError, QueryTimeoutError
from graph.namespaces import BASE, PREFIXES
from graph.sparql.formats import ResultFormat, first
from graph.sparql.lane import Lane
from graph.sparql.outcome import MIB, QueryResult, end, result
from graph.sparql.process import Reply, WorkerDiedError, WorkerProcess
from graph.sparql.scan import refuse
from graph.sparql.template import Template

_LOG = logging.getLogger(__name__)
_MOMENT = 0.05
"""Seconds that a query may take in the quick lane; nearly all that people ask take less."""
_STARVED = 0.5
"""The share of that moment that a query must have had the processor to be called slow."""
_PATIENCE = 0.4
"""How long a query waits before it starts, in time limits."""
_STARTING = 60
"""Seconds in which the graph must be loaded and a worker ready."""
_ALONE = 1 << 14
"""Characters of a query that is looked through beside the event loop, where that takes milliseconds."""

Gone = Callable[[], Awaitable[object]]
"""Returns once nobody waits for the result any more."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs of the store, by their IRIs, that a query is to see in place of all of them."""

    default: tuple[str, ...]
    named: tuple[str, ...]


class QueryPool:
    """Processes that hold the graph and answer queries.

    As many quick queries run at once as there are `workers`, and as many `slow` ones beside them;
    `waiting` more may queue for either. A query that takes longer than `timeout` seconds, or more than
    `memory` bytes beside the graph, loses its process. Results are cut after `rows`. The graph comes as an
    open file of N-Quads, which the pool closes.
    """

    def __init__(
        self,
        quads: IO[bytes],
        *,
        workers: int = 2,
        slow: int = 2,
        spares: int = 1,
        timeout: float = 10,
        rows: int = 10_000,
        waiting: int = 256,
        memory: int = 512 * MIB,
        moment: float = _MOMENT,
    ) -> None:
        self._quads = quads
        self._warm = workers + spares
        self._timeout = timeout
        self._memory = memory
        self._moment = min(moment, timeout)
        self._settings = {"memory": memory, "rows": rows, "prefixes": PREFIXES, "base": BASE}
        self._quick = Lane(workers, waiting)
        self._slow = Lane(slow, waiting)
        self.template: Template | None = None
        """The process of which the workers are forks, once launched."""
        self._all: set[WorkerProcess] = set()
        self.idle: list[WorkerProcess] = []
        """The workers that wait for a query."""
        self._asking = 0
        self._going_slowly = 0
        self._forking: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self._closed = False

    def start(self) -> None:
        """Launch the processes without waiting for them; a query that comes early waits."""
        self._refill()

    async def close(self) -> None:
        """End all processes and see them gone; queries that run or wait raise QueryBusyError."""
        self._closed = True
        self._changed.set()
        for worker in tuple(self._all):
            self._dispose(worker)
        if self.template is not None:
            self.template.close()
        for task in self._forking:
            task.cancel()
        await asyncio.gather(*self._forking, return_exceptions=True)
        while self._asking:  # they have all been told, and need a turn each to say so
            await asyncio.sleep(0.001)
        self._quads.close()

    async def run(
        self,
        query: str,
        accept: Sequence[ResultFormat],
        dataset: Dataset | None = None,
        gone: Gone | None = None,
    ) -> QueryResult:
        """Return the result in the first accepted format that fits it. Our prefixes are known.

        A slow query is stopped early where `gone` returns. Raises QueryRefusedError,
        QuerySyntaxError, QueryTimeoutError (of time or memory), QueryBusyError, or UnacceptableError
        where no accepted format fits.
        """
        if len(query) < _ALONE:
            refuse(query)
        else:
            await asyncio.to_thread(refuse, query)
        rows, graph = _names(tuple(accept))
        request = {
            "query": query,
            "rows": rows,
            "graph": graph,
            "default": dataset.default if dataset else None,
            "named": dataset.named if dataset else None,
        }
        self._asking += 1
        try:
            return result(await self._ask(request, gone), accept)
        finally:
            self._asking -= 1

    async def _ask(self, request: Mapping[str, object], gone: Gone | None) -> Reply:
        latest = _now() + self._timeout * _PATIENCE
        if not self._quick.try_enter():
            await self._quick.enter(self._timeout * _PATIENCE)
        worker, goes_on = None, False
        try:
            worker = await self._take(latest)
            worker.ask(request)
            reply = await self._quickly(worker, latest)
            if reply is not None:
                self.idle.append(worker)
                self._changed.set()
                return reply
            goes_on = self._slow.try_enter()
        except WorkerDiedError as died:
            raise self._end(died) from None
        finally:
            self._quick.leave()
            if worker is not None and worker not in self.idle and not goes_on:
                self._dispose(worker)
        if not goes_on:
            await self._slow.enter(latest - _now())
        return await self._slowly(worker if goes_on else None, request, gone, latest)

    async def _quickly(self, worker: WorkerProcess, latest: float) -> Reply | None:
        """Return the reply; None where the query has had the processor for a moment and is not done."""
        began = worker.processor_time()
        reply = await worker.reply(self._moment)
        while reply is None and _now() < latest:
            if worker.processor_time() - began > self._moment * _STARVED:
                return None
            reply = await worker.reply(self._moment)  # it is the machine that is slow, not the query
        return reply

    async def _slowly(
        self, worker: WorkerProcess | None, request: Mapping[str, object], gone: Gone | None, latest: float
    ) -> Reply:
        """Go on with a query that has a place in the slow lane, or start it again."""
        self._going_slowly += 1
        self._refill()
        try:
            if worker is None:
                worker = await self._take(latest)
                worker.ask(request)
            worker.yield_to_others()
            return await self._finish(worker, gone)
        except WorkerDiedError as died:
            raise self._end(died) from None
        finally:
            self._going_slowly -= 1
            self._slow.leave()
            if worker is not None:
                self._dispose(worker)

    async def _finish(self, worker: WorkerProcess, gone: Gone | None) -> Reply:
        answering = asyncio.ensure_future(worker.reply(self._timeout - self._moment))
        leaving = asyncio.ensure_future(_never() if gone is None else gone())
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                raise QueryBusyError("The query was stopped: nobody waits for its result any more.")
            reply = answering.result()
        finally:
            answering.cancel()
            leaving.cancel()
        if reply is None:
            raise QueryTimeoutError(f"The query was stopped: it took longer than its {self._timeout:g} s.")
        return reply

    async def _take(self, latest: float) -> WorkerProcess:
        while not self._closed:
            while self.idle:
                worker = self.idle.pop()
                if worker.alive:
                    return worker
                self._dispose(worker)  # the system may have ended it, for want of memory
            self._refill()
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), latest - _now())
            except TimeoutError:
                raise QueryBusyError(
                    f"No query process was free for {self._timeout * _PATIENCE:g} s."
                ) from None
        raise _shutting_down()

    def _end(self, died: WorkerDiedError) -> QueryError:
        return _shutting_down() if self._closed else end(died, self._memory)

    def _dispose(self, worker: WorkerProcess) -> None:
        if worker in self._all:
            self._all.remove(worker)
            worker.dispose()
            self._refill()

    def _refill(self) -> None:
        """Have as many workers at hand as may run, with the spares on top."""
        missing = self._warm + self._going_slowly - len(self._all) - len(self._forking)
        for _ in range(missing if not self._closed else 0):
            task = asyncio.ensure_future(self._fork())
            self._forking.add(task)
            task.add_done_callback(self._forking.discard)

    async def _fork(self) -> None:
        try:
            if self.template is None or not self.template.alive:
                if self.template is not None:
                    self.template.close()
                self.template = Template.launch(self._quads, self._settings)
            worker = await asyncio.wait_for(self.template.fork(), _STARTING)
        except (WorkerDiedError, OSError, TimeoutError) as error:
            if not self._closed:
                _LOG.error("A query process could not be started: %s", error)
            return  # the next query tries again
        if self._closed:
            worker.dispose()
            return
        self._all.add(worker)
        self.idle.append(worker)
        self._changed.set()


async def _never() -> None:
    await asyncio.Event().wait()


@lru_cache(maxsize=256)
def _names(accept: tuple[ResultFormat, ...]) -> tuple[str | None, str | None]:
    """The first accepted formats for rows and for triples, by the engine's names."""
    rows, graph = first(accept, is_graph=False), first(accept, is_graph=True)
    return rows.name if rows else None, graph.name if graph else None


def _now() -> float:
    return asyncio.get_running_loop().time()


def _shutting_down() -> QueryBusyError:
    return QueryBusyError("The service is shutting down.")
