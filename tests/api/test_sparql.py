from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from bench.small_app import small_app
from graph.sparql import ResultFormat

SELECT = "SELECT * { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
DIRECT = {"Content-Type": "application/sparql-query"}
QUADS = (
    b"".join(
        b'<https://ex.org/%d> <https://ex.org/p> "%d" <https://ex.org/g> .\n' % (number, number)
        for number in range(2)
    )
    + b'<https://ex.org/a> <https://ex.org/p> "a" .\n'
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """An app with nothing but this endpoint, over a graph of three statements."""
    store = Store()
    store.bulk_load(QUADS, RdfFormat.N_QUADS)
    with TestClient(small_app(store, rows=2)) as client:
        yield client


def ask(client: TestClient, query: str, **headers: str) -> Response:
    return client.get("/sparql", params={"query": query}, headers=headers)


def test_a_query_may_come_in_the_address_in_a_form_or_as_the_body(client: TestClient) -> None:
    for response in (
        ask(client, SELECT),
        client.post("/sparql", data={"query": SELECT}),
        client.post("/sparql", content=SELECT, headers=DIRECT),
        client.post(
            "/sparql", content=SELECT, headers={"Content-Type": f"{DIRECT['Content-Type']}; charset=UTF-8"}
        ),
    ):
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/sparql-results+json"
        (row,) = response.json()["results"]["bindings"]
        assert row["s"] == {"type": "uri", "value": "https://ex.org/a"}


@pytest.mark.parametrize(
    ("accept", "query", "expected"),
    [
        ("*/*", SELECT, "application/sparql-results+json"),
        ("*/*", "ASK {}", "application/sparql-results+json"),
        ("*/*", CONSTRUCT, "text/turtle; charset=utf-8"),
        ("*/*", "DESCRIBE <https://ex.org/a>", "text/turtle; charset=utf-8"),
        ("application/json", SELECT, "application/sparql-results+json"),
        ("application/json", CONSTRUCT, "application/ld+json"),
        ("text/xml", SELECT, "application/sparql-results+xml"),
        ("application/xml", CONSTRUCT, "application/rdf+xml"),
        ("text/csv; charset=utf-8", SELECT, "text/csv; charset=utf-8"),
        ("text/*", SELECT, "text/csv; charset=utf-8"),
        (
            "text/csv;q=0.1, text/tab-separated-values;q=0.2",
            SELECT,
            "text/tab-separated-values; charset=utf-8",
        ),
        ("text/turtle, application/sparql-results+xml", SELECT, "application/sparql-results+xml"),
        ("application/n-triples, */*;q=0.1", CONSTRUCT, "application/n-triples"),
        ("application/n-triples, */*;q=0.1", SELECT, "application/sparql-results+json"),
    ],
)
def test_the_accept_header_chooses_among_what_fits_the_query(
    client: TestClient, accept: str, query: str, expected: str
) -> None:
    response = ask(client, query, Accept=accept)
    assert (response.status_code, response.headers["content-type"]) == (200, expected)
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize("form", list(ResultFormat))
def test_a_format_may_be_named_in_the_address(client: TestClient, form: ResultFormat) -> None:
    query = CONSTRUCT if form.is_graph else SELECT
    response = client.get("/sparql", params={"query": query, "format": form}, headers={"Accept": "image/png"})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(form.media_type)


def test_what_client_libraries_add_is_ignored(client: TestClient) -> None:
    extra = {"query": CONSTRUCT, "format": "rdf+xml", "output": "rdf+xml", "timeout": "5"}
    response = client.get("/sparql", params=extra, headers={"Accept": "application/rdf+xml"})
    assert response.headers["content-type"] == "application/rdf+xml"


def test_where_nothing_fits_the_possible_forms_are_named(client: TestClient) -> None:
    unknown = ask(client, SELECT, Accept="image/png")
    unfit = ask(client, SELECT, Accept="text/turtle")
    named = client.get("/sparql", params={"query": CONSTRUCT, "format": "csv"})
    assert {unknown.status_code, unfit.status_code, named.status_code} == {406}
    assert "application/sparql-results+json, text/csv, " in unknown.json()["detail"]
    assert "come as json, csv, tsv, xml" in unfit.json()["detail"]
    assert "come as turtle, ntriples" in named.json()["detail"]


def test_updates_are_refused(client: TestClient) -> None:
    update = "INSERT DATA { <a:b> <a:b> <a:b> }"
    for response in (
        client.get("/sparql", params={"update": update}),
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", data={"query": update}),
        client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"}),
    ):
        assert response.status_code == 403
        assert "read only" in response.json()["detail"]
    assert ask(client, "ASK { <a:b> ?p ?o }").json()["boolean"] is False


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"", "application/x-www-form-urlencoded", 400),
        (b"query=ASK+%7B%7D&query=ASK+%7B%7D", "application/x-www-form-urlencoded", 400),
        (b"query=%FF", "application/x-www-form-urlencoded", 400),
        (b"\xff", "application/sparql-query", 400),
        (b"", "application/sparql-query", 400),
        (b"ASK {", "application/sparql-query", 400),
        ("ASK {}".encode("utf-16"), "application/sparql-query; charset=utf-16", 415),
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", "", 415),
        (b"#" * (1 << 20) + b"\nASK {}", "application/sparql-query", 413),
    ],
)
def test_a_body_that_is_no_query_is_turned_away(
    client: TestClient, content: bytes, content_type: str, status: int
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    response = client.post("/sparql", content=content, headers=headers)
    assert response.status_code == status
    assert response.json()["detail"]


def test_two_queries_in_one_address_are_turned_away(client: TestClient) -> None:
    response = client.get("/sparql", params=[("query", SELECT), ("query", SELECT)])
    assert response.status_code == 400


def test_a_syntax_error_says_where(client: TestClient) -> None:
    response = ask(client, "SELECT * {\n ?s ?p")
    assert response.status_code == 400
    assert response.json()["detail"].startswith("Line 2, column ")


def test_a_cut_is_announced(client: TestClient) -> None:
    cut = ask(client, "SELECT * { GRAPH ?g { ?s ?p ?o } VALUES ?x { 1 2 } }")
    assert len(cut.json()["results"]["bindings"]) == 2
    assert cut.headers["x-cloudcite-truncated"] == "true"
    assert "x-cloudcite-truncated" not in ask(client, SELECT).headers


def test_the_request_may_choose_the_graph(client: TestClient) -> None:
    chosen = {"query": "SELECT ?o { ?s ?p ?o } ORDER BY ?o", "default-graph-uri": "https://ex.org/g"}
    for response in (client.get("/sparql", params=chosen), client.post("/sparql", data=chosen)):
        rows = response.json()["results"]["bindings"]
        assert [row["o"]["value"] for row in rows] == ["0", "1"]
    wrong = client.get("/sparql", params={"query": SELECT, "named-graph-uri": "not an IRI"})
    assert wrong.status_code == 400


def test_without_a_query_the_service_describes_itself(client: TestClient) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    response = client.get("/sparql", headers={"Accept": "text/turtle, */*;q=0.1"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    here = str(response.url)
    store = Store()
    store.extend(parse(response.content, RdfFormat.TURTLE, base_iri=here))
    values = {
        (quad.predicate.value, quad.object.value)
        for quad in store.quads_for_pattern(NamedNode(here), None, None)
        if isinstance(quad.object, NamedNode)
    }
    assert (f"{sd}endpoint", here) in values
    assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Query") in values
    formats = {value for predicate, value in values if predicate == f"{sd}resultFormat"}
    assert formats == {form.iri for form in ResultFormat}


def test_pages_of_other_sites_may_ask(client: TestClient) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    preflight = client.options("/sparql", headers={**origin, "Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    answers = (preflight, ask(client, SELECT, **origin), client.get("/sparql", headers=origin))
    assert {answer.headers["access-control-allow-origin"] for answer in answers} == {"*"}


def test_errors_can_be_read_by_pages_of_other_sites_too(client: TestClient) -> None:
    for response in (ask(client, "ASK {"), client.put("/sparql"), ask(client, SELECT, Accept="image/png")):
        assert response.status_code in (400, 405, 406)
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["access-control-allow-origin"] == "*"


def test_what_the_service_is_comes_in_every_form_of_rdf(client: TestClient) -> None:
    turtle = client.get("/sparql")
    expected = Dataset(parse(turtle.content, RdfFormat.TURTLE, base_iri=str(turtle.url)))
    expected.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    for form in (ResultFormat.N_TRIPLES, ResultFormat.RDF_XML, ResultFormat.JSON_LD):
        response = client.get("/sparql", headers={"Accept": form.media_type})
        assert response.headers["content-type"] == form.media_type
        found = Dataset(parse(response.content, getattr(RdfFormat, form.name)))
        found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
        assert found == expected
    assert client.get("/sparql", headers={"Accept": "text/csv"}).status_code == 406


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        ("text/html", 200, "text/html"),
        ("text/csv, text/html;q=0.1", 200, "text/html"),
        ("text/turtle, text/html;q=0.9", 200, "text/turtle"),
        ("text/html, text/turtle;q=0.9", 200, "text/html"),
        ("text/html;q=0", 406, "application/problem+json"),
        ("text/csv", 406, "application/problem+json"),
        ("", 200, "text/turtle"),
    ],
)
def test_without_a_query_people_get_the_page_and_programs_the_description(
    client: TestClient, accept: str, status: int, media_type: str
) -> None:
    response = client.get("/sparql", headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (status, media_type)


def test_a_host_that_is_none_is_told_so(client: TestClient) -> None:
    headers = {"Host": "a%zz", "Accept": "application/ld+json"}
    assert client.get("/sparql", headers=headers).status_code == 400


def test_the_description_counts_what_there_is(client: TestClient) -> None:
    turtle = client.get("/sparql").text
    store = Store()
    store.load(turtle, RdfFormat.TURTLE, base_iri="http://here/sparql")
    query = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?accepted ?name ?stated { ?s sd:defaultDataset ?d . ?d sd:defaultGraph/void:triples ?accepted ;
            sd:namedGraph [ sd:name ?name ; sd:graph/void:triples ?stated ] }"""
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    assert (
        rows.serialize(format=QueryResultsFormat.CSV) == b"accepted,name,stated\r\n1,https://ex.org/g,2\r\n"
    )


def test_a_head_is_answered_like_a_get_without_the_body(client: TestClient) -> None:
    for params in ({}, {"query": SELECT}, {"query": "ASK {"}):
        head, get = client.head("/sparql", params=params), client.get("/sparql", params=params)
        assert (head.status_code, head.headers["content-type"]) == (
            get.status_code,
            get.headers["content-type"],
        )


def test_a_method_that_is_not_offered_is_refused_with_those_that_are(client: TestClient) -> None:
    response = client.delete("/sparql")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize(
    ("query", "said", "near"),
    [
        ("SELECT * { exx:a ?p ?o }", "exx:a is unknown", []),
        ("SELECT * { idd:a ?p ?o }", "idd:a is unknown; did you mean id:?", ["id:"]),
        ("SELECT * { <https://ex.org/pp> ?p ?o", "<https://ex.org/pp> is unknown; did you mean", None),
    ],
)
def test_a_syntax_error_names_what_may_have_been_meant(
    client: TestClient, query: str, said: str, near: list[str] | None
) -> None:
    response = ask(client, query)
    assert response.status_code == 400
    assert said in response.json()["detail"]
    assert near is None or response.json()["near"] == near


def test_where_nothing_is_found_unknown_names_are_told(client: TestClient) -> None:
    unknown = ask(client, "SELECT * { ?s <https://ex.org/pp> ?o }")
    assert unknown.status_code == 200
    assert "<https://ex.org/pp> is unknown; did you mean" in unknown.headers["x-cloudcite-hint"]
    known = ask(client, "SELECT * { <https://ex.org/p> ?p ?o }")
    assert known.json()["results"]["bindings"] == []
    assert "x-cloudcite-hint" not in known.headers
    function = ask(client, "SELECT (<http://ex/f>(1) AS ?x) {}")
    assert "function <http://ex/f> is unknown" in function.headers["x-cloudcite-hint"]
