"""A workspace on loopback and the bot in it, between them Slack's own libraries."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import problems, routes_slack
from api.slack.bot import Parts, open_bot
from api.slack.settings import SlackSettings
from api.turns import new_turns
from retrieval.engine import Assistant
from tests.api.slack.sender import Reply, Sender
from tests.api.slack.standin import BOT_TOKEN, SECRET, Slack, slack


@dataclass
class ManualClock:
    """Stands still until it is moved."""

    now: float = 1_800_000_500.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Office:
    """The workspace, the bot's process, and what Slack sends to it."""

    slack: Slack
    assistant: Assistant
    data: Path
    clock: ManualClock = field(default_factory=ManualClock)
    user_rate: int = 1000
    channel_rate: int = 1000
    redis_url: str = ""
    public_url: str = ""
    _stack: ExitStack = field(default_factory=ExitStack)
    _client: TestClient | None = None

    @property
    def hook(self) -> str:
        """A response address."""
        return f"{self.slack.address}/hook/C1"

    @property
    def sender(self) -> Sender:
        """Slack's sending side."""
        return Sender(self._post, self.clock)

    def start(self) -> None:
        """Start the bot."""
        settings = SlackSettings(
            BOT_TOKEN,
            SECRET,
            api_url=f"{self.slack.address}/api/",
            redis_url=self.redis_url,
            user_rate=self.user_rate,
            channel_rate=self.channel_rate,
        )
        self._client = self._stack.enter_context(TestClient(self._app(settings)))

    def stop(self) -> None:
        """Stop the bot."""
        self._stack.close()
        self._client = None

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.now += seconds
        assert self._client is not None
        assert self._client.portal is not None
        self._client.portal.call(self._hint)

    def pass_until(self, what: Callable[[], object], step: float = 1) -> None:
        """Let time pass, bit by bit, until something holds."""

        def holds() -> bool:
            if what():
                return True
            self.move(step)
            return False

        self.slack.until(holds)

    async def _hint(self) -> None:
        assert self._client is not None
        self._client.app.state.slack.desk.work.hint()  # type: ignore[attr-defined]

    def _post(self, body: bytes, headers: dict[str, str]) -> Reply:
        assert self._client is not None
        found = self._client.post("/slack/events", content=body, headers=headers)
        return Reply(found.status_code, found.text)

    def _app(self, settings: SlackSettings) -> FastAPI:
        @asynccontextmanager
        async def lifespan(app: FastAPI) -> AsyncIterator[None]:
            parts = Parts(lambda: self.assistant, new_turns(), self.data, self.public_url, self.clock)
            async with open_bot(settings, parts) as bot:
                app.state.slack = bot
                yield

        app = FastAPI(lifespan=lifespan)
        problems.install(app)
        app.include_router(routes_slack.router)
        return app


@pytest.fixture
def workspace() -> Iterator[Slack]:
    with slack() as workspace:
        yield workspace


@pytest.fixture
def closed_office(workspace: Slack, assistant: Assistant, tmp_path: Path) -> Iterator[Office]:
    office = Office(workspace, assistant, tmp_path)
    yield office
    office.stop()


@pytest.fixture
def office(closed_office: Office) -> Office:
    closed_office.start()
    return closed_office
