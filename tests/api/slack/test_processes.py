"""The real commands in processes of their own: Socket Mode, and ends that nobody expects."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from time import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.api.slack.sender import Body, Reply, Sender, mention, message
from tests.api.slack.standin import APP_TOKEN, BOT_TOKEN, SECRET, Fault, Slack
from tests.api.slack.test_bot import ANSWER, QUESTION

ROOT = Path(__file__).parents[3]
POST = "chat.postMessage"


@dataclass
class Command:
    """A command of ours that runs, and what it has said so far."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listening = Thread(target=self.listen, daemon=True)
        self.listening.start()

    def listen(self) -> None:
        """Read what it says until it ends."""
        assert self.process.stderr is not None
        self.said.extend(self.process.stderr)

    def kill(self) -> None:
        """End it as the kernel does when memory is short: at once, and without a word to it."""
        self.process.kill()
        self.process.wait(60)
        self.listening.join(10)
        assert self.process.stderr is not None
        self.process.stderr.close()


@dataclass
class Commands:
    """Starts commands of ours with the settings of one bot."""

    slack: Slack
    environment: Mapping[str, str]
    running: list[Command] = field(default_factory=list)

    def start(self, *arguments: str, ready: str) -> tuple[Command, str]:
        """Start a command; return it with the line in which it says that it is ready."""
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", *arguments],
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=self.environment,
        )
        command = Command(process)
        self.running.append(command)
        self.slack.until(lambda: any(ready in line for line in command.said) or process.poll(), 240)
        return command, next(line for line in command.said if ready in line)

    def serve(self) -> tuple[Command, Sender]:
        """Start the server; return it with Slack's sending side."""
        command, line = self.start("serve", "--port", "0", ready="running on")
        found = re.search(r"(http://\S+)", line)
        assert found
        address = f"{found[1]}/slack/events"

        def post(body: bytes, headers: dict[str, str]) -> Reply:
            try:
                with urlopen(Request(address, body, headers), timeout=60) as reply:
                    return Reply(reply.status, reply.read().decode())
            except HTTPError as error:
                return Reply(error.code, error.read().decode())

        return command, Sender(post, time)


@pytest.fixture
def commands(workspace: Slack, cache: Path, tmp_path: Path) -> Iterator[Commands]:
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    environment |= {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": f"{workspace.address}/api/",
        "CLOUDCITE_DATA": str(tmp_path),
        "CLOUDCITE_CACHE": str(cache),
    }
    started = Commands(workspace, environment)
    yield started
    for command in started.running:
        command.kill()


def now(offset: float = 0) -> str:
    return f"{time() + offset:.6f}"


def test_a_question_that_comes_before_the_graph_is_loaded_is_answered(commands: Commands) -> None:
    _, sender = commands.serve()
    assert sender.json(mention(QUESTION, now())).status == 200
    commands.slack.until(commands.slack.answers, 240)
    assert commands.slack.answers()[0]["text"].startswith(ANSWER)


@pytest.mark.parametrize("arrives", [True, False])
def test_a_server_killed_in_mid_answer_answers_once_when_it_is_back(
    arrives: bool, commands: Commands
) -> None:
    slack, hold = commands.slack, Event()
    slack.faults[POST] = [Fault(held=hold) if arrives else Fault(503)]
    command, sender = commands.serve()
    event = mention(QUESTION, now())
    assert sender.json(event).status == 200
    slack.until(lambda: POST in slack.names(), 240)
    command.kill()
    hold.set()
    assert len(slack.answers()) == arrives
    _, sender = commands.serve()
    assert sender.retry(event, 1).status == 200
    slack.until(lambda: len(slack.answers()) == 1, 240)
    asked_after = mention(QUESTION, now(1), channel="C2")
    sender.json(asked_after)
    slack.until(lambda: slack.answers()[-1]["channel"] == "C2", 240)
    assert [post["channel"] for post in slack.answers()] == ["C1", "C2"]
    if arrives:
        assert "conversations.replies" in slack.names()


def test_killed_again_and_again_every_question_is_answered_once(commands: Commands) -> None:
    slack = commands.slack
    questions = [
        mention(QUESTION, now(number), channel=f"C{number}", user=f"U{number}") for number in range(40)
    ]
    for round_, chunk in enumerate((questions[:20], questions[20:])):
        command, sender = commands.serve()
        assert [sender.json(event).status for event in chunk] == [200] * len(chunk)
        slack.until(lambda round_=round_: len(slack.answers()) > 20 * round_ + 3, 240)  # type: ignore[misc]
        command.kill()
    _, sender = commands.serve()
    for event in questions:
        assert sender.retry(event, 2).status == 200
    slack.until(lambda: len(slack.answers()) >= len(questions), 240)
    last = mention(QUESTION, now(100), channel="CLAST", user="ULAST")
    sender.json(last)
    slack.until(lambda: any(post["channel"] == "CLAST" for post in slack.answers()), 240)
    channels = [post["channel"] for post in slack.answers() if post["channel"] != "CLAST"]
    assert sorted(channels) == sorted(f"C{number}" for number in range(40))


def test_socket_mode_needs_no_address(commands: Commands) -> None:
    slack = commands.slack
    command, _ = commands.start("slack", ready="Answering")
    assert slack.connected.wait(60)

    def deliver(name: str, kind: str, payload: Body, **more: object) -> None:
        envelope = {"envelope_id": name, "type": kind, "payload": payload, "accepts_response_payload": True}
        slack.send(envelope | more).result(60)
        slack.until(lambda: name in slack.acknowledged)

    first, hook = now(), f"{slack.address}/hook/C1"
    event = mention(QUESTION, first)
    deliver("e1", "events_api", event)
    deliver("e2", "events_api", event, retry_attempt=1, retry_reason="timeout")
    deliver("e3", "events_api", message("and Fargate?", now(1), thread=first))
    form = {"command": "/cloudcite", "text": QUESTION, "channel_id": "C1", "user_id": "U1", "team_id": "T1"}
    deliver("e4", "slash_commands", form | {"trigger_id": "t1", "response_url": hook})
    slack.until(lambda: len(slack.answers()) == 2 and slack.whispers, 240)
    assert "AWS Fargate has no time limit." in json.dumps(slack.answers())
    assert slack.whispers[0]["text"].startswith(ANSWER)
    assert slack.refused == []
    command.process.send_signal(signal.SIGTERM)
    assert command.process.wait(60) == 0
    assert BOT_TOKEN not in "".join(command.said)
    assert APP_TOKEN not in "".join(command.said)


def test_socket_mode_killed_in_mid_answer_answers_once_when_it_is_back(commands: Commands) -> None:
    slack, hold = commands.slack, Event()
    slack.faults[POST] = [Fault(held=hold)]
    command, _ = commands.start("slack", ready="Answering")
    event = mention(QUESTION, now())
    slack.send({"envelope_id": "e1", "type": "events_api", "payload": event}).result(60)
    slack.until(slack.answers)
    command.kill()
    hold.set()
    slack.connected.clear()
    commands.start("slack", ready="Answering")
    assert slack.connected.wait(60)
    slack.send({"envelope_id": "e2", "type": "events_api", "payload": event, "retry_attempt": 1}).result(60)
    slack.until(lambda: "e2" in slack.acknowledged)
    slack.until(lambda: "conversations.replies" in slack.names())
    slack.send(
        {"envelope_id": "e3", "type": "events_api", "payload": mention(QUESTION, now(), channel="C2")}
    ).result(60)
    slack.until(lambda: slack.answers()[-1]["channel"] == "C2")
    assert len(slack.answers()) == 2


def test_tokens_that_slack_refuses_stop_the_command_in_one_line(commands: Commands) -> None:
    commands.environment = {**commands.environment, "SLACK_APP_TOKEN": "xapp-another"}
    command, line = commands.start("slack", ready="cloudcite:")
    assert command.process.wait(60) == 2
    assert line.strip() == "cloudcite: Slack does not take SLACK_APP_TOKEN: invalid_auth"
    assert "Traceback" not in "".join(command.said)


def test_a_folder_that_cannot_be_used_stops_the_server_in_one_line(
    commands: Commands, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    commands.environment = {**commands.environment, "CLOUDCITE_DATA": str(tmp_path / "file")}
    command, line = commands.start("serve", "--port", "0", ready="cloudcite:")
    assert command.process.wait(60) == 2
    assert "CLOUDCITE_DATA" in line
    assert "Traceback" not in "".join(command.said)
