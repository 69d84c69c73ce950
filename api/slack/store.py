"""What the bot has to remember: which questions came, how far each is, and what was said in a thread.

A question is written down before Slack is told that it has arrived. From then on it is ours: it is done
under a lease, and when whoever took it dies, it is due again once the lease is over.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Protocol

from api.slack.asked import Asked, Way

KEPT_DAYS = 30
"""How long a question that was answered is remembered: to know it again, and for judgements of the answer."""
MOST_KEPT = 50_000
THREAD_DAYS = 7
MOST_TURNS = 20
"""Turns that are remembered of a conversation."""
DAY = 86_400


class State(StrEnum):
    """How far a question is."""

    WAITING = "waiting"
    """Nothing was posted, for certain."""
    POSTING = "posting"
    """A post was begun. Whether it arrived is known only to Slack."""
    UPLOADING = "uploading"
    """The answer is posted; the file with all of it may not be."""
    DONE = "done"
    SILENT = "silent"
    """Seen, and nothing to say."""
    FAILED = "failed"

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self in (State.WAITING, State.POSTING, State.UPLOADING)


@dataclass(frozen=True, slots=True)
class Given:
    """The answer that was given, for those who judge it later."""

    question: str
    answer: str
    graph: str


@dataclass(frozen=True, slots=True)
class Job:
    """A question and how far it is."""

    asked: Asked
    state: State = State.WAITING
    tries: int = 0
    since: float = 0
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A question that has just come."""

    asked: Asked
    rates: Mapping[str, int]
    """Names of who or what is limited, with how many questions a minute are allowed."""
    again: bool = False
    """Whether it is taken anew where it was failed or left without an answer before."""


@dataclass(frozen=True, slots=True)
class Said:
    """One question of a conversation, with its timestamp."""

    at: str
    text: str


class Store(Protocol):
    """Keeps all this. Every method is one transaction; times are Unix seconds."""

    def accept(self, arrivals: Sequence[Arrival], now: float) -> list[int | None]:
        """Write questions down, also as turns of their conversations.

        Returns for each: None where its key or event is known already; 0 where it is to be answered; or by
        how much it goes beyond one of its rates, in which case it is known from then on and never answered.
        """

    def claim(self, now: float, lease: float, besides: Collection[str] = ()) -> Job | None:
        """Return the question that is due for longest, taken for so many seconds; None if none is due.

        `besides` holds the keys of those that whoever asks is still at.
        """

    def put_back(self, job: Job, due: float) -> None:
        """Note when a question that was taken is to be taken up again."""

    def note(self, job: Job, due: float, state: State, given: Given | None = None) -> bool:
        """Note how far a question is, and keep it until a time.

        Returns False where somebody else has taken it since, because the time was over.
        """

    def finish(self, key: str, state: State) -> None:
        """Note that nothing is left to do."""

    def given(self, key: str) -> Given | None:
        """Return the answer that was given to a question, while it is remembered."""

    def said(self, conversation: str, now: float) -> tuple[Said, ...]:
        """Return the turns of a conversation, oldest first; nothing once it has expired."""

    def close(self) -> None:
        """Let go of files and connections."""


def to_plain(asked: Asked) -> dict[str, object]:
    """Return a question as what JSON can hold."""
    return asdict(asked)


def from_plain(stored: dict[str, object]) -> Asked:
    """Return what `to_plain` was given."""
    return Asked(**{**stored, "way": Way(str(stored["way"]))})  # type: ignore[arg-type]  # written by `to_plain`
