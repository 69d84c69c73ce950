"""The errors we raise on purpose.

CloudciteError
├── OntologyError      the catalogue on disk is missing, unreadable or fails its checks
├── SettingsError      an environment variable holds something we cannot use
├── EncoderError       the encoder's files are missing or damaged
├── QuestionError      the question is too long or not text
├── NotFoundError      no thing of that name; carries the nearest names
└── QueryError         a free-form SPARQL query that we do not run
    ├── QuerySyntaxError    it is not SPARQL, or not a query
    ├── QueryRefusedError   it asks for something we never do (update, SERVICE)
    ├── QueryTimeoutError   it took longer than the limit
    └── QueryBusyError      too many queries are waiting
"""

from collections.abc import Sequence


class CloudciteError(Exception):
    """Base of all errors whose message is meant for the user."""


class OntologyError(CloudciteError):
    """The catalogue on disk is missing, unreadable or fails its checks."""


class SettingsError(CloudciteError):
    """An environment variable holds something we cannot use; the message names it."""


class EncoderError(CloudciteError):
    """The encoder's files are missing or damaged."""


class QuestionError(CloudciteError):
    """The question is too long or not text."""


class NotFoundError(CloudciteError):
    """No thing of that name; `near` holds the nearest names, best first."""

    def __init__(self, message: str, near: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.near = tuple(near)


class QueryError(CloudciteError):
    """A free-form SPARQL query that we do not run."""


class QuerySyntaxError(QueryError):
    """It is not SPARQL, or not a query; `near` holds names that may have been meant."""

    def __init__(self, message: str, near: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.near = tuple(near)


class QueryRefusedError(QueryError):
    """It asks for something we never do."""


class QueryTimeoutError(QueryError):
    """It took longer, or more memory, than the limit."""


class QueryBusyError(QueryError):
    """Too many queries are waiting."""
