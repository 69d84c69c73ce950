"""Variants named by the one word in which they differ: `X standard or express`, `standard X or express`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from graph.catalogue import Catalogue, Thing
from retrieval.lexicon import Mention
from retrieval.text import Token, tokens_of

_TWO = 2


class Siblings:
    """Knows the words that tell the variants of one service from each other."""

    def __init__(self, catalogue: Catalogue, joining: frozenset[str]) -> None:
        self._joining = joining
        self._apart: dict[str, dict[str, str]] = {}
        self._forms: dict[str, dict[str, str]] = {}
        for service, variants in catalogue.variants_of.items():
            shared = _stems(catalogue.things[service])
            words = {variant.iri: _label_stems(variant) - shared for variant in variants}
            owners: defaultdict[str, list[str]] = defaultdict(list)
            for iri, own in words.items():
                for word in own:
                    owners[word].append(iri)
            telling = {word: found[0] for word, found in owners.items() if len(found) == 1}
            self._forms[service] = telling
            for variant in variants:
                others = {word: iri for word, iri in telling.items() if iri != variant.iri}
                self._apart[variant.iri] = others

    def beside(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return the mentions, and with them the siblings of variants that one word joined to them names."""
        taken = {index for m in mentions for index in range(m.first, m.last)}
        found = list(mentions)
        for mention in mentions:
            named = self._named(tokens, taken, self._apart.get(mention.iris[0], {}))
            forms = self._named(tokens, taken, self._forms.get(mention.iris[0], {}))
            if len({iri for _, iri in forms}) >= _TWO:
                named += forms
            for index, iri in named:
                if index not in taken:
                    taken.add(index)
                    found.append(Mention((iri,), index, index + 1, exact=True))
        return tuple(sorted(found, key=lambda m: m.first))

    def _named(
        self, tokens: Sequence[Token], taken: Set[int], apart: Mapping[str, str]
    ) -> list[tuple[int, str]]:
        """The words that name something apart where they are joined to others, with what they name."""
        return [
            (index, iri)
            for index, token in enumerate(tokens)
            if (iri := apart.get(token.stem)) is not None
            and index not in taken
            and self._is_joined(tokens, index)
        ]

    def _is_joined(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether a word that joins, or a comma, stands before or after a token."""
        before = index > 0 and (tokens[index - 1].lower in self._joining or tokens[index].apart)
        last = index + 1 == len(tokens)
        after = not last and (tokens[index + 1].lower in self._joining or tokens[index + 1].apart)
        return before or after


def _label_stems(thing: Thing) -> set[str]:
    return {token.stem for token in tokens_of(thing.label)}


def _stems(thing: Thing) -> set[str]:
    return {token.stem for name in (thing.label, *thing.names) for token in tokens_of(name)}
