"""Telling early, and with a reason, that a query asks for something we never do.

The scan knows SPARQL's tokens, not its grammar. It gives a clear answer; it is not what keeps
queries from the network. That is the worker, which cannot open a connection (see worker.py).
"""

import re
import sys

from graph.errors import QueryRefusedError
from graph.sparql.tokens import TOKEN

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
_REASONS = {
    "SERVICE": "queries read this graph only and reach no other server",
    **dict.fromkeys(_UPDATES, "the graph is read only"),
}

_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SUSPECT = re.compile("|".join(_REASONS), re.IGNORECASE)
"""Found in next to no query, so that nearly all are read by this alone, in microseconds."""


def refuse(query: str) -> None:
    """Raise QueryRefusedError where the query is an update or says SERVICE.

    Comments, IRIs, strings, variables and prefixed names may contain these words. FROM is no danger:
    it names graphs that are loaded, and none that is not is ever fetched.
    """
    query = _ESCAPED.sub(_character, query)  # SPARQL reads \u0053 as S anywhere, before all else
    if not _SUSPECT.search(query):
        return
    for token in TOKEN.finditer(query):
        for word in re.split(r"[.\-]", token["words"] or ""):
            reason = _REASONS.get(word.upper())
            if reason:
                raise QueryRefusedError(f"{word.upper()} is refused: {reason}.")


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= sys.maxunicode else escape[0]
