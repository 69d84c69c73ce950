"""The cases of the W3C's syntax suite, as a table of our own; `make w3c` runs the suite.

Each row has the name of the W3C's case, the point of grammar, and a query that turns on it. What must be
refused has beside it the same query put right, so that nothing else in it can be the reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pyoxigraph import Store

from graph.errors import QuerySyntaxError
from graph.sparql import ResultFormat
from tests.graph.pools import Running, started

EITHER = [ResultFormat.CSV, ResultFormat.N_TRIPLES]
BOUNDARIES = (0x7F, 0x80, 0x7FF, 0x800, 0x1FFF, 0x2000, 0xD7FF, 0xE000, 0xFFFD, 0x1_0000, 0xF_FFFD, 0x10_FFFD)
"""Code points at which UTF-8 takes a byte more, at either side of the surrogates, and the last ones."""
PLAIN = "".join(map(chr, BOUNDARIES))
ESCAPED = "".join(rf"\u{point:04X}" if point < 0x1_0000 else rf"\U{point:08X}" for point in BOUNDARIES)


@dataclass(frozen=True)
class Case:
    name: str
    point: str
    query: str
    right: str = ""


EXPRESSIONS = [
    Case("select-expr-01", "a product is named", "SELECT (?long * ?wide AS ?area) {}"),
    Case("select-expr-02", "after plain variables", "SELECT ?tent ?long (?long * ?wide AS ?area) {}"),
    Case("select-expr-03", "in a function of the language", "SELECT (ABS(?long - ?wide) AS ?gap) {}"),
    Case("select-expr-04", "in a function with an IRI", "SELECT (cv:round(?long - ?wide) AS ?gap) ?tent {}"),
    Case("select-expr-05", "after a prefix", "PREFIX t: <tents/> SELECT (COUNT(*) AS ?tents) {}"),
    Case("aggregate-01", "rows", "SELECT (COUNT(*) AS ?tents) { ?tent cv:sleeps ?people }"),
    Case("aggregate-02", "distinct rows", "SELECT (COUNT(DISTINCT *) AS ?tents) { ?tent cv:sleeps ?people }"),
    Case("aggregate-03", "values", "SELECT (COUNT(?people) AS ?known) { ?tent cv:sleeps ?people }"),
    Case(
        "aggregate-04",
        "distinct values",
        "SELECT (COUNT(DISTINCT ?people) AS ?sizes) { ?t cv:sleeps ?people }",
    ),
    Case("aggregate-05", "sum", "SELECT (SUM(?grams) AS ?load) { ?tent cv:weighs ?grams }"),
    Case("aggregate-06", "distinct sum", "SELECT (SUM(DISTINCT ?grams) AS ?load) { ?tent cv:weighs ?grams }"),
    Case("aggregate-07", "least", "SELECT (MIN(?grams) AS ?lightest) { ?tent cv:weighs ?grams }"),
    Case(
        "aggregate-08", "distinct least", "SELECT (MIN(DISTINCT ?grams) AS ?lightest) { ?t cv:weighs ?grams }"
    ),
    Case("aggregate-09", "most", "SELECT (MAX(?grams) AS ?heaviest) { ?tent cv:weighs ?grams }"),
    Case(
        "aggregate-10", "distinct most", "SELECT (MAX(DISTINCT ?grams) AS ?heaviest) { ?t cv:weighs ?grams }"
    ),
    Case("aggregate-11", "mean", "SELECT (AVG(?grams) AS ?usual) { ?tent cv:weighs ?grams }"),
    Case(
        "aggregate-12", "distinct mean", "SELECT (AVG(DISTINCT ?grams) AS ?usual) { ?tent cv:weighs ?grams }"
    ),
    Case("aggregate-13", "joined", "SELECT (GROUP_CONCAT(?name) AS ?names) { ?tent skos:altLabel ?name }"),
    Case(
        "aggregate-14",
        "distinct and joined",
        "SELECT (GROUP_CONCAT(DISTINCT ?name) AS ?names) { ?tent skos:altLabel ?name }",
    ),
    Case(
        "aggregate-15",
        "joined by a separator",
        "SELECT (GROUP_CONCAT(?name; SEPARATOR=' | ') AS ?names) { ?tent skos:altLabel ?name }",
    ),
]
PATTERNS = [
    Case("subquery-01", "as the whole pattern", "SELECT * { SELECT * { ?tent cv:sleeps ?people } }"),
    Case("subquery-02", "as a group", "SELECT * { {} { SELECT * { ?tent cv:sleeps ?people } } }"),
    Case("subquery-03", "optional", "SELECT * { {} OPTIONAL { SELECT * { ?tent cv:sleeps ?people } } }"),
    Case("not-exists-01", "bracketed", "SELECT * { ?t a cv:Tent FILTER(NOT EXISTS { ?t cv:sleeps ?n }) }"),
    Case("not-exists-02", "bare", "SELECT * { ?t a cv:Tent FILTER NOT EXISTS { ?t cv:sleeps ?n } }"),
    Case(
        "not-exists-03",
        "within a condition",
        "SELECT * { ?t a ?kind FILTER(?kind != cv:Tarp && NOT EXISTS { ?t cv:sleeps ?n }) }",
    ),
    Case("exists-01", "bracketed", "SELECT * { ?t a cv:Tent FILTER(EXISTS { ?t cv:sleeps ?n }) }"),
    Case("exists-02", "bare", "SELECT * { ?t a cv:Tent FILTER EXISTS { ?t cv:sleeps ?n } }"),
    Case("exists-03", "negated", "SELECT * { ?t a cv:Tent FILTER(!EXISTS { ?t cv:sleeps ?n }) }"),
    Case("minus-01", "a pattern taken away", "SELECT * { ?t a cv:Tent MINUS { ?t cv:lacks ?part } }"),
    Case(
        "oneof-01",
        "a sum in a list",
        "SELECT * { ?t cv:sleeps ?n ; cv:doors ?d FILTER(?n NOT IN (3, ?d + 1)) }",
    ),
    Case("oneof-02", "an empty list", "SELECT * { ?t cv:sleeps ?n FILTER(?n NOT IN ()) }"),
    Case("oneof-03", "an IRI in a list", "SELECT * { ?t cv:made ?by FILTER(?by IN (1999, <maker>)) }"),
    Case("propertyPaths-01", "within brackets", "SELECT ?n { [ cv:sleeps|cv:seats|cv:holds ?n ] }"),
    Case(
        "pp-in-collection",
        "within a list",
        "SELECT * { ?t ?p ([ cv:part*/cv:weighs 90 ] [ ^cv:part id:kit ]) }",
    ),
    Case("construct-where-01", "no template", "CONSTRUCT WHERE { ?tent cv:sleeps 2 }"),
    Case("construct-where-02", "no template, a graph", "CONSTRUCT FROM <shop> WHERE { ?tent cv:sleeps 2 }"),
]
VALUES = [
    Case("bindings-01", "one BIND", "SELECT ?kilos { ?tent cv:weighs ?grams BIND(?grams / 1000 AS ?kilos) }"),
    Case(
        "bind-02",
        "a BIND on a BIND",
        "SELECT ?kilos { ?t cv:weighs ?grams BIND(?grams / 1000 AS ?kilos) BIND(?kilos * 2 AS ?pair) }",
    ),
    Case("bindings-02a", "no variable, no row", "SELECT * { ?tent cv:sleeps ?people } VALUES () {}"),
    Case("bindings-03a", "no variable, one row", "SELECT * { ?tent cv:sleeps ?people } VALUES () { () }"),
    Case("bindings-05a", "two variables", "SELECT * { ?t a cv:Tent } VALUES (?people ?doors) { (4 2) }"),
]
SCOPES = [
    Case(
        "BINDscope1",
        "a name used later",
        "SELECT * { ?t cv:weighs ?g BIND(?g + 90 AS ?all) ?t cv:packed ?all }",
    ),
    Case(
        "BINDscope2",
        "a name of before, in a group",
        "SELECT * { ?t cv:weighs ?g ; cv:packed ?all { BIND(?g + 90 AS ?all) } }",
    ),
    Case(
        "BINDscope3",
        "a name of another group",
        "SELECT * { { ?t cv:weighs ?g ; cv:packed ?all } { BIND(?g + 90 AS ?all) } }",
    ),
    Case("BINDscope4", "BIND first in a union", "SELECT * { { BIND(2 AS ?n) } UNION { ?t cv:sleeps ?n } }"),
    Case("BINDscope5", "BIND last in a union", "SELECT * { { ?t cv:sleeps ?n } UNION { BIND(2 AS ?n) } }"),
    Case(
        "SELECTscope1",
        "one name in a union of subqueries",
        "SELECT * { { SELECT ('dome' AS ?kind) {} } UNION { SELECT ('tarp' AS ?kind) {} } }",
    ),
    Case(
        "SELECTscope3",
        "one name in two subqueries",
        "SELECT * { { SELECT ('dome' AS ?kind) {} } { SELECT ('dome' AS ?kind) {} } }",
    ),
]
NAMES = [
    Case("qname-escape-02", "a percent code", "PREFIX t: <tents/> SELECT * { ?s t:roof%2Fcolour ?o }"),
    Case("qname-escape-03", "a colon", "PREFIX t: <tents/> SELECT * { ?s t:roof:colour ?o }"),
    Case("pname-01", "an empty prefix", "PREFIX : <tents/> ASK { ?tent ?p ?o }"),
    Case("pname-02", "a prefix", "PREFIX tent: <tents/> ASK { ?tent ?p ?o }"),
    Case("pname-03", "names of the empty prefix", "PREFIX : <tents/> ASK { :dome :sleeps :two }"),
    Case("pname-04", "a colon after one", "PREFIX : <tents/> ASK { :dome :made :north:shop }"),
    Case("pname-05", "an escape", r"PREFIX : <tents/> ASK { :dome :made :north:shop\! }"),
    Case("pname-06", "an escaped stop last", r"PREFIX : <tents/> ASK { :dome :made :b\~smith\. }"),
    Case("pname-07", "codes and escapes", r"PREFIX : <tents/> ASK { :dome :is%20by :b\~smith\. }"),
    Case("pname-08", "a digit first in a blank node", "ASK { _:dome cv:part _:4_poles_ }"),
    Case(
        "pname-09",
        "digits, stops and nothing after the colon",
        "PREFIX t: <tents/kinds/> PREFIX : <tents/> ASK { :dome :2026 :3.5 . : t: :_3.5_ }",
    ),
    Case("codepoint-escape-01", "a long escape in a text", r'ASK { ?tent skos:prefLabel "\U000026FA" }'),
    Case("UTF8_boundaries", "characters of every length", f"ASK {{ ?tent skos:prefLabel '{PLAIN}' }}"),
    Case("UTF8_boundaries_escaped", "the same, escaped", f"ASK {{ ?tent skos:prefLabel '{ESCAPED}' }}"),
]
REFUSED = [
    Case(
        "bad-01",
        "a star over groups",
        "SELECT * { ?tent cv:sleeps ?n } GROUP BY ?n",
        "SELECT ?n { ?tent cv:sleeps ?n } GROUP BY ?n",
    ),
    Case(
        "bad-02",
        "a variable that is not grouped",
        "SELECT ?tent { ?tent cv:sleeps ?n } GROUP BY ?n",
        "SELECT (MIN(?tent) AS ?first) { ?tent cv:sleeps ?n } GROUP BY ?n",
    ),
    Case("bad-03", "a name given twice", "SELECT (2 AS ?n) (4 AS ?n) {}", "SELECT (2 AS ?n) (4 AS ?m) {}"),
    Case("bad-04", "no name", "SELECT (?long * ?wide) {}", "SELECT (?long * ?wide AS ?area) {}"),
    Case("bad-05", "no brackets", "SELECT COUNT(?tent) {}", "SELECT (COUNT(?tent) AS ?tents) {}"),
    Case("bad-06", "a sum of two", "SELECT (SUM(?g, ?h) AS ?all) {}", "SELECT (SUM(?g + ?h) AS ?all) {}"),
    Case(
        "bad-07",
        "a subquery in no group",
        "SELECT * { { ?t a cv:Tent } SELECT ?t { ?t cv:sleeps 2 } }",
        "SELECT * { { ?t a cv:Tent } { SELECT ?t { ?t cv:sleeps 2 } } }",
    ),
    Case(
        "bad-08",
        "a union of no groups",
        "SELECT * { ?t cv:sleeps ?n UNION ?t cv:seats ?n }",
        "SELECT * { { ?t cv:sleeps ?n } UNION { ?t cv:seats ?n } }",
    ),
    Case(
        "bindings-09",
        "the word of an early draft, and a row too short",
        "SELECT * {} BINDINGS ?n ?d { (2 1) (4) }",
        "SELECT * {} VALUES (?n ?d) { (2 1) (4 2) }",
    ),
    Case(
        "values-too-few",
        "a row too short",
        "ASK { VALUES (?n ?d) { (4) } }",
        "ASK { VALUES (?n ?d) { (4 2) } }",
    ),
    Case(
        "values-too-many",
        "a row too long",
        "ASK { VALUES (?n ?d) { (4 2 1) } }",
        "ASK { VALUES (?n ?d) { (4 2) } }",
    ),
    Case(
        "BINDscope6",
        "BIND to a name of before",
        "SELECT * { ?t cv:weighs ?g ; cv:packed ?all BIND(?g + 90 AS ?all) }",
        "SELECT * { ?t cv:weighs ?g ; cv:packed ?all BIND(?g + 90 AS ?more) }",
    ),
    Case(
        "BINDscope7",
        "BIND to a name in a group before",
        "SELECT * { { ?t cv:weighs ?g ; cv:packed ?all } BIND(?g + 90 AS ?all) }",
        "SELECT * { { ?t cv:weighs ?g ; cv:packed ?all } BIND(?g + 90 AS ?more) }",
    ),
    Case(
        "BINDscope8",
        "BIND to a name in half a union before",
        "SELECT * { { { ?t cv:sleeps ?n } UNION { ?t cv:doors ?d } } BIND(2 AS ?n) }",
        "SELECT * { { { ?t cv:sleeps ?n } UNION { ?t cv:doors ?d } } BIND(2 AS ?m) }",
    ),
    Case(
        "SELECTscope2",
        "a name of the subquery",
        "SELECT (2 AS ?n) { SELECT (4 AS ?n) {} }",
        "SELECT (2 AS ?n) { SELECT (4 AS ?m) {} }",
    ),
    Case("bad-pname-01", "two colons", "PREFIX t:u: <tents/> ASK {}", "PREFIX t: <tents/> ASK {}"),
    Case("bad-pname-02", "a full name", "PREFIX t:u:v <tents/> ASK {}", "PREFIX v: <tents/> ASK {}"),
    Case("bad-pname-03", "only colons", "PREFIX :: <tents/> ASK {}", "PREFIX : <tents/> ASK {}"),
    Case("bad-pname-04", "a colon first", "PREFIX :t: <tents/> ASK {}", "PREFIX t: <tents/> ASK {}"),
    Case("bad-pname-05", "a digit", "PREFIX 4: <tents/> ASK {}", "PREFIX t4: <tents/> ASK {}"),
    Case(
        "bad-pname-06",
        "a colon escaped",
        r"ASK { id:dome cv:made id:a\:b }",
        r"ASK { id:dome cv:made id:a\~b }",
    ),
    Case("bad-pname-07", "a digit first", "PREFIX 4t: <tents/> ASK {}", "PREFIX t4: <tents/> ASK {}"),
    Case(
        "bad-pname-08",
        "three names in one, no prefix",
        "PREFIX : <tents/> ASK { :dome:sleeps:two }",
        "PREFIX : <tents/> ASK { :dome :sleeps :two }",
    ),
    Case(
        "bad-pname-09", "three names in one", "ASK { id:dome:sleeps:two }", "ASK { id:dome id:sleeps id:two }"
    ),
    Case(
        "bad-pname-10",
        "a variable as a prefix, first",
        "PREFIX : <tents/> ASK { ?t:dome :made 1 }",
        "PREFIX : <tents/> ASK { ?t :made 1 }",
    ),
    Case(
        "bad-pname-11",
        "a variable as a prefix, second",
        "PREFIX : <tents/> ASK { :dome ?t:made 1 }",
        "PREFIX : <tents/> ASK { :dome ?t 1 }",
    ),
    Case(
        "bad-pname-12",
        "a variable as a prefix, last",
        "PREFIX : <tents/> ASK { :dome :made ?t:maker }",
        "PREFIX : <tents/> ASK { :dome :made ?t }",
    ),
    Case(
        "bad-pname-13",
        "a blank node as a prefix",
        "PREFIX : <tents/> ASK { _:t:dome :made 1 }",
        "PREFIX : <tents/> ASK { _:t :made 1 }",
    ),
    # The engine reads escapes in texts and IRIs alone, so no escape puts these two right.
    Case(
        "codepoint-escape-bad-04",
        "a short escape that makes a long one",
        r"ASK { ?tent cv:sleeps \u005CU00000034 }",
        r"ASK { ?tent cv:sleeps 4 }",
    ),
    Case(
        "codepoint-escape-bad-05",
        "a long escape that makes a short one",
        r"ASK { ?tent cv:sleeps \U0000005Cu0034 }",
        r"ASK { ?tent cv:sleeps 4 }",
    ),
    Case(
        "invalid-codepoint-escaped-bad-01",
        "half a surrogate pair",
        r"ASK { ?tent skos:prefLabel '\uDFFF' }",
        r"ASK { ?tent skos:prefLabel '\uFFFD' }",
    ),
]
ACCEPTED = EXPRESSIONS + PATTERNS + VALUES + SCOPES + NAMES


@pytest.fixture(scope="module")
def pool() -> Iterator[Running]:
    with started(Store()) as pool:
        yield pool


def test_the_tables_hold_every_case() -> None:
    assert len({case.name for case in ACCEPTED + REFUSED}) == 94


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.name)
def test_what_the_grammar_allows_is_run(pool: Running, case: Case) -> None:
    pool.run(case.query, EITHER)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_it_does_not_allow_is_refused_with_the_place(pool: Running, case: Case) -> None:
    with pytest.raises(QuerySyntaxError, match=r"\ALine 1, column \d+: \S"):
        pool.run(case.query, EITHER)
    pool.run(case.right, EITHER)
