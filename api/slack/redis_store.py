"""The bot's memory in Redis: for several replicas, of which each may get any event."""

import json
from collections.abc import Collection, Sequence
from typing import Any, Self

import redis

from api.slack.store import (
    DAY,
    KEPT_DAYS,
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
from graph.errors import SettingsError

_PREFIX = "cloudcite:slack:"
_DUE = f"{_PREFIX}due"
_KEPT = KEPT_DAYS * DAY

# Each script is one transaction: Redis runs nothing else meanwhile.
_ACCEPT = """
local job, event, due = KEYS[1], KEYS[2], KEYS[3]
local key, asked, now, again, kept, turns = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local state = redis.call('HGET', job, 'state')
if again == '1' and (state == 'failed' or state == 'silent') then
    redis.call('DEL', job)
    state = false
end
if state or (event ~= '' and redis.call('EXISTS', event) == 1) then return -1 end
if event ~= '' then redis.call('SET', event, key, 'EX', kept) end
redis.call('HSET', job, 'asked', asked, 'state', 'waiting', 'tries', 0, 'since', now)
redis.call('EXPIRE', job, kept)
local rates, names = cjson.decode(ARGV[7]), cjson.decode(ARGV[8])
local over = 0
for _, rate in ipairs(rates) do
    local count = redis.call('INCR', rate[1])
    redis.call('EXPIRE', rate[1], 120)
    over = math.max(over, count - rate[2])
end
if over > 0 then
    redis.call('HSET', job, 'state', 'silent')
    return over
end
for _, name in ipairs(names) do
    redis.call('ZADD', name, 'NX', ARGV[9], ARGV[10])
    redis.call('ZREMRANGEBYRANK', name, 0, -turns - 1)
    redis.call('EXPIRE', name, ARGV[11])
end
redis.call('ZADD', due, now, key)
return 0
"""
_CLAIM = """
local besides, key = {}, nil
for _, each in ipairs(cjson.decode(ARGV[4])) do besides[each] = true end
for _, each in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 50)) do
    if not besides[each] then
        key = each
        break
    end
end
if not key then return nil end
local job = ARGV[3] .. key
if redis.call('EXISTS', job) == 0 then
    redis.call('ZREM', KEYS[1], key)
    return nil
end
redis.call('ZADD', KEYS[1], ARGV[2], key)
redis.call('HINCRBY', job, 'tries', 1)
return redis.call('HMGET', job, 'asked', 'state', 'tries', 'since', 'given')
"""
_NOTE = """
if redis.call('HGET', KEYS[1], 'tries') ~= ARGV[5] then return 0 end
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], 'state', ARGV[3]) end
if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'given', ARGV[4]) end
return 1
"""


class RedisStore:
    """A `Store`. What has expired is forgotten by Redis itself."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._accept = client.register_script(_ACCEPT)
        self._claim = client.register_script(_CLAIM)
        self._note = client.register_script(_NOTE)

    @classmethod
    def at(cls, url: str) -> Self:
        """Connect; raise SettingsError where the server does not answer."""
        client = redis.Redis.from_url(url, decode_responses=True, socket_timeout=5)
        try:
            client.ping()
        except redis.RedisError as error:
            raise SettingsError(f"CLOUDCITE_REDIS_URL cannot be used: {type(error).__name__}") from None
        return cls(client)

    def accept(self, arrivals: Sequence[Arrival], now: float) -> list[int | None]:
        """See `Store`."""
        found = [int(self._accept(*_accepted(each, now))) for each in arrivals]
        return [None if over < 0 else over for over in found]

    def claim(self, now: float, lease: float, besides: Collection[str] = ()) -> Job | None:
        """See `Store`."""
        row = self._claim([_DUE], [now, now + lease, _job(""), json.dumps(list(besides))])
        if not row:
            return None
        asked, state, tries, since, given = row
        return Job(from_plain(json.loads(asked)), State(state), int(tries), float(since), _given(given))

    def put_back(self, job: Job, due: float) -> None:
        """See `Store`."""
        self._noted(job, due, "", "")

    def note(self, job: Job, due: float, state: State, given: Given | None = None) -> bool:
        """See `Store`."""
        text = json.dumps([given.question, given.answer, given.graph]) if given else ""
        return self._noted(job, due, state, text)

    def finish(self, key: str, state: State) -> None:
        """See `Store`."""
        with self._client.pipeline(transaction=True) as both:
            both.hset(_job(key), "state", state)
            both.expire(_job(key), _KEPT)
            both.zrem(_DUE, key)
            both.execute()

    def given(self, key: str) -> Given | None:
        """See `Store`."""
        text = self._client.hget(_job(key), "given")
        return _given(str(text)) if text else None

    def said(self, conversation: str, now: float) -> tuple[Said, ...]:  # noqa: ARG002 - Redis has its own clock
        """See `Store`."""
        turns = self._client.zrange(f"{_PREFIX}said:{conversation}", 0, -1)
        return tuple(Said(*json.loads(str(turn))) for turn in turns)

    def close(self) -> None:
        """See `Store`."""
        self._client.close()

    def _noted(self, job: Job, due: float, state: str, given: str) -> bool:
        key = job.asked.key
        return bool(self._note([_job(key), _DUE], [key, due, state, given, str(job.tries)]))


def _accepted(arrival: Arrival, now: float) -> tuple[list[str], list[Any]]:
    """Return the keys and arguments of the script that accepts a question."""
    asked, minute = arrival.asked, int(now // 60)
    rates = [[f"{_PREFIX}rate:{name}:{minute}", most] for name, most in arrival.rates.items()]
    names = [f"{_PREFIX}said:{name}" for name in asked.conversations]
    event = f"{_PREFIX}event:{asked.event}" if asked.event else ""
    arguments: list[Any] = [
        asked.key,
        json.dumps(to_plain(asked)),
        now,
        int(arrival.again),
        _KEPT,
        MOST_TURNS,
    ]
    arguments += [json.dumps(rates), json.dumps(names), asked.at or 0, json.dumps([asked.at, asked.text])]
    return [_job(asked.key), event, _DUE], [*arguments, THREAD_DAYS * DAY]


def _job(key: str) -> str:
    return f"{_PREFIX}job:{key}"


def _given(text: str | None) -> Given | None:
    return Given(*json.loads(text)) if text else None
