"""What a worker's answer, or its end, means to the caller."""

import signal
from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import QueryError, QueryRefusedError, QuerySyntaxError, QueryTimeoutError
from graph.sparql.explain import explain
from graph.sparql.formats import ResultFormat, UnacceptableError, first
from graph.sparql.process import Reply, WorkerDiedError

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A written result."""

    body: bytes
    media_type: str
    truncated: bool
    """Whether there were more rows, or triples, than the limit."""
    empty: bool
    """Whether it holds no row and no triple, or says no."""
    unknown_functions: tuple[str, ...] = ()
    """The functions that nobody knows; a call of one has no value."""


def result(reply: Reply, accept: Sequence[ResultFormat]) -> QueryResult:
    """Return the result that a reply holds, or raise the error that it tells of."""
    match reply.outcome:
        case "result":
            form = first(accept, is_graph=reply.details["is_graph"])
            if form is not None:
                told = reply.details
                return QueryResult(
                    reply.body, form.media_type, told["cut"], told["empty"], tuple(told["functions"])
                )
        case "form":
            raise UnacceptableError(is_graph=reply.details["is_graph"])
        case "syntax":
            raise QuerySyntaxError(explain(reply.details["message"]))
        case "failed":
            raise QuerySyntaxError(f"{reply.details['message']}.")
        case "network":
            raise QueryRefusedError("Queries read this graph only and reach no other server.")
        case "large":
            raise QueryTimeoutError(f"{reply.details['message']}.")
    raise ValueError(f"No meaning for the reply {reply.outcome!r}")


def end(died: WorkerDiedError, memory: int) -> QueryError:
    """Return the error that tells why a query's process ended, as far as its exit code says."""
    if died.code == -signal.SIGSEGV:
        return QuerySyntaxError("The query is nested too deeply to be read.")
    if died.code in (-signal.SIGABRT, -signal.SIGKILL):
        limit = f"{memory / MIB:,g} MiB"
        return QueryTimeoutError(f"The query was stopped: it needed more memory than its {limit}.")
    known = "" if died.code is None else f" with code {died.code}"
    return QueryTimeoutError(f"The query was stopped: its process ended{known}.")
