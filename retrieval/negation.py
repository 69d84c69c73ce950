"""What a question denies: where it has a negation, and how far each one reaches.

`can it run with no servers` denies the servers and not the running; `if it does not fit, can it spill over`
denies what is told of and not what is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from retrieval.language import Cue

if TYPE_CHECKING:
    from retrieval.parse import Parse
    from retrieval.text import Token

_TAGGED = 3
"""Words after which two more may be a question tag."""
_PERSONS = frozenset({"i", "we", "you"})
_IDLE = frozenset({Cue.IDIOM, Cue.RELIEF})
"""What denies nothing though it has a negation: `no matter`, and who does not do it: `without me`."""
_OF_NOUNS = frozenset({"no", "without", "minus", "except", "lacking"})
"""Negations that deny what comes after them, and not what stands before them."""


@dataclass(frozen=True)
class Negation:
    """The negations of one question."""

    parse: "Parse"

    @cached_property
    def is_odd(self) -> bool:
        """Whether the question speaks of what is not so: two negations cancel out."""
        return (len(self._words - self._reversed) + self._turns) % 2 == 1

    def of(self, tokens: Iterable[int]) -> bool:
        """Say whether what some tokens say is denied; of no tokens, whether the question denies anything."""
        wanted = frozenset(tokens)
        if not wanted or not self._words:
            return self.is_odd
        reaching = sum(not wanted.isdisjoint(self._scope(index)) for index in self._words - self._reversed)
        return (reaching + self._turns) % 2 == 1

    @property
    def denies_deed(self) -> bool:
        """Whether what is done is denied, and not only what it is done with: `it never scales for us`."""
        tokens = self.parse.tokens
        deeds = [i for i in self._words - self._reversed if tokens[i].lower not in _OF_NOUNS]
        return (len(deeds) + self._turns) % 2 == 1

    @cached_property
    def asks_back(self) -> bool:
        """Whether it denies something and asks for it in the tag: `it doesn't scale, does it`."""
        tag = self._tag
        if tag is None or self._has_negation(tag, None):
            return False
        return self._has_negation(0, tag)

    @cached_property
    def _words(self) -> frozenset[int]:
        """Where there are negations that deny something; the `not` of `isn't it` does not."""
        parse = self.parse
        words = {
            index
            for index, token in enumerate(parse.tokens)
            if token.lower in parse.language.negations
            and token.start >= parse.asking_from
            and not (self._opens(index) or self._is_aside(token) or self._contrasts(index))
            and not (token.apart and index == len(parse.tokens) - 1)  # the `no` of `that is so, no?`
        }
        words -= {i for f in parse.cues if f.cue in _IDLE for i in range(f.first, f.last)}
        if self._tag is not None:
            # `it does, doesn't it` denies nothing; `it doesn't, does it` asks whether it does.
            words = words & set(range(self._tag)) if self._has_negation(self._tag, None) else set()
        return frozenset(words)

    @cached_property
    def _reversed(self) -> frozenset[int]:
        """The tokens of words that turn what is said round, as `unable` does."""
        return frozenset(i for f in self.parse.cues if f.cue is Cue.REVERSAL for i in range(f.first, f.last))

    @property
    def _turns(self) -> int:
        return sum(found.cue is Cue.REVERSAL for found in self.parse.cues)

    def _scope(self, index: int) -> frozenset[int]:
        """The tokens that a negation denies: its clause, or what comes after it there."""
        first, last = self._clause(index)
        if self.parse.tokens[index].lower in _OF_NOUNS:
            first = index
        reached = frozenset(range(first, last))
        return reached if reached & set(self.parse.content) else frozenset(range(len(self.parse.tokens)))

    def _clause(self, index: int) -> tuple[int, int]:
        """The clause in which a token stands: from a comma, a conjunction or the like to the next one."""
        language = self.parse.language
        parting = language.conjunctions | language.subordinating
        starts = [i for i, token in enumerate(self.parse.tokens) if token.apart or token.lower in parting]
        first = max((i for i in starts if i <= index), default=0)
        return first, min((i for i in starts if i > index), default=len(self.parse.tokens))

    @cached_property
    def _tag(self) -> int | None:
        """Where a question tag begins after a statement: the `does it` of `it scales, does it`."""
        tokens, language = self.parse.tokens, self.parse.language
        last = len(tokens) - 1
        if last < _TAGGED or tokens[last].lower not in language.pronouns | _PERSONS:
            return None
        first = last - 2 if tokens[last - 1].lower == "not" else last - 1
        tag, opening = tokens[first], tokens[0].lower
        asks = opening in language.auxiliaries | language.question_words
        parted = tag.apart or not asks
        return first if tag.lower in language.auxiliaries and parted else None

    def _has_negation(self, first: int, last: int | None) -> bool:
        """Whether there is a negation among some tokens: `isn't it`, `dont they`."""
        return any(t.lower in self.parse.language.negations for t in self.parse.tokens[first:last])

    def _contrasts(self, index: int) -> bool:
        """Whether a negation only sets off what was said from something else: `the job and not the rest`."""
        token = self.parse.tokens[index]
        if token.lower != "not" or index == 0:
            return False
        return token.apart or self.parse.tokens[index - 1].lower in self.parse.language.conjunctions

    def _is_aside(self, token: "Token") -> bool:
        """Whether a word stands in brackets, where it only narrows what is named: `(not the big one)`."""
        before = self.parse.text[: token.start]
        return before.count("(") > before.count(")")

    def _opens(self, index: int) -> bool:
        """Whether a negation belongs to the auxiliary that opens a question: `isn't`, `is it not`."""
        tokens, language = self.parse.tokens, self.parse.language
        auxiliary = tokens[0].lower in language.auxiliaries
        subject = len(tokens) > 1 and tokens[1].lower in language.subject_starts
        asking = auxiliary and (subject or 1 in self.parse.starts)  # `dont want` opens no question
        return (index == 0 and asking) or (index == 1 and auxiliary and tokens[1].lower == "not")
