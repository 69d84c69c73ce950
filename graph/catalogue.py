"""What a graph describes: its things, its properties, its sources. Read once, at load."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode

from graph.bill_reading import read_bills
from graph.bills import Bills
from graph.errors import OntologyError
from graph.namespaces import SOURCE_CLASS, TYPE, iri
from graph.prices import Price, read_prices
from graph.properties import Describer, Property, read_property
from graph.store import Graph
from graph.units import Units

_DEFAULT = DefaultGraph()
_CLASS_SERVICE = iri("cv:Service")
_CLASS_VARIANT = iri("cv:Variant")
_CLASS_SIZE = iri("cv:Size")
_CLASS_BEYOND = iri("cv:Beyond")
_DESCRIBING = frozenset(
    {iri("owl:Class"), iri("owl:ObjectProperty"), iri("owl:DatatypeProperty"), iri("owl:Ontology")}
)
_NOT_THINGS = frozenset(
    iri(name)
    for name in (
        *("cv:Source", "cv:Status", "cv:Direction", "cv:Bound", "cv:Cue", "cv:WordList"),
        *(
            "qudt:Unit",
            "cv:Beyond",
            "cv:Note",
            "cv:Gap",
            "cv:Quota",
            "cv:Integration",
            "cv:Price",
            "cv:IntegrationType",
        ),
        *(
            "cv:Dimension",
            "cv:Choice",
            "cv:Bill",
            "cv:BillStep",
            "cv:BillLine",
            "cv:BillFit",
            "cv:CostPhrases",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A service, a variant of one, or a concept."""

    iri: str
    label: str
    names: tuple[str, ...]
    classes: frozenset[str]
    variant_of: str | None
    """The service whose statements hold for a variant or a size that states nothing itself."""
    default_variant: str | None
    plural: bool
    """Whether its label is a plural."""
    realises: str | None
    """The concept by whose name a variant is called as well."""
    broader: frozenset[str]
    size_names: tuple[str, ...] = ()
    """What one of the sizes in which it is sold is called."""
    shared_names: tuple[str, ...] = ()
    """Names by which it is found and that it may share; they are no wordings of what it is."""

    @property
    def is_service(self) -> bool:
        """Whether it is one of the things that people choose between."""
        return _CLASS_SERVICE.value in self.classes

    @property
    def is_variant(self) -> bool:
        """Whether it is one form of a service."""
        return _CLASS_VARIANT.value in self.classes

    @property
    def is_chosen(self) -> bool:
        """Whether people choose it: a service, a form of one, or a size in which one is sold."""
        return self.is_service or self.is_variant or _CLASS_SIZE.value in self.classes


@dataclass(frozen=True, slots=True)
class Source:
    """Where statements come from."""

    iri: str
    title: str
    url: str | None
    publisher: str | None
    read: str
    published: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that a graph describes, by IRI."""

    graph: Graph
    units: Units
    things: Mapping[str, Thing]
    properties: Mapping[str, Property]
    sources: Mapping[str, Source]
    labels: Mapping[str, str]
    class_names: Mapping[str, tuple[str, ...]]
    """The names of each class of services, for questions such as `which services`."""
    services: tuple[Thing, ...]
    """In order of their labels."""
    variants_of: Mapping[str, tuple[Thing, ...]]
    sizes_of: Mapping[str, tuple[Thing, ...]]
    prices: Mapping[str, Price]
    bills: Bills
    beyond: Mapping[str, tuple[str, ...]]
    """The names of what the catalogue leaves out on purpose, by label."""

    def variants(self, service: str) -> tuple[Thing, ...]:
        """Return the variants of a service, the usual one first, then by IRI."""
        return self.variants_of.get(service, ())

    def qualifying(self, node: NamedNode) -> tuple[str, ...]:
        """Return what is stated of a node that qualifies others, such as a price, as N-Triples."""
        quads = self.graph.store.quads_for_pattern(node, None, None, _DEFAULT)
        return tuple(sorted(f"{quad.triple} ." for quad in quads))

    def label(self, term: str) -> str:
        """Return the label of an IRI, or its last part where it has none."""
        return self.labels.get(term) or term.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def catalogue(graph: Graph, with_bills: bool = True) -> Catalogue:
    """Return what the graph describes, if wanted without its bills.

    Raises OntologyError where a property or a bill lacks what answers need.
    """
    read = Describer(graph)
    types = {
        subject: frozenset(term.value for term in described.get(TYPE.value, []))
        for subject, described in read.described.items()
    }
    labels = {s: label for s in list(types) if (label := read.one(s, "skos:prefLabel")) is not None}
    classes = _service_classes(read, types)
    described = {c.value for c in _DESCRIBING}
    apart = {c.value for c in _NOT_THINGS}
    things = {
        subject: _thing(read, subject, found, classes)
        for subject, found in types.items()
        if found and subject in labels and not found & described and not found & apart
    }
    properties = {
        subject: read_property(read, subject, found)
        for subject, found in types.items()
        if read.one(subject, "cv:sentence") is not None
    }
    sources = {s: _source(read, s) for s, found in types.items() if SOURCE_CLASS.value in found}
    beyond = {
        labels[s]: read.all(s, "skos:altLabel") for s, found in types.items() if _CLASS_BEYOND.value in found
    }
    names = {c: (labels.get(c, ""), *read.all(c, "skos:altLabel")) for c in sorted(classes)}
    services = sorted(
        (thing for thing in things.values() if thing.is_service),
        key=lambda thing: (thing.label.casefold(), thing.iri),
    )
    units = Units.from_graph(graph)
    return Catalogue(
        graph=graph,
        units=units,
        things=things,
        properties=properties,
        sources=sources,
        labels=labels,
        class_names=names,
        services=tuple(services),
        variants_of=_variants(things),
        sizes_of=_sizes(things),
        prices=read_prices(graph),
        bills=read_bills(graph, units) if with_bills else Bills({}, (), (), {}),
        beyond=beyond,
    )


def _variants(things: Mapping[str, Thing]) -> dict[str, tuple[Thing, ...]]:
    """The variants of each service, the usual one first, then by IRI."""
    found: defaultdict[str, list[Thing]] = defaultdict(list)
    for thing in things.values():
        if thing.variant_of is not None and thing.is_variant:
            found[thing.variant_of].append(thing)
    return {
        service: tuple(sorted(of, key=lambda v: (v.iri != _usual(things, service), v.iri)))
        for service, of in found.items()
    }


def _sizes(things: Mapping[str, Thing]) -> dict[str, tuple[Thing, ...]]:
    """The sizes in which each service is sold, by IRI."""
    found: defaultdict[str, list[Thing]] = defaultdict(list)
    for thing in things.values():
        if thing.variant_of is not None and not thing.is_variant:
            found[thing.variant_of].append(thing)
    return {service: tuple(sorted(sizes, key=lambda size: size.iri)) for service, sizes in found.items()}


def _usual(things: Mapping[str, Thing], service: str) -> str | None:
    return things[service].default_variant if service in things else None


def _service_classes(read: Describer, types: Mapping[str, frozenset[str]]) -> set[str]:
    """The class of services and, to any depth, its subclasses."""
    classes = {_CLASS_SERVICE.value}
    while True:
        more = {s for s in types if classes & set(read.all(s, "rdfs:subClassOf"))} - classes
        if not more:
            return classes
        classes |= more


def _thing(read: Describer, subject: str, found: frozenset[str], classes: set[str]) -> Thing:
    return Thing(
        iri=subject,
        label=read.one(subject, "skos:prefLabel") or subject,
        names=read.all(subject, "skos:altLabel"),
        classes=found | ({_CLASS_SERVICE.value} if found & classes else frozenset()),
        variant_of=read.one(subject, "cv:variantOf") or read.one(subject, "cv:sizeOf"),
        default_variant=read.one(subject, "cv:defaultVariant"),
        plural=read.one(subject, "cv:plural") == "true",
        realises=read.one(subject, "cv:realises"),
        broader=frozenset(read.all(subject, "skos:broader")),
        size_names=read.all(subject, "cv:sizeLabel"),
        shared_names=read.all(subject, "cv:sharedName"),
    )


def _source(read: Describer, subject: str) -> Source:
    title, day, status = (
        read.one(subject, predicate) for predicate in ("skos:prefLabel", "cv:read", "cv:status")
    )
    if title is None or day is None or status is None:
        raise OntologyError(f"{subject} needs a skos:prefLabel, a cv:read date and a cv:status")
    published = read.one(subject, "cv:published")
    return Source(
        iri=subject,
        title=title,
        url=read.one(subject, "cv:url"),
        publisher=read.one(subject, "dct:publisher"),
        read=day,
        published=None if published in (None, "undated") else published,
        status=read.one(status, "skos:prefLabel") or status,
    )
