"""Properties: what facts can be stated with, and how they are understood and worded."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pyoxigraph import DefaultGraph, Literal, NamedNode

from graph.errors import OntologyError
from graph.namespaces import FUNCTIONAL, PREFIXES, iri
from graph.store import Graph, Term

_DEFAULT = DefaultGraph()
_CLASS_PRICE = iri("cv:Price").value


class Kind(StrEnum):
    """What the values of a property are."""

    BOOLEAN = "boolean"
    QUANTITY = "quantity"
    ITEM = "item"
    PRICE = "price"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Property:
    """A property that facts can be stated with, and how it is understood and worded."""

    iri: str
    label: str
    definition: str
    kind: Kind
    unit: str | None
    single: bool
    closed: bool
    tells_forms_apart: bool
    """Whether a form of a thing lacks the values that another one has and it has not."""
    only_where_asked: bool
    """Whether it links two things only in answer to words that ask for it."""
    denies: bool
    """Whether its values are what a subject is not: asked about one, the answer is no."""
    universal: bool
    """Whether everything has a value, so that to have one answers no yes or no."""
    symmetric: bool
    asymmetric: bool
    """Whether it orders two things, so that read the other way round it is false."""
    upper: bool
    """Whether its value is the most that a user may ask for."""
    relieving: bool
    """Whether to have it takes work off users, so that who asks whether they have to do it is told no."""
    burdening: bool
    """Whether to have it leaves work to users, so that who asks whether it is done for them is told no."""
    offers_choice: bool
    """Whether users may choose among its values, so that none of several has to be taken."""
    increment: bool
    """Whether its value is what something is rounded to."""
    detailed_by: tuple[str, ...]
    """The properties that say in amounts what this one says in words."""
    explained_by: tuple[str, ...]
    """The properties whose values are reasons for what this one states."""
    reason: bool
    """Whether its values are reasons to choose the subject."""
    assumed: bool
    """Whether who asks for a recommendation needs it to hold without saying so."""
    shown_most: int | None
    """How many values a sentence lists; None where it lists as many as any."""
    incidental: bool
    """Whether to have a value does not speak for choosing the subject."""
    identifying: bool
    """Whether who speaks of a value speaks of the one service that has it."""
    is_day: bool
    """Whether its values are days."""
    better: str | None
    """`higher` or `lower`, where one end of the scale is preferred."""
    importance: int
    names: tuple[str, ...]
    false_names: tuple[str, ...]
    no_limit_names: tuple[str, ...]
    highest_names: tuple[str, ...]
    lowest_names: tuple[str, ...]
    sentence: str
    sentence_false: str
    sentence_no_limit: str
    sentence_varies: str


class Describer:
    """Reads what the default graph says of one subject after another."""

    def __init__(self, graph: Graph) -> None:
        self.described: defaultdict[str, defaultdict[str, list[Term]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for quad in graph.store.quads_for_pattern(None, None, None, _DEFAULT):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                self.described[quad.subject.value][quad.predicate.value].append(quad.object)

    def all(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the values of a predicate such as `skos:altLabel`, sorted."""
        terms = self.described[subject].get(_full(predicate))
        return tuple(sorted(term.value for term in terms)) if terms else ()

    def one(self, subject: str, predicate: str) -> str | None:
        """Return the first value of a predicate, if there is one."""
        values = self.all(subject, predicate)
        return values[0] if values else None


@cache
def _full(name: str) -> str:
    """The IRI of one of the few predicates that are read, each thousands of times."""
    return iri(name).value


def read_property(read: Describer, subject: str, found: frozenset[str]) -> Property:
    """Return a property of the classes found; OntologyError where it lacks its label."""
    unit = read.one(subject, "qudt:hasUnit")
    ranges = read.all(subject, "rdfs:range")
    if unit is not None:
        kind = Kind.QUANTITY
    elif PREFIXES["xsd"] + "boolean" in ranges:
        kind = Kind.BOOLEAN
    elif _CLASS_PRICE in ranges:
        kind = Kind.PRICE
    elif iri("owl:ObjectProperty").value in found:
        kind = Kind.ITEM
    else:
        kind = Kind.TEXT
    label = read.one(subject, "skos:prefLabel")
    sentence = read.one(subject, "cv:sentence")
    if label is None or sentence is None:
        raise OntologyError(f"{subject} needs a skos:prefLabel")
    better = read.one(subject, "cv:better")
    return Property(
        iri=subject,
        label=label,
        definition=read.one(subject, "skos:definition") or "",
        kind=kind,
        unit=unit,
        single=FUNCTIONAL.value in found,
        closed=read.one(subject, "cv:closed") == "true",
        tells_forms_apart=read.one(subject, "cv:tellsFormsApart") == "true",
        only_where_asked=read.one(subject, "cv:onlyWhereAsked") == "true",
        denies=read.one(subject, "cv:denies") == "true",
        universal=read.one(subject, "cv:universal") == "true",
        symmetric=iri("owl:SymmetricProperty").value in found,
        asymmetric=iri("owl:AsymmetricProperty").value in found,
        upper=read.one(subject, "cv:bound") == iri("cv:upper").value,
        relieving=read.one(subject, "cv:relieving") == "true",
        burdening=read.one(subject, "cv:relieving") == "false",
        offers_choice=read.one(subject, "cv:offersChoice") == "true",
        increment=read.one(subject, "cv:bound") == iri("cv:increment").value,
        explained_by=read.all(subject, "cv:explainedBy"),
        reason=read.one(subject, "cv:reason") == "true",
        assumed=read.one(subject, "cv:assumed") == "true",
        shown_most=int(most) if (most := read.one(subject, "cv:shownMost")) else None,
        incidental=read.one(subject, "cv:incidental") == "true",
        identifying=read.one(subject, "cv:identifying") == "true",
        is_day=read.one(subject, "rdfs:range") == iri("xsd:date").value,
        detailed_by=read.all(subject, "cv:detailedBy"),
        better=better.rsplit("#", 1)[-1] if better else None,
        importance=int(read.one(subject, "cv:importance") or 50),
        names=read.all(subject, "skos:altLabel"),
        false_names=read.all(subject, "cv:falseLabel"),
        no_limit_names=read.all(subject, "cv:noLimitLabel"),
        highest_names=read.all(subject, "cv:highestLabel"),
        lowest_names=read.all(subject, "cv:lowestLabel"),
        sentence=sentence,
        sentence_false=read.one(subject, "cv:sentenceFalse") or "",
        sentence_no_limit=read.one(subject, "cv:sentenceNoLimit") or "",
        sentence_varies=read.one(subject, "cv:sentenceVaries") or "",
    )
