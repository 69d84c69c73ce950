"""What the composers of all kinds share: stating a cell with its notes, disputes and exceptions."""

from collections.abc import Sequence

from graph.catalogue import Catalogue
from graph.facts import Fact, shown
from retrieval.answer import Node, Sentence
from retrieval.compose.citing import Citations
from retrieval.compose.wording import grouped, sentence, state_facts
from retrieval.evidence import Cell


class Drafting:
    """An answer in the making: its sentences and its citations."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.citations = Citations(catalogue)
        self.sentences: list[Sentence] = []

    def say(self, text: str, facts: Sequence[Fact]) -> None:
        """Add a sentence that rests on facts, unless it was said already."""
        if all(text != said.text for said in self.sentences):
            self.sentences.append(Sentence(text, self.citations.cite(facts)))

    def state(self, cell: Cell) -> None:
        """Add the sentence of a cell."""
        self.say(sentence(self.catalogue, cell), cell.facts)

    def qualify(self, cell: Cell, room: int = 2) -> None:
        """Add what limits a cell: the variants that differ, notes, and who disputes it."""
        for note in cell.notes[:1]:
            self.say(note.fact.object.value, [note.fact])
        self.disagree(cell)
        telling = [c for c in cell.exceptions if c.state in (None, "noLimit", "varies")]
        for exception in grouped(telling)[:room]:
            self._except(cell, exception)

    def _except(self, cell: Cell, group: Sequence[Cell]) -> None:
        names = [self.catalogue.label(c.subject) for c in group]
        text = state_facts(self.catalogue, group[0], group[0].subject, group[0].facts)
        if len(group) > 1:
            text = f"{text[:-1]}; the same holds for {' and '.join(names[1:])}."
        lead = "" if cell.state == "varies" or not cell.facts else "Exception: "
        self.say(lead + text, [fact for c in group for fact in c.facts])

    def disagree(self, cell: Cell) -> None:
        """Name the sources that state something else than what is accepted."""
        for fact in cell.disputes[:1]:
            source = self.catalogue.sources[fact.source]
            said = state_facts(self.catalogue, cell, fact.subject, [fact])
            numbers = self.citations.dispute(cell.facts, cell.disputes)
            text = f"One source says otherwise ({source.title}, read {source.read}): {said}"
            self.sentences.append(Sentence(text, numbers))

    def node(self, iri: str) -> Node:
        """Return a thing with its label."""
        return Node(iri, self.catalogue.label(iri))

    def value(self, subject: str, fact: Fact) -> dict[str, str | None]:
        """Return a fact's value in the form of `result.values`."""
        prop = self.catalogue.properties.get(fact.about)
        unit = self.catalogue.units[prop.unit].symbol if prop is not None and prop.unit else None
        datatype = getattr(fact.object, "datatype", None)
        return {
            "iri": subject,
            "value": None if fact.state else fact.object.value,
            "datatype": datatype.value if datatype is not None and not fact.state else None,
            "unit": None if fact.state else unit,
            "label": shown(self.catalogue, fact),
        }
