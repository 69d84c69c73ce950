"""Running the planned queries, and deciding which fact stands in which cell."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph.catalogue import Catalogue
from graph.facts import Fact, best_sources, facts
from graph.properties import Property
from graph.rules import premises
from retrieval import plan


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence that qualifies a cell, as a fact of its own."""

    about: str
    property: str
    fact: Fact
    value: str | None = None
    """The one value that it qualifies, where the property has several."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is accepted of one property of one subject, who disputes it, and what variants differ.

    `facts` is empty where the graph holds nothing. They may be stated of the service that a variant
    belongs to: then they are inherited.
    """

    subject: str
    prop: Property
    facts: tuple[Fact, ...]
    disputes: tuple[Fact, ...] = ()
    exceptions: tuple["Cell", ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def state(self) -> str | None:
        """`noLimit`, `notApplicable`, `unknown`, `varies`; None for values and for nothing at all."""
        return self.facts[0].state if self.facts else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Cells in the order of the subjects and then of the properties, and the queries that found them."""

    cells: tuple[Cell, ...]
    queries: tuple[str, ...]


class EvidenceFinder:
    """Answers plans from one catalogue."""

    def __init__(self, catalogue: Catalogue, belief: Sequence[str]) -> None:
        self.catalogue = catalogue
        self.belief = {source: rank for rank, source in enumerate(belief)}
        """The rank of each source, the most believed one first."""
        self._rules = {rule.source: rule for rule in catalogue.graph.rules}
        self._noted = self._all_notes()

    def rows(self, query: str) -> list[Fact]:
        """Return the facts of a query's rows, each triple once, by its most believed source."""
        found = facts(self.catalogue, self.catalogue.graph.select(query))
        return best_sources(found, self.belief)

    def cells(self, subjects: Sequence[str], properties: Sequence[str]) -> Evidence:
        """Return one cell for each subject and property."""
        family = {s: self._family(s) for s in subjects}
        everyone = sorted({member for members in family.values() for member in members})
        query = plan.cells(everyone, properties)
        stated: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self.rows(query):
            stated[fact.subject, fact.about].append(fact)
        pairs = [(s, p) for s in everyone for p in properties if (s, p) in self._noted]
        found = [
            self._cell(subject, self.catalogue.properties[prop], stated)
            for subject in subjects
            for prop in properties
        ]
        queries = (query, plan.notes(pairs)) if any(cell.notes for cell in found) else (query,)
        return Evidence(tuple(found), queries)

    def premises(self, fact: Fact) -> tuple[list[Fact], str]:
        """Return what a rule concluded a fact from, and the query that found it; else nothing."""
        rule = self._rules.get(fact.source)
        if rule is None:
            return [], ""
        query = plan.stating(premises(self.catalogue.graph.store, rule, fact.subject, fact.object))
        return self.rows(query), query

    def _family(self, subject: str) -> list[str]:
        thing = self.catalogue.things[subject]
        parent = [thing.variant_of] if thing.variant_of else []
        return [subject, *parent, *(variant.iri for variant in self.catalogue.variants(subject))]

    def _all_notes(self) -> dict[tuple[str, str], tuple[Note, ...]]:
        """The notes on each property of each thing, which are few: so no answer has to look for them."""
        noted: defaultdict[tuple[str, str], list[Note]] = defaultdict(list)
        rows = self.catalogue.graph.select(plan.notes())
        for row, fact in zip(rows, facts(self.catalogue, rows), strict=True):
            key = (row["about"].value, row["property"].value)
            value = row["value"].value if "value" in row else None
            noted[key].append(Note(*key, fact, value))
        return {key: tuple(notes) for key, notes in noted.items()}

    def _cell(
        self,
        subject: str,
        prop: Property,
        stated: dict[tuple[str, str], list[Fact]],
    ) -> Cell:
        """The accepted facts of a cell: its own, or those of the service that it is a variant of."""
        thing = self.catalogue.things[subject]
        where = subject
        if not _accepted(stated, subject, prop) and thing.variant_of:
            where = thing.variant_of
        own = _accepted(stated, where, prop)
        variants = [
            Cell(variant.iri, prop, found, notes=self._noted.get((variant.iri, prop.iri), ()))
            for variant in self.catalogue.variants(subject)
            if (found := _accepted(stated, variant.iri, prop))
        ]
        same = {(fact.predicate, fact.object) for fact in own}
        # What a variant adds to a list of values is no exception to it.
        differing = [c for c in variants if {(f.predicate, f.object) for f in c.facts} != same]
        exceptions = differing if prop.single or not own or own[0].state else []
        disputes = [fact for fact in stated.get((where, prop.iri), []) if not fact.accepted and prop.single]
        return Cell(
            subject,
            prop,
            own,
            tuple(disputes),
            tuple(exceptions),
            self._noted.get((where, prop.iri), ()),
        )


def _accepted(stated: dict[tuple[str, str], list[Fact]], subject: str, prop: Property) -> tuple[Fact, ...]:
    return tuple(fact for fact in stated.get((subject, prop.iri), []) if fact.accepted)
