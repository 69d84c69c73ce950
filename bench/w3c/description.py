"""The suite of the SPARQL 1.1 Service Description."""

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from bench.w3c.manifest import RDF, FailedError, Manifest, Term, serving

SD = "http://www.w3.org/ns/sparql-service-description#"


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
