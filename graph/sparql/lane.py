"""Places in which queries run, and the queue for them."""

import asyncio
from collections import deque

from graph.errors import QueryBusyError


class Lane:
    """So many may be in it at once, so many more may wait; the first to come is the first to enter."""

    def __init__(self, places: int, waiting: int) -> None:
        self._free = places
        self._most = waiting
        self._queue: deque[asyncio.Future[None]] = deque()

    def try_enter(self) -> bool:
        """Take a place if one is free and nobody waits for it."""
        if self._free and not self._queue:
            self._free -= 1
            return True
        return False

    async def enter(self, patience: float) -> None:
        """Take a place, after waiting for at most that many seconds; QueryBusyError without one."""
        if self.try_enter():
            return
        if len(self._queue) >= self._most:
            raise QueryBusyError(f"{len(self._queue)} queries are waiting already.")
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            await asyncio.wait_for(turn, patience)
        except TimeoutError:
            raise QueryBusyError("Too many queries are running; no place was free in time.") from None
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()
            raise
        finally:
            if turn in self._queue:
                self._queue.remove(turn)

    def leave(self) -> None:
        """Give the place to the next one in the queue."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
