"""The processes that stand ready for queries: kept at hand, replaced when they end. For one event loop."""

import asyncio
import logging
from collections.abc import Mapping
from typing import IO

from graph.errors import QueryBusyError
from graph.sparql.process import WorkerDiedError, WorkerProcess
from graph.sparql.template import Template

_LOG = logging.getLogger(__name__)
_STARTING = 60
"""Seconds in which the graph must be loaded and a worker ready."""


class Workers:
    """Forks of one process that holds the graph, as many as are wanted.

    The graph comes as an open file of N-Quads, which is closed with them.
    """

    def __init__(self, quads: IO[bytes], settings: Mapping[str, object], wanted: int) -> None:
        self._quads = quads
        self._settings = settings
        self._wanted = wanted
        self.template: Template | None = None
        """The process of which the workers are forks, once launched."""
        self._all: set[WorkerProcess] = set()
        self.idle: list[WorkerProcess] = []
        """The workers that wait for a query."""
        self._forking: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()
        self.closed = False
        """Whether they have been told to end."""

    async def close(self) -> None:
        """End all processes and see them gone; who waits for one gets QueryBusyError."""
        self.closed = True
        self._changed.set()
        for worker in tuple(self._all):
            self.dispose(worker)
        if self.template is not None:
            self.template.close()
        for task in self._forking:
            task.cancel()
        await asyncio.gather(*self._forking, return_exceptions=True)
        self._quads.close()

    async def take(self, latest: float) -> WorkerProcess:
        """Return a worker that is ready, which is the caller's alone.

        Raises TimeoutError where none is free by that time of the loop, and QueryBusyError once closed.
        """
        while not self.closed:
            while self.idle:
                worker = self.idle.pop()
                if worker.alive:
                    return worker
                self.dispose(worker)  # the system may have ended it, for want of memory
            self.refill()
            self._changed.clear()
            await asyncio.wait_for(self._changed.wait(), latest - asyncio.get_running_loop().time())
        raise shutting_down()

    def give_back(self, worker: WorkerProcess) -> None:
        """Let the next query have a worker that is done with its own."""
        self.idle.append(worker)
        self._changed.set()

    def want(self, more: int) -> None:
        """Keep so many more, or fewer, from the next refill on."""
        self._wanted += more

    def dispose(self, worker: WorkerProcess) -> None:
        """End a worker, and have another one in its place where it is wanted."""
        if worker in self._all:
            self._all.remove(worker)
            worker.dispose()
            self.refill()

    def refill(self) -> None:
        """Fork what is missing of the workers wanted, without waiting for it."""
        missing = self._wanted - len(self._all) - len(self._forking)
        for _ in range(missing if not self.closed else 0):
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
            if not self.closed:
                _LOG.error("A query process could not be started: %s", error)
            return  # the next query tries again
        if self.closed:
            worker.dispose()
            return
        self._all.add(worker)
        self.give_back(worker)


def shutting_down() -> QueryBusyError:
    """Return the error of a query that comes, or still runs, when the processes end."""
    return QueryBusyError("The service is shutting down.")
