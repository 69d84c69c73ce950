"""Names that are clear only from what was spoken of: a form of it by its own word, or what it runs on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.catalogue import Thing
from retrieval.lexicon import Mention
from retrieval.parse import Parse
from retrieval.reader import Reader
from retrieval.text import tokens_of

_BEFORE = frozenset(
    {"the", "a", "an", "about", "for", "of", "and", "or", "as", "to", "than", "but", "with", "in"}
)

_ONES = frozenset({"one", "ones"})


@dataclass(frozen=True, slots=True)
class ShortNames:
    """Finds what is named in the light of what was spoken of."""

    reader: Reader

    def named(self, parse: Parse, about: Sequence[str]) -> Parse:
        """Return a question with the form of what was spoken of that it names, or as it is."""
        if not about:
            return parse
        if not parse.services:
            return self._by_own_word(parse, about[0])
        return self._together(parse, about)

    def _together(self, parse: Parse, about: Sequence[str]) -> Parse:
        """Take `on X` for the form that what was spoken of has on X."""
        (mention, *more) = parse.services
        before = parse.tokens[mention.first - 1].lower if mention.first else ""
        if more or len(about) > 1 or before not in parse.language.upon:
            return parse
        things = self.reader.catalogue.things
        whole = things[about[0]].variant_of or about[0]
        label = _stems(things[about[0]].label)
        under = [
            service.iri
            for service in self.reader.catalogue.services
            if any(name <= label for name in _names(service))
        ]
        on = self.reader.relating.combined((whole, mention.iris[0])) or self._named_by_both(
            [one for one in under if one != mention.iris[0]], mention.iris[0]
        )
        if on is None or on == about[0]:
            return parse
        return replace(parse, services=(replace(mention, iris=(on,)),))

    def _named_by_both(self, ones: Sequence[str], other: str) -> str | None:
        """Return the one form of a service whose name has the names of two services in it."""
        catalogue = self.reader.catalogue
        second = _names(catalogue.things[other])
        found = {
            variant.iri
            for one in ones
            for service in (one, other)
            for variant in catalogue.variants(service)
            if any(name <= _stems(variant.label) for name in _names(catalogue.things[one]))
            and any(name <= _stems(variant.label) for name in second)
        }
        return found.pop() if len(found) == 1 else None

    def _by_own_word(self, parse: Parse, about: str) -> Parse:
        """Take the words in which a form of a service differs from its others for that form."""
        things = self.reader.catalogue.things
        service = things[about].variant_of or about
        own = _own_words(things[service], self.reader.catalogue.variants(service))
        own |= _one_word_apart(things[about], self.reader.catalogue.sizes_of.get(service, ()))
        for iri in sorted(own, key=lambda iri: (-len(own[iri]), iri)):
            place = _place(parse, own[iri])
            if place is not None and iri != about:
                span = frozenset(range(*place))
                apart = {
                    name: tuple(m for m in found if not span & set(range(m.first, m.last)))
                    for name, found in (("concepts", parse.concepts), ("classes", parse.classes))
                }
                return replace(
                    parse,
                    services=(Mention((iri,), *place, exact=True),),
                    concepts=apart["concepts"],
                    classes=apart["classes"],
                )
        return parse


def _stems(name: str) -> frozenset[str]:
    return frozenset(token.stem for token in tokens_of(name))


def _names(thing: Thing) -> list[frozenset[str]]:
    return [_stems(name) for name in (thing.label, *thing.names)]


def _own_words(service: Thing, variants: Sequence[Thing]) -> dict[str, frozenset[str]]:
    """The stems that each form of a service has in its name, and neither the service nor another form."""
    shared = {token.stem for name in (service.label, *service.names) for token in tokens_of(name)}
    words = {v.iri: {token.stem for token in tokens_of(v.label)} - shared for v in variants}
    owners: defaultdict[str, int] = defaultdict(int)
    for found in words.values():
        for word in found:
            owners[word] += 1
    own = {iri: frozenset(w for w in found if owners[w] == 1) for iri, found in words.items()}
    return {iri: found for iri, found in own.items() if found}


def _one_word_apart(size: Thing, sizes: Sequence[Thing]) -> dict[str, frozenset[str]]:
    """The one word in which each other size differs from one: `the large one` after `x.medium`."""
    label = _stems(size.label)
    apart = {other.iri: (_stems(other.label) - label, label - _stems(other.label)) for other in sizes}
    return {iri: own for iri, (own, lost) in apart.items() if len(own) == len(lost) == 1}


def _place(parse: Parse, words: frozenset[str]) -> tuple[int, int] | None:
    """Where some words stand side by side, as a name does: after `on` or `the`, before `ones`, or first."""
    count = len(words)
    for first in range(len(parse.tokens) - count + 1):
        if {token.stem for token in parse.tokens[first : first + count]} != words:
            continue
        before = parse.tokens[first - 1].lower if first else ""
        after = parse.tokens[first + count].lower if first + count < len(parse.tokens) else ""
        if not before or before in parse.language.upon | _BEFORE or after in parse.language.forms | _ONES:
            return first, first + count
    return None
