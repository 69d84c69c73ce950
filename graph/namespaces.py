"""The one place where IRIs are written down."""

from pyoxigraph import NamedNode

CV = "https://w3id.org/cloudcite/vocab#"
"""The vocabulary: classes and properties."""
ID = "https://w3id.org/cloudcite/id/"
"""The things that catalogues describe."""
SOURCE = "https://w3id.org/cloudcite/source/"
"""The sources, each also the name of the graph that holds its statements."""
FILE = "https://w3id.org/cloudcite/file/"
"""Base of relative IRIs, so that a Turtle file can speak about itself as `<>`."""

BASE = "https://w3id.org/cloudcite/"
"""Base of relative IRIs in queries from outside."""

PREFIXES = {
    "cv": CV,
    "id": ID,
    "source": SOURCE,
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that our own queries and the SPARQL endpoint know."""


def iri(name: str) -> NamedNode:
    """Return the term for a prefixed name such as `skos:prefLabel`; KeyError on an unknown prefix."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


TYPE = iri("rdf:type")
PREF_LABEL = iri("skos:prefLabel")
ALT_LABEL = iri("skos:altLabel")
DEFINITION = iri("skos:definition")
FUNCTIONAL = iri("owl:FunctionalProperty")
DCT_SOURCE = iri("dct:source")
DCT_REPLACES = iri("dct:replaces")
SOURCE_CLASS = iri("cv:Source")

SECOND = iri("unit:SEC")
PERCENT = iri("unit:PERCENT")

NO_LIMIT = iri("cv:noLimit")
NOT_APPLICABLE = iri("cv:notApplicable")
UNKNOWN = iri("cv:unknown")
VARIES = iri("cv:varies")
STATES = (NO_LIMIT, NOT_APPLICABLE, UNKNOWN, VARIES)
"""Predicates that say, of a subject and a property, why there is no single value."""
