"""Running free-form queries in processes of their own, a few at a time. For one event loop.

Most queries take less than a millisecond, and a few would take hours. Nobody can tell which is which, so
every query starts in the quick lane. What is not done there after a moment moves to the slow
lane: the process goes on at a low priority, and a fresh one takes its place. Where the slow lane is
full, the query is stopped and starts again once there is room. So quick queries never wait for slow ones.
"""

import asyncio
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
from graph.sparql.workers import Workers, shutting_down

_MOMENT = 0.05
"""Seconds that a query may take in the quick lane; nearly all that people ask take less."""
_STARVED = 0.5
"""The share of that moment that a query must have had the processor to be called slow."""
_PATIENCE = 0.4
"""How long a query waits before it starts, in time limits."""
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
        settings = {"memory": memory, "rows": rows, "prefixes": PREFIXES, "base": BASE}
        self.workers = Workers(quads, settings, workers + spares)
        """The processes, with the spares on top of as many as may run."""
        self._timeout = timeout
        self._memory = memory
        self._moment = min(moment, timeout)
        self._quick = Lane(workers, waiting)
        self._slow = Lane(slow, waiting)
        self._asking = 0

    def start(self) -> None:
        """Launch the processes without waiting for them; a query that comes early waits."""
        self.workers.refill()

    async def close(self) -> None:
        """End all processes and see them gone; queries that run or wait raise QueryBusyError."""
        await self.workers.close()
        while self._asking:  # they have all been told, and need a turn each to say so
            await asyncio.sleep(0.001)

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
                self.workers.give_back(worker)
                return reply
            goes_on = self._slow.try_enter()
        except WorkerDiedError as died:
            raise self._end(died) from None
        finally:
            self._quick.leave()
            if worker is not None and worker not in self.workers.idle and not goes_on:
                self.workers.dispose(worker)
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
        self.workers.want(1)
        self.workers.refill()
        try:
            if worker is None:
                worker = await self._take(latest)
                worker.ask(request)
            worker.yield_to_others()
            return await self._finish(worker, gone)
        except WorkerDiedError as died:
            raise self._end(died) from None
        finally:
            self.workers.want(-1)
            self._slow.leave()
            if worker is not None:
                self.workers.dispose(worker)

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
        try:
            return await self.workers.take(latest)
        except TimeoutError:
            raise QueryBusyError(f"No query process was free for {self._timeout * _PATIENCE:g} s.") from None

    def _end(self, died: WorkerDiedError) -> QueryError:
        return shutting_down() if self.workers.closed else end(died, self._memory)


async def _never() -> None:
    await asyncio.Event().wait()


@lru_cache(maxsize=256)
def _names(accept: tuple[ResultFormat, ...]) -> tuple[str | None, str | None]:
    """The first accepted formats for rows and for triples, by the engine's names."""
    rows, graph = first(accept, is_graph=False), first(accept, is_graph=True)
    return rows.name if rows else None, graph.name if graph else None


def _now() -> float:
    return asyncio.get_running_loop().time()
