"""The forms in which results are written."""

from collections.abc import Sequence
from enum import StrEnum

from pyoxigraph import QueryResultsFormat, RdfFormat


class ResultFormat(StrEnum):
    """A form of results, by the name users ask for; members are named as in pyoxigraph."""

    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TURTLE = "turtle"
    N_TRIPLES = "ntriples"
    N_QUADS = "nquads"
    TRIG = "trig"
    RDF_XML = "rdfxml"
    JSON_LD = "jsonld"

    @property
    def is_graph(self) -> bool:
        """Whether it holds triples (CONSTRUCT, DESCRIBE), not rows or a boolean (SELECT, ASK)."""
        return self in _GRAPH_FORMATS

    @property
    def media_type(self) -> str:
        """The media type, with its charset where one is customary."""
        return self._engine.media_type

    @property
    def suffix(self) -> str:
        """The usual ending of names of files that hold it, without a dot."""
        return self._engine.file_extension

    @property
    def iri(self) -> str:
        """The W3C's IRI for the format."""
        return self._engine.iri

    @property
    def _engine(self) -> QueryResultsFormat | RdfFormat:
        owner = RdfFormat if self.is_graph else QueryResultsFormat
        found: QueryResultsFormat | RdfFormat = getattr(owner, self.name)
        return found


_GRAPH_FORMATS = frozenset(form for form in ResultFormat if hasattr(RdfFormat, form.name))


class UnacceptableError(ValueError):
    """The result has no form among those that were accepted; the message names those it has."""

    def __init__(self, *, is_graph: bool) -> None:
        kind = "CONSTRUCT and DESCRIBE queries" if is_graph else "SELECT and ASK queries"
        forms = ", ".join(form for form in ResultFormat if form.is_graph == is_graph)
        super().__init__(f"Results of {kind} come as {forms}")


def first(accept: Sequence[ResultFormat], *, is_graph: bool) -> ResultFormat | None:
    """Return the first of these formats that can hold triples, or rows; None where none can."""
    return next((form for form in accept if form.is_graph == is_graph), None)
