"""pyoxigraph's syntax messages, in words."""

import re

from graph.namespaces import PREFIXES

_MESSAGE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTED = re.compile(r"""\[(?:'(?:[^'\\]|\\.)*'|[^\]'])*\]|"((?:[^"\\]|\\.)*)"|([^,"\[\]]+)""")
_NEVER = {"SERVICE", "LATERAL", "<unreported>"}
_NO_PREFIX = "Prefix not found"
_SHOWN = 12


def explain(message: str) -> str:
    """Return where the query breaks off and what could stand there, or why it cannot.

    The message lists keywords, punctuation, classes of characters and, amid these, reasons such as
    "Prefix not found"; a reason is what matters, and classes of characters help nobody.
    """
    found = _MESSAGE.fullmatch(message)
    if found is None:
        return message
    line, column, listed = found.groups()
    expected = [quoted or word.strip() for quoted, word in _EXPECTED.findall(listed)]
    expected = [text for text in expected if text and text not in _NEVER]
    reasons = [text for text in expected if " " in text]
    return f"Line {line}, column {column}: {_what(expected, reasons)}."


def _what(expected: list[str], reasons: list[str]) -> str:
    if reasons:
        known = f" (known without PREFIX: {', '.join(PREFIXES)})" if _NO_PREFIX in reasons else ""
        return ", or ".join(reason.rstrip(".") for reason in reasons) + known
    if expected == ["CONSTRUCT"]:  # how the parser says it knows none of the four
        return "a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE, after its prefixes"
    if not expected:
        return "there is a mistake here or shortly before"
    more = " and more" if len(expected) > _SHOWN else ""
    one_of = "one of: " if len(expected) > 1 else ""
    return f"expected {one_of}{' '.join(expected[:_SHOWN])}{more}"
