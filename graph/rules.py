"""Rules that conclude facts from facts, and the facts that a conclusion rests on.

A rule is a CONSTRUCT query in a catalogue's `rules/` folder. What it concludes is stated by the source
`source:rule-<name of the file>`, so it competes with other claims like any claim. Its premises are the
triples of its WHERE clause before the first FILTER.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryTriples, Store, Triple, Variable

from graph.errors import OntologyError
from graph.files import find
from graph.namespaces import SOURCE

_WHERE = re.compile(r"\bCONSTRUCT\b.*?\bWHERE\s*\{(?P<pattern>.*)\}\s*$", re.IGNORECASE | re.DOTALL)
_PREFIX = re.compile(r"^\s*PREFIX\b.*$", re.IGNORECASE | re.MULTILINE)
_FILTER = re.compile(r"\bFILTER\b", re.IGNORECASE)
_OBJECT = re.compile(r"\?object\b")

Bindings: TypeAlias = dict[Variable, NamedNode | BlankNode | Literal | Triple]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the query that concludes, and the one that finds what a conclusion rests on."""

    source: str
    concluding: str
    supporting: str


def read_rules(folders: Iterable[Path]) -> tuple[Rule, ...]:
    """Return the rules of catalogue folders, by name; OntologyError where one is not a CONSTRUCT query."""
    paths = [path for folder in folders for path in find(folder, ".rq") if path.parent.name == "rules"]
    rules = [_rule(path) for path in sorted(paths, key=lambda path: path.name)]
    return tuple(rule for rule in rules if rule is not None)


def _rule(path: Path) -> Rule | None:
    text = path.read_text(encoding="utf-8")
    found = _WHERE.search(text)
    if found is None:
        if re.search(r"\bSELECT\b", text):  # the order in which sources are believed
            return None
        raise OntologyError(f"{path}: a rule must be a CONSTRUCT query with a WHERE clause")
    prefixes = "\n".join(_PREFIX.findall(text))
    pattern = _FILTER.split(found["pattern"])[0]
    return Rule(f"{SOURCE}rule-{path.stem}", text, f"{prefixes}\nCONSTRUCT WHERE {{{pattern}}}")


def conclusions(store: Store, rules: Sequence[Rule]) -> Iterator[Quad]:
    """Yield what the rules conclude from the accepted facts, each in the graph of its rule."""
    for rule in rules:
        for triple in _construct(store, rule.concluding, {}):
            yield Quad(triple.subject, triple.predicate, triple.object, NamedNode(rule.source))


def premises(store: Store, rule: Rule, subject: str, value: NamedNode | Literal) -> list[Triple]:
    """Return the accepted triples from which a rule concludes a value of a subject, in a stable order."""
    bindings: Bindings = {Variable("subject"): NamedNode(subject)}
    if _OBJECT.search(rule.supporting):
        bindings[Variable("object")] = value
    return sorted(_construct(store, rule.supporting, bindings), key=str)


def _construct(store: Store, query: str, bindings: Bindings) -> list[Triple]:
    try:
        found = store.query(query, substitutions=bindings or None)
    except SyntaxError as error:
        raise OntologyError(f"A rule cannot be read: {error}") from error
    if not isinstance(found, QueryTriples):
        raise OntologyError("A rule must be a CONSTRUCT query")
    return list(dict.fromkeys(found))
