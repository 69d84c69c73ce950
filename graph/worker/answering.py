"""One query, from the request to the written result. It runs in a worker, so it imports only the store."""

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import IO, Any, cast

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse_query_results,
    serialize,
)

_MIB = 1 << 20
_LARGEST = 32 * _MIB
"""Bytes of a result: the parent holds it, and its memory has no limit."""
_LONGEST = 16 * _MIB
"""Bytes of a row: pyoxigraph reads no longer line."""
_BETWEEN_ROWS = {
    QueryResultsFormat.JSON: b"},{",
    QueryResultsFormat.XML: b"<result>",
    QueryResultsFormat.CSV: b"\n",
    QueryResultsFormat.TSV: b"\n",
}
"""What stands at least once for every row, or between any two."""
_NO_ROWS = {
    QueryResultsFormat.JSON: b'"bindings":[]}}',
    QueryResultsFormat.XML: b"<results></results></sparql>",
}

_STAR = re.compile(r"(?:\#[^\n\r]*+|<[^<>]*+>|[^\#<*{(?$])*+(\*)")
"""What may stand before the star of SELECT *, with the star."""
_VARIABLE = re.compile(r"[?$](\w+)")
_NO_FUNCTION = re.compile(r"custom function <([^>]*)> is not supported")

Message = Mapping[str, Any]
Function = Callable[..., Any]
Results = QuerySolutions | QueryBoolean | QueryTriples
Written = tuple[bytes, bool, bool]
"""The bytes, whether something was cut, and whether there is nothing."""
Reply = tuple[dict[str, Any], bytes]


class _TooLargeError(Exception):
    """The result is too large to be handed over."""


class _MoreRowsError(Exception):
    """There may be more rows than the limit."""


class _Bounded:
    """Takes what is written, until it may be more than the limit of rows or bytes."""

    def __init__(self, rows: int, form: QueryResultsFormat) -> None:
        self._rows = rows
        self._between = _BETWEEN_ROWS[form]
        self._parts: list[bytes] = []
        self._size = 0
        self._tail = b""

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self._size += len(data)
        self._rows -= (self._tail + data).count(self._between)
        if self._rows < 0 or self._size > _LARGEST:
            raise _MoreRowsError
        kept = len(self._between) - 1
        self._tail = (self._tail + data)[-kept:] if kept else b""
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    @property
    def body(self) -> bytes:
        return b"".join(self._parts)


def answer(store: Store, request: Message, settings: Message) -> Reply:
    """Return what became of a request: the kind of outcome and what belongs to it, and the result."""
    try:
        return _result(_Query(store, request, settings))
    except SyntaxError as error:
        return {"outcome": "syntax", "message": str(error)}, b""
    except _TooLargeError as error:
        return {"outcome": "large", "message": str(error)}, b""
    except OSError:
        # The store is in memory, so the query tried to open a connection.
        return {"outcome": "network"}, b""
    except (RuntimeError, ValueError) as error:
        return {"outcome": "failed", "message": str(error)}, b""


class _Query:
    """A query that may be run twice, and what is learnt of it."""

    def __init__(self, store: Store, request: Message, settings: Message) -> None:
        self._store = store
        self._request = request
        self.settings = settings
        self.unknown: dict[NamedNode, Function] = {}
        """Functions that nobody knows: as the standard has it, their calls have no value."""

    def form(self, *, is_graph: bool) -> str | None:
        """The wanted format of triples, or of rows."""
        found: str | None = self._request["graph" if is_graph else "rows"]
        return found

    def run(self) -> Results:
        text: str = self._request["query"]
        results = self._evaluate(text)
        star = _STAR.match(text)
        if star and isinstance(results, QuerySolutions) and results.variables:
            # The engine puts the columns of SELECT * in order of their names, people in one that tells more.
            named = {variable.value for variable in results.variables}
            order = [f"?{name}" for name in dict.fromkeys(_VARIABLE.findall(text)) if name in named]
            results = self._evaluate(f"{text[: star.start(1)]} {' '.join(order)} {text[star.end(1) :]}")
        return results

    def _evaluate(self, text: str) -> Results:
        while True:
            try:
                return self._store.query(
                    text,
                    base_iri=self.settings["base"],
                    prefixes=self.settings["prefixes"],
                    default_graph=_names(self._request["default"]),
                    named_graphs=_names(self._request["named"]),
                    custom_functions=self.unknown or None,
                )
            except RuntimeError as error:
                function = _NO_FUNCTION.search(str(error))
                if function is None or (name := NamedNode(function[1])) in self.unknown:
                    raise
                self.unknown[name] = _no_value


def _no_value(*_: object) -> None:
    return None


def _names(iris: list[str] | None) -> list[Any] | None:
    return None if iris is None else [NamedNode(iri) for iri in iris]


def _result(query: _Query) -> Reply:
    results = query.run()
    is_graph = isinstance(results, QueryTriples)
    name = query.form(is_graph=is_graph)
    if name is None:
        return {"outcome": "form", "is_graph": is_graph}, b""
    if isinstance(results, QueryTriples):
        body, cut, empty = _triples(results, getattr(RdfFormat, name), query.settings)
    elif isinstance(results, QueryBoolean):
        form = getattr(QueryResultsFormat, name)
        body, cut, empty = results.serialize(format=form) or b"", False, not results
    else:
        body, cut, empty = _rows(query, results, getattr(QueryResultsFormat, name))
    if len(body) > _LARGEST:
        raise _TooLargeError(f"The result is larger than {_LARGEST // _MIB} MiB")
    functions = [function.value for function in query.unknown]
    details = {"is_graph": is_graph, "cut": cut, "empty": empty, "functions": functions}
    return {"outcome": "result", **details}, body


def _triples(results: QueryTriples, form: RdfFormat, settings: Message) -> Written:
    limit: int = settings["rows"]
    taken = list(islice(results, limit + 1))  # the rest is never computed
    body = serialize(taken[:limit], format=form, prefixes=settings["prefixes"]) or b""
    return body, len(taken) > limit, not taken


def _rows(query: _Query, results: QuerySolutions, form: QueryResultsFormat) -> Written:
    """Write the rows, or the first of them.

    The engine writes rows ten times as fast as Python can look at them, but writes all or nothing. So
    where they turn out to be too many, the query is run again and its first rows are taken.
    """
    limit: int = query.settings["rows"]
    written = _Bounded(limit, form)
    try:
        results.serialize(cast("IO[bytes]", written), form)
    except _MoreRowsError:
        again = query.run()
        assert isinstance(again, QuerySolutions)
        taken = list(islice(again, limit + 1))
        return _table(again.variables, taken[:limit], form), len(taken) > limit, False
    body, ending = written.body, _NO_ROWS.get(form)
    return body, False, body.endswith(ending) if ending else body.count(b"\n") == 1


def _table(variables: list[Variable], rows: list[Any], form: QueryResultsFormat) -> bytes:
    """Write some of the rows; pyoxigraph writes whole results only, so they pass through TSV."""
    lines = ["\t".join(str(variable) for variable in variables)]
    lines += ["\t".join(map(_text, row)) for row in rows]
    if any(len(line.encode()) >= _LONGEST for line in lines):
        raise _TooLargeError(f"A row of the result is larger than {_LONGEST // _MIB} MiB")
    table = parse_query_results("\n".join([*lines, ""]), format=QueryResultsFormat.TSV)
    return table.serialize(format=form) or b""


def _text(term: object) -> str:
    if term is None:
        return ""
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)
