"""Writing down what arrives: all that came while the last lot was written goes into one transaction."""

import asyncio
from dataclasses import dataclass, field

from api.slack.answering import Answering
from api.slack.store import Arrival

_MOST = 200
"""Questions in one transaction."""


@dataclass
class Intake:
    """Accepts questions; in a burst, a transaction and a thread for each would take longer than all else."""

    answering: Answering
    _waiting: list[tuple[Arrival, "asyncio.Future[int | None]"]] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None

    async def accept(self, arrival: Arrival) -> int | None:
        """Return what the store says of a question, once it is written down; raise what the store raises."""
        written: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await written

    async def _write(self) -> None:
        while self._waiting:
            lot, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            try:
                answering = self.answering
                arrivals = [arrival for arrival, _ in lot]
                found = await answering.stored(answering.store.accept, arrivals, answering.clock())
            except Exception as error:  # noqa: BLE001 - it is handed to whoever waits
                for _, written in lot:
                    if not written.cancelled():
                        written.set_exception(error)
            else:
                for (_, written), over in zip(lot, found, strict=True):
                    if not written.cancelled():
                        written.set_result(over)
