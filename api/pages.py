"""The pages, in HTML and other text; in HTML and Markdown all that is filled in is escaped."""

import re
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape


def render(template: str, **values: object) -> str:
    """Return a page."""
    return _PAGES.get_template(template).render(values)


def _web_address(url: str | None) -> str | None:
    """Return an address that a browser may follow; a catalogue could hold `javascript:`."""
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def _markdown(text: str) -> str:
    """Return text with all that Markdown or HTML would read into it escaped."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))


def _markdown_address(url: str) -> str:
    return quote(url, safe="/:#?&=%~@!$*+,;.-_")


_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~&]")
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters["web_address"] = _web_address
_PAGES.filters["md"] = _markdown
_PAGES.filters["md_address"] = _markdown_address
