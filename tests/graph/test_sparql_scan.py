import pytest

from graph.errors import QueryRefusedError
from graph.sparql import refuse


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
        ("select*{service silent<http://localhost/>{?s ?p ?o}}", "SERVICE"),
        ("SELECT * { ?s ?p 1SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { ?s ?p true.SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { ?s ?p 'a' # it's\n SERVICE <http://localhost/> { ?s ?p 'b' } }", "SERVICE"),
        (r"SELECT * { \u0053ervice <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
        (r"SELECT * { SER\U00000056ICE <http://localhost/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "INSERT"),
        ("PREFIX ex: <http://ex/> DELETE WHERE { ?s ex:p ?o }", "DELETE"),
        ("WITH <http://ex/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "DELETE"),
        ("LOAD <file:///etc/passwd>", "LOAD"),
        ("CLEAR ALL", "CLEAR"),
        ("DROP GRAPH <http://ex/g>", "DROP"),
        ("CREATE GRAPH <http://ex/g>", "CREATE"),
        ("ADD <http://ex/a> TO <http://ex/b>", "ADD"),
        ("MOVE <http://ex/a> TO <http://ex/b>", "MOVE"),
        ("COPY <http://ex/a> TO <http://ex/b>", "COPY"),
    ],
)
def test_what_is_never_done_is_refused_by_name(query: str, word: str) -> None:
    with pytest.raises(QueryRefusedError, match=f"^{word} is refused: "):
        refuse(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service $load { ?service ?from $load }",
        'SELECT * { ?s ?p \'SERVICE\', "LOAD", \'\'\'it\'s FROM\'\'\', """a "DROP" b""" }',
        r"SELECT * { ?s ?p 'an \' and SERVICE', 'a \\' }",
        "SELECT * { ?s ?p 'x'@add-copy }",
        "SELECT * { # SERVICE <http://localhost/> {}\n ?s ?p ?o }",
        "SELECT * { ?s <http://localhost/SERVICE#FROM> ?o }",
        "SELECT * FROM <http://localhost/service> FROM NAMED <http://localhost/load> { ?s ?p ?o }",
        r"SELECT * { ?s ?p '\U0FFFFFFF \u00' }",
        "SELECT * { ex:load :move ex:a.drop ; service:clear from-:b , _:insert }",
        r"SELECT * { ex:a\'SERVICE ?p ex:b\#FROM }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o < 3 && ?o > 1) } GROUP BY ?s",
    ],
)
def test_the_same_words_inside_other_tokens_are_fine(query: str) -> None:
    refuse(query)


@pytest.mark.parametrize("text", ["a.", "a-", "'''", "<", '"\\', "a:", "(?a<'"])
def test_long_nonsense_is_scanned_in_no_time(text: str) -> None:
    refuse(text * 200_000)
