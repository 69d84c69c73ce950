"""One computation at a time, beside the event loop.

Answering is computing, and Python's threads only take turns at that: with 32 clients, as many threads
answered a tenth of what one thread did, and answering in the event loop itself held up /healthz for
seconds. Queries wait for processes of their own, so they use threads freely.
"""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request

_Result = TypeVar("_Result")


def new_turns() -> CapacityLimiter:
    """Return what `in_turn` waits for; to be made in the event loop that serves."""
    return CapacityLimiter(1)


async def in_turn(request: Request, work: Callable[[], _Result]) -> _Result:
    """Return the result of some work, done after the work of the requests before this one."""
    return await to_thread.run_sync(work, limiter=request.app.state.turns)
