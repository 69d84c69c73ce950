"""The tokens of SPARQL, as far as they tell words from names, strings and comments."""

import re

TOKEN = re.compile(
    r"""
    \#[^\n\r]*                                   # a comment
  | <(?P<iri>[^<>"{}|^`\\\x00-\x20]*)>            # an IRI
    # Strings, the long forms first. One that is never closed is taken too: no text is read twice.
  | \"\"\"(?:[^"\\]++|\\.|"(?!\"\"))*+(?:\"\"\")?
  | \'\'\'(?:[^'\\]++|\\.|'(?!\'\'))*+(?:\'\'\')?
  | "(?:[^"\\\n\r]++|\\.)*+"?
  | '(?:[^'\\\n\r]++|\\.)*+'?
  | [?$]\w+                                      # a variable
  | @[A-Za-z]+(?:-[A-Za-z0-9]+)*                 # a language tag
  | (?P<prefix>(?:[^\W\d][\w.\-]*+)?):           # a prefixed name: its prefix, if any
    (?P<local>(?:[\w.:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<words>[^\W\d][\w.\-]*+)                  # keywords; `true.SERVICE` is two of them
    """,
    re.VERBOSE | re.DOTALL,
)
