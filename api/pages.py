"""The HTML pages; all text in them is escaped."""

from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def render(template: str, **values: object) -> str:
    """Return a page."""
    return _PAGES.get_template(template).render(values)


def _web_address(url: str | None) -> str | None:
    """Return an address that a browser may follow; a catalogue could hold `javascript:`."""
    return url if url and urlsplit(url).scheme in ("http", "https") else None


_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters["web_address"] = _web_address
