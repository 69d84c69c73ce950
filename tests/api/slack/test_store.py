"""The bot's memory, in a file and in Redis alike."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import fakeredis
import pytest

from api.slack.asked import Asked, Way
from api.slack.redis_store import RedisStore
from api.slack.sqlite_store import SqliteStore
from api.slack.store import DAY, KEPT_DAYS, MOST_TURNS, Arrival, Given, Said, State, Store

NOW = 1_800_000_000.0
ASKED = Asked("k", Way.MESSAGE, "C1", "U1", "what?", "Ev1", "T1", "1.5", "1.5", "C1:1.5")


@pytest.fixture(params=["file", "redis"])
def another(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the same memory anew, as another process does."""
    server, opened = fakeredis.FakeServer(), list[Store]()

    def open_one() -> Store:
        if request.param == "file":
            opened.append(SqliteStore.at(tmp_path / "slack.db"))
        else:
            opened.append(RedisStore(fakeredis.FakeRedis(server=server, decode_responses=True)))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(another: Callable[[], Store]) -> Store:
    return another()


def accept(
    store: Store, asked: Asked, now: float, rates: Mapping[str, int], *, again: bool = False
) -> int | None:
    (over,) = store.accept([Arrival(asked, rates, again)], now)
    return over


def test_several_arrivals_of_one_question_are_one(store: Store) -> None:
    lot = [Arrival(ASKED, {}), Arrival(replace(ASKED, key="other", event=None), {}), Arrival(ASKED, {})]
    assert store.accept(lot, NOW) == [0, 0, None]


def test_a_question_is_accepted_once_in_all_processes(another: Callable[[], Store]) -> None:
    first, second = another(), another()
    assert accept(first, ASKED, NOW, {}) == 0
    assert accept(second, ASKED, NOW + 300, {}) is None
    assert accept(second, replace(ASKED, key="other"), NOW, {}) is None  # the same event
    assert accept(second, replace(ASKED, key="other", event="Ev2"), NOW, {}) == 0


def test_what_is_taken_is_nobody_elses_until_the_lease_is_over(another: Callable[[], Store]) -> None:
    first, second = another(), another()
    accept(first, ASKED, NOW, {})
    job = first.claim(NOW, 30)
    assert job is not None
    assert (job.asked, job.state, job.tries, job.since) == (ASKED, State.WAITING, 1, NOW)
    assert second.claim(NOW + 29, 30) is None
    again = second.claim(NOW + 31, 30)
    assert again is not None
    assert again.tries == 2


def test_who_was_held_up_learns_that_somebody_else_has_taken_it(another: Callable[[], Store]) -> None:
    first, second = another(), another()
    accept(first, ASKED, NOW, {})
    slow = first.claim(NOW, 30)
    assert slow is not None
    assert first.claim(NOW + 31, 30, {"k"}) is None  # still at it
    quick = second.claim(NOW + 31, 30)
    assert quick is not None
    assert not first.note(slow, NOW + 70, State.POSTING)
    first.put_back(slow, NOW)
    assert second.note(quick, NOW + 70, State.POSTING)
    assert first.claim(NOW + 60, 30) is None


def test_what_is_due_for_longest_comes_first(store: Store) -> None:
    for number in (3, 1, 2):
        accept(store, replace(ASKED, key=f"k{number}", event=None), NOW + number, {})
    taken = [store.claim(NOW + 10, 30) for _ in range(4)]
    assert [job and job.asked.key for job in taken] == ["k1", "k2", "k3", None]


def test_how_far_a_question_is_survives(another: Callable[[], Store]) -> None:
    first = another()
    accept(first, ASKED, NOW, {})
    taken = first.claim(NOW, 30)
    assert taken is not None
    assert first.note(taken, NOW + 5, State.POSTING, Given("what?", "That.", "sha256:1"))
    first.put_back(taken, NOW + 6)
    assert first.claim(NOW + 5, 30) is None
    job = another().claim(NOW + 6, 30)
    assert job is not None
    assert (job.state, job.given) == (State.POSTING, Given("what?", "That.", "sha256:1"))


def test_what_is_finished_is_known_and_not_taken_again(store: Store) -> None:
    accept(store, ASKED, NOW, {})
    taken = store.claim(NOW, 30)
    assert taken is not None
    store.note(taken, NOW, State.POSTING, Given("what?", "That.", "sha256:1"))
    store.finish("k", State.DONE)
    assert store.claim(NOW + 1000, 30) is None
    assert accept(store, ASKED, NOW + DAY, {}) is None
    assert accept(store, ASKED, NOW + DAY, {}, again=True) is None
    assert store.given("k") == Given("what?", "That.", "sha256:1")
    assert store.given("unknown") is None


@pytest.mark.parametrize("state", [State.FAILED, State.SILENT])
def test_what_was_left_without_an_answer_can_be_asked_again(state: State, store: Store) -> None:
    accept(store, ASKED, NOW, {})
    store.finish("k", state)
    assert accept(store, replace(ASKED, event=None), NOW, {}) is None
    assert accept(store, replace(ASKED, event=None), NOW, {}, again=True) == 0
    assert store.claim(NOW, 30) is not None


def test_more_than_a_rate_is_known_and_not_answered(store: Store) -> None:
    rates = {"user:U1": 2, "channel:C1": 9}
    over = [accept(store, replace(ASKED, key=f"k{n}", event=None), NOW, rates) for n in range(4)]
    assert over == [0, 0, 1, 2]
    assert accept(store, replace(ASKED, key="k3", event=None), NOW, rates) is None
    taken = [store.claim(NOW, 30) for _ in range(3)]
    assert sum(job is not None for job in taken) == 2
    assert accept(store, replace(ASKED, key="k5", event=None), NOW + 60, rates) == 0


def test_turns_are_in_the_order_of_their_messages_and_bounded(store: Store) -> None:
    for number in [*range(MOST_TURNS + 5, 0, -1), 3]:
        one = replace(ASKED, key=f"k{number}", event=None, at=f"{number:03}.0", text=f"turn {number}")
        accept(store, replace(one, follows="C1:1.5"), NOW, {})
    said = store.said("C1:1.5", NOW)
    assert len(said) == MOST_TURNS
    assert said[0] == Said("006.0", "turn 6")
    assert said[-1] == Said("025.0", "turn 25")


def test_a_thread_that_nobody_wrote_in_for_long_is_forgotten(tmp_path: Path) -> None:
    store = SqliteStore.at(tmp_path / "slack.db")
    accept(store, ASKED, NOW, {})
    assert store.said("C1:1.5", NOW + DAY)
    assert store.said("C1:1.5", NOW + 8 * DAY) == ()
    store.close()


def test_redis_forgets_by_itself() -> None:
    client = fakeredis.FakeRedis(decode_responses=True)
    store = RedisStore(client)
    accept(store, ASKED, NOW, {"user:U1": 5})
    lasting = {str(key) for key in client.keys("*") if client.ttl(str(key)) == -1}
    assert lasting == {"cloudcite:slack:due"}  # holds what is still to be done
    store.finish("k", State.DONE)
    assert not client.exists("cloudcite:slack:due")


def test_the_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    store = SqliteStore.at(tmp_path / "slack.db")
    accept(store, ASKED, NOW, {})
    store.finish("k", State.DONE)
    accept(store, replace(ASKED, key="open", event=None), NOW, {})
    later = NOW + (KEPT_DAYS + 1) * DAY
    accept(store, replace(ASKED, key="new", event="Ev9"), later, {})
    assert accept(store, ASKED, later, {}) == 0  # forgotten
    assert accept(store, replace(ASKED, key="open", event=None), later, {}) is None  # still to be done
    store.close()


def test_whoever_starts_alone_takes_up_at_once_what_was_left(tmp_path: Path) -> None:
    first = SqliteStore.at(tmp_path / "slack.db")
    accept(first, ASKED, NOW, {})
    accept(first, replace(ASKED, key="later", event=None), NOW, {})
    first.claim(NOW, 30)
    later = first.claim(NOW, 30)
    assert later is not None
    assert later.asked.key == "later"
    first.put_back(later, NOW + 20)
    second = SqliteStore.at(tmp_path / "slack.db")
    assert second.claim(NOW + 1, 30) is None
    second.close()
    first.close()
    third = SqliteStore.at(tmp_path / "slack.db")
    job = third.claim(NOW + 1, 30)
    assert job is not None
    assert job.asked.key == "k"
    assert third.claim(NOW + 1, 30) is None  # what was put off waits all the same
    third.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "slack.db").write_text("not a database, and long enough to be read as one " * 20)
    with pytest.raises(OSError, match=r"slack\.db cannot be used"):
        SqliteStore.at(tmp_path / "slack.db")
