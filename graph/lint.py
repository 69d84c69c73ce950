"""Mistakes that shapes cannot see: they lie between the graphs, or outside every vocabulary."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process
from rdflib import URIRef
from rdflib.namespace import OWL, RDF, RDFS

from graph.finding import Finding, short
from graph.namespaces import PREFIXES, TYPE, iri
from graph.store import Graph

_CLASS = iri("owl:Class").value
_PROPERTIES = frozenset(iri(name).value for name in ("owl:ObjectProperty", "owl:DatatypeProperty"))
_ALIKE = 60
"""How alike two names must be, of 100, for one to be offered instead of the other."""

_HEADER = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())

_UNSOURCED = (
    _HEADER
    + """
SELECT DISTINCT ?subject ?predicate ?value WHERE {
  ?subject ?predicate ?value ; a/rdfs:subClassOf* ?class .
  FILTER(?class IN (cv:Service, cv:Variant, cv:Concept, cv:Note))
  FILTER(?predicate IN (cv:text, cv:noLimit, cv:notApplicable, cv:unknown, cv:varies)
    || EXISTS { ?predicate cv:sentence ?sentence })
  FILTER NOT EXISTS { GRAPH ?source { ?subject ?predicate ?value } }
}"""
)

_CONTRADICTED = (
    _HEADER
    + """
SELECT DISTINCT ?subject ?predicate ?source WHERE {
  { ?predicate a owl:FunctionalProperty .
    GRAPH ?source { ?subject ?predicate ?one, ?other } FILTER(!sameTerm(?one, ?other)) }
  UNION
  { GRAPH ?source { ?subject ?state ?predicate ; ?predicate ?value } }
  UNION
  { GRAPH ?source { ?subject ?state ?predicate ; ?other ?predicate } FILTER(?state != ?other)
    FILTER(?other IN (cv:noLimit, cv:notApplicable, cv:unknown, cv:varies)) }
  FILTER(!BOUND(?state) || ?state IN (cv:noLimit, cv:notApplicable, cv:unknown, cv:varies))
}"""
)


def unsourced(graph: Graph) -> Iterator[Finding]:
    """Yield the facts that no source states."""
    for row in graph.select(_UNSOURCED):
        yield Finding(
            row["subject"].value,
            "A fact needs a source. Name its source: put `<> dct:source source:...` into the file "
            "or a graph block around it.",
            row["predicate"].value,
            row["value"].value,
        )


def contradicted(graph: Graph) -> Iterator[Finding]:
    """Yield the cells for which one and the same source says two things."""
    for row in graph.select(_CONTRADICTED):
        yield Finding(
            row["subject"].value,
            f"{short(row['source'].value)} states two things of {short(row['predicate'].value)}, "
            "which has one answer: keep the one that the source gives.",
            row["predicate"].value,
        )


def unknown_terms(graph: Graph, known: frozenset[str]) -> Iterator[Finding]:
    """Yield what has no class, and each use of a property or class that no vocabulary describes.

    `known` are the terms that may be used without a description.
    """
    triples = set(_triples(graph))
    types = {(subject, name) for subject, predicate, name in triples if predicate == TYPE.value}
    typed = {subject for subject, _ in types}
    classes = known | {subject for subject, name in types if name == _CLASS}
    terms = known | {subject for subject, name in types if name in _PROPERTIES}
    for subject in {subject for subject, _, _ in triples} - typed:
        yield Finding(
            subject,
            "Nothing says what this is: state its class and its skos:prefLabel, or correct its "
            f"name{_near(subject, typed)}.",
        )
    for subject, predicate in {(subject, predicate) for subject, predicate, _ in triples}:
        if predicate not in terms and not _is_standard(predicate):
            yield Finding(
                subject,
                f"No vocabulary describes the property {short(predicate)}: describe it, or correct "
                f"its name{_near(predicate, terms)}.",
                predicate,
            )
    for subject, name in types:
        if name not in classes and not _is_standard(name):
            yield Finding(
                subject,
                f"No vocabulary describes the class {short(name)}: describe it, or correct its "
                f"name{_near(name, classes)}.",
                TYPE.value,
                name,
            )


def _triples(graph: Graph) -> Iterator[tuple[str, str, str]]:
    for quad in graph.store:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject.value, quad.predicate.value, quad.object.value


def _is_standard(term: str) -> bool:
    """Whether RDF, RDF Schema or OWL define the term."""
    return any(URIRef(term) in namespace for namespace in (RDF, RDFS, OWL))


def _near(name: str, known: Iterable[str]) -> str:
    """Return a question after the known name that is most like this one, or nothing."""
    names = {term: _last_part(term) for term in sorted(known)}
    found = process.extractOne(_last_part(name), names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return f" (did you mean {short(found[2])}?)" if found else ""


def _last_part(term: str) -> str:
    return term.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
