"""Logging what lasts once, and not each time it is met."""

import logging
from collections.abc import Callable

_AGAIN = 3600
"""Seconds after which something that still lasts is said again."""


class Once:
    """Logs each text at most once an hour."""

    def __init__(self, log: logging.Logger, clock: Callable[[], float]) -> None:
        self._log = log
        self._clock = clock
        self._told: dict[str, float] = {}

    def warn(self, text: str, level: int = logging.WARNING) -> None:
        """Log a text that has not been logged of late."""
        now = self._clock()
        self._told = {each: when for each, when in self._told.items() if now - when < _AGAIN}
        if text not in self._told:
            self._told[text] = now
            self._log.log(level, "%s", text)
