"""What the OpenAPI document says of /sparql, which is no FastAPI route (see sparql.py)."""

from typing import Any

from api.operation import DIRECT, FORM
from api.problems import MEDIA_TYPE
from graph.sparql import ResultFormat

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_FORMAT = {
    "name": "format",
    "in": "query",
    "description": f"The form of the result, in place of the Accept header: "
    f"{', '.join(ResultFormat)}. `json` and `xml` mean the one that fits the query.",
    "schema": _TEXT,
}
_DATASET = [
    {"name": name, "in": "query", "description": f"{what} of the query; may be repeated.", "schema": _TEXTS}
    for name, what in (
        ("default-graph-uri", "A graph that is part of the default graph"),
        ("named-graph-uri", "A named graph"),
    )
]
_QUERY = {
    "name": "query",
    "in": "query",
    "description": "A SELECT, ASK, CONSTRUCT or DESCRIBE query. The prefixes cv:, id:, source: and "
    "the usual ones need no declaration.",
    "schema": _TEXT,
}
_FIELDS = {"type": "object", "required": ["query"], "properties": {"query": _TEXT}}
_RESULT = {
    "description": "The result. `X-Cloudcite-Truncated` is `true` where it was cut; `X-Cloudcite-Hint` says "
    "what may have been meant where nothing was found and a name is unknown.",
    "content": {form.media_type.partition(";")[0]: {"schema": _TEXT} for form in ResultFormat},
}
_ERRORS = {
    "400": "It is not a SPARQL query",
    "403": "An update, or SERVICE",
    "405": "Neither GET, HEAD, POST nor OPTIONS",
    "406": "The result has none of the accepted forms",
    "413": "The query is too long",
    "415": "The body is neither a query nor a form",
    "503": "Too many queries, or this one took more time or memory than it may",
    "default": "Any other error",
}


def operations() -> dict[str, Any]:
    """Return the path item."""
    problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    errors = {code: {"description": what, "content": problem} for code, what in _ERRORS.items()}
    return {
        "get": {
            "tags": ["SPARQL"],
            "summary": "Run a SPARQL query; without one, describe the service",
            "operationId": "sparql",
            "parameters": [dict(each) for each in (_QUERY, _FORMAT, *_DATASET)],
            "responses": {"200": _RESULT, **errors},
        },
        "post": {
            "tags": ["SPARQL"],
            "summary": "Run a SPARQL query that is too long for an address",
            "operationId": "post_sparql",
            "parameters": [dict(each) for each in (_FORMAT, *_DATASET)],
            "requestBody": {
                "required": True,
                "content": {DIRECT: {"schema": _TEXT}, FORM: {"schema": _FIELDS}},
            },
            "responses": {"200": _RESULT, **errors},
        },
    }
