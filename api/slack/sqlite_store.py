"""The bot's memory in a file, by SQLite: for one machine, and as many processes on it as share the file."""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import IO, Self

from api.slack.asked import Asked
from api.slack.store import (
    DAY,
    KEPT_DAYS,
    MOST_KEPT,
    MOST_TURNS,
    THREAD_DAYS,
    Arrival,
    Given,
    Job,
    Said,
    State,
    from_plain,
    to_plain,
)

try:
    import fcntl
except ImportError:  # not on Windows, where a lease has to end by time
    fcntl = None  # type: ignore[assignment]  # a module or nothing

_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
    key TEXT PRIMARY KEY, event TEXT UNIQUE, asked TEXT NOT NULL, state TEXT NOT NULL, open INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL, leased INTEGER NOT NULL DEFAULT 0,
    since REAL NOT NULL, given TEXT
);
CREATE INDEX IF NOT EXISTS job_due ON job (due) WHERE open;
CREATE INDEX IF NOT EXISTS job_since ON job (since);
CREATE TABLE IF NOT EXISTS turn (
    conversation TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL, since REAL NOT NULL,
    PRIMARY KEY (conversation, at)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS turn_since ON turn (since);
CREATE TABLE IF NOT EXISTS bucket (
    name TEXT NOT NULL, minute INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (name, minute)
) WITHOUT ROWID;
"""
_SWEEP_EVERY = 600
"""Seconds between two looks for what has expired."""


class SqliteStore:
    """A `Store`. Written ahead, so what is accepted outlives the process."""

    def __init__(self, connection: sqlite3.Connection, alive: IO[bytes] | None = None) -> None:
        self._connection = connection
        self._alive = alive
        self._lock = Lock()
        self._swept = 0.0

    @classmethod
    def at(cls, path: Path) -> Self:
        """Open the file, making it where it is not there; raise OSError where it cannot be used."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise OSError(f"{path} cannot be used: {error}") from error
        alone, alive = _enter(path.with_suffix(".lock"))
        if alone:  # whoever has taken a question before is no more, so none need wait for the lease
            connection.execute("UPDATE job SET due = 0 WHERE open AND leased")
        return cls(connection, alive)

    def accept(self, arrivals: Sequence[Arrival], now: float) -> list[int | None]:
        """See `Store`."""
        with self._lock, self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._sweep(now)
            return [self._accept(each.asked, each.rates, now, again=each.again) for each in arrivals]

    def claim(self, now: float, lease: float, besides: Collection[str] = ()) -> Job | None:
        """See `Store`."""
        with self._lock:
            row = self._connection.execute(
                "UPDATE job SET due = ?, leased = 1, tries = tries + 1 WHERE key = "
                "(SELECT key FROM job WHERE open AND due <= ? "
                "AND key NOT IN (SELECT value FROM json_each(?)) "
                "ORDER BY due LIMIT 1) "
                "RETURNING asked, state, tries, since, given",
                (now + lease, now, json.dumps(list(besides))),
            ).fetchone()
        if row is None:
            return None
        asked, state, tries, since, given = row
        return Job(from_plain(json.loads(asked)), State(state), tries, since, _given(given))

    def put_back(self, job: Job, due: float) -> None:
        """See `Store`."""
        with self._lock:
            self._connection.execute(
                "UPDATE job SET due = ?, leased = 0 WHERE key = ? AND tries = ?",
                (due, job.asked.key, job.tries),
            )

    def note(self, job: Job, due: float, state: State, given: Given | None = None) -> bool:
        """See `Store`."""
        text = json.dumps([given.question, given.answer, given.graph]) if given else None
        with self._lock:
            done = self._connection.execute(
                "UPDATE job SET due = ?, state = ?, given = coalesce(?, given) WHERE key = ? AND tries = ?",
                (due, state, text, job.asked.key, job.tries),
            )
        return done.rowcount == 1

    def finish(self, key: str, state: State) -> None:
        """See `Store`."""
        with self._lock:
            self._connection.execute("UPDATE job SET state = ?, open = 0 WHERE key = ?", (state, key))

    def given(self, key: str) -> Given | None:
        """See `Store`."""
        with self._lock:
            row = self._connection.execute("SELECT given FROM job WHERE key = ?", (key,)).fetchone()
        return _given(row[0]) if row else None

    def said(self, conversation: str, now: float) -> tuple[Said, ...]:
        """See `Store`."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT at, text, since FROM turn WHERE conversation = ? ORDER BY at", (conversation,)
            ).fetchall()
        if not rows or max(row[2] for row in rows) < now - THREAD_DAYS * DAY:
            return ()
        return tuple(Said(at, text) for at, text, _ in rows)

    def close(self) -> None:
        """See `Store`."""
        with self._lock:
            self._connection.close()
        if self._alive is not None:
            self._alive.close()

    def _accept(self, asked: Asked, rates: Mapping[str, int], now: float, *, again: bool) -> int | None:
        run = self._connection.execute
        if again:
            run("DELETE FROM job WHERE key = ? AND state IN (?, ?)", (asked.key, State.FAILED, State.SILENT))
        row = (asked.key, asked.event, json.dumps(to_plain(asked)), State.WAITING, True, now, now)
        into = "INSERT OR IGNORE INTO job (key, event, asked, state, open, due, since)"
        if run(f"{into} VALUES (?, ?, ?, ?, ?, ?, ?)", row).rowcount == 0:
            return None
        over = max((self._count(name, now) - most for name, most in rates.items()), default=0)
        if over > 0:
            run("UPDATE job SET state = ?, open = 0 WHERE key = ?", (State.SILENT, asked.key))
            return over
        for name in asked.conversations:
            self._say(name, asked, now)
        return 0

    def _count(self, name: str, now: float) -> int:
        """Count one more in this minute, and return how many there were."""
        (count,) = self._connection.execute(
            "INSERT INTO bucket VALUES (?, ?, 1) "
            "ON CONFLICT (name, minute) DO UPDATE SET count = count + 1 RETURNING count",
            (name, int(now // 60)),
        ).fetchone()
        return int(count)

    def _say(self, name: str, asked: Asked, now: float) -> None:
        run = self._connection.execute
        run("INSERT OR IGNORE INTO turn VALUES (?, ?, ?, ?)", (name, asked.at, asked.text, now))
        run(
            "DELETE FROM turn WHERE conversation = ?1 AND at NOT IN "
            "(SELECT at FROM turn WHERE conversation = ?1 ORDER BY at DESC LIMIT ?2)",
            (name, MOST_TURNS),
        )

    def _sweep(self, now: float) -> None:
        """Forget what has expired, so that the file stays as large as a month's use."""
        if abs(now - self._swept) < _SWEEP_EVERY:
            return
        self._swept = now
        run = self._connection.execute
        run("DELETE FROM job WHERE NOT open AND since < ?", (now - KEPT_DAYS * DAY,))
        run(
            "DELETE FROM job WHERE NOT open AND since < "
            "(SELECT since FROM job ORDER BY since DESC LIMIT 1 OFFSET ?)",
            (MOST_KEPT,),
        )
        run("DELETE FROM turn WHERE since < ?", (now - THREAD_DAYS * DAY,))
        run("DELETE FROM bucket WHERE minute < ?", (int(now // 60) - 1,))


def _enter(path: Path) -> tuple[bool, IO[bytes] | None]:
    """Return whether no other process uses the file, and what tells others that this one does.

    The lock is the kernel's: it ends with the process, however that ends.
    """
    if fcntl is None:
        return False, None
    alive = path.open("wb")
    try:
        fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        alone = True
    except BlockingIOError:
        alone = False
    fcntl.flock(alive, fcntl.LOCK_SH)
    return alone, alive


def _given(text: str | None) -> Given | None:
    return Given(*json.loads(text)) if text else None
