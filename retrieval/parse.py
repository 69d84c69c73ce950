"""The parts of a question that can be told without knowing what it means: names, amounts, cues, form."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from retrieval.language import Cue, Found, Language
from retrieval.lexicon import Mention, WordTest
from retrieval.negation import Negation
from retrieval.quantities import Quantity
from retrieval.text import Token

_PLACEHOLDER = "it"
_OPENING = 3
"""Words among which a clause that asks has its question word or its verb."""
_TWO = 2
_DIVIDING = frozenset(",;:.!?()-\u2013\u2014\u2026")
_SENTENCE_END = re.compile(r"[.!]\s+")


@dataclass(frozen=True)
class Parse:
    """A question's words and what they are. Ranges are half-open and count tokens."""

    text: str
    tokens: tuple[Token, ...]
    services: tuple[Mention, ...]
    concepts: tuple[Mention, ...]
    homonyms: tuple[Mention, ...]
    """Names of concepts that reach over the name of a service, such as `batch job`."""
    beyond: tuple[Mention, ...]
    classes: tuple[Mention, ...]
    """Nouns for a whole class of services, such as `which services`."""
    quantities: tuple[Quantity, ...]
    cues: tuple[Found, ...]
    language: Language
    words: "WordTest"
    """Knows the words that are spelt right."""
    wants: Mapping[str, float] = field(default_factory=dict)
    """How probable each kind of answer is, where that was weighed."""

    def has(self, *cues: Cue) -> bool:
        """Say whether one of these cues is in the question."""
        return not self._cued.isdisjoint(cues)

    @cached_property
    def _cued(self) -> frozenset[Cue]:
        """All cues of the question, wherever they stand."""
        return frozenset(found.cue for found in self.cues)

    @cached_property
    def named(self) -> frozenset[int]:
        """The tokens that name services."""
        return covered(self.services)

    @cached_property
    def content(self) -> tuple[int, ...]:
        """The tokens that an answer must account for: neither names of services nor amounts nor fillers."""
        apart = self.named | covered(self.quantities) | covered(self.classes)
        return tuple(
            index
            for index, token in enumerate(self.tokens)
            if index not in apart and self.language.is_content(token)
        )

    @cached_property
    def asks_yes_or_no(self) -> bool:
        """Whether an auxiliary stands before its subject and no question word before it.

        What is told in sentences before the one that asks decides only where that one does not.
        """
        first = next((i for i, token in enumerate(self.tokens) if token.start >= self.asking_from), 0)
        if self._asks_yes_or_no(first):
            return True
        questions = any(token.lower in self.language.question_words for token in self.tokens[first:])
        return bool(first) and not questions and self._asks_yes_or_no(0)

    def _asks_yes_or_no(self, start: int) -> bool:
        """Whether what begins at a token asks for a yes or no."""
        polite = covered(found for found in self.cues if found.cue is Cue.POLITE)
        for index, token in list(enumerate(self.tokens))[start:]:
            if token.lower in self.language.question_words:
                if self._tells_when(index):
                    continue
                return False
            if polite and token.lower in ("if", "whether"):
                return True
            if token.lower not in self.language.auxiliaries or index in polite:
                continue
            if index + 1 == len(self.tokens):
                return False
            after = self.tokens[index + 1].lower
            if after in self.language.subject_starts or index + 1 in self.starts or index == start:
                return True
            if self._begins_clause(index) and any(m.first == index + 1 for m in self.concepts):
                return True
            before = self.tokens[index - 1].lower
            told = before in self.language.subject_starts or index - 1 in self.named
            denied = after in self.language.negations and not told
            if before in self.language.joiners or denied:
                return True
        return start < len(self.tokens) and self.tokens[start].lower in ("any", "ever")

    def _tells_when(self, index: int) -> bool:
        """Whether a question word opens a clause on which the question hangs: `when I do this, does it`."""
        subject = index + 1 in self.starts or any(
            token.lower in self.language.subject_starts for token in self.tokens[index + 1 : index + 2]
        )
        return subject and self.tokens[index].lower in self.language.subordinating

    @property
    def may_decide(self) -> bool:
        """Whether it asks for a yes or no, or may do so without a verb: `X on Intel chips?`."""
        fragment = not self.has_question_word and self.text.rstrip().endswith("?")
        return self.asks_yes_or_no or self.has(Cue.TRUTH) or (fragment and not self.offers_both)

    def _begins_clause(self, index: int) -> bool:
        """Whether a comma, a dash or the like stands before a token."""
        between = self.text[self.tokens[index - 1].end : self.tokens[index].start]
        return not set(between).isdisjoint(_DIVIDING)

    @cached_property
    def starts(self) -> frozenset[int]:
        """Where names of services begin."""
        return frozenset(mention.first for mention in self.services)

    @property
    def has_question_word(self) -> bool:
        """Whether the question has a word such as what or how."""
        return any(token.lower in self.language.question_words for token in self.tokens)

    @cached_property
    def negation(self) -> Negation:
        """What the question denies."""
        return Negation(self)

    @property
    def negated(self) -> bool:
        """Whether it speaks of what is not so; the `not` of `isn't it` is no negation, two cancel out."""
        return self.negation.is_odd

    @cached_property
    def superlatives(self) -> frozenset[str]:
        """The words that may ask for one end of a scale: longest, most."""
        bounds = covered(found for found in self.cues if found.cue is Cue.AT_MOST)
        return frozenset(
            token.lower
            for index, token in enumerate(self.tokens)
            if (self.language.is_superlative(token.lower) and self.language.is_content(token))
            or (token.lower == "most" and index not in bounds)
        )

    @cached_property
    def asking_clause(self) -> tuple[int, int]:
        """The tokens of the clause that asks, without what is told before it, after it or beside it."""
        starts = [
            index
            for index, token in enumerate(self.tokens)
            if index and (token.apart or token.lower in self.language.asides)
        ]
        spans = list(pairwise([0, *starts, len(self.tokens)]))
        words = self.language.question_words | self.language.auxiliaries
        asking = [s for s in spans if {t.lower for t in self.tokens[s[0] : s[0] + _OPENING]} & words]
        asking = [s for s in asking if set(range(*s)) & set(self.content)]
        return asking[-1] if asking else (0, len(self.tokens))

    @cached_property
    def asking_from(self) -> int:
        """Where the sentence begins that asks: after a full stop, if a question follows it."""
        starts = [match.end() for match in _SENTENCE_END.finditer(self.text)]
        return max((start for start in starts if "?" in self.text[start:]), default=0)

    @property
    def offers_both(self) -> bool:
        """Whether a fragment puts two sides to choose from: `scaling: by hand or automatic?`."""
        return any(token.lower == "or" and token.start >= self.asking_from for token in self.tokens[:-1])

    @property
    def asks_of_amount(self) -> bool:
        """Whether an amount stands in the sentence that asks, and is not only told before it."""
        return any(self.tokens[found.first].start >= self.asking_from for found in self.quantities)

    @cached_property
    def equates(self) -> bool:
        """Whether it asks if an amount is the bound itself: `is 10 minutes the longest`, `a limit of 5`."""
        if not self.quantities or not (self.superlatives or self.has(Cue.BOUND)):
            return False
        found = self.quantities[0]
        bounds = covered(cue for cue in self.cues if cue.cue is Cue.BOUND)
        before = self.tokens[found.first - 1].lower if found.first else ""
        is_bound = before in self.language.copulas or (before == "of" and found.first - 2 in bounds)
        opens = self.tokens[0].lower in self.language.copulas
        return is_bound or (opens and found.last == len(self.tokens))

    @property
    def says_none(self) -> bool:
        """Whether it speaks of there being none of something: `no time limit`."""
        return self.negated and any(token.lower in ("no", "without") for token in self.tokens)

    @cached_property
    def says_only(self) -> bool:
        """Whether it asks for this and nothing else; `not only` asks for more."""
        idioms = covered(found for found in self.cues if found.cue is Cue.IDIOM)
        return any(f.cue is Cue.ONLY and not set(range(f.first, f.last)) & idioms for f in self.cues)

    @cached_property
    def says_must(self) -> bool:
        """Whether it asks if something has to be taken: `must it be this`, `does it need that`.

        What is needed for something else, told after `if` or a comma, does not count.
        """
        first = next((i for i, token in enumerate(self.tokens) if token.start >= self.asking_from), 0)
        parting = self.language.subordinating
        ends = (i for i, t in enumerate(self.tokens) if i > first and (t.apart or t.lower in parting))
        last = next(ends, len(self.tokens))
        return any(f.cue is Cue.FORCED and first <= f.first < last for f in self.cues)

    @cached_property
    def asked_for(self) -> int | None:
        """The token of the noun that `which`, `what` or `how many` asks for, if it asks for one."""
        for start, token in enumerate(self.tokens):
            if token.lower not in self.language.question_words:
                continue
            for index in range(start + 1, len(self.tokens)):
                if index in self.named or self.tokens[index].lower in self.language.auxiliaries:
                    break
                if index in self.content:
                    return index
        return None

    @cached_property
    def asked_noun(self) -> int | None:
        """The token right after `which`, `what` or `how many`, if it says what is asked for."""
        words = self.language.question_words
        for index in range(1, len(self.tokens)):
            before = self.tokens[index - 1].lower
            counts = before == "many" and index > 1 and self.tokens[index - 2].lower in words
            if before in ("which", "what") or counts:
                return index if index in self.content else None
        return None

    def focus(self, hidden: Iterable[int], left_out: Iterable[int] = ()) -> str:
        """Return the question with some tokens hidden behind one word, and others and amounts left out."""
        behind = frozenset(hidden)
        gone = covered(self.quantities) | frozenset(left_out)
        words: list[str] = []
        for index, token in enumerate(self.tokens):
            if index in gone:
                continue
            word = _PLACEHOLDER if index in behind else token.lower
            if word != _PLACEHOLDER or words[-1:] != [_PLACEHOLDER]:
                words.append(word)
        return " ".join(words)

    def stems(self, hidden: Iterable[int]) -> frozenset[str]:
        """Return the stems of the words that tell one wording from another and are not hidden."""
        behind = frozenset(hidden) | covered((*self.quantities, *self.classes))
        return frozenset(
            token.stem
            for index, token in enumerate(self.tokens)
            if index not in behind and self.language.tells(token)
        )

    def clauses(self) -> list[frozenset[int]]:
        """Return the tokens of each part that `and` or `but` separates and that says something."""
        cued = covered(found for found in self.cues if found.cue in (Cue.COUNT, Cue.LIST))
        parts: list[set[int]] = [set()]
        for index, token in enumerate(self.tokens):
            if token.lower in self.language.conjunctions:
                parts.append(set())
            else:
                parts[-1].add(index)
        return [frozenset(part) for part in parts if (part & set(self.content)) - cued]

    def denied_in(self, tokens: Iterable[int]) -> bool:
        """Say whether the part of the question in which some tokens stand speaks of what is not so.

        `with this and without that` denies one of two: a part begins where something is joined or turned.
        """
        wanted = frozenset(tokens)
        starts = self.language.conjunctions | self.language.turning
        parts: list[set[int]] = [set()]
        for index, token in enumerate(self.tokens):
            if token.lower in starts:
                parts.append(set())
            parts[-1].add(index)
        idle = covered(found for found in self.cues if found.cue in (Cue.IDIOM, Cue.REVERSAL))
        told = [part for part in parts if part & set(self.content) - idle]
        if len(told) < _TWO:
            return self.negated
        part = max(told, key=lambda part: len(part & wanted))
        said = {i for i in part - idle if self.tokens[i].lower in self.language.negations}
        turned = sum(found.cue is Cue.REVERSAL and found.first in part for found in self.cues)
        return (len(said) + turned) % 2 == 1

    def between(self, word: str) -> bool:
        """Say whether a word stands between two names of services."""
        if len(self.services) < 2:
            return False
        first, last = self.services[0].last, self.services[-1].first
        return any(token.lower == word for token in self.tokens[first:last])


def covered(spans: Iterable[Mention | Quantity | Found]) -> frozenset[int]:
    """Return the tokens that some names, amounts or cues take up."""
    return frozenset(index for span in spans for index in range(span.first, span.last))
