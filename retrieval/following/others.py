"""Follow-ups that ask which other things are or have what one was asked about: `so which ones do?`."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.properties import Kind
from retrieval.following.carryover import reread
from retrieval.following.elliptical import turned
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.reader import Reader
from retrieval.spoken_of import SELECTING, Turn
from retrieval.wordings import Asks

_WHO = frozenset({"who", "which", "what", "anything", "anyone", "something", "any"})
_ONES = frozenset({"one", "ones", "else", "other", "others", "of", "them", "those", "these", "then"})
_REST = frozenset({"other", "others", "rest"})
_SINGLE = frozenset(
    {"it", "this", "that", "he", "she", "there", "i", "we", "you", "its", "their", "the", "a", "my", "our"}
)
"""Words of which, or of whose, something is asked: `what does it`, `what is its`."""


@dataclass(frozen=True, slots=True)
class Others:
    """Finds the things for which holds what was asked of one."""

    reader: Reader

    def meant(self, parse: Parse, before: Turn) -> Question | None:
        """Return the list of what fulfils the question before, or of what offers most of it; else None."""
        asked = before.question
        if parse.has(Cue.INSTEAD) or asked.kind in SELECTING or asked.cost is not None:
            return None
        if len(asked.constraints) != 1:
            return None
        (constraint,) = asked.constraints
        (prop, *_) = constraint.properties
        compares = self._compares(parse, constraint)
        if not _asks_who(parse, compares=compares):
            return None
        left = self.reader.coverage.left_over(
            parse, [constraint], (), _compared(parse) | _found_wanting(parse)
        )
        if any(token.lower not in parse.language.forms | _REST | _ONES for token in left):
            return None
        if compares:
            most = Asks.HIGHEST if parse.has(Cue.MORE) else Asks.LOWEST
            extreme = Constraint(constraint.properties, most)
            return reread(self.reader, asked, QuestionKind.SUPERLATIVE, self._forms(asked), (extreme,))
        if self.reader.catalogue.properties[prop].kind is Kind.QUANTITY and constraint.amount is None:
            endless = Constraint(constraint.properties, Asks.NO_LIMIT)
            return reread(self.reader, asked, QuestionKind.LIST, (), (endless,)) if parse.negated else None
        known = [self.reader.catalogue.properties[p] for p in constraint.properties]
        vague = not constraint.values and any(one.kind in (Kind.ITEM, Kind.TEXT) for one in known)
        if vague:
            return None
        if any(one.denies for one in known):
            had = self.reader.candidates.holding(constraint.values)
            constraint = Constraint(had, Asks.VALUE, constraint.values)
        wanted = turned(constraint) if parse.negated else constraint
        return reread(self.reader, asked, QuestionKind.LIST, (), (wanted,))

    def _compares(self, parse: Parse, constraint: Constraint) -> bool:
        """Whether more or less is asked for of an amount that was told."""
        known = self.reader.catalogue.properties
        amounts = all(known[p].kind is Kind.QUANTITY for p in constraint.properties)
        return amounts and not constraint.values and parse.has(Cue.MORE, Cue.LESS)

    def _forms(self, asked: Question) -> Sequence[str]:
        """The forms among which one was asked about; nothing where it was a thing of its own."""
        catalogue = self.reader.catalogue
        wholes = {catalogue.things[subject].variant_of for subject in asked.subjects}
        whole = wholes.pop() if len(wholes) == 1 else None
        return [variant.iri for variant in catalogue.variants(whole)] if whole else ()


def _asks_who(parse: Parse, *, compares: bool) -> bool:
    """Whether things are asked for, of which nothing is named: `who does`, `and the others?`."""
    language = parse.language
    words = [token.lower for token in parse.tokens]
    start = next((i for i, word in enumerate(words) if word in _WHO), None)
    if start is None:
        short = compares and not parse.has_question_word and not parse.asks_yes_or_no
        rest = bool(_REST & set(words)) and not parse.asks_yes_or_no
        return short or (rest and all(words[i] in _REST for i in parse.content))
    classes = {i for m in parse.classes for i in range(m.first, m.last)}
    place = start + 1
    while place < len(words) and (words[place] in _ONES or place in classes):
        place += 1
    if place == len(words):
        return compares
    if words[place] in language.auxiliaries | language.negations:
        return words[place + 1 : place + 2] == [] or words[place + 1] not in _SINGLE
    return compares or place > start + 1


def _compared(parse: Parse) -> frozenset[int]:
    """The words that say that more or less is wanted."""
    return frozenset(i for f in parse.cues if f.cue in (Cue.MORE, Cue.LESS) for i in range(f.first, f.last))


def _found_wanting(parse: Parse) -> frozenset[int]:
    """The words by which what was told before is called too little or too much."""
    return frozenset(i for i, token in enumerate(parse.tokens) if i and parse.tokens[i - 1].lower == "too")
