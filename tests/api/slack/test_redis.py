"""Several replicas that share their memory in Redis."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fakeredis
import pytest

from api.slack import bot
from api.slack.redis_store import RedisStore
from api.slack.settings import SlackSettings
from graph.errors import SettingsError
from tests.api.slack.conftest import Office
from tests.api.slack.sender import mention, message
from tests.api.slack.test_bot import FIRST, QUESTION, SECOND, settled


@pytest.fixture
def replicas(
    closed_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Office, Office]]:
    server = fakeredis.FakeServer()

    def shared(*_: object) -> RedisStore:
        return RedisStore(fakeredis.FakeRedis(server=server, decode_responses=True))

    monkeypatch.setattr(bot, "_store", shared)
    first = closed_office
    second = Office(first.slack, first.assistant, tmp_path / "second", first.clock)
    first.start()
    second.start()
    yield first, second
    second.stop()


def test_an_event_that_two_replicas_get_is_answered_once(replicas: tuple[Office, Office]) -> None:
    first, second = replicas
    assert first.sender.json(mention(QUESTION, FIRST)).status == 200
    assert second.sender.retry(mention(QUESTION, FIRST), 1).status == 200
    settled(first, 1)


def test_any_replica_knows_the_thread(replicas: tuple[Office, Office]) -> None:
    first, second = replicas
    first.sender.json(mention(QUESTION, FIRST))
    settled(first, 1)
    second.sender.json(message("and Fargate?", SECOND, thread=FIRST))
    assert "AWS Fargate has no time limit." in settled(second, 2)[1]["text"]


def test_a_redis_that_does_not_answer_is_named_without_its_password() -> None:
    settings = replace(SlackSettings("xoxb-1"), redis_url="redis://:secret@127.0.0.1:1/0")
    with pytest.raises(SettingsError, match="CLOUDCITE_REDIS_URL") as caught:
        bot._store(settings, None)
    assert "secret" not in str(caught.value)
