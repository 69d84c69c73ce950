"""Whom a question is about that names nobody.

`how long may my function run` speaks of the one service to which functions are deployed, `stages per API?`
asks for what only one service has. Where more than one comes into question nobody is implied.
"""

from dataclasses import dataclass

from graph.properties import Kind
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.reader import Reader
from retrieval.text import stem
from retrieval.trust import ENOUGH

_SURE = 0.9
"""The probability from which what is asked tells of whom."""


@dataclass(frozen=True, slots=True)
class Implied:
    """Knows which parts and which properties only one service has."""

    reader: Reader

    def by(self, parse: Parse) -> str | None:
        """Return the one service that the words imply, if they imply one."""
        return (
            self.by_size(parse) or self._by_part(parse) or self._by_property(parse) or self._by_holder(parse)
        )

    def by_size(self, parse: Parse) -> str | None:
        """Return the service of whose sizes the first is asked for: `the cheapest instance`."""
        if not (parse.superlatives or parse.has(Cue.CHEAPEST, Cue.DEAREST)):
            return None
        said = {token.stem for token in parse.tokens}
        owners = [
            thing.iri
            for thing in self.reader.catalogue.services
            if any({stem(word) for word in name.split()} <= said for name in thing.size_names)
        ]
        return owners[0] if len(owners) == 1 else None

    def _by_part(self, parse: Parse) -> str | None:
        """The service of which a part is spoken of."""
        owners: set[str] = set()
        for mention in parse.concepts:
            for part in mention.iris if mention.exact else ():
                of = self.reader.holdings.services_with(part)
                owners |= {s for s in of if self._is_part(s, part)}
        return owners.pop() if len(owners) == 1 else None

    def _by_holder(self, parse: Parse) -> str | None:
        """The one service that has what is named, where an amount is asked: `children of an array job`."""
        owners = {
            owner
            for mention in parse.concepts
            for iri in (mention.iris if mention.exact else ())
            for owner in self.reader.holdings.services_with(iri)
        }
        if len(owners) != 1 or parse.asks_yes_or_no:
            return None
        (owner,) = owners
        found = self.reader.candidates.find(parse, (owner,), frozenset())
        if not found or found[0].constraint.values or not found[0].told:
            return None
        (prop, *_) = found[0].constraint.properties
        amount = self.reader.catalogue.properties[prop].kind in (Kind.QUANTITY, Kind.PRICE)
        likely = self.reader.trust.probability(parse, found, (owner,), frozenset()) >= ENOUGH
        return owner if amount and likely else None

    def _is_part(self, service: str, part: str) -> bool:
        properties = self.reader.catalogue.properties
        return any(properties[p].identifying for p in self.reader.holdings.linking([service], [part]))

    def _by_property(self, parse: Parse) -> str | None:
        """The service, if it is only one, of which is told what is surely asked."""
        found = self.reader.candidates.find(parse, (), frozenset())
        if not found or found[0].constraint.values:
            return None
        (prop, *_) = found[0].constraint.properties
        if self.reader.catalogue.properties[prop].kind not in (Kind.QUANTITY, Kind.PRICE, Kind.TEXT):
            return None
        things = self.reader.catalogue.things
        tellers = {
            things[iri].variant_of or iri
            for iri in things
            if things[iri].is_chosen and prop in self.reader.holdings.states(iri)
        }
        sure = self.reader.trust.probability(parse, found, (), frozenset()) >= _SURE
        return tellers.pop() if sure and len(tellers) == 1 else None
