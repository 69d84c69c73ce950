import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from graph.errors import (
    QueryRefusedError,
    QuerySyntaxError,
)
from graph.namespaces import ID, PREF_LABEL, PREFIXES
from graph.sparql import Dataset, ResultFormat, UnacceptableError
from tests.graph.pools import (
    ENDLESS,
    GRAPH,
    ROWS,
    SOURCE,
    started,
    things,
)


def test_a_query_may_use_our_prefixes_or_its_own() -> None:
    with started(things(3)) as pool:
        ours = pool.run("SELECT ?label { id:1 skos:prefLabel ?label }", ROWS)
        own = pool.run(f"PREFIX id: <{ID}x/> SELECT ?label {{ id:1 ?p ?label }}", ROWS)
    assert (ours.body, ours.truncated) == (b"label\r\nthing 1\r\n", False)
    assert ours.media_type == "text/csv; charset=utf-8"
    assert own.body == b"label\r\n"


def test_the_default_graph_is_asked_unless_the_query_or_the_request_names_another() -> None:
    query = "SELECT ?size { id:0 cv:size ?size }"
    with started(things(1)) as pool:
        accepted = pool.run(query, ROWS)
        claimed = pool.run("SELECT ?size { GRAPH source:page { id:0 cv:size ?size } }", ROWS)
        chosen = pool.run(query, ROWS, Dataset((SOURCE.value,), ()))
        unnamed = pool.run("ASK { GRAPH ?g { ?s ?p ?o } }", ROWS, Dataset((SOURCE.value,), ()))
    assert accepted.body == b"size\r\n"
    assert claimed.body == chosen.body == b"size\r\n7\r\n"
    assert unnamed.body == b"false"


@pytest.mark.parametrize("form", [form for form in ResultFormat if not form.is_graph])
def test_rows_are_written_as_the_engine_writes_them(form: ResultFormat) -> None:
    query = r"""SELECT ?a ?b ?c ?d ?e ?f ?g ?h { VALUES (?a ?b ?c ?d ?e ?f ?g ?h) {
        (<http://ex/a> "tab\t, line\n, \"quote\" and \\" "hallo"@de 1
         UNDEF "01"^^xsd:integer true 1.5e0)
        (UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF)
        (<<( <http://ex/a> <http://ex/b> <<( <http://ex/a> <http://ex/b> "c" )>> )>> "é\u0001🙂"
         "2020-01-01"^^xsd:date 1.50 UNDEF "" UNDEF UNDEF) } }"""
    engine = getattr(QueryResultsFormat, form.name)
    with started(Store()) as pool:
        for text in (query, "SELECT * {}", "SELECT ?a { VALUES ?a { UNDEF UNDEF } }", "ASK {}"):
            expected = Store().query(text, prefixes=PREFIXES).serialize(format=engine)
            assert pool.run(text, [form]).body == expected


@pytest.mark.parametrize("form", [form for form in ResultFormat if form.is_graph])
def test_triples_come_in_every_form_of_rdf(form: ResultFormat) -> None:
    with started(things(20)) as pool:
        result = pool.run("CONSTRUCT WHERE { ?s skos:prefLabel ?label }", [form])
    written = parse(result.body, getattr(RdfFormat, form.name))
    assert {quad.subject.value for quad in written} == {f"{ID}{number}" for number in range(20)}


def test_a_description_holds_what_is_said_of_the_thing() -> None:
    with started(things(3)) as pool:
        result = pool.run("DESCRIBE id:1", GRAPH)
    assert result.body == f'<{ID}1> {PREF_LABEL} "thing 1" .\n'.encode()


def test_the_kind_of_query_picks_among_the_accepted_formats() -> None:
    accept = [ResultFormat.TURTLE, ResultFormat.XML, ResultFormat.JSON]
    with started(things(1)) as pool:
        assert pool.run("ASK {}", accept).media_type == "application/sparql-results+xml"
        assert pool.run("CONSTRUCT WHERE { ?s ?p ?o }", accept).media_type == "text/turtle"
        with pytest.raises(UnacceptableError, match="SELECT and ASK queries come as json, csv"):
            pool.run("SELECT * {}", GRAPH)
        with pytest.raises(UnacceptableError, match="DESCRIBE queries come as turtle, "):
            pool.run("DESCRIBE id:0", ROWS)


def test_a_cut_says_so_and_a_fit_does_not() -> None:
    with started(things(5), rows=5) as pool:
        fits = pool.run("SELECT * { ?s skos:prefLabel ?label }", ROWS)
        cut = pool.run("SELECT * { ?s ?p ?label BIND(1 AS ?n) VALUES ?m { 1 2 } }", ROWS)
        graph = pool.run("CONSTRUCT { ?s ?p 1, 2 } WHERE { ?s ?p ?o }", GRAPH)
    assert (fits.body.count(b"\n"), fits.truncated) == (6, False)
    assert (cut.body.count(b"\n"), cut.truncated) == (6, True)
    assert (graph.body.count(b"\n"), graph.truncated) == (5, True)


def test_rows_beyond_the_cut_are_never_computed() -> None:
    with started(things(1000), rows=10) as pool:
        cut = pool.run(ENDLESS.replace("(COUNT(*) AS ?n)", "*"), [ResultFormat.JSON])
    result = parse_query_results(cut.body, QueryResultsFormat.JSON)
    assert not isinstance(result, QueryBoolean)
    assert len(list(result)) == 10


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {\n  ?s ?p ?o\n", r"Line 3, column 1: expected one of: , \. ; "),
        ("SELECT * { ?s\n ex:p ?o }", r"Line 2, .* not found \(known without PREFIX: cv, id, "),
        ("SELECT ?x ?x {}", "Line 1, .*: Duplicated variable name in SELECT"),
        ("Which is cheapest?", "a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("SELECT * { ?s ?p }", "Line 1, column 19: there is a mistake here or shortly before"),
        ("SELECT * {" + "{" * 30_000 + "}" * 30_001, "nested too deeply"),
    ],
)
def test_a_mistake_is_explained(query: str, message: str) -> None:
    with started(Store()) as pool:
        with pytest.raises(QuerySyntaxError, match=message):
            pool.run(query, ROWS)
        assert not pool.run("ASK { ?s ?p ?o }", ROWS).truncated


def test_a_call_of_an_unknown_function_has_no_value_and_is_told() -> None:
    with started(Store()) as pool:
        result = pool.run("SELECT (<http://ex/f>(1) AS ?x) (<http://ex/g>(2) AS ?y) (3 AS ?z) {}", ROWS)
    assert result.body == b"x,y,z\r\n,,3\r\n"
    assert result.unknown_functions == ("http://ex/f", "http://ex/g")


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", b"s,p,o"),
        ("PREFIX a: <http://ex/*> # SELECT *\nselect distinct*where{?z a:b ?y OPTIONAL{?y ?z ?a}}", b"z,y,a"),
        ("SELECT * { { SELECT (COUNT(*) AS ?n) ?b { ?b ?a [] } GROUP BY ?b } BIND(?n * 2 AS ?m) }", b"n,b,m"),
        ("SELECT (COUNT(*) AS ?b) (MAX(?s) * 2 AS ?a) { ?s ?p ?o }", b"b,a"),
        ("SELECT * {}", b""),
    ],
)
def test_the_columns_of_a_star_stand_as_they_were_written(query: str, columns: bytes) -> None:
    with started(things(1)) as pool:
        assert pool.run(query, ROWS).body.partition(b"\r\n")[0] == columns


@pytest.mark.parametrize("form", [form for form in ResultFormat if not form.is_graph])
def test_a_result_says_whether_it_is_empty_and_a_cut_is_exact(form: ResultFormat) -> None:
    with started(things(0), rows=20) as pool:
        for values, rows, cut in (("", 0, False), ("'a},{b' " * 20, 20, False), ("'a},{b' " * 21, 20, True)):
            result = pool.run(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}", [form])
            assert (result.empty, result.truncated) == (rows == 0, cut)
            assert result.body.count(b"a},{b") == rows
        assert pool.run("ASK { <a:b> ?p ?o }", [form]).empty


def test_relative_iris_are_read_from_our_base() -> None:
    with started(things(1)) as pool:
        result = pool.run("SELECT ?label { <id/0> skos:prefLabel ?label }", ROWS)
    assert result.body == b"label\r\nthing 0\r\n"


def test_a_dataset_of_the_query_gives_way_to_one_of_the_request() -> None:
    query = f"SELECT ?size FROM <{SOURCE.value}> {{ id:0 cv:size ?size }}"
    with started(things(1)) as pool:
        assert pool.run(query, ROWS).body == b"size\r\n7\r\n"
        assert pool.run(query, ROWS, Dataset(("http://ex/none",), ())).empty


def test_what_we_never_do_is_refused() -> None:
    with started(Store()) as pool, pytest.raises(QueryRefusedError, match="SERVICE"):
        pool.run("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", ROWS)


class Trap(BaseHTTPRequestHandler):
    """Notes that somebody came, and has nothing for them."""

    visits = 0

    def do_POST(self) -> None:
        Trap.visits += 1
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


def test_a_worker_reaches_no_server_even_if_the_scan_is_tricked() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Trap) as server, started(Store()) as pool:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        with pytest.raises(OSError, match="404"):
            list(Store().query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
        assert Trap.visits == 1, "the trap must work for the test to mean anything"
        with pytest.raises(QueryRefusedError, match="reach no other server"):
            pool.run(f"PREFIX : <{address}> SELECT * {{ SERVICE:x {{ ?s ?p ?o }} }}", ROWS)
        silent = f"PREFIX : <{address}> SELECT * {{ SERVICESILENT:x {{ ?s ?p ?o }} }}"
        assert pool.run(silent, ROWS).body == b"s,p,o\r\n,,\r\n"
        server.shutdown()
    assert Trap.visits == 1
