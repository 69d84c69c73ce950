"""How long a person waits on the web page: from Enter until the answer is drawn, in a real browser.

    python -m bench.page

Needs Chromium. Figures of one run on one machine, on a server that has answered before.
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.evaluate import QUESTIONS, read_cases
from tests.page.conftest import find_chromium, sandbox, serving

_ASKED = 40
_PAGES = [
    "/",
    "/?q=Lambda or Fargate?",
    "/compare",
    "/estimate",
    "/graph",
    "/catalogue/lambda",
    "/sources",
    "/sparql",
    "/docs",
]
# The second frame after the answer stands in the page is the first one in which it can be seen.
_WATCH = """() => {
  let asked = null;
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") asked = performance.now();
  }, true);
  window.waited = new Promise((done) => {
    new MutationObserver(() => {
      if (asked === null || !document.querySelector(".lead")) return;
      const since = asked;
      asked = null;
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - since)));
    }).observe(document.documentElement, { childList: true, subtree: true });
  });
}"""


def _waited(page: Page, question: str) -> float:
    """Milliseconds."""
    page.goto("/")
    page.evaluate(_WATCH)
    page.locator("#q").fill(question)
    page.keyboard.press("Enter")
    return float(page.evaluate("window.waited"))


def _weight(browser: Browser, address: str, path: str) -> int:
    """Bytes that a browser downloads to show a page for the first time, compressed as they come."""
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: list[int] = []
        session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        page.goto(path, wait_until="networkidle")
        return sum(sizes)


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("bench.page needs Chromium: apt-get install chromium")
    questions = [case["ask"] for case in read_cases([QUESTIONS / "notes.toml", QUESTIONS / "mixed.toml"])]
    with tempfile.TemporaryDirectory() as cache, sync_playwright() as playwright:
        site = serving(Path(cache), CLOUDCITE_DATA=cache)
        address = next(site)
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox())
        page = browser.new_page(base_url=address)
        _waited(page, questions[0])
        waits = sorted(_waited(page, question) for question in questions[:_ASKED])
        p50, p95 = statistics.median(waits), waits[int(len(waits) * 0.95)]
        print(f"Enter to answer drawn, {len(waits)} questions: ", end="")
        print(f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, most {waits[-1]:.0f} ms")
        for path in _PAGES:
            print(f"{path:26} {_weight(browser, address, path) / 1000:6.1f} kB")
        browser.close()
        site.close()


if __name__ == "__main__":
    main()
