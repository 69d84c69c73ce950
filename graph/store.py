"""The loaded graph: claims in the graphs of their sources, what is accepted in the default graph."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    Variable,
)

from graph.claims import accept, cell_of
from graph.errors import OntologyError
from graph.files import data_files, find, read, resolve
from graph.namespaces import DCT_REPLACES, FUNCTIONAL, SOURCE_CLASS, TYPE, iri
from graph.rules import Rule, conclusions, read_rules

Term: TypeAlias = NamedNode | Literal
Row: TypeAlias = Mapping[str, Term]

_DEFAULT = DefaultGraph()


@dataclass(frozen=True, slots=True)
class Graph:
    """A catalogue ready to be asked. Never changes after loading."""

    store: Store
    hash: str
    """`sha256:` and the SHA-256 of the sorted N-Quads as the store serialises them."""
    triples: int
    """Accepted and describing triples, that is, the size of the default graph."""
    date: str
    """The newest date on which a source was read, ISO 8601; ages are counted from it."""
    rules: tuple[Rule, ...] = ()
    """What concludes facts from facts, by the IRI of the source that states the conclusions."""

    def select(self, query: str, **bindings: Term) -> list[dict[str, Term]]:
        """Return the rows of a SELECT query of ours; an unbound variable is left out of its row."""
        variables: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
            Variable(name): term for name, term in bindings.items()
        }
        solutions = self.store.query(query, substitutions=variables or None)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("only SELECT queries have rows")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: term for name, term in zip(names, solution, strict=True) if term is not None}
            for solution in solutions
        ]

    def holds(self, subject: NamedNode, predicate: NamedNode, value: Term) -> bool:
        """Say whether a triple is accepted."""
        return Quad(subject, predicate, value, _DEFAULT) in self.store


def load(folders: Sequence[str | Path]) -> Graph:
    """Return the graph of these catalogue folders, later ones laid over earlier ones.

    Raises OntologyError where a folder or a file cannot be used.
    """
    store = Store()
    paths = resolve(folders)
    store.bulk_extend(_overlaid(read_all(paths)))
    functional = frozenset(
        quad.subject.value
        for quad in store.quads_for_pattern(None, TYPE, FUNCTIONAL, _DEFAULT)
        if isinstance(quad.subject, NamedNode)
    )
    _refuse_blank_nodes(store)
    rules = read_rules(paths)
    claims = [quad for quad in store if not isinstance(quad.graph_name, DefaultGraph)]
    _refuse_unknown_sources(store, claims)
    order, replaced = belief(store), _replaced(store)
    store.bulk_extend(_in_default(accept(claims, order, functional, replaced)))
    concluded = list(conclusions(store, rules))
    _refuse_unknown_sources(store, concluded)
    store.bulk_extend(concluded)
    # Conclusions compete with what is stated, so their cells are weighed again.
    touched = {cell_of(quad) for quad in concluded}
    rivals = [quad for quad in claims if cell_of(quad) in touched]
    before = accept(rivals, order, functional, replaced)
    after = accept([*rivals, *concluded], order, functional, replaced)
    for quad in _in_default(set(before).difference(after)):
        store.remove(quad)
    store.bulk_extend(_in_default(after))
    size = sum(1 for _ in store.quads_for_pattern(None, None, None, _DEFAULT))
    return Graph(store, graph_hash(store), size, _newest(store), rules)


def _in_default(triples: Iterable[Triple]) -> list[Quad]:
    return [Quad(triple.subject, triple.predicate, triple.object, _DEFAULT) for triple in triples]


def read_all(paths: Iterable[Path]) -> list[list[Quad]]:
    """Return the quads of each folder."""
    return [[quad for path in data_files(folder) for quad in read(path)] for folder in paths]


def belief(store: Store) -> list[str]:
    """Return the IRIs of the sources, the most believed first, as the rule `belief.rq` orders them."""
    (rule,) = [path for path in find(resolve([])[0], ".rq") if path.name == "belief.rq"]
    rows = store.query(rule.read_text(encoding="utf-8"))
    if not isinstance(rows, QuerySolutions):
        raise OntologyError("belief.rq must be a SELECT query")
    return [row["source"].value for row in rows]


def graph_hash(store: Store) -> str:
    """Return the same hash for the same quads, whatever store holds them."""
    dump: bytes = store.dump(format=RdfFormat.N_QUADS) or b""
    lines = sorted(dump.splitlines())
    return "sha256:" + hashlib.sha256(b"\n".join(lines)).hexdigest()


def _overlaid(folders: Sequence[Sequence[Quad]]) -> list[Quad]:
    """Let a later folder's description of a term replace an earlier one's where only one can hold."""
    functional = {
        quad.subject
        for folder in folders
        for quad in folder
        if quad.predicate == TYPE and quad.object == FUNCTIONAL
    }
    last: dict[tuple[object, object], int] = {}
    for index, folder in enumerate(folders):
        for quad in folder:
            if quad.predicate in functional and isinstance(quad.graph_name, DefaultGraph):
                last[quad.subject, quad.predicate] = index
    return [
        quad
        for index, folder in enumerate(folders)
        for quad in folder
        if not isinstance(quad.graph_name, DefaultGraph)
        or last.get((quad.subject, quad.predicate), index) == index
    ]


def _replaced(store: Store) -> dict[str, frozenset[str]]:
    replaced: defaultdict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, DCT_REPLACES, None, _DEFAULT):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            replaced[quad.subject.value].add(quad.object.value)
    return {source: frozenset(older) for source, older in replaced.items()}


def _refuse_blank_nodes(store: Store) -> None:
    for quad in store:
        for term in (quad.subject, quad.object):
            if isinstance(term, BlankNode):
                raise OntologyError(
                    f"A blank node at {quad.subject} {quad.predicate}: give the thing an IRI, "
                    "so that an answer can point at it"
                )


def _refuse_unknown_sources(store: Store, claims: Iterable[Quad]) -> None:
    for graph in {quad.graph_name for quad in claims if isinstance(quad.graph_name, NamedNode)}:
        if Quad(graph, TYPE, SOURCE_CLASS, _DEFAULT) not in store:
            raise OntologyError(
                f"Facts come from {graph}, which nothing describes: "
                f"state '{graph} a cv:Source' with its label, status and date read"
            )


def _newest(store: Store) -> str:
    dates = [
        quad.object.value
        for quad in store.quads_for_pattern(None, iri("cv:read"), None, _DEFAULT)
        if isinstance(quad.object, Literal)
    ]
    if not dates:
        raise OntologyError("The catalogue describes no source with the date on which it was read")
    return max(dates)
