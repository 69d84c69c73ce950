"""A text taken apart: its words as they are meant, and the names, amounts and cues among them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from graph.catalogue import Catalogue
from retrieval.language import Cue, Language
from retrieval.lexicon import Lexicon, Mention, WordTest, by_letter_and_length, nearest
from retrieval.parse import Parse, covered
from retrieval.quantities import Quantity, find_quantities, unit_names
from retrieval.siblings import Siblings
from retrieval.sized import Sized
from retrieval.text import Token, normalise, stem, tokenise, tokens_of

_KEPT = 64
_LONG_ENOUGH = 5
"""Letters from which a word of a phrase is known again though misspelt."""
_NEAR = 2
"""Words in which it is told that something is only mentioned."""


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
        self._sized = Sized(catalogue, language, self._unit_names)
        self.concepts = Lexicon.from_names(
            (n, t.iri) for t in other for n in (t.label, *t.names, *t.shared_names)
        )
        self._beyond = Lexicon.from_names(
            (name, label) for label, names in catalogue.beyond.items() for name in names
        )
        self._classes = Lexicon.from_names(
            (name, iri) for iri, names in catalogue.class_names.items() for name in names
        )
        self._class_words = frozenset(
            name.lower() for names in catalogue.class_names.values() for name in names
        )
        known = {word for word in language.function_words | language.fillers if len(word) > 3}
        content = {t.lower for phrase in phrases for t in tokens_of(phrase) if len(t.lower) >= _LONG_ENOUGH}
        self._known = by_letter_and_length(known)
        self._content = by_letter_and_length(word for word in content if word.isalpha())
        cued = {word for phrases in language.cues.values() for _, phrase in phrases for word in phrase}
        self._said = frozenset(content | cued)
        # Short words are no words that others are mended to; their plurals are right all the same: `SLAs`.
        short = {t.lower for phrase in phrases for t in tokens_of(phrase) if t.lower not in content}
        self._plurals = frozenset(f"{word}s" for word in short if word.isalpha())
        measures = {word for name in self._unit_names for word in name.split()}
        self.is_word = WordTest({*words, *language.known_words, *measures})
        # A message is parsed once to part its questions and again to understand them.
        self.parse = lru_cache(maxsize=_KEPT)(self._parse)

    def _parse(self, text: str) -> Parse:
        """Return the parts of a question."""
        plain = normalise(text)
        tokens = tuple(self._respelt(token) for token in tokenise(plain))
        beyond = self._beyond.find(tokens)
        mentioned = covered(m for m in beyond if self._is_aside(tokens, m))
        if mentioned:
            tokens = tuple(token for index, token in enumerate(tokens) if index not in mentioned)
            beyond = self._beyond.find(tokens)
        services = _apart(self.services.find(tokens, self.is_word), covered(beyond))
        services = self._sized.beside(tokens, self._siblings.beside(tokens, services))
        named = covered(services) | covered(beyond)
        concepts = tuple(m for m in self.concepts.find(tokens, self.is_word) if not self._is_plain(tokens, m))
        concepts = tuple(m for m in concepts if not self._begins_with_class(tokens, m))
        quantities = tuple(q for q in find_quantities(tokens, self._unit_names, named))
        spelt = covered(concept for concept in concepts if concept.exact)
        quantities = tuple(q for q in quantities if q.unit is not None or not spelt & covered([q]))
        taken = named | covered(quantities)
        cues = tuple(c for c in self._language.find_cues(tokens) if not named & set(range(c.first, c.last)))
        # `what is a geodesic tent` asks for the idea, `how many geodesic tents` for the things.
        said = {cue.cue for cue in cues}
        defining = said & {Cue.DEFINITION, Cue.EXPLANATION} and not said & {Cue.COUNT, Cue.LIST}
        long = covered(c for c in concepts if c.last - c.first > 1) if defining else frozenset()
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
            classes=_apart(self._classes_in(tokens), taken | long),
            quantities=quantities,
            cues=cues,
            language=self._language,
            words=self.is_word,
        )

    def with_nouns(self, parse: Parse) -> Parse:
        """Return a question with the nouns at the end of names free to ask: `X clusters`."""
        services = tuple(self._shortest(parse.tokens, mention) for mention in parse.services)
        return parse if services == parse.services else replace(parse, services=services)

    def _shortest(self, tokens: Sequence[Token], mention: Mention) -> Mention:
        for last in range(mention.first + 1, mention.last):
            if any(token.text != token.text.lower() for token in tokens[last : mention.last]):
                continue  # what is written as a name is one
            found = self.services.find(tokens[mention.first : last])
            if [m.iris for m in found] == [mention.iris] and found[0].last == last - mention.first:
                return replace(mention, last=last)
        return mention

    def amounts(self, tokens: Sequence[Token]) -> tuple[Quantity, ...]:
        """Return the amounts among some words, those in a name too: `2 GB` of `the bundle with 2 GB`."""
        return tuple(find_quantities(tokens, self._unit_names, frozenset()))

    def _is_plain(self, tokens: Sequence[Token], mention: Mention) -> bool:
        """Whether a name is a common word, not written as a name: `go on` is no language."""
        token = tokens[mention.first]
        common = token.lower in self._language.function_words | self._language.fillers
        return common and mention.last - mention.first == 1 and token.text == token.lower

    def _classes_in(self, tokens: Sequence[Token]) -> Iterable[Mention]:
        """The nouns for classes; a verb of the same stem is none: `what X offers`."""
        for mention in self._classes.find(tokens):
            if mention.last - mention.first > 1 or tokens[mention.first].lower in self._class_words:
                yield mention

    def _begins_with_class(self, tokens: Sequence[Token], mention: Mention) -> bool:
        """Whether a name begins with a noun that is asked for: `which services orchestrate ...`."""
        asked = mention.first and tokens[mention.first - 1].lower in self._language.question_words
        if not asked or mention.last - mention.first < _NEAR:
            return False
        return bool(self._classes.find(tokens[mention.first : mention.first + 1]))

    def _is_aside(self, tokens: Sequence[Token], mention: Mention) -> bool:
        """Whether something is only mentioned: `coming from X`, `like X does`."""
        before = tokens[max(0, mention.first - _NEAR) : mention.first]
        return any(token.lower in self._language.provenance for token in before)

    def _respelt(self, token: Token) -> Token:
        """Mend a misspelt word, so that its meaning is heard; names are mended where they are looked up."""
        if token.lower == "0":  # `scale to 0` is said as `scale to zero`, and is no amount
            return token._replace(lower="zero", stem=stem("zero"))
        full = self._language.shorthand.get(token.lower)
        if full is not None:
            return token._replace(text=full, lower=full, stem=stem(full))
        if self.is_word(token) or token.lower in self._said or token.lower in self._plurals:
            return token
        near = nearest(token.lower, self._known)
        if near is None and token.lower.isalpha():
            near = nearest(token.lower, self._content)
        if near is None or self.services.find((token,), self.is_word):
            return token
        return token._replace(lower=near, stem=stem(near))


def _apart(mentions: Iterable[Mention], taken: frozenset[int]) -> tuple[Mention, ...]:
    return tuple(m for m in mentions if not taken & set(range(m.first, m.last)))
