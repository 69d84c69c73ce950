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
from retrieval.language import Cue
from retrieval.lexicon import by_letter_and_length, nearest
from retrieval.matching import Matcher
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.text import Token
from retrieval.vocabulary import Vocabulary

_FORM_CUES = frozenset(Cue) - {Cue.HOW_TO, Cue.INSTRUCTION, Cue.FUTURE, Cue.OPINION}

_DECIDING = 0.5
"""A yes or no is turned round by less than a fact is: the share of the drift that is let pass then."""


class Coverage:
    """Tells the words that a reading explains from those that it does not."""

    def __init__(self, catalogue: Catalogue, matcher: Matcher, vocabulary: Vocabulary, drift: float) -> None:
        self._matcher = matcher
        self._vocabulary = vocabulary
        self._drift = drift
        self._values: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for row in catalogue.graph.select(_VALUES):
            self._values[row["thing"].value, row["property"].value].append(row["value"].value)

    def values(self, thing: str, prop: str) -> Sequence[str]:
        """Return the things that a property of a thing has as its values."""
        return self._values.get((thing, prop), ())

    def unexplained(
        self,
        parse: Parse,
        constraints: Sequence[Constraint],
        things: Iterable[str],
        hidden: frozenset[int],
    ) -> tuple[str, ...]:
        """Return the words that the reading leaves over and that may change it, in order of appearance."""
        left = self.left_over(parse, constraints, things, hidden)
        asked = parse.tokens[parse.asked_for] if parse.asked_for is not None else None
        if left and asked not in left and not any(is_name(token) for token in left):
            allowed = self._drift * (_DECIDING if decides(parse) else 1)
            if self.drift(parse, constraints, left, hidden) >= allowed:
                return ()
        return tuple(token.text for token in left)

    def left_over(
        self,
        parse: Parse,
        constraints: Sequence[Constraint],
        things: Iterable[str],
        hidden: frozenset[int],
    ) -> list[Token]:
        """Return the words that carry content and that nothing in the reading speaks of."""
        known: set[str] = set()
        for iri in (*_targets(constraints), *things, *self._siblings(constraints, things)):
            known |= self._vocabulary.of(iri)
        for mention in parse.homonyms:
            for iri in mention.iris:
                known |= self._vocabulary.of(iri)
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
        if all(parse.words.knows(token.lower) for token in left):
            return left
        spelt = by_letter_and_length(known)
        return [token for token in left if not _misspelt(parse, token.lower, token.stem, spelt)]

    def drift(
        self,
        parse: Parse,
        constraints: Sequence[Constraint],
        left: Sequence[Token],
        hidden: frozenset[int],
    ) -> float:
        """Return by how much more a clause is like what it matches with the words left over than without.

        Below zero they pull it away; -1 where nothing is known of what it matches.
        """
        rows = sorted({row for target in _targets(constraints) for row in self._matcher.rows_of(target)})
        if not rows:
            return -1.0
        hiding = hidden | parse.named
        gone = {token.start for token in left}
        rest = frozenset(i for i, token in enumerate(parse.tokens) if token.start in gone)
        vectors = self._matcher.vectors(rows)
        full, without = (
            (vectors @ self._matcher.encode(text)[0]).max()
            for text in (parse.focus(hiding), parse.focus(hiding, rest))
        )
        return round(float(full - without), 4)

    def _siblings(self, constraints: Sequence[Constraint], things: Iterable[str]) -> list[str]:
        """The values that the things have of the properties asked for: they may be spoken of, too."""
        return [
            value
            for thing in things
            for constraint in constraints
            for prop in constraint.properties
            for value in self._values.get((thing, prop), ())
        ]


def decides(parse: Parse) -> bool:
    """Say whether a question wants a yes or no."""
    return parse.asks_yes_or_no or parse.has(Cue.TRUTH)


def _targets(constraints: Sequence[Constraint]) -> list[str]:
    return [iri for c in constraints for iri in (*c.properties, *c.values)]


def is_name(token: Token) -> bool:
    """Say whether a word is written as a name in mid-sentence: a name that we do not know is foreign."""
    return token.start > 0 and token.text[:1].isupper() and not token.text.isupper()


def _misspelt(parse: Parse, word: str, stemmed: str, known: Mapping[str, Sequence[str]]) -> bool:
    """Whether a word that is not spelt right stands for a known one."""
    if parse.words.knows(word):
        return False
    return nearest(stemmed, known) is not None or nearest(word, known) is not None


_VALUES = """
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
SELECT ?thing ?property ?value WHERE {
  ?property cv:sentence ?wording . ?thing ?property ?value FILTER(ISIRI(?value))
} ORDER BY ?thing ?property ?value
"""
