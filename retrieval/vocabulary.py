"""The words by which each property, value and thing of a catalogue is spoken of."""

from collections import defaultdict
from collections.abc import Set as AbstractSet

from graph.catalogue import Catalogue
from graph.prices import Price
from retrieval.matching import Matcher
from retrieval.text import tokens_of

_NOTHING: frozenset[str] = frozenset()


class Vocabulary:
    """Stems, by what they speak of: from names, wordings, definitions, units and prices."""

    def __init__(self, catalogue: Catalogue, matcher: Matcher) -> None:
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        self._names = {
            thing.iri: frozenset(stems_of(thing.label))
            for thing in catalogue.things.values()
            if not thing.is_chosen
        }
        for row, wording in enumerate(matcher.wordings):
            self._words[wording.target.iri].update(matcher.stems[row])
        said = _unit_words(catalogue)
        for prop in catalogue.properties.values():
            self._words[prop.iri] |= stems_of(f"{prop.label} {prop.definition}")
            if prop.unit is not None:  # `how many months` asks for a time
                self._words[prop.iri] |= said[catalogue.units[prop.unit].dimension]
        for iri, price in _priced(catalogue):
            self._words[iri] |= said[catalogue.units[price.unit].dimension] | stems_of(price.label)
            self._words[iri] |= stems_of(" ".join((price.region, catalogue.label(price.region))))
            for condition in price.conditions:
                self._words[iri] |= stems_of(catalogue.label(condition))
        for thing in catalogue.things.values():
            self._words[thing.iri] |= stems_of(
                " ".join((thing.label, *thing.names, *thing.size_names, *thing.shared_names))
            )
        for row_ in catalogue.graph.select(_DESCRIPTIONS):
            self._words[row_["thing"].value] |= stems_of(row_["text"].value)
        self.everything = frozenset[str]().union(*self._words.values())
        """The stems of all words by which anything is spoken of."""

    def named(self, iri: str) -> AbstractSet[str]:
        """Return the stems of the words of the label of a value."""
        return self._names.get(iri, _NOTHING)

    def of(self, iri: str) -> AbstractSet[str]:
        """Return the stems of the words that speak of a property, a value or a thing."""
        return self._words.get(iri, _NOTHING)


def stems_of(text: str) -> set[str]:
    """Return the stems of the words of a phrase of the catalogue."""
    return {token.stem for token in tokens_of(text)}


def _unit_words(catalogue: Catalogue) -> dict[str, set[str]]:
    """The words of all units of each dimension."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for unit in catalogue.units.all:
        words[unit.dimension] |= stems_of(" ".join((unit.singular, unit.plural, *unit.names)))
    return words


def _priced(catalogue: Catalogue) -> list[tuple[str, Price]]:
    """The properties that state prices, each with the prices it states."""
    return [
        (row["property"].value, catalogue.prices[row["price"].value])
        for row in catalogue.graph.select(_PRICED)
    ]


_PRICED = """
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
SELECT DISTINCT ?property ?price WHERE { ?thing ?property ?price . ?price a cv:Price }
ORDER BY ?property ?price
"""
_DESCRIPTIONS = """
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?text WHERE {
  { ?thing skos:definition ?text } UNION
  { ?thing cv:category/skos:prefLabel ?text } UNION
  { ?thing cv:fullName ?text } UNION
  { ?thing cv:variantOf ?parent . ?parent (skos:definition|(cv:category/skos:prefLabel)) ?text }
}
"""
