"""The suites of the result formats: rows, compared as the standard has them the same."""

import csv
import io
import json
from collections import Counter

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse_query_results,
)

from bench.w3c.manifest import MF, RDF, FailedError, Manifest, Term, serving

QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"


def results(manifest: Manifest, case: Term) -> None:
    action = manifest.one(case, MF + "action")
    assert action is not None
    store = Store()
    store.load(manifest.file(action, QT + "data").read_bytes(), RdfFormat.TURTLE)
    expected = manifest.file(case, MF + "result")
    accept = {
        ".csv": "text/csv",
        ".tsv": "text/tab-separated-values",
        ".srj": "application/sparql-results+json",
    }
    with serving(store) as client:
        response = client.post(
            "/sparql",
            content=manifest.file(action, QT + "query").read_bytes(),
            headers={"content-type": "application/sparql-query", "accept": accept[expected.suffix]},
        )
    if response.headers["content-type"].partition(";")[0] != accept[expected.suffix]:
        raise FailedError(response.text[:200])
    compare = {".csv": same_csv, ".tsv": same_tsv, ".srj": same_json}[expected.suffix]
    compare(response.content, expected.read_bytes())


def same_csv(got: bytes, wanted: bytes) -> None:
    heads, rows = [], []
    for text in (got, wanted):
        head, *body = csv.reader(io.StringIO(text.decode("utf-8"), newline=""))
        heads.append(head)
        labels: dict[str, str] = {}
        rows.append(Counter(tuple(_plain(cell, labels) for cell in row) for row in body))
    if heads[0] != heads[1] or rows[0] != rows[1]:
        raise FailedError(f"{got!r} instead of {wanted!r}")


def _plain(cell: str, labels: dict[str, str]) -> float | str:
    """A number as its value, since CSV keeps no type; a blank node by the place where it first stands."""
    if cell.startswith("_:"):
        return labels.setdefault(cell, f"_:{len(labels)}")
    try:
        return float(cell)
    except ValueError:
        return cell


def same_tsv(got: bytes, wanted: bytes) -> None:
    same(got, wanted.rstrip(b"\n") + b"\n", QueryResultsFormat.TSV)


def same_json(got: bytes, wanted: bytes) -> None:
    head, body = json.loads(got), json.loads(wanted)
    if head["head"].get("vars") != body["head"].get("vars"):
        raise FailedError(f"variables {head['head']}")
    same(got, wanted, QueryResultsFormat.JSON)


def same(got: bytes, wanted: bytes, form: QueryResultsFormat) -> None:
    """Rows as bags, blank nodes by their place: canonicalised as a graph that holds a node for each row."""
    if _as_graph(got, form) != _as_graph(wanted, form):
        raise FailedError(f"{got!r} instead of {wanted!r}")


def _as_graph(text: bytes, form: QueryResultsFormat) -> Dataset | bool:
    found = parse_query_results(text, form)
    if isinstance(found, QueryBoolean):
        return bool(found)
    quads = []
    for row in found:
        node = BlankNode()
        quads.append(Quad(node, NamedNode(RDF + "type"), NamedNode(RDF + "Bag")))
        for variable in found.variables:
            term = row[variable]
            if isinstance(term, Term):
                quads.append(Quad(node, NamedNode(f"urn:variable:{variable.value}"), _canonical(term)))
    rows = Dataset(quads)
    rows.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return rows


def _canonical(term: Term) -> Term:
    """Two ways of writing the same double are one value."""
    if isinstance(term, Literal) and term.datatype.value.endswith("#double"):
        return Literal(repr(float(term.value)), datatype=term.datatype)
    return term
