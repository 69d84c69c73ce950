"""Questions that lean on the one before: what they stand for."""

from dataclasses import dataclass, replace
from typing import Self

from graph.properties import Kind
from retrieval import forms
from retrieval.following.carryover import FRAGMENT
from retrieval.following.elliptical import Elliptical
from retrieval.following.others import Others
from retrieval.following.referring import Referring
from retrieval.following.refining import Refining
from retrieval.following.resizing import Resizing
from retrieval.following.substituting import Substituting
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.question import Declined, Question
from retrieval.short_names import ShortNames
from retrieval.spoken_of import PLACES, Turn
from retrieval.understand import Understander


@dataclass(frozen=True, slots=True)
class Following:
    """Understands questions in the light of the one before."""

    understander: Understander
    refining: Refining
    substituting: Substituting
    elliptical: Elliptical
    referring: Referring
    resizing: Resizing
    others: Others

    @classmethod
    def from_understander(cls, parser: Parser, understander: Understander) -> Self:
        """Build what understands each way of leaning on the question before."""
        return cls(
            understander,
            Refining(parser, understander),
            Substituting(parser, understander),
            Elliptical(understander),
            Referring(parser, understander),
            Resizing(parser, understander),
            Others(understander.reader),
        )

    def continued(self, parse: Parse, before: Turn) -> Question | Declined | None:
        """Return what a question means that leans on the one before, or None where it stands alone."""
        reader = self.understander.reader
        if reader.decliner.before_reading(parse) is not None:
            return None
        named = ShortNames(reader).named(parse, before.about)
        things = reader.things(named)
        bounds = forms.cued(named, Cue.LIMIT) - forms.cued(named, Cue.BOUND)  # `timeout`, but not `max`
        content = [i for i in named.content if i not in forms.cued(named, *Cue) or i in bounds]
        bare = not content and not named.concepts
        beside = {mention.last for mention in named.services}
        short = len(named.tokens) - len(named.named) <= FRAGMENT and not bounds
        bare = bare or (short and set(content) <= beside and bool(content))
        added = self.refining.need(parse, before, things, content)
        if added is not None:
            return added
        refined = self.refining.condition(parse, before, things)
        if refined is not None:
            return refined
        if things:
            return self.substituting.named(named, before, things, bare=bare, is_short=named is not parse)
        others = self.others.meant(parse, before)
        if others is not None:
            return others
        if bare and (found := self.elliptical.meant(parse, before)) is not None:
            return found
        if not before.about or forms.class_is_subject(parse):
            return None
        if parse.has(Cue.BOUND) and bare and (bound := self.referring.bound(parse, before)) is not None:
            return bound
        if self._is_condition(parse, before) and not self._decides(parse, before):
            conditions = reader.conditions
            iris = tuple(iri for m in parse.concepts for iri in m.iris if iri in conditions)
            return replace(before.question, conditions=iris)
        leans = forms.refers_back(parse) or len(parse.tokens) <= FRAGMENT or parse.has(*PLACES)
        return self.referring.about(parse, before) if leans else self.referring.told_about(parse, before)

    def rescued(self, parse: Parse, before: Turn) -> Question | None:
        """Return what a question that names nobody means of what was spoken of before, if anything."""
        if self.understander.reader.things(parse) or parse.concepts or not before.about or parse.beyond:
            return None
        understood = self.understander.about(parse, before.meant(parse)[0])
        return understood if isinstance(understood, Question) else None

    def _decides(self, parse: Parse, before: Turn) -> bool:
        """Whether a yes or no is asked for of what was spoken of: `can it run X?`."""
        if not parse.asks_yes_or_no or any(token.lower == "there" for token in parse.tokens):
            return False
        found = self.understander.about(parse, before.about)
        stated = isinstance(found, Question) and any(c.values for c in found.constraints)
        return stated or not forms.refers_back(parse)

    def _is_condition(self, parse: Parse, before: Turn) -> bool:
        """Whether what is named is only another condition of the price asked for before."""
        named = {iri for mention in parse.concepts for iri in mention.iris}
        known = self.understander.reader.catalogue.properties
        priced = any(known[p].kind is Kind.PRICE for c in before.question.constraints for p in c.properties)
        return priced and bool(named & self.understander.reader.conditions)
