"""A real Chromium and a real server, once for all tests of the pages."""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.api.test_server import ROOT, address_of

REQUIRED = "REQUIRE_BROWSER"
"""Where this is set, as in .ci/run, tests fail instead of being skipped for want of a browser."""
WAIT = 20_000
"""Milliseconds that a page may take before a test gives up; what is usual is a hundredth of it."""


def find_chromium() -> str | None:
    """Return where Debian or another system keeps Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def sandbox() -> list[str]:
    """Return what Chromium wants where it is run as root; all that it opens here is our own server."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


@pytest.fixture(scope="session")
def chromium() -> str:
    found = find_chromium()
    if found is None and os.environ.get(REQUIRED):
        pytest.fail("there is no Chromium: apt-get install chromium")
    if found is None:
        pytest.skip("needs Chromium (apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=WAIT)
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox())
        yield browser
        browser.close()


def serving(cache: Path, **environment: str) -> Generator[str]:
    """Serve until the caller is done; yields the address once it answers."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    variables = os.environ | {"CLOUDCITE_CACHE": str(cache)} | environment
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=variables) as process:
        try:
            address = address_of(process)
            _until_ready(address)
            yield address
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _until_ready(address: str) -> None:
    deadline = monotonic() + 240  # without a cache, on a busy machine
    while monotonic() < deadline:
        try:
            with urlopen(f"{address}/readyz"):
                return
        except URLError:
            sleep(0.1)
    raise AssertionError("the server did not become ready")


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the site keeps feedback."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def site(cache: Path, data: Path) -> Iterator[str]:
    yield from serving(cache, CLOUDCITE_DATA=str(data))


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    size: ViewportSize = {"width": 1280, "height": 860}
    # Without motion, so that no press falls into the change from one page to the next.
    with browser.new_context(base_url=site, viewport=size, reduced_motion="reduce") as context:
        context.set_default_timeout(WAIT)
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that takes every complaint of the browser for a failure, breaches of the policy included."""
    page = context.new_page()
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        # That a page says 422 with what is wrong is no fault of the page.
        if said.type in ("error", "warning") and "status of 422" not in said.text:
            complaints.append(said.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A page without JavaScript."""
    with browser.new_context(base_url=site, java_script_enabled=False) as context:
        context.set_default_timeout(WAIT)
        yield context.new_page()
