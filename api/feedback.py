"""What people say of answers, kept for those who mend the catalogue."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Self

from graph.errors import SettingsError

FILE = "feedback.db"
LONGEST_COMMENT = 2000
"""Characters."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    key TEXT PRIMARY KEY, verdict TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
    graph TEXT NOT NULL, surface TEXT NOT NULL, comment TEXT NOT NULL, said TEXT NOT NULL
)
"""
_FIELDS = "verdict, question, answer, graph, surface, comment, said"


class Verdict(StrEnum):
    """What somebody thinks of an answer."""

    USEFUL = "useful"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One judgement; `graph` is the hash of the graph that the answer came from."""

    verdict: Verdict
    question: str
    answer: str
    """Markdown."""
    graph: str
    surface: str
    """Where it was said: `slack`, `page`."""
    comment: str = ""
    said: str = ""
    """When, in ISO 8601; set when it is kept."""


def as_json(feedback: Feedback) -> str:
    """Return a judgement as JSON in one line."""
    return json.dumps(asdict(feedback), ensure_ascii=False)


class FeedbackStore:
    """Keeps judgements in a file. Any thread may use it, and several processes at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = Lock()

    @classmethod
    def at(cls, folder: Path | None) -> Self:
        """Open the store in a folder, which is made where it is not there.

        Raises SettingsError where there is none, or where it cannot be used.
        """
        if folder is None:
            raise SettingsError("CLOUDCITE_DATA must name a folder to keep feedback in")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                folder / FILE, timeout=10, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise SettingsError(f"CLOUDCITE_DATA={str(folder)!r} cannot be used: {error}") from error
        return cls(connection)

    def add(self, key: str, feedback: Feedback) -> None:
        """Keep a judgement. A second one under the same key takes the place of the first, its comment too.

        The key names who judged which answer, in whatever way the surface can.
        """
        said = datetime.now(UTC).isoformat(timespec="seconds")
        row = (
            *(key, feedback.verdict, feedback.question, feedback.answer, feedback.graph, feedback.surface),
            *(feedback.comment[:LONGEST_COMMENT], said),
        )
        with self._lock:
            self._connection.execute("INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def comment(self, key: str, text: str) -> bool:
        """Add the comment to a judgement; return False where there is none under the key."""
        with self._lock:
            done = self._connection.execute(
                "UPDATE feedback SET comment = ? WHERE key = ?", (text[:LONGEST_COMMENT], key)
            )
        return done.rowcount == 1

    def latest(self, most: int = 50, verdict: Verdict | None = None) -> tuple[Feedback, ...]:
        """Return judgements, the latest first."""
        where = "WHERE verdict = :verdict" if verdict else ""
        with self._lock:
            rows = self._connection.execute(
                # Both parts are constants of ours; what the caller gives is bound.
                f"SELECT {_FIELDS} FROM feedback {where} ORDER BY said DESC, rowid DESC LIMIT :most",  # noqa: S608
                {"verdict": verdict, "most": most},
            ).fetchall()
        return tuple(Feedback(Verdict(row[0]), *row[1:]) for row in rows)

    def totals(self) -> Mapping[Verdict, int]:
        """Return how many judgements of each kind there are."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT verdict, count(*) FROM feedback GROUP BY verdict"
            ).fetchall()
        counted = dict(rows)
        return {verdict: counted.get(verdict, 0) for verdict in Verdict}

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()
