"""Slack's settings."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.settings import Settings
from api.slack.settings import SlackSettings
from graph.errors import SettingsError

BOT = "xoxb-1-2-abc"
SECRET = "0123456789abcdef0123456789abcdef"


def test_nothing_set_means_no_slack() -> None:
    assert SlackSettings.from_environment({}) is None
    assert Settings.from_environment({"SLACK_BOT_TOKEN": " "}).slack is None


def test_every_setting_can_be_set() -> None:
    given = {
        "SLACK_BOT_TOKEN": BOT,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": "https://slack-gov.com/api/",
        "CLOUDCITE_REDIS_URL": "redis://localhost",
        "CLOUDCITE_SLACK_USER_RATE": "3",
        "CLOUDCITE_SLACK_CHANNEL_RATE": "4",
    }
    expected = SlackSettings(BOT, SECRET, "xapp-1", "https://slack-gov.com/api/", "redis://localhost", 3, 4)
    assert SlackSettings.from_environment(given) == expected


def test_secrets_are_not_printed() -> None:
    settings = SlackSettings(BOT, SECRET, "xapp-1", redis_url="redis://:secret@localhost")
    assert not [secret for secret in (BOT, SECRET, "xapp-1", "secret@") if secret in repr(settings)]


@pytest.mark.parametrize(
    ("name", "value", "valid"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-somebody", "xoxb-"),
        ("SLACK_BOT_TOKEN", "", "xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-a b", "xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "xapp-"),
        ("SLACK_SIGNING_SECRET", "short-secret", "32 hexadecimal"),
        ("SLACK_API_URL", "slack.com", "https://"),
        ("CLOUDCITE_REDIS_URL", "localhost:6379", "redis://"),
        ("CLOUDCITE_SLACK_USER_RATE", "0", "from 1"),
        ("CLOUDCITE_SLACK_CHANNEL_RATE", "many", "from 1"),
    ],
)
def test_a_bad_value_is_named_and_a_secret_not_shown(name: str, value: str, valid: str) -> None:
    usual = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}
    with pytest.raises(SettingsError) as caught:
        SlackSettings.from_environment(usual | {name: value})
    assert name in str(caught.value)
    assert valid in str(caught.value)
    assert name.endswith("RATE") or not value or value not in str(caught.value)


@pytest.mark.parametrize("address", ["cloudcite.example.org", "ftp://x", "https://x/?q=1"])
def test_a_public_address_is_one(address: str) -> None:
    with pytest.raises(SettingsError, match="CLOUDCITE_PUBLIC_URL"):
        Settings.from_environment({"CLOUDCITE_PUBLIC_URL": address})


def test_socket_mode_without_tokens_says_what_is_missing() -> None:
    result = CliRunner().invoke(app, ["slack"], env={"SLACK_BOT_TOKEN": BOT})
    assert result.exit_code == 2
    assert "SLACK_APP_TOKEN" in result.stderr


def test_the_manifest_is_printed() -> None:
    result = CliRunner().invoke(app, ["slack", "--manifest", "--url", "https://c.example.org"])
    assert result.exit_code == 0
    assert '"request_url": "https://c.example.org/slack/events"' in result.stdout


def test_a_server_without_slack_does_not_load_its_libraries(tmp_path: Path) -> None:
    program = (
        "import sys, api.serving, api.cli, api.loading, api.feedback, api.slack.manifest\n"
        "print([name for name in sys.modules if name.partition('.')[0] in "
        "('slack_bolt', 'slack_sdk', 'aiohttp', 'redis')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.strip() == "[]"
