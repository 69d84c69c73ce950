"""Which words of a question the reading of it leaves unexplained.

An answer that passes over a word which could change it is a wrong answer. A word is explained by a
name, an amount, a cue, by the wordings of what is asked, or by what the graph says the subject is. The
words left over are let pass together if they do not pull the clause away from what it matches: `an image
is sitting in it` means what `an image is in it` means, `running it in Antarctica` is another matter. What
is asked for, the watts in `how many watts`, is never let pass.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.catalogue import Catalogue
from graph.prices import Price
from retrieval.language import Cue
from retrieval.lexicon import by_first_letter, nearest
from retrieval.matching import Matcher
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.text import Token, tokens_of

_FORM_CUES = frozenset(Cue) - {Cue.HOW_TO, Cue.INSTRUCTION, Cue.FUTURE, Cue.OPINION}

_DECIDING = 0.5
"""A yes or no is turned round by less than a fact is: the share of the drift that is let pass then."""


class Coverage:
    """Knows the words by which each property, value and thing is spoken of."""

    def __init__(self, catalogue: Catalogue, matcher: Matcher, drift: float) -> None:
        self._matcher = matcher
        self._rows: defaultdict[str, list[int]] = defaultdict(list)
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        for row, wording in enumerate(matcher.wordings):
            self._rows[wording.target.iri].append(row)
            self._words[wording.target.iri] |= matcher.stems[row]
        said = _unit_words(catalogue)
        for prop in catalogue.properties.values():
            self._words[prop.iri] |= _stems(f"{prop.label} {prop.definition}")
            if prop.unit is not None:  # `how many months` asks for a time
                self._words[prop.iri] |= said[catalogue.units[prop.unit].dimension]
        for iri, price in _priced(catalogue):
            self._words[iri] |= said[catalogue.units[price.unit].dimension] | _stems(price.label)
            self._words[iri] |= _stems(" ".join((price.region, catalogue.label(price.region))))
            for condition in price.conditions:
                self._words[iri] |= _stems(catalogue.label(condition))
        for thing in catalogue.things.values():
            self._words[thing.iri] |= _stems(" ".join((thing.label, *thing.names)))
        for row_ in catalogue.graph.select(_DESCRIPTIONS):
            self._words[row_["thing"].value] |= _stems(row_["text"].value)
        self._values: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row_ in catalogue.graph.select(_VALUES):
            self._values[row_["thing"].value, row_["property"].value].append(row_["value"].value)
        self._drift = drift

    def unexplained(
        self,
        parse: Parse,
        constraints: Sequence[Constraint],
        things: Iterable[str],
        hidden: frozenset[int],
    ) -> tuple[str, ...]:
        """Return the words that the reading leaves over, in order of appearance."""
        targets = [iri for c in constraints for iri in (*c.properties, *c.values)]
        known: set[str] = set()
        for iri in (*targets, *things, *self._siblings(constraints, things)):
            known |= self._words.get(iri, set())
        for mention in parse.homonyms:
            for iri in mention.iris:
                known |= self._words.get(iri, set())
        cues = {
            index
            for found in parse.cues
            if found.cue in _FORM_CUES
            for index in range(found.first, found.last)
        }
        left = [
            parse.tokens[index]
            for index in parse.content
            if index not in hidden and index not in cues and parse.tokens[index].stem not in known
        ]
        spelt = by_first_letter(known)
        left = [token for token in left if not _misspelt(parse, token.lower, token.stem, spelt)]
        asked = parse.tokens[parse.asked_for] if parse.asked_for is not None else None
        decides = parse.asks_yes_or_no or parse.has(Cue.TRUTH)
        if left and asked not in left and not any(_is_name(token) for token in left):
            hiding = hidden | parse.named
            gone = {token.start for token in left}
            rest = frozenset(i for i, t in enumerate(parse.tokens) if t.start in gone)
            allowed = self._drift * (_DECIDING if decides else 1)
            if self._harmless(parse.focus(hiding), parse.focus(hiding, rest), targets, allowed):
                return ()
        return tuple(token.text for token in left)

    def _siblings(self, constraints: Sequence[Constraint], things: Iterable[str]) -> list[str]:
        """The values that the things have of the properties asked for: they may be spoken of, too."""
        return [
            value
            for thing in things
            for constraint in constraints
            for prop in constraint.properties
            for value in self._values.get((thing, prop), ())
        ]

    def _harmless(self, clause: str, without: str, targets: Sequence[str], allowed: float) -> bool:
        """Whether a clause is about as like what it matches as it would be without some words."""
        rows = sorted({row for target in targets for row in self._rows.get(target, [])})
        if not rows:
            return False
        vectors = self._matcher.vectors[rows]
        full, rest = ((vectors @ self._matcher.encode(text)[0]).max() for text in (clause, without))
        return bool(round(float(full - rest), 4) >= allowed)


def _unit_words(catalogue: Catalogue) -> dict[str, set[str]]:
    """The words of all units of each dimension."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for unit in catalogue.units.all:
        words[unit.dimension] |= _stems(" ".join((unit.singular, unit.plural, *unit.names)))
    return words


def _priced(catalogue: Catalogue) -> list[tuple[str, Price]]:
    """The properties that state prices, each with the prices it states."""
    return [
        (row["property"].value, catalogue.prices[row["price"].value])
        for row in catalogue.graph.select(_PRICED)
    ]


def _is_name(token: Token) -> bool:
    """Whether a word is written as a name in mid-sentence: a name that we do not know is foreign."""
    return token.start > 0 and token.text[:1].isupper() and not token.text.isupper()


def _misspelt(parse: Parse, word: str, stemmed: str, known: Mapping[str, Sequence[str]]) -> bool:
    """Whether a word that is not spelt right stands for a known one."""
    if parse.words.knows(word):
        return False
    return nearest(stemmed, known) is not None or nearest(word, known) is not None


def _stems(text: str) -> set[str]:
    return {token.stem for token in tokens_of(text)}


_VALUES = """
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
SELECT ?thing ?property ?value WHERE {
  ?property cv:sentence ?wording . ?thing ?property ?value FILTER(ISIRI(?value))
} ORDER BY ?thing ?property ?value
"""
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
