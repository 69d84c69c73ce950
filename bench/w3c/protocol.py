"""The suite of the SPARQL 1.1 Protocol: requests, and what an answer to each must be."""

from urllib.parse import urlsplit

from fastapi.testclient import TestClient
from httpx2 import Response
from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from bench.w3c.manifest import MF, FailedError, Manifest, Term, serving

HT = "http://www.w3.org/2011/http#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
CNT = "http://www.w3.org/2011/content#"


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
