"""Free-form SPARQL from outside: read only, and within limits of time, memory and rows."""

from graph.sparql.formats import ResultFormat, UnacceptableError
from graph.sparql.hints import Hint, KnownNames
from graph.sparql.outcome import QueryResult
from graph.sparql.pool import Dataset, QueryPool
from graph.sparql.quads import quads_file
from graph.sparql.scan import refuse

__all__ = [
    "Dataset",
    "Hint",
    "KnownNames",
    "QueryPool",
    "QueryResult",
    "ResultFormat",
    "UnacceptableError",
    "quads_file",
    "refuse",
]
