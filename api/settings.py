"""The settings: `CLOUDCITE_*` environment variables, read once, at start."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit

from api.slack.settings import SlackSettings
from graph.errors import OntologyError, SettingsError
from graph.files import bundled, resolve

_PREFIX = "CLOUDCITE_"
_HIGHEST_PORT = 65535

Value = TypeVar("Value")


@dataclass(frozen=True)
class Settings:
    """What can be set, with what holds where nothing is."""

    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = 8000
    ontology: tuple[str, ...] = ("aws",)
    """Catalogue folders, later ones laid over earlier ones; a bare name may mean a bundled one."""
    encoder: str = ""
    """A sentence-transformers model, by name or folder; empty for the one that ships."""
    cache: Path | None = None
    """The folder for index vectors; None where there is no home to keep it in."""
    query_timeout: float = 10
    """Seconds after which a free-form SPARQL query is stopped."""
    query_rows: int = 10_000
    """Rows, or triples, after which the result of a free-form SPARQL query is cut."""
    data: Path | None = None
    """The folder for what must not be lost: feedback, the Slack bot's state; None where there is no home."""
    public_url: str = ""
    """The address at which people reach this server, for links to it."""
    slack: SlackSettings | None = None
    """What connects us with Slack, where that is set up."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings; raise SettingsError, naming the variable, where one cannot be used.

        An empty variable counts as not set.
        """
        # Others with our prefix are left alone: Kubernetes sets some for a service of our name.
        return cls(
            host=_read(environment, "HOST", _host, cls.host),
            port=_read(environment, "PORT", _port, cls.port),
            ontology=_read(environment, "ONTOLOGY", _folders, cls.ontology),
            encoder=_read(environment, "ENCODER", str, cls.encoder),
            cache=_read(environment, "CACHE", Path, _usual(environment, "XDG_CACHE_HOME", ".cache")),
            query_timeout=_read(environment, "QUERY_TIMEOUT", _seconds, cls.query_timeout),
            query_rows=_read(environment, "QUERY_ROWS", _count, cls.query_rows),
            data=_read(environment, "DATA", Path, _usual(environment, "XDG_DATA_HOME", ".local/share")),
            public_url=_read(environment, "PUBLIC_URL", _address, cls.public_url),
            slack=SlackSettings.from_environment(environment),
        )


def _read(environment: Mapping[str, str], name: str, parse: Callable[[str], Value], usual: Value) -> Value:
    text = environment.get(_PREFIX + name, "").strip()
    if not text:
        return usual
    try:
        return parse(text)
    except ValueError as error:
        variable = f"{_PREFIX}{name}={text!r}"
        raise SettingsError(f"{variable} cannot be used: it must be {error}") from None


def _host(text: str) -> str:
    if any(character.isspace() or character in "/@" for character in text):
        raise ValueError("a host name or an IP address, such as 127.0.0.1 or 0.0.0.0")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _HIGHEST_PORT:
        raise ValueError(f"a number from 0 to {_HIGHEST_PORT}; 0 takes any free port")
    return int(text)


def _folders(text: str) -> tuple[str, ...]:
    folders = tuple(part.strip() for part in text.split(os.pathsep))
    try:
        resolve([folder or "(nothing)" for folder in folders])
    except OntologyError as error:
        model = resolve([])[0].name
        own = [path.name for path in sorted(bundled().iterdir()) if path.is_dir()]
        names = ", ".join(name for name in own if name.isalpha() and name != model)
        valid = f"folders joined by {os.pathsep!r}, each a path or the name of one of ours ({names})"
        raise ValueError(f"{valid}. {error}") from None
    return folders


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 < seconds <= 3600:
        raise ValueError("seconds, more than 0 and at most 3600")
    return seconds


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("a whole number from 1")
    return int(text)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("an address such as https://cloudcite.example.org")
    return text.rstrip("/")


def _usual(environment: Mapping[str, str], variable: str, inside: str) -> Path | None:
    """Return our part of a folder that the system gives its users."""
    if environment.get(variable):
        return Path(environment[variable]) / "cloudcite"
    home = environment.get("HOME") or environment.get("LOCALAPPDATA")
    return Path(home) / inside / "cloudcite" if home else None
