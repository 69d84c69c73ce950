"""The parts of a question that can be told without knowing what it means: names, amounts, cues, form."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from graph.catalogue import Catalogue
from retrieval.language import Cue, Found, Language
from retrieval.lexicon import Lexicon, Mention, WordTest, by_first_letter, nearest
from retrieval.quantities import Quantity, find_quantities, unit_names
from retrieval.siblings import Siblings
from retrieval.text import Token, normalise, stem, tokenise, tokens_of

_PLACEHOLDER = "it"
_KEPT = 64
_LONG_ENOUGH = 5
"""Letters from which a word of a phrase is known again though misspelt."""
_OPENING = 3
"""Words among which a clause that asks has its question word or its verb."""
_TAGGED = 3
"""Words after which two more may be a question tag."""
_NEAR = 2
"""Words in which it is told that something is only mentioned."""
_PERSONS = frozenset({"i", "we", "you"})
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
        return any(found.cue in cues for found in self.cues)

    @cached_property
    def named(self) -> frozenset[int]:
        """The tokens that name services."""
        return _covered(self.services)

    @cached_property
    def content(self) -> tuple[int, ...]:
        """The tokens that an answer must account for: neither names of services nor amounts nor fillers."""
        apart = self.named | _covered(self.quantities) | _covered(self.classes)
        return tuple(
            index
            for index, token in enumerate(self.tokens)
            if index not in apart and self.language.is_content(token)
        )

    @cached_property
    def asks_yes_or_no(self) -> bool:
        """Whether an auxiliary stands before its subject and no question word before it."""
        polite = _covered(found for found in self.cues if found.cue is Cue.POLITE)
        for index, token in enumerate(self.tokens):
            if token.lower in self.language.question_words:
                return False
            if polite and token.lower in ("if", "whether"):
                return True
            if token.lower not in self.language.auxiliaries or index in polite:
                continue
            if index + 1 == len(self.tokens):
                return False
            after = self.tokens[index + 1].lower
            if after in self.language.subject_starts or index + 1 in self.starts or index == 0:
                return True
            before = self.tokens[index - 1].lower
            denied = after in self.language.negations and before not in self.language.subject_starts
            if before in self.language.joiners or denied:
                return True
        return bool(self.tokens) and self.tokens[0].lower in ("any", "ever")

    @cached_property
    def starts(self) -> frozenset[int]:
        """Where names of services begin."""
        return frozenset(mention.first for mention in self.services)

    @property
    def has_question_word(self) -> bool:
        """Whether the question has a word such as what or how."""
        return any(token.lower in self.language.question_words for token in self.tokens)

    @cached_property
    def negated(self) -> bool:
        """Whether it speaks of what is not so; the `not` of `isn't it` is no negation, two cancel out."""
        words = {
            index
            for index, token in enumerate(self.tokens)
            if token.lower in self.language.negations
            and token.start >= self._asking
            and not (self._opens(index) or self._aside(token) or self._contrasts(index))
        }
        words -= _covered(found for found in self.cues if found.cue is Cue.IDIOM)
        if self._tag is not None:
            # `it does, doesn't it` denies nothing; `it doesn't, does it` asks whether it does.
            words = words & set(range(self._tag)) if self._denied(self._tag) else set()
        reversals = _covered(found for found in self.cues if found.cue is Cue.REVERSAL)
        count = len(words - reversals) + sum(found.cue is Cue.REVERSAL for found in self.cues)
        return count % 2 == 1

    @cached_property
    def _tag(self) -> int | None:
        """Where a question tag begins after a statement: the `does it` of `it scales, does it`."""
        last = len(self.tokens) - 1
        if last < _TAGGED or self.tokens[last].lower not in self.language.pronouns | _PERSONS:
            return None
        first = last - 2 if self.tokens[last - 1].lower == "not" else last - 1
        tag, opening = self.tokens[first], self.tokens[0].lower
        asks = opening in self.language.auxiliaries | self.language.question_words
        parted = tag.apart or not asks
        return first if tag.lower in self.language.auxiliaries and parted else None

    @cached_property
    def asks_back(self) -> bool:
        """Whether it denies something and asks for it in the tag: `it doesn't scale, does it`."""
        tag = self._tag
        if tag is None or self._denied(tag):
            return False
        return any(token.lower in self.language.negations for token in self.tokens[:tag])

    def _denied(self, tag: int) -> bool:
        """Whether a question tag has a negation: `isn't it`, `dont they`."""
        return any(token.lower in self.language.negations for token in self.tokens[tag:])

    @cached_property
    def superlatives(self) -> frozenset[str]:
        """The words that may ask for one end of a scale: longest, most."""
        bounds = _covered(found for found in self.cues if found.cue is Cue.AT_MOST)
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
    def _asking(self) -> int:
        """Where the sentence begins that asks: after a full stop, if a question follows it."""
        starts = [match.end() for match in _SENTENCE_END.finditer(self.text)]
        return max((start for start in starts if "?" in self.text[start:]), default=0)

    @property
    def says_none(self) -> bool:
        """Whether it speaks of there being none of something: `no time limit`."""
        return self.negated and any(token.lower in ("no", "without") for token in self.tokens)

    @cached_property
    def says_only(self) -> bool:
        """Whether it asks for this and nothing else; `not only` asks for more."""
        idioms = _covered(found for found in self.cues if found.cue is Cue.IDIOM)
        return any(f.cue is Cue.ONLY and not set(range(f.first, f.last)) & idioms for f in self.cues)

    def _contrasts(self, index: int) -> bool:
        """Whether a negation only sets off what was said from something else: `the job and not the rest`."""
        token = self.tokens[index]
        if token.lower != "not" or index == 0:
            return False
        return token.apart or self.tokens[index - 1].lower in self.language.conjunctions

    def _aside(self, token: Token) -> bool:
        """Whether a word stands in brackets, where it only narrows what is named: `(not the big one)`."""
        before = self.text[: token.start]
        return before.count("(") > before.count(")")

    def _opens(self, index: int) -> bool:
        """Whether a negation belongs to the auxiliary that opens a question: `isn't`, `is it not`."""
        auxiliary = self.tokens[0].lower in self.language.auxiliaries
        subject = len(self.tokens) > 1 and self.tokens[1].lower in self.language.subject_starts
        asking = auxiliary and (subject or 1 in self.starts)  # `dont want` opens no question
        return (index == 0 and asking) or (index == 1 and auxiliary and self.tokens[1].lower == "not")

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

    def focus(self, hidden: Iterable[int], left_out: Iterable[int] = ()) -> str:
        """Return the question with some tokens hidden behind one word, and others and amounts left out."""
        behind = frozenset(hidden)
        gone = _covered(self.quantities) | frozenset(left_out)
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
        behind = frozenset(hidden) | _covered((*self.quantities, *self.classes))
        return frozenset(
            token.stem
            for index, token in enumerate(self.tokens)
            if index not in behind and self.language.tells(token)
        )

    def clauses(self) -> list[frozenset[int]]:
        """Return the tokens of each part that `and` or `but` separates and that says something."""
        cued = _covered(found for found in self.cues if found.cue in (Cue.COUNT, Cue.LIST))
        parts: list[set[int]] = [set()]
        for index, token in enumerate(self.tokens):
            if token.lower in self.language.conjunctions:
                parts.append(set())
            else:
                parts[-1].add(index)
        return [frozenset(part) for part in parts if (part & set(self.content)) - cued]

    def between(self, word: str) -> bool:
        """Say whether a word stands between two names of services."""
        if len(self.services) < 2:
            return False
        first, last = self.services[0].last, self.services[-1].first
        return any(token.lower == word for token in self.tokens[first:last])


class Parser:
    """Parses questions about one catalogue."""

    def __init__(
        self, catalogue: Catalogue, language: Language, words: Iterable[str], phrases: Iterable[str] = ()
    ) -> None:
        """Build from the words that are spelt right and the phrases whose words may be meant by others."""
        self._language = language
        self._unit_names = unit_names(catalogue.units)
        things = catalogue.things.values()
        chosen = [thing for thing in things if thing.is_chosen]
        other = [thing for thing in things if not thing.is_chosen]
        self.services = Lexicon.from_names(
            ((n, t.iri) for t in chosen for n in (t.label, *t.names)), language.joining
        )
        self._siblings = Siblings(catalogue, language.joining)
        self.concepts = Lexicon.from_names((n, t.iri) for t in other for n in (t.label, *t.names))
        self._beyond = Lexicon.from_names(
            (name, label) for label, names in catalogue.beyond.items() for name in names
        )
        self._classes = Lexicon.from_names(
            (name, iri) for iri, names in catalogue.class_names.items() for name in names
        )
        known = {word for word in language.function_words | language.fillers if len(word) > 3}
        content = {t.lower for phrase in phrases for t in tokens_of(phrase) if len(t.lower) >= _LONG_ENOUGH}
        self._known = by_first_letter(known)
        self._content = by_first_letter(word for word in content if word.isalpha())
        cued = {word for phrases in language.cues.values() for _, phrase in phrases for word in phrase}
        self._said = frozenset(content | cued)
        measures = {word for name in self._unit_names for word in name.split()}
        self.is_word = WordTest({*words, *language.known_words, *measures})
        # A message is parsed once to part its questions and again to understand them.
        self.parse = lru_cache(maxsize=_KEPT)(self._parse)

    def _parse(self, text: str) -> Parse:
        """Return the parts of a question."""
        plain = normalise(text)
        tokens = tuple(self._respelt(token) for token in tokenise(plain))
        beyond = self._beyond.find(tokens)
        mentioned = _covered(m for m in beyond if self._is_aside(tokens, m))
        if mentioned:
            tokens = tuple(token for index, token in enumerate(tokens) if index not in mentioned)
            beyond = self._beyond.find(tokens)
        services = _apart(self.services.find(tokens, self.is_word), _covered(beyond))
        services = self._siblings.beside(tokens, services)
        named = _covered(services) | _covered(beyond)
        concepts = tuple(m for m in self.concepts.find(tokens, self.is_word) if not self._is_plain(tokens, m))
        quantities = tuple(q for q in find_quantities(tokens, self._unit_names, named))
        spelt = _covered(concept for concept in concepts if concept.exact)
        quantities = tuple(q for q in quantities if q.unit is not None or not spelt & _covered([q]))
        taken = named | _covered(quantities)
        cues = tuple(c for c in self._language.find_cues(tokens) if not named & set(range(c.first, c.last)))
        # `what is a geodesic tent` asks for the idea, `how many geodesic tents` for the things.
        said = {cue.cue for cue in cues}
        defining = said & {Cue.DEFINITION, Cue.EXPLANATION} and not said & {Cue.COUNT, Cue.LIST}
        long = _covered(c for c in concepts if c.last - c.first > 1) if defining else frozenset()
        return Parse(
            text=plain,
            tokens=tokens,
            services=services,
            concepts=_apart(concepts, taken),
            homonyms=tuple(
                concept
                for concept in concepts
                if concept.exact
                and any(concept.first <= s.first and s.last <= concept.last for s in services)
            ),
            beyond=beyond,
            classes=_apart(self._classes.find(tokens), taken | long),
            quantities=quantities,
            cues=cues,
            language=self._language,
            words=self.is_word,
        )

    def _is_plain(self, tokens: Sequence[Token], mention: Mention) -> bool:
        """Whether a name is a common word, not written as a name: `go on` is no language."""
        token = tokens[mention.first]
        common = token.lower in self._language.function_words | self._language.fillers
        return common and mention.last - mention.first == 1 and token.text == token.lower

    def _is_aside(self, tokens: Sequence[Token], mention: Mention) -> bool:
        """Whether something is only mentioned: `coming from X`, `like X does`."""
        before = tokens[max(0, mention.first - _NEAR) : mention.first]
        return any(token.lower in self._language.provenance for token in before)

    def _respelt(self, token: Token) -> Token:
        """Mend a misspelt word, so that its meaning is heard; names are mended where they are looked up."""
        if token.lower == "0":  # `scale to 0` is said as `scale to zero`, and is no amount
            return token._replace(lower="zero", stem=stem("zero"))
        if self.is_word(token) or token.lower in self._said:
            return token
        near = nearest(token.lower, self._known)
        if near is None and token.lower.isalpha():
            near = nearest(token.lower, self._content)
        if near is None or self.services.find((token,), self.is_word):
            return token
        return token._replace(lower=near, stem=stem(near))


def _covered(spans: Iterable[Mention | Quantity | Found]) -> frozenset[int]:
    return frozenset(index for span in spans for index in range(span.first, span.last))


def _apart(mentions: Iterable[Mention], taken: frozenset[int]) -> tuple[Mention, ...]:
    return tuple(m for m in mentions if not taken & set(range(m.first, m.last)))
