"""The read-only cases of the W3C's protocol suite, as a table of our own; `make w3c` runs the suite."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, Store, parse, parse_query_results

from bench.small_app import small_app

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ONE, TWO, THREE = (f"http://data.example/{number}" for number in range(1, 4))
BOTH = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g1 {{ <{ONE}> a ?type }} GRAPH ?g2 {{ <{TWO}> a ?type }} }}"
ALL = BOTH_NAMED.replace("ASK {", f"ASK {{ <{THREE}> a ?type")


def url(**parameters: str | tuple[str, ...]) -> str:
    pairs = [
        (name.replace("_", "-"), value)
        for name, values in parameters.items()
        for value in ((values,) if isinstance(values, str) else values)
    ]
    return "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)


@dataclass(frozen=True)
class Case:
    name: str
    method: str = "GET"
    url: str = ""
    body: str | None = None
    type: str | None = None
    encoding: str = "utf-8"
    status: int = 2
    answers: str | None = None
    boolean: bool | None = None


def asked(name: str, body: str, answers: str = "boolean", *, address: str = "", true: bool = False) -> Case:
    boolean = True if true else None
    return Case(name, "POST", address, body, QUERY, answers=answers, boolean=boolean)


NONE = url(default_graph_uri="http://data.example/0")
CASES = [
    Case("query_get", url=url(query="ASK {}") + "&" + NONE[1:], answers="boolean", boolean=True),
    Case("query_post_form", "POST", NONE, "query=ASK%20%7B%7D", FORM, answers="boolean", boolean=True),
    asked("query_post_direct", "ASK {}", true=True),
    Case(
        "query_dataset_default_graphs_get",
        url=url(query=BOTH, default_graph_uri=(ONE, TWO)),
        answers="boolean",
        boolean=True,
    ),
    asked("query_dataset_default_graphs_post", BOTH, address=url(default_graph_uri=(ONE, TWO)), true=True),
    Case(
        "query_dataset_named_graphs_get",
        url=url(query=BOTH_NAMED, named_graph_uri=(ONE, TWO)),
        answers="boolean",
        boolean=True,
    ),
    asked("query_dataset_named_graphs_post", BOTH_NAMED, address=url(named_graph_uri=(ONE, TWO)), true=True),
    asked(
        "query_dataset_full",
        ALL,
        address=url(default_graph_uri=THREE, named_graph_uri=(ONE, TWO)),
        true=True,
    ),
    asked(
        "query_multiple_dataset",
        BOTH_NAMED.replace("ASK", f"ASK FROM <{THREE}>"),
        address=url(named_graph_uri=(ONE, TWO)),
        true=True,
    ),
    asked("query_content_type_select", "SELECT (1 AS ?value) {}", "tabular", address=NONE),
    asked("query_content_type_ask", "ASK {}", address=NONE),
    asked("query_content_type_describe", "DESCRIBE <http://example.org/>", "RDF", address=NONE),
    asked("query_content_type_construct", "CONSTRUCT { <s> <p> 1 } WHERE {}", "RDF", address=NONE),
    Case("bad_query_method", "PUT", url(query="ASK {}"), type=FORM, status=4),
    Case("bad_multiple_queries", url=url(query=("ASK {}", "SELECT * {}")), status=4),
    Case("bad_query_wrong_media_type", "POST", "", "ASK {}", "text/plain", status=4),
    Case("bad_query_missing_form_type", "POST", "", "query=ASK%20%7B%7D", status=4),
    Case("bad_query_missing_direct_type", "POST", "", "ASK {}", status=4),
    Case("bad_query_non_utf8", "POST", "", "ASK {}", f"{QUERY}; charset=UTF-16", "utf-16", status=4),
    Case("bad_query_syntax", url=url(query="ASK {"), status=4),
    Case("bad_update_get", url=url(update="CLEAR ALL"), status=4),
    Case("bad_multiple_updates", "POST", "", "update=CLEAR%20NAMED&update=CLEAR%20ALL", FORM, status=4),
    Case("bad_update_wrong_media_type", "POST", "", "CLEAR NAMED", "text/plain", status=4),
    Case("bad_update_missing_form_type", "POST", "", "update=CLEAR%20NAMED", status=4),
    Case("bad_update_non_utf8", "POST", "", "CLEAR NAMED", f"{UPDATE}; charset=UTF-16", "utf-16", status=4),
    Case("bad_update_syntax", "POST", "", "update=CLEAR%20XYZ", FORM, status=4),
    Case(
        "bad_update_dataset_conflict",
        "POST",
        url(using_named_graph_uri="http://example/people"),
        "WITH <http://example/a> DELETE { ?s ?p 'Bill' } INSERT { ?s ?p 'Will' } WHERE { ?s ?p 'Bill' }",
        UPDATE,
        status=4,
    ),
]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    store = Store()
    a = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    for name in (ONE, TWO, THREE):
        store.load(f"<{name}> {a} <http://data.example/Document> <{name}> .", RdfFormat.N_QUADS)
    with TestClient(small_app(store)) as client:
        yield client


def test_the_table_holds_every_read_only_case() -> None:
    assert len({case.name for case in CASES}) == 27


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_protocol_is_kept(case: Case, client: TestClient) -> None:
    headers = {"Content-Type": case.type} if case.type else {}
    content = None if case.body is None else case.body.encode(case.encoding)
    response = client.request(case.method, f"/sparql{case.url}", content=content, headers=headers)
    assert response.status_code // 100 == case.status
    media_type = response.headers["content-type"].partition(";")[0]
    if case.answers == "RDF":
        list(parse(response.content, RdfFormat.from_media_type(media_type)))
    elif case.answers is not None:
        form = QueryResultsFormat.from_media_type(media_type)
        assert form is not None
        results = parse_query_results(response.content, form)
        assert isinstance(results, QueryBoolean) == (case.answers == "boolean")
        assert case.boolean is None or bool(results) == case.boolean
    else:
        assert response.json()["detail"]
