"""What somebody may have meant by a name that the graph does not know."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from pyoxigraph import NamedNode, Store
from rapidfuzz import fuzz, process

from graph.namespaces import PREFIXES
from graph.sparql.tokens import TOKEN

_NEAR = 3
_ALIKE = 60
"""How alike two names must be, of 100, for one to be offered instead of the other."""
_CLOSE = 15
"""How much less alike than the best one a name may be and still be offered."""
_WORDS = 0.9
"""What it counts to share whole words; to share all letters counts 1."""
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_MOST = 5
"""Unknown names that are told at once."""
_LONGEST = 1 << 14
"""Characters of a query in which names are looked for."""
_NAMESPACE = re.compile(r"(.*[/#])([^/#]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Hint:
    """A name in a query that the graph does not know, and the nearest that it does."""

    written: str
    near: tuple[str, ...]

    def __str__(self) -> str:
        near = f"; did you mean {' or '.join(self.near)}?" if self.near else ""
        return f"{self.written} is unknown{near}"


class KnownNames:
    """The IRIs of a graph, by namespace."""

    def __init__(self, by_namespace: Mapping[str, frozenset[str]]) -> None:
        self._by_namespace = by_namespace

    @classmethod
    def of(cls, store: Store) -> Self:
        """Read the names off a store; to be done once."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        terms = {term for quad in store for term in (quad.subject, quad.predicate, quad.object)}
        for term in (*terms, *store.named_graphs()):
            split = _NAMESPACE.fullmatch(term.value) if isinstance(term, NamedNode) else None
            if split:
                found[split[1]].add(split[2])
        return cls({namespace: frozenset(names) for namespace, names in found.items()})

    def hints(self, query: str) -> tuple[Hint, ...]:
        """Return what in a query the graph does not know though it knows others of the kind."""
        declared = dict(PREFIXES)
        hints: dict[str, Hint] = {}
        for written, prefix, iri in _names(query, declared):
            if prefix is not None and prefix not in declared:
                hints[written] = Hint(written, self._of_prefix(prefix, written.partition(":")[2]))
            elif iri is not None and (near := self._near(iri)) is not None:
                hints[written] = Hint(written, near)
            if len(hints) == _MOST:
                break
        return tuple(hints.values())

    def near(self, iri: str) -> tuple[str, ...]:
        """Return the local names, in its namespace, that look most like an IRI's."""
        split = _NAMESPACE.fullmatch(iri)
        return tuple(_alike(split[2], self._of(split[1]))) if split else ()

    def _of_prefix(self, prefix: str, local: str) -> tuple[str, ...]:
        """Names that end alike under our prefixes, else prefixes that look alike."""
        same = [f"{ours}:{local}" for ours, namespace in PREFIXES.items() if self._holds(namespace, local)]
        return tuple(same[:_NEAR]) or tuple(f"{ours}:" for ours in _alike(prefix, PREFIXES))

    def _near(self, iri: str) -> tuple[str, ...] | None:
        """The nearest names to an unknown one; None for one that is known or none of ours to judge."""
        split = _NAMESPACE.fullmatch(iri)
        if split is None or self._holds(split[1], split[2]) or not split[2]:
            return None
        known = self._by_namespace.get(split[1])
        if known is not None:
            return tuple(short(split[1] + name) for name in _alike(split[2], known))
        # The name may be right and its namespace wrong, such as a slash where a hash belongs.
        root = split[1].rstrip("/#")
        twins = [ours for ours in PREFIXES.values() if ours.rstrip("/#") == root]
        near = tuple(f"<{ours}{name}>" for ours in twins for name in _alike(split[2], self._of(ours)))
        return near[:_NEAR] or None

    def _holds(self, namespace: str, local: str) -> bool:
        return local in self._of(namespace)

    def _of(self, namespace: str) -> frozenset[str]:
        return self._by_namespace.get(namespace, frozenset())


def short(iri: str) -> str:
    """Return an IRI as SPARQL may write it, by one of our prefixes where that is possible."""
    split = _NAMESPACE.fullmatch(iri)
    for prefix, namespace in PREFIXES.items():
        if split and split[1] == namespace and re.fullmatch(r"\w(?:[\w.\-]*[\w\-])?", split[2]):
            return f"{prefix}:{split[2]}"
    return f"<{iri}>"


def _names(query: str, declared: dict[str, str]) -> Iterator[tuple[str, str | None, str | None]]:
    """Each name as written, its prefix, and its IRI where that is known; notes PREFIX on the way."""
    before: list[re.Match[str]] = []
    for token in TOKEN.finditer(query):
        if token.start() > _LONGEST:
            return
        if token["iri"] is not None:
            *_, word, name = (None, None, *before)
            if word and name and (word["words"] or "").upper() == "PREFIX" and name["prefix"] is not None:
                declared[name["prefix"]] = token["iri"]
                before = []
                continue
            yield token[0], None, token["iri"]
        elif token["prefix"] is not None and token["prefix"] != "_":
            is_declaration = bool(before) and (before[-1]["words"] or "").upper() == "PREFIX"
            namespace = declared.get(token["prefix"])
            if not is_declaration:
                yield token[0], token["prefix"], None if namespace is None else namespace + token["local"]
        before = [*before[-1:], token]


def _alike(wanted: str, known: Iterable[str]) -> list[str]:
    """The nearest names, by their letters or by the words of which they are made."""
    names = {name: _words(name) for name in known}
    scores: defaultdict[str, float] = defaultdict(float)
    for scorer, weight in ((fuzz.ratio, 1.0), (fuzz.token_set_ratio, _WORDS)):
        found = process.extract(
            _words(wanted), names, scorer=scorer, score_cutoff=_ALIKE / weight, limit=_NEAR * _NEAR
        )
        for _, score, name in found:
            scores[name] = max(scores[name], round(score * weight, 4))
    best = sorted(scores, key=lambda name: (-scores[name], name))[:_NEAR]
    return [name for name in best if scores[name] >= scores[best[0]] - _CLOSE]


@lru_cache(maxsize=1 << 14)
def _words(name: str) -> str:
    return " ".join(_PARTS.findall(name)).lower()
