"""The suite of the syntax: queries that are right, and queries that are not."""

from pyoxigraph import Store

from bench.w3c.manifest import MF, RDF, FailedError, Manifest, Term, serving


def syntax(manifest: Manifest, case: Term) -> None:
    kind = manifest.text(case, RDF + "type") or ""
    query = manifest.file(case, MF + "action").read_bytes()
    with serving(Store()) as client:
        response = client.post("/sparql", content=query, headers={"content-type": "application/sparql-query"})
    expected = 200 if "Positive" in kind else 400
    if response.status_code != expected:
        raise FailedError(f"{kind.rpartition('#')[2]}: status {response.status_code} {response.text[:300]}")
