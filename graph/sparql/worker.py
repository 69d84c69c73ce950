"""The child process that runs free-form queries; started by its path, so that it imports little.

A query can do harm in four ways, and none of them is ours to stop from inside: it runs on, it takes
memory, it crashes the process, or it fetches from the network (pyoxigraph follows SERVICE and
has no switch for that). So it runs here, where the system bounds memory, no file or connection
can be opened, and the parent may kill at any moment.

Messages are one line of JSON each, followed by as many bytes as it says under `size`.
"""

import json
import os
import resource
import select
import sys
import threading
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

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

Message = Mapping[str, Any]
Reply = tuple[dict[str, Any], bytes]


class _TooLargeError(Exception):
    """The result is too large to be handed over."""


def main() -> None:
    """Load the graph, give up what queries do not need, then answer until the parent is gone."""
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    settings = json.loads(requests.readline())
    store = Store()
    store.bulk_load(requests.read(settings["size"]), RdfFormat.N_QUADS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _confine(settings["memory"])
    _send(replies, {"outcome": "ready"}, b"")
    for line in requests:
        try:
            _send(replies, *_answer(store, json.loads(line), settings))
        except MemoryError:
            os.abort()  # as Rust does where memory runs out: one sign of it for the parent


def _end_with_parent() -> None:
    # The main thread may be deep in a query, so it would not see that the pipe has closed.
    pipe = select.poll()
    pipe.register(sys.stdin.fileno(), 0)  # no event asked for: reports the hang-up alone
    pipe.poll()
    os._exit(0)


def _confine(memory: int) -> None:
    if sys.platform == "linux":  # elsewhere address space is not limited or not reported
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a query out of memory ends in an abort
    # Standard input, output and error are open: nothing else ever will be.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _send(replies: BinaryIO, reply: Message, body: bytes) -> None:
    replies.write(json.dumps({**reply, "size": len(body)}).encode() + b"\n" + body)
    replies.flush()


def _answer(store: Store, request: Message, settings: Message) -> Reply:
    try:
        return _results(store, request, settings)
    except SyntaxError as error:
        return {"outcome": "syntax", "message": str(error)}, b""
    except _TooLargeError as error:
        return {"outcome": "large", "message": str(error)}, b""
    except OSError:
        # The store is in memory, so the query tried to open a connection.
        return {"outcome": "network"}, b""
    except (RuntimeError, ValueError) as error:
        return {"outcome": "failed", "message": str(error)}, b""


def _results(store: Store, request: Message, settings: Message) -> Reply:
    results = store.query(
        request["query"],
        prefixes=settings["prefixes"],
        default_graph=_names(request["default"]),
        named_graphs=_names(request["named"]),
    )
    is_graph = isinstance(results, QueryTriples)
    name = request["graph" if is_graph else "rows"]
    if name is None:
        return {"outcome": "form", "is_graph": is_graph}, b""
    form = getattr(RdfFormat if is_graph else QueryResultsFormat, name)
    taken: list[Any] = []
    limit: int = settings["rows"]
    if isinstance(results, QueryBoolean):
        body = results.serialize(format=form)
    else:
        # One more than the limit, to see whether there is more; the rest is never computed.
        taken = list(islice(results, limit + 1))
        if isinstance(results, QuerySolutions):
            body = _table(results.variables, taken[:limit], form)
        else:
            body = serialize(taken[:limit], format=form, prefixes=settings["prefixes"])
    if body is None or len(body) > _LARGEST:
        raise _TooLargeError(f"The result is larger than {_LARGEST // _MIB} MiB")
    return {"outcome": "result", "is_graph": is_graph, "cut": len(taken) > limit}, body


def _names(iris: list[str] | None) -> list[Any] | None:
    return None if iris is None else [NamedNode(iri) for iri in iris]


def _table(variables: list[Variable], rows: list[Any], form: QueryResultsFormat) -> bytes | None:
    """Write some of the rows; pyoxigraph writes whole results only, so they pass through TSV."""
    lines = ["\t".join(str(variable) for variable in variables)]
    lines += ["\t".join(map(_text, row)) for row in rows]
    if any(len(line.encode()) >= _LONGEST for line in lines):
        raise _TooLargeError(f"A row of the result is larger than {_LONGEST // _MIB} MiB")
    table = parse_query_results("\n".join([*lines, ""]), format=QueryResultsFormat.TSV)
    return table.serialize(format=form)


def _text(term: object) -> str:
    if term is None:
        return ""
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(term)


if __name__ == "__main__":
    main()
