import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.namespaces import CV, ID, PREF_LABEL
from graph.sparql import KnownNames

SLASH = CV.replace("#", "/")


@pytest.fixture(scope="module")
def known() -> KnownNames:
    store = Store()
    for name in ("maxMemory", "minMemory", "maxExecutionDuration", "serverless"):
        store.add(Quad(NamedNode(f"{ID}thing-one"), NamedNode(CV + name), Literal(1)))
    store.add(Quad(NamedNode("https://ex.org/bikes#haul"), PREF_LABEL, Literal("Haul")))
    return KnownNames.of(store)


@pytest.mark.parametrize(
    ("query", "hints"),
    [
        ("SELECT * { ?s cv:maxMemry ?o }", ["cv:maxMemry is unknown; did you mean cv:maxMemory?"]),
        ("SELECT * { ?s cv:memoryMax ?o }", ["cv:memoryMax is unknown; did you mean cv:maxMemory?"]),
        ("SELECT * { ?s cv:zzz ?o }", ["cv:zzz is unknown"]),
        ("SELECT * { ?s vc:serverless ?o }", ["vc:serverless is unknown; did you mean cv:serverless?"]),
        ("SELECT * { ?s cvv:zzz ?o }", ["cvv:zzz is unknown; did you mean cv:?"]),
        (
            f"SELECT * {{ <{ID}thing_one> ?p ?o }}",
            [f"<{ID}thing_one> is unknown; did you mean id:thing-one?"],
        ),
        (
            f"PREFIX v: <{SLASH}> SELECT * {{ ?s v:serverless ?o }}",
            [f"v:serverless is unknown; did you mean <{CV}serverless>?"],
        ),
        (
            "PREFIX b: <https://ex.org/bikes#> SELECT * { b:hall ?p ?o }",
            ["b:hall is unknown; did you mean <https://ex.org/bikes#haul>?"],
        ),
        ("SELECT * { id:thing-one cv:maxMemory ?o }", []),
        ("SELECT * { ?s <https://elsewhere.org/x> 'cv:typo' } # cv:typo", []),
        ("PREFIX foaf: <http://xmlns.com/foaf/0.1/> SELECT * { _:cv foaf:name ?cv }", []),
        ("BASE <https://ex.org/> SELECT * { <bikes> ?p ?o }", []),
    ],
)
def test_unknown_names_get_the_nearest(known: KnownNames, query: str, hints: list[str]) -> None:
    assert [str(hint) for hint in known.hints(query)] == hints


def test_only_so_many_are_told(known: KnownNames) -> None:
    query = "SELECT * { " + " ".join(f"?s cv:unknown{n} ?o{n} ." for n in range(50)) + " }"
    assert len(known.hints(query)) == 5
    assert len(known.hints("cv:memory " * 100_000)) == 1
