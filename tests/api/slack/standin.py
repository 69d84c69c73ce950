"""A stand-in for Slack on loopback: its Web API over HTTP, response addresses, and Socket Mode.

It refuses what Slack's documentation says is refused: a wrong token, a missing scope, a channel we are not
in, invalid blocks, too many posts. Failures can be ordered for the calls to come.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

from tests.api.slack.validity import faults

BOT_TOKEN = "xoxb-1-of-a-stand-in"
APP_TOKEN = "xapp-1-of-a-stand-in"
SECRET = "0123456789abcdef0123456789abcdef"
BOT_USER, BOT_ID, TEAM = "UBOT", "BBOT", "T1"
SCOPES: tuple[str, ...] = ("chat:write", "app_mentions:read", "commands", "files:write")
SCOPES += ("channels:history", "groups:history", "im:history", "mpim:history")
_NEEDED = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.replies": "channels:history",
    "conversations.history": "channels:history",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
}

Body = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """What is to happen to a call instead of what it asks for."""

    status: int = 200
    error: str = ""
    after: int | None = None
    """The header Retry-After, in seconds."""
    done: bool = False
    """Whether the call is carried out all the same, and only its answer is lost."""
    held: Event | None = None
    """Waited for before the answer is given, once the call was carried out."""


@dataclass
class Slack:
    """A workspace as the stand-in has it."""

    address: str = ""
    scopes: tuple[str, ...] = SCOPES
    absent: set[str] = field(default_factory=set)
    """Channels that we are not in."""
    token: str = BOT_TOKEN
    calls: list[tuple[str, Body]] = field(default_factory=list)
    messages: list[Body] = field(default_factory=list)
    whispers: list[Body] = field(default_factory=list)
    """What was sent to response addresses and by chat.postEphemeral."""
    views: list[Body] = field(default_factory=list)
    uploads: dict[str, Body] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    """Why calls were refused that no fault was ordered for."""
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    acknowledged: dict[str, float] = field(default_factory=dict)
    """Envelopes of Socket Mode, with when they were acknowledged."""
    connected: Event = field(default_factory=Event)
    loop: asyncio.AbstractEventLoop | None = None
    _clock: float = 1_800_000_000.0
    _lock: Lock = field(default_factory=Lock)
    _socket: web.WebSocketResponse | None = None

    def tick(self) -> str:
        """A new timestamp, as Slack gives to a message."""
        with self._lock:
            self._clock += 1
            return f"{self._clock:.6f}"

    def answers(self) -> list[Body]:
        """The posts, without files."""
        return [each for each in self.messages if "files" not in each]

    def until(self, what: Callable[[], object], seconds: float = 60) -> None:
        """Wait until something holds."""
        end = monotonic() + seconds
        while not what():
            assert monotonic() < end, f"it did not happen; refused: {self.refused}, calls: {self.names()}"
            sleep(0.01)

    def names(self) -> list[str]:
        """The methods that were called."""
        return [name for name, _ in self.calls]

    def send(self, envelope: Body) -> Future[None]:
        """Send an envelope by Socket Mode."""
        assert self._socket is not None
        assert self.loop is not None
        return asyncio.run_coroutine_threadsafe(self._socket.send_json(envelope), self.loop)

    async def api(self, request: web.Request) -> web.StreamResponse:
        """A call of the Web API."""
        name = request.match_info["method"]
        body = await _body(request)
        self.calls.append((name, body))
        ordered = self.faults[name].pop(0) if self.faults[name] else None
        if ordered and not ordered.done and not ordered.held:
            return _failed(ordered)
        wanted = APP_TOKEN if name == "apps.connections.open" else self.token
        if request.headers.get("Authorization") != f"Bearer {wanted}":
            return self._refuse("invalid_auth")
        if _NEEDED.get(name) not in (None, *self.scopes):
            return self._refuse("missing_scope")
        handler = getattr(self, "_" + name.replace(".", "_"), None)
        if handler is None:
            return self._refuse("unknown_method")
        answer: Body = handler(body)
        if ordered and ordered.held:
            await asyncio.get_running_loop().run_in_executor(None, ordered.held.wait, 20)
        if ordered and ordered.done:
            if ordered.status == 0 and request.transport is not None:
                request.transport.close()
            return _failed(ordered)
        if not answer["ok"]:
            self.refused.append(answer["error"])
        return web.json_response(answer)

    async def hook(self, request: web.Request) -> web.StreamResponse:
        """A response address."""
        body = await _body(request)
        if ordered := (self.faults["hook"].pop(0) if self.faults["hook"] else None):
            return _failed(ordered)
        if wrong := faults(body.get("blocks") or []):
            self.refused.append(str(wrong))
            return web.Response(status=400, text="invalid_blocks")
        if body.get("response_type") == "in_channel":
            self.messages.append({"channel": request.match_info["name"], "ts": self.tick(), **body})
        else:
            self.whispers.append(body)
        return web.Response(text="ok")

    async def link(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket of Socket Mode."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                self.acknowledged[json.loads(message.data)["envelope_id"]] = monotonic()
        return socket

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The address to which a file is sent."""
        self.uploads[request.match_info["name"]]["content"] = (await request.read()).decode()
        return web.Response(text="OK")

    def _refuse(self, error: str) -> web.Response:
        self.refused.append(error)
        return web.json_response({"ok": False, "error": error})

    def _auth_test(self, _: Body) -> Body:
        return {"ok": True, "user": "cloudcite", "team": "A team", "user_id": BOT_USER, "bot_id": BOT_ID}

    def _apps_connections_open(self, _: Body) -> Body:
        return {"ok": True, "url": self.address.replace("http", "ws") + "/link"}

    def _chat_postMessage(self, body: Body) -> Body:  # noqa: N802 - the method's name
        if body["channel"] in self.absent:
            return {"ok": False, "error": "not_in_channel"}
        if wrong := faults(_list(body.get("blocks"))):
            self.refused.append(str(wrong))
            return {"ok": False, "error": "invalid_blocks"}
        if not body.get("text") or len(body["text"]) > 40_000:
            return {"ok": False, "error": "no_text"}
        post = {**body, "user": BOT_USER, "bot_id": BOT_ID, "ts": self.tick()}
        post["metadata"] = _dict(body.get("metadata"))
        post["blocks"] = _list(body.get("blocks"))
        self.messages.append(post)
        return {"ok": True, "channel": body["channel"], "ts": post["ts"], "message": post}

    def _chat_postEphemeral(self, body: Body) -> Body:  # noqa: N802 - the method's name
        self.whispers.append(body)
        return {"ok": True, "message_ts": self.tick()}

    def _conversations_replies(self, body: Body) -> Body:
        return self._listed(body, lambda m: body["ts"] in (m.get("thread_ts"), m["ts"]))

    def _conversations_history(self, body: Body) -> Body:
        return self._listed(body, lambda m: not m.get("thread_ts"))

    def _listed(self, body: Body, fits: Callable[[Body], bool]) -> Body:
        found = [m for m in self.messages if m["channel"] == body["channel"] and fits(m)]
        if str(body.get("include_all_metadata")).lower() not in ("1", "true"):
            found = [{key: value for key, value in m.items() if key != "metadata"} for m in found]
        start = int(body.get("cursor") or 0)
        page = found[start : start + 3]  # short pages, so that all of them have to be read
        more = str(start + 3) if len(found) > start + 3 else ""
        return {"ok": True, "messages": page, "response_metadata": {"next_cursor": more}}

    def _files_getUploadURLExternal(self, body: Body) -> Body:  # noqa: N802 - the method's name
        name = uuid4().hex
        self.uploads[name] = {"name": body["filename"]}
        return {"ok": True, "upload_url": f"{self.address}/upload/{name}", "file_id": name}

    def _files_completeUploadExternal(self, body: Body) -> Body:  # noqa: N802 - the method's name
        files = [self.uploads[each["id"]] | {"id": each["id"]} for each in _list(body["files"])]
        thread = body.get("thread_ts")
        post = {"channel": body["channel_id"], "thread_ts": thread, "files": files, "ts": self.tick()}
        self.messages.append(post)
        return {"ok": True, "files": files}

    def _views_open(self, body: Body) -> Body:
        view = _dict(body["view"])
        if wrong := faults(view["blocks"], surface="modal"):
            self.refused.append(str(wrong))
            return {"ok": False, "error": "invalid_arguments"}
        self.views.append(view)
        return {"ok": True, "view": view}


def _failed(fault: Fault) -> web.Response:
    headers = {} if fault.after is None else {"Retry-After": str(fault.after)}
    if fault.error:
        return web.json_response(
            {"ok": False, "error": fault.error}, status=fault.status or 200, headers=headers
        )
    return web.Response(status=fault.status or 200, text="<html>", headers=headers, content_type="text/html")


async def _body(request: web.Request) -> Body:
    if request.content_type == "application/json":
        found: Body = await request.json()
        return found
    return dict(request.query) | dict(await request.post())


def _list(given: Any) -> list[Body]:  # noqa: ANN401 - JSON as it was sent, or as text in a form
    return json.loads(given) if isinstance(given, str) else list(given or [])


def _dict(given: Any) -> Body:  # noqa: ANN401 - JSON as it was sent, or as text in a form
    return json.loads(given) if isinstance(given, str) else dict(given or {})


@contextmanager
def slack() -> Iterator[Slack]:
    """Run the stand-in in a thread of its own."""
    workspace, started = Slack(), Event()
    stopped: list[Callable[[], None]] = []

    async def serve() -> None:
        app = web.Application(client_max_size=1 << 24)
        routes: Mapping[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
            "/api/{method}": workspace.api,
            "/hook/{name}": workspace.hook,
            "/upload/{name}": workspace.upload,
        }
        for path, handler in routes.items():
            app.router.add_route("*", path, handler)
        app.router.add_get("/link", workspace.link)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        workspace.address = f"http://{host}:{port}"
        workspace.loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        stopped.append(lambda: asyncio.run_coroutine_threadsafe(_set(stop), workspace.loop))  # type: ignore[arg-type]
        started.set()
        await stop.wait()
        await runner.cleanup()

    thread = Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield workspace
    finally:
        stopped[0]()
        thread.join(10)


async def _set(event: asyncio.Event) -> None:
    event.set()
