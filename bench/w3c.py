"""The W3C's SPARQL 1.1 test suites, run against the endpoint as it is served.

`python -m bench.w3c FOLDER`, where FOLDER holds `sparql/sparql11/` of the W3C's rdf-tests repository. Exits
with 1 where a case fails that is not listed as a deviation, with 2 where there is no such folder.
"""

import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
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
    parse,
    parse_query_results,
)

from bench.small_app import small_app

Term = NamedNode | BlankNode | Literal
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT = "http://www.w3.org/2011/http#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
CNT = "http://www.w3.org/2011/content#"
SD = "http://www.w3.org/ns/sparql-service-description#"

SUITES = ("protocol", "service-description", "syntax-query", "csv-tsv-res", "json-res")
DEVIATIONS = {
    "tsv03": "the engine keeps numbers by value: -3 as a negativeInteger comes back as the integer -3",
} | dict.fromkeys(
    (
        "update_dataset_default_graph",
        "update_dataset_default_graphs",
        "update_dataset_named_graphs",
        "update_dataset_full",
        "update_post_form",
        "update_post_direct",
        "update_base_uri",
    ),
    "an update is to succeed, and the graph is read only",
)


class FailedError(Exception):
    """What a case got instead of what it expects."""


class Manifest:
    """A manifest, read as far as the runner needs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._base = "http://example.org/manifest/"
        self._store = Store()
        text = (folder / "manifest.ttl").read_bytes()
        self._store.load(text, RdfFormat.TURTLE, base_iri=self._base)

    def cases(self) -> Iterator[tuple[str, NamedNode]]:
        """Return each case with its name, in order."""
        (entries,) = self._store.quads_for_pattern(None, NamedNode(MF + "entries"), None)
        assert isinstance(entries.object, Term)
        for case in self.items(entries.object):
            assert isinstance(case, NamedNode)
            yield case.value.rpartition("#")[2], case

    def all(self, subject: Term, predicate: str) -> list[Term]:
        """Return the values of a property."""
        assert not isinstance(subject, Literal)
        found = self._store.quads_for_pattern(subject, NamedNode(predicate), None)
        return [quad.object for quad in found if isinstance(quad.object, Term)]

    def one(self, subject: Term, predicate: str) -> Term | None:
        """Return a value of a property, where there is one."""
        return next(iter(self.all(subject, predicate)), None)

    def text(self, subject: Term, predicate: str) -> str | None:
        """Return a value of a property, as text."""
        found = self.one(subject, predicate)
        return None if found is None else found.value

    def items(self, head: Term) -> Iterator[Term]:
        """Return the items of an RDF list."""
        while (item := self.one(head, RDF + "first")) is not None:
            yield item
            rest = self.one(head, RDF + "rest")
            assert rest is not None
            head = rest

    def file(self, subject: Term, predicate: str) -> Path:
        """Return the file that a value names."""
        iri = self.text(subject, predicate)
        assert iri is not None
        return self.folder / iri.removeprefix(self._base)


def main() -> None:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/w3c") / "sparql" / "sparql11"
    if not root.is_dir():
        print(f"There is no folder {root}. The suites are those of https://github.com/w3c/rdf-tests;")
        print("name the folder that holds sparql/sparql11: make w3c W3C=folder")
        sys.exit(2)
    failures = 0
    for suite in SUITES:
        manifest = Manifest(root / suite)
        outcomes: Counter[str] = Counter()
        for name, case in manifest.cases():
            outcome = run(manifest, suite, name, case)
            outcomes[outcome.partition(":")[0]] += 1
            if outcome != "passed":
                print(f"  {suite} {name}: {outcome}")
        failures += outcomes["failed"]
        held = sum(outcomes.values()) - outcomes["deviation"]
        print(f"{suite}: {outcomes['passed']} of {held} passed, {outcomes['deviation']} deviations")
    sys.exit(1 if failures else 0)


def run(manifest: Manifest, suite: str, name: str, case: Term) -> str:
    """Return `passed`, or `failed` or `deviation` with a reason."""
    check = CHECKS[suite]
    try:
        check(manifest, case)
    except FailedError as failed:
        return f"deviation: {DEVIATIONS[name]}" if name in DEVIATIONS else f"failed: {failed}"
    if name in DEVIATIONS:
        return "failed: listed as a deviation, yet it passes"
    return "passed"


@contextmanager
def serving(store: Store) -> Iterator[TestClient]:
    app: FastAPI = small_app(store)
    with TestClient(app) as client:
        yield client


def protocol(manifest: Manifest, case: Term) -> None:
    store = Store()
    for data in manifest.all(case, UT + "graphData"):
        graph = NamedNode(manifest.text(data, RDFS + "label") or "")
        store.load(manifest.file(data, UT + "graph").read_bytes(), RdfFormat.N_TRIPLES, to_graph=graph)
    action = manifest.one(case, MF + "action")
    assert action is not None
    requests = manifest.one(action, HT + "requests")
    assert requests is not None
    with serving(store) as client:
        for request in manifest.items(requests):
            answered(manifest, request, send(manifest, request, client))


def send(manifest: Manifest, request: Term, client: TestClient) -> Response:
    path = urlsplit(manifest.text(request, HT + "absolutePath") or "")
    headers = {}
    listed = manifest.one(request, HT + "headers")
    for header in manifest.items(listed) if listed is not None else ():
        headers[manifest.text(header, HT + "fieldName") or ""] = (
            manifest.text(header, HT + "fieldValue") or ""
        )
    body = manifest.one(request, HT + "body")
    content = None
    if body is not None:
        encoding = manifest.text(body, CNT + "characterEncoding") or "utf-8"
        content = (manifest.text(body, CNT + "chars") or "").encode(encoding)
    method = manifest.text(request, HT + "methodName") or "GET"
    address = "/sparql" + (f"?{path.query}" if path.query else "")
    return client.request(method, address, headers=headers, content=content)


def answered(manifest: Manifest, request: Term, response: Response) -> None:
    expected = manifest.one(request, HT + "resp")
    assert expected is not None
    classes = {status.value[-3] for status in manifest.all(expected, MF + "expectedStatus")}
    if str(response.status_code)[0] not in classes:
        raise FailedError(f"status {response.status_code} {response.text[:200]}")
    kind = manifest.text(expected, MF + "expectedFormat")
    media_type = response.headers.get("content-type", "").partition(";")[0]
    if kind == "RDF":
        list(parse(response.content, RdfFormat.from_media_type(media_type)))
    elif kind is not None:
        form = QueryResultsFormat.from_media_type(media_type)
        if form is None:
            raise FailedError(f"no result format: {media_type}")
        results = parse_query_results(response.content, form)
        if (kind == "boolean") != isinstance(results, QueryBoolean):
            raise FailedError(f"not {kind}")
    boolean = manifest.text(expected, MF + "expectedBoolean")
    if boolean is not None and response.json()["boolean"] is not (boolean == "true"):
        raise FailedError("the other boolean")


def service_description(_: Manifest, case: Term) -> None:
    """The three cases hold no data; each says in a sentence what a GET of the endpoint must return."""
    with serving(Store()) as client:
        response = client.get("/sparql")
        media_type = response.headers["content-type"].partition(";")[0]
        quads = list(
            parse(response.content, RdfFormat.from_media_type(media_type), base_iri=str(response.url))
        )
    name = case.value.rpartition("#")[2]
    endpoints = [quad for quad in quads if quad.predicate == NamedNode(SD + "endpoint")]
    if name == "has-endpoint-triple" and [each.object.value for each in endpoints] != [str(response.url)]:
        raise FailedError(f"sd:endpoint is {endpoints}")
    if name == "returns-rdf" and not quads:
        raise FailedError("no RDF")
    if name == "conforms-to-schema":
        conforms(quads)


def conforms(quads: list[Quad]) -> None:
    """The Recommendation: a service, its one endpoint, and terms that its vocabulary defines."""
    types = [q for q in quads if q.predicate.value == RDF + "type"]
    services = [q.subject for q in types if q.object == NamedNode(SD + "Service")]
    if len(services) != 1:
        raise FailedError(f"{len(services)} services")
    ranges = {
        "defaultDataset": "Dataset",
        "defaultGraph": "Graph",
        "namedGraph": "NamedGraph",
        "graph": "Graph",
    }
    resources = {"endpoint", "feature", "supportedLanguage", "resultFormat", "inputFormat", "name"}
    for quad in quads:
        local = quad.predicate.value.removeprefix(SD)
        if local == quad.predicate.value:
            continue
        if local not in ranges and local not in resources:
            raise FailedError(f"sd:{local} is not defined")
        if isinstance(quad.object, Literal):
            raise FailedError(f"sd:{local} has a literal")
        if local in ranges and not any(
            t.subject == quad.object and t.object == NamedNode(SD + ranges[local]) for t in types
        ):
            raise FailedError(f"a value of sd:{local} is no sd:{ranges[local]}")


def syntax(manifest: Manifest, case: Term) -> None:
    kind = manifest.text(case, RDF + "type") or ""
    query = manifest.file(case, MF + "action").read_bytes()
    with serving(Store()) as client:
        response = client.post("/sparql", content=query, headers={"content-type": "application/sparql-query"})
    expected = 200 if "Positive" in kind else 400
    if response.status_code != expected:
        raise FailedError(f"{kind.rpartition('#')[2]}: status {response.status_code} {response.text[:300]}")


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


CHECKS: dict[str, Callable[[Manifest, Term], None]] = {
    "protocol": protocol,
    "service-description": service_description,
    "syntax-query": syntax,
    "csv-tsv-res": results,
    "json-res": results,
}

if __name__ == "__main__":
    main()
