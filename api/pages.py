"""The pages, in HTML and other text; in HTML and Markdown all that is filled in is escaped."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from api.assets import address
from api.names import local

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Everything comes from this server, and nothing that stands in a page runs or styles it."""


def page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Return a page as a response, with what a browser may do for it."""
    # Within what is mounted, such as the folder of assets, the root path is that of the part.
    root = request.scope.get("app_root_path", request.scope.get("root_path", "")) + "/"
    content = render(template, root=root, **values)
    return HTMLResponse(content, status, {"Content-Security-Policy": POLICY})


def render(template: str, **values: object) -> str:
    """Return a page as text."""
    return _PAGES.get_template(template).render(values)


def _web_address(url: str | None) -> str | None:
    """Return an address that a browser may follow; a catalogue could hold `javascript:`."""
    return url if url and urlsplit(url).scheme in ("http", "https") else None


def _dated(text: str) -> Markup:
    """Return text, escaped, whose dates are marked as such, so that none is broken at the end of a line."""
    return Markup(_DATES.sub(r"<time>\g<0></time>", str(escape(text))))  # noqa: S704 - escaped just now


def _host(url: str) -> str:
    return urlsplit(url).netloc


@pass_context
def _asset(context: Context, name: str) -> str:
    return f"{context['root']}{address(name)}"


def _query(values: Mapping[str, object]) -> str:
    """Return the part of an address after the path; a list stands for a value repeated."""
    given = [(name, value) for name, value in values.items() if value not in ("", [], ())]
    return "?" + urlencode(given, doseq=True) if given else ""


def _markdown(text: str) -> str:
    """Return text with all that Markdown or HTML would read into it escaped."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))


def _markdown_address(url: str) -> str:
    return quote(url, safe="/:#?&=%~@!$*+,;.-_")


_DATES = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~&]")
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters |= {
    "web_address": _web_address,
    "host": _host,
    "dated": _dated,
    "local": local,
    "query": _query,
    "md": _markdown,
    "md_address": _markdown_address,
}
_PAGES.globals |= {"asset": _asset, "root": "/"}
