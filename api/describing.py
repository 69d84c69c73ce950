"""All that is accepted of one service, with citations."""

from collections.abc import Iterable, Sequence
from itertools import chain

from api.models import (
    CitationBody,
    Direction,
    FactBody,
    GraphBody,
    NeighbourBody,
    NodeBody,
    SentenceBody,
    ServiceBody,
    ServiceDetailBody,
    ValueBody,
    VariantBody,
)
from api.names import local
from graph.catalogue import Thing
from graph.facts import Fact
from graph.namespaces import DEFINITION, iri
from graph.properties import Kind
from retrieval import plan
from retrieval.compose.citing import Citations
from retrieval.compose.wording import cell_text
from retrieval.engine import Assistant
from retrieval.evidence import Cell

_CATEGORY = iri("cv:category").value
_STATES = {
    None: "value",
    "noLimit": "no_limit",
    "notApplicable": "not_applicable",
    "unknown": "unknown",
    "varies": "varies",
}


def briefly(assistant: Assistant) -> tuple[ServiceBody, ...]:
    """Return every service in a line each."""
    catalogue = assistant.catalogue
    services = [thing.iri for thing in catalogue.services]
    evidence = assistant.finder.cells(services, [DEFINITION.value, _CATEGORY])
    said = {
        (cell.subject, cell.prop.iri): cell.facts[0].object.value
        for cell in evidence.cells
        if cell.facts and cell.state is None
    }
    return tuple(
        ServiceBody(
            iri=thing.iri,
            name=local(thing.iri),
            label=thing.label,
            definition=said.get((thing.iri, DEFINITION.value)),
            category=_node(assistant, said.get((thing.iri, _CATEGORY))),
        )
        for thing in catalogue.services
    )


def detail(assistant: Assistant, thing: Thing) -> ServiceDetailBody:
    """Return everything accepted of a service or a variant, the most telling first."""
    catalogue = assistant.catalogue
    variants = [one.iri for one in catalogue.variants(thing.iri)]
    ordered = sorted(catalogue.properties.values(), key=lambda p: (p.importance, p.iri))
    evidence = assistant.finder.cells([thing.iri, *variants], [p.iri for p in ordered])
    cells = [cell for cell in evidence.cells if cell.facts]
    links = plan.stated_of([p.iri for p in ordered if p.kind is Kind.ITEM], [thing.iri])
    citing = _Citing(assistant)
    own = [cell for cell in cells if cell.subject == thing.iri]
    facts = tuple(citing.fact(cell) for cell in own)
    forms = tuple(citing.variant(thing, variant, cells) for variant in variants)
    outward = citing.neighbours(chain.from_iterable(cell.facts for cell in own), "out")
    inward = citing.neighbours(assistant.finder.rows(links), "in")
    return ServiceDetailBody(
        iri=thing.iri,
        name=local(thing.iri),
        label=thing.label,
        names=thing.names,
        variant_of=_node(assistant, thing.variant_of),
        facts=facts,
        variants=forms,
        neighbours=(*outward, *inward),
        citations=citing.all(),
        sparql=(*evidence.queries, links),
        graph=GraphBody.model_validate(catalogue.graph),
    )


class _Citing:
    """Turns what the graph holds into what is sent, numbering the citations on the way."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._catalogue = assistant.catalogue
        self._citations = Citations(assistant.catalogue)

    def all(self) -> tuple[CitationBody, ...]:
        return tuple(CitationBody.model_validate(each) for each in self._citations.all())

    def fact(self, cell: Cell) -> FactBody:
        ids = self._citations.cite(cell.facts)
        if cell.disputes:
            self._citations.dispute(cell.facts, cell.disputes)
        notes = [
            SentenceBody(text=note.fact.object.value, citations=self._citations.cite([note.fact]))
            for note in cell.notes
        ]
        stated_of = cell.facts[0].subject
        return FactBody(
            property=NodeBody(iri=cell.prop.iri, label=cell.prop.label),
            text=cell_text(self._catalogue, cell),
            state=_STATES[cell.state],
            values=tuple(
                ValueBody.model_validate(self._citations.value(n)) for n in ids if cell.state is None
            ),
            inherited_from=None if stated_of == cell.subject else _node(self._assistant, stated_of),
            notes=tuple(notes),
            citations=ids,
        )

    def variant(self, service: Thing, variant: str, cells: Sequence[Cell]) -> VariantBody:
        own = [c for c in cells if c.subject == variant and c.facts[0].subject == variant]
        return VariantBody(
            iri=variant,
            name=local(variant),
            label=self._catalogue.label(variant),
            usual=variant == service.default_variant,
            facts=tuple(self.fact(cell) for cell in own),
        )

    def neighbours(self, facts: Iterable[Fact], direction: Direction) -> tuple[NeighbourBody, ...]:
        """The things at the other end of facts, each link once."""
        found = []
        for fact in facts:
            other = fact.object.value if direction == "out" else fact.subject
            if fact.state is None and other in self._catalogue.things:
                found.append(
                    NeighbourBody(
                        iri=other,
                        label=self._catalogue.label(other),
                        property=NodeBody(iri=fact.predicate, label=self._catalogue.label(fact.predicate)),
                        direction=direction,
                        citations=self._citations.cite([fact]),
                    )
                )
        return tuple(found)


def _node(assistant: Assistant, found: str | None) -> NodeBody | None:
    return None if found is None else NodeBody(iri=found, label=assistant.catalogue.label(found))
