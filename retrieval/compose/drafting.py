"""What the composers of all kinds share: stating a cell with its notes, disputes and exceptions."""

from collections.abc import Iterable, Sequence
from typing import Any

from graph.facts import Fact, shown
from graph.properties import Kind
from retrieval.answer import Draft, Node, Sentence
from retrieval.compose.citing import Citations
from retrieval.compose.pricing import ordered_prices, terms
from retrieval.compose.wording import grouped, sentence, state_facts, told
from retrieval.evidence import Cell, EvidenceFinder, Note
from retrieval.question import QuestionKind

_MOST = 5
"""Sentences of an answer, unless more was asked for."""
_OTHER_PRICES = 4
_DETAILS = 2


def notes_on(cell: Cell, facts: Sequence[Fact]) -> list[Note]:
    """Return the notes that qualify some facts of a cell: of all its values, or of the only one told."""
    told = [fact.object.value for fact in facts]
    exact = [note for note in cell.notes if note.value is not None and told == [note.value]]
    whole = [note for note in cell.notes if note.value is None and len(facts) == len(cell.facts)]
    return exact or whole


class Drafting:
    """An answer in the making: its sentences and its citations."""

    def __init__(self, finder: EvidenceFinder) -> None:
        self.finder = finder
        self.catalogue = finder.catalogue
        self.citations = Citations(finder.catalogue)
        self.sentences: list[Sentence] = []
        self._priced: list[Fact] = []

    def say(self, text: str, facts: Sequence[Fact]) -> None:
        """Add a sentence that rests on facts, unless it was said already."""
        if all(text != said.text for said in self.sentences):
            self.sentences.append(Sentence(text, self.citations.cite(facts)))

    def state(self, cell: Cell, conditions: Sequence[str] = ()) -> None:
        """Add the sentence of a cell; of several prices the one that the conditions single out."""
        if cell.prop.kind is Kind.PRICE and cell.state is None and cell.facts:
            self._price(cell, conditions)
        else:
            self.say(sentence(self.catalogue, cell), told(cell.prop, cell.facts))

    def detail(self, cells: Sequence[Cell], conditions: Sequence[str] = ()) -> None:
        """Add the first of some cells that state amounts: of prices the ones that people mean."""
        stated = [cell for cell in cells if cell.facts and cell.state is None]
        for cell in [c for c in stated if c.prop.kind in (Kind.PRICE, Kind.QUANTITY)][:_DETAILS]:
            if cell.prop.kind is Kind.PRICE:
                meant, _ = ordered_prices(self.catalogue, cell.facts, conditions)
                self.say(state_facts(self.catalogue, cell, cell.subject, meant), meant)
                self._priced += meant
            else:
                self.state(cell)

    def _price(self, cell: Cell, conditions: Sequence[str]) -> None:
        """State the price that is meant, then the others."""
        meant, others = ordered_prices(self.catalogue, cell.facts, conditions)
        self.say(state_facts(self.catalogue, cell, cell.subject, meant), meant)
        if others and not conditions:
            listed_ = [shown(self.catalogue, fact) for fact in others[:_OTHER_PRICES]]
            self.say(f"Other prices: {'; '.join(listed_)}.", others[:_OTHER_PRICES])
        self._priced += meant

    def qualify(self, cell: Cell, room: int = 2) -> None:
        """Add what limits a cell: the variants that differ, notes, and who disputes it."""
        for note in self._notes(cell)[:1]:
            self.say(note.fact.object.value, [note.fact])
        self.disagree(cell)
        telling = [c for c in cell.exceptions if c.state in (None, "noLimit", "varies")]
        for exception in grouped(telling)[:room]:
            self._except(cell, exception)

    def _notes(self, cell: Cell) -> list[Note]:
        """The notes on a cell; of prices only those on the ones told, and on all of them."""
        if cell.prop.kind is not Kind.PRICE:
            return notes_on(cell, cell.facts)
        priced = {fact.object.value for fact in self._priced}
        return [note for note in cell.notes if note.value is None or note.value in priced]

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

    def price(self, facts: Sequence[Fact]) -> None:
        """Note that prices were told, so that the answer ends with where and when they hold."""
        self._priced += [fact for fact in facts if fact.object.value in self.catalogue.prices]

    def finish(
        self, kind: QuestionKind, result: dict[str, Any], queries: Sequence[str], most: int = _MOST
    ) -> Draft:
        """Return the answer: its first sentences, and all that they rest on."""
        if self._priced:
            self.sentences = self.sentences[: most - 1]
            self.say(terms(self.catalogue, self._priced), self._priced)
        supporting = self.citations.rest(self.finder)
        return Draft(
            kind.value,
            tuple(self.sentences[:most]),
            result,
            self.citations.all(),
            tuple(dict.fromkeys((*queries, *supporting))),
        )

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

    def items(self, things: Iterable[str]) -> list[dict[str, str]]:
        """Return things in the form of `result.items`."""
        return [{"iri": iri, "label": self.catalogue.label(iri)} for iri in things]

    def values_result(self, values: Sequence[dict[str, str | None]]) -> dict[str, Any]:
        """Return a result of values; where they are things, these are its items as well."""
        things = dict.fromkeys(v["value"] for v in values if v["value"] in self.catalogue.things)
        items = self.items(iri for iri in things if iri is not None)
        return {"values": values} | ({"items": items} if items else {})
