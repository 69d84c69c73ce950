"""Telling early, and with a reason, that a query asks for something we never do.

The scan knows SPARQL's tokens, not its grammar. It gives a clear answer; it is not what keeps
queries from the network. That is the worker, which cannot open a connection (see worker.py).
"""

import re

from graph.errors import QueryRefusedError

_TOKEN = re.compile(
    r"""
    \#[^\n\r]*                                   # a comment
  | <[^<>"{}|^`\\\x00-\x20]*>                    # an IRI
    # Strings, the long forms first. One that is never closed is taken too: no text is read twice.
  | \"\"\"(?:[^"\\]++|\\.|"(?!\"\"))*+(?:\"\"\")?
  | \'\'\'(?:[^'\\]++|\\.|'(?!\'\'))*+(?:\'\'\')?
  | "(?:[^"\\\n\r]++|\\.)*+"?
  | '(?:[^'\\\n\r]++|\\.)*+'?
  | [?$]\w+                                      # a variable
  | @[A-Za-z]+(?:-[A-Za-z0-9]+)*                 # a language tag
  | (?:[^\W\d][\w.\-]*+)?                        # a prefixed name: its prefix, if any
    :(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
  | (?P<words>[^\W\d][\w.\-]*+)                  # keywords; `true.SERVICE` is two of them
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
_REASONS = {
    "SERVICE": "queries read this graph only and reach no other server",
    "FROM": "the default graph holds what is accepted, GRAPH ?source what each source says",
    **dict.fromkeys(_UPDATES, "the graph is read only"),
}


def refuse(query: str) -> None:
    """Raise QueryRefusedError where the query is an update or says SERVICE or FROM.

    Comments, IRIs, strings, variables and prefixed names may contain these words.
    """
    for token in _TOKEN.finditer(query):
        for word in re.split(r"[.\-]", token["words"] or ""):
            reason = _REASONS.get(word.upper())
            if reason:
                raise QueryRefusedError(f"{word.upper()} is refused: {reason}.")
