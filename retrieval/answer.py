"""The one answer object that every surface renders. All results are frozen."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """A thing or a property, with the name it is shown by."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Value:
    """The object of a cited triple, as data and as people read it."""

    value: str
    datatype: str | None
    iri: str | None
    label: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a cited triple was stated; dates are ISO 8601, `published` is null where undated."""

    iri: str
    title: str
    url: str | None
    read: str
    published: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A triple that an answer rests on. `triple` and `with_` are N-Triples statements."""

    id: int
    subject: Node
    predicate: Node
    object: Value
    triple: str
    with_: tuple[str, ...]
    premises: tuple[int, ...]
    disputed_by: tuple[int, ...]
    source: SourceRef


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the ids of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableCell:
    """`state` is value, no_limit, not_applicable or unknown."""

    text: str
    state: str
    value: str | None
    unit: str | None
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One property, with one cell a column."""

    property: Node
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Things side by side."""

    columns: tuple[Node, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation."""

    label: str
    expression: str
    value: str
    unit: str | None
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the options that the question gave."""

    label: str
    text: str
    chosen: bool
    why: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GraphRef:
    """Which graph an answer was made from."""

    hash: str
    triples: int
    date: str


@dataclass(frozen=True, slots=True)
class EngineRef:
    """Which program and which encoder made an answer."""

    version: str
    encoder: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; the same graph, engine and question give the same one, byte for byte."""

    question: str
    kind: str | None
    status: str
    reason: str | None
    reading: str
    premise: Sentence | None
    answer: str
    sentences: tuple[Sentence, ...]
    result: dict[str, Any]
    table: Table | None
    citations: tuple[Citation, ...]
    working: tuple[Step, ...]
    assumptions: tuple[str, ...]
    choices: tuple[Choice, ...]
    parts: tuple["Answer", ...]
    sparql: tuple[str, ...]
    suggestions: tuple[str, ...]
    graph: GraphRef
    engine: EngineRef


@dataclass(frozen=True, slots=True)
class Draft:
    """What the composer of one kind of question hands back; the engine completes it to an Answer."""

    kind: str | None
    sentences: tuple[Sentence, ...]
    result: dict[str, Any]
    citations: tuple[Citation, ...]
    sparql: tuple[str, ...]
    status: str = "answered"
    reason: str | None = None
    premise: Sentence | None = None
    table: Table | None = None
    working: tuple[Step, ...] = ()
    assumptions: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = field(default=())
