"""How often something may be done in a minute: by one client, and by all."""

from collections import Counter, deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

_MINUTE = 60


class Rate:
    """Counts what was let through in the last minute; it remembers no more than the limit for all."""

    def __init__(self, per_client: int, in_all: int, clock: Callable[[], float] = monotonic) -> None:
        self._per_client = per_client
        self._in_all = in_all
        self._clock = clock
        self._done: deque[tuple[float, str]] = deque()
        self._by_client: Counter[str] = Counter()
        self._lock = Lock()

    def wait(self, client: str) -> float:
        """Return 0 and count one where it may be done now, else the seconds until it may."""
        with self._lock:
            now = self._clock()
            self._forget(now - _MINUTE)
            if self._by_client[client] >= self._per_client:
                oldest = next(at for at, who in self._done if who == client)
            elif len(self._done) >= self._in_all:
                oldest = self._done[0][0]
            else:
                self._done.append((now, client))
                self._by_client[client] += 1
                return 0
            return oldest + _MINUTE - now

    def _forget(self, before: float) -> None:
        while self._done and self._done[0][0] <= before:
            _, client = self._done.popleft()
            self._by_client[client] -= 1
        self._by_client = +self._by_client
