"""Variants named by the one word in which they differ, beside another variant: `X standard or express`."""

from collections import defaultdict
from collections.abc import Sequence

from graph.catalogue import Catalogue, Thing
from retrieval.lexicon import Mention
from retrieval.text import Token, tokens_of


class Siblings:
    """Knows the words that tell the variants of one service from each other."""

    def __init__(self, catalogue: Catalogue, joining: frozenset[str]) -> None:
        self._joining = joining
        self._apart: dict[str, dict[str, str]] = {}
        for service, variants in catalogue.variants_of.items():
            shared = _stems(catalogue.things[service])
            words = {variant.iri: _label_stems(variant) - shared for variant in variants}
            owners: defaultdict[str, list[str]] = defaultdict(list)
            for iri, own in words.items():
                for word in own:
                    owners[word].append(iri)
            telling = {word: found[0] for word, found in owners.items() if len(found) == 1}
            for variant in variants:
                others = {word: iri for word, iri in telling.items() if iri != variant.iri}
                self._apart[variant.iri] = others

    def beside(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """Return the mentions, and with them the siblings of variants that one word joined to them names."""
        taken = {index for m in mentions for index in range(m.first, m.last)}
        found = list(mentions)
        for mention in mentions:
            apart = self._apart.get(mention.iris[0], {})
            for index, token in enumerate(tokens):
                iri = apart.get(token.stem)
                if iri is not None and index not in taken and self._is_joined(tokens, index):
                    taken.add(index)
                    found.append(Mention((iri,), index, index + 1, exact=True))
        return tuple(sorted(found, key=lambda m: m.first))

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
