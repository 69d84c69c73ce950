"""Questions that name two things, and the ideas that a question may be about."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from graph.catalogue import Catalogue, Thing
from graph.namespaces import DEFINITION
from graph.properties import Kind
from retrieval.candidates import CandidateFinder, spoken_by
from retrieval.holdings import Holdings
from retrieval.language import Cue
from retrieval.lexicon import Mention
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.ranking import Candidate
from retrieval.wordings import Asks

_NEAR = 0.6
"""The share of the score of a value that is named from which a property is asked for instead."""
_TWO = 2
_EITHER = frozenset({"or", "than", "instead"})
"""What stands between two of which one is enough, or is set off from the other."""


@dataclass(frozen=True, slots=True)
class Relating:
    """Knows how the things of a catalogue are linked."""

    catalogue: Catalogue
    holdings: Holdings
    candidates: CandidateFinder
    threshold: float

    def ideas(self, parse: Parse) -> list[tuple[str, frozenset[int]]]:
        """Return the concepts that the question may be about, each with the tokens that name it."""
        return [
            (iri, frozenset(range(mention.first, mention.last)))
            for mention in parse.concepts
            for iri in mention.iris
            if DEFINITION.value in self.holdings.holds(iri)
        ]

    def homonym(self, parse: Parse) -> str | None:
        """Return the concept whose name reaches over the service's: `batch job`."""
        for mention in parse.homonyms:
            for iri in mention.iris:
                if DEFINITION.value in self.holdings.holds(iri):
                    return iri
        return None

    def speaks_of(self, parse: Parse, iri: str, hidden: frozenset[int]) -> bool:
        """Whether something is stated of a concept that the other words ask for."""
        if self.holdings.holds(iri) == {DEFINITION.value}:
            return False
        others = self.others(parse, (iri,), hidden)
        if self.holdings.linking((iri,), others):
            return True
        found = self.held_only(self.candidates.find(parse, (iri,), hidden), (iri,))
        return bool(found) and found[0].score >= self.threshold

    def held_only(self, found: Sequence[Candidate], things: Sequence[str]) -> list[Candidate]:
        """Return the candidates of which something is stated."""
        held = frozenset().union(*(self.holdings.holds(thing) for thing in things))
        return [c for c in found if held & set(c.constraint.properties)]

    def unnamed_first(
        self,
        parse: Parse,
        things: Sequence[str],
        hidden: frozenset[int],
        found: Sequence[Candidate],
    ) -> list[Candidate]:
        """Return the candidates of a what-question: a value that it names is not what it asks for."""
        if found and not found[0].constraint.values and found[0].score >= self.threshold:
            return list(found)  # the name is a word of the property: the memory in `memory limit`
        named = frozenset(
            index
            for mention in parse.concepts
            if self.holdings.linking(things, mention.iris)
            for index in range(mention.first, mention.last)
        )
        seen = self.candidates.find(parse, things, hidden | named) if named - hidden else found
        least = max(self.threshold, _NEAR * found[0].score if found else 0.0)
        properties = [c for c in seen if not c.constraint.values and c.score >= least]
        return [*properties, *found] if properties else list(found)

    def combined(self, things: Sequence[str]) -> str | None:
        """Return the one variant that two services name together: this one on that one.

        It is linked with the other one, and one of its names names that one, too.
        """
        found = {
            variant.iri
            for one, other in permutations(things, 2)
            for variant in self.catalogue.variants(one)
            if len(things) == 2
            and self.holdings.linking([variant.iri], [other])
            and _names(variant, self.catalogue.things[other])
        }
        return found.pop() if len(found) == 1 else None

    def crossed(self, parse: Parse, things: Sequence[str]) -> tuple[str, ...]:
        """Return the forms of one thing on each of some others: `X: does it differ under Y and under Z`."""
        upon, joining = parse.language.upon, parse.language.joining
        for one in things if len(things) > _TWO else ():
            others = [m for m in parse.services if m.iris[0] in things and m.iris[0] != one]
            before = [parse.tokens[m.first - 1].lower if m.first else "" for m in others]
            forms = [self.combined((one, other)) for other in things if other != one]
            found = tuple(form for form in forms if form is not None)
            if len(found) == len(forms) and before[0] in upon and not set(before) - upon - joining:
                return found
        return self._on_the_other(parse, things) if len(things) == _TWO else tuple(things)

    def _on_the_other(self, parse: Parse, things: Sequence[str]) -> tuple[str, ...]:
        """Return a form of one thing on another, and its form on a third: `X on Y or on Z`."""
        last = parse.services[-1]
        upon = parse.tokens[last.first - 1].lower in parse.language.upon
        joined = last.first > 1 and parse.tokens[last.first - 2].lower in parse.language.joining
        form, other = things[0], things[1]
        known = self.catalogue.things
        if not (upon and joined and last.iris[0] == other and known[form].is_variant):
            return tuple(things)
        of = known[form].variant_of or form
        own = self.combined((of, other))
        if own is not None:
            return (form, own)
        for one in (service.iri for service in self.catalogue.services):
            if one not in (of, other) and self.combined((one, of)) == form:
                return (form, self.combined((one, other)) or other)
        return tuple(things)

    def others(self, parse: Parse, things: Sequence[str], hidden: frozenset[int]) -> tuple[str, ...]:
        """Return the concepts named beside the things."""
        return tuple(
            dict.fromkeys(
                iri
                for mention in (*parse.concepts, *parse.homonyms)
                if mention in parse.homonyms or not hidden & set(range(mention.first, mention.last))
                for iri in mention.iris
                if iri not in things
            )
        )

    def relation(
        self,
        parse: Parse,
        things: Sequence[str],
        others: Sequence[str],
        best: Candidate | None,
        found: Sequence[Candidate],
    ) -> Constraint | None:
        """Return what links the first thing with another one, where that is what is asked."""
        second = (*things[1:], *others)
        linked = [other for other in second if self.holdings.linking(things[:1], [other])]
        # Of two services named, a concept whose name one of them has is not the other.
        linked = [other for other in linked if other in things] or linked
        if not linked:
            return None
        denying = self._denied(things[0], linked) if parse.asks_yes_or_no and len(linked) > 1 else []
        if denying:
            links = self.holdings.linking(things[:1], denying)
            return Constraint(tuple(sorted(links)), Asks.VALUE, tuple(denying), negated=not parse.negated)
        properties = self._askable(self.holdings.linking(things[:1], linked), best)
        if not properties:
            return None
        # A yes or no of two services is about both of them, or about what one has to do with the other.
        told_of = things if parse.asks_yes_or_no else things[:1]
        shared = properties & frozenset(best.constraint.properties if best is not None else ())
        if best is not None and not shared and not self._gives_way(best, told_of, linked):
            return None
        chosen = shared or self.candidates.likeliest(properties, found)
        denied = all(self.catalogue.properties[prop].denies for prop in chosen)
        negated = self._is_denied(parse, linked) is not denied
        if best is not None and shared and best.constraint.asks is Asks.FALSE:
            negated = not negated
        only = self.candidates.excludes_others(parse, tuple(chosen))
        return Constraint(tuple(sorted(chosen)), Asks.VALUE, tuple(linked), negated=negated, only=only)

    @staticmethod
    def _is_denied(parse: Parse, linked: Sequence[str]) -> bool:
        """Whether the link is denied, where a yes or no is asked: in `why does it not` it is the subject."""
        decides = parse.asks_yes_or_no and not parse.has(Cue.WHY)
        mentions = (*parse.services, *parse.concepts) if decides else ()
        said = frozenset[int]().union(*(_span(m) for m in mentions if not set(m.iris).isdisjoint(linked)))
        return parse.negation.of(said)

    def _denied(self, subject: str, linked: Sequence[str]) -> list[str]:
        """Return those of some linked values that a thing has only as what it is not: they decide."""
        known = self.catalogue.properties
        links = {value: self.holdings.linking([subject], [value]) for value in linked}
        return [value for value in linked if all(known[prop].denies for prop in links[value])]

    def _askable(self, properties: frozenset[str], best: Candidate | None) -> frozenset[str]:
        """The links that may be meant though the words do not name them, and the one that they name."""
        asked = frozenset(best.constraint.properties) if best is not None else frozenset()
        known = self.catalogue.properties
        return frozenset(p for p in properties if p in asked or not known[p].only_where_asked)

    def unstated(
        self,
        parse: Parse,
        things: Sequence[str],
        hidden: frozenset[int],
        best: Candidate | None,
    ) -> Constraint | None:
        """Return what is asked of a value that is named and not stated of the subject.

        Then nothing near it may be answered instead: whether the subject takes beans is not told by
        its taking coffee. Where the words of the name are part of the wording matched, it is no value.
        """
        held = self.holdings.holds(things[0])
        for mention in parse.concepts:
            span = _span(mention)
            having = frozenset[str]().union(*(self.holdings.values_of(iri) for iri in mention.iris)) & held
            # What something is not suited for is never told in full.
            properties = frozenset(p for p in having if not self.catalogue.properties[p].denies)
            if span & hidden or not properties or self.holdings.linking(things[:1], mention.iris):
                continue
            asked = frozenset(best.constraint.properties) if best is not None else frozenset()
            spoken = best is not None and not best.constraint.values and spoken_by(parse, best, span)
            if spoken and not asked <= properties:
                continue
            negated = parse.negation.of(span)
            return Constraint(tuple(sorted(properties)), Asks.VALUE, mention.iris, negated=negated)
        return None

    def lacking(
        self, parse: Parse, things: Sequence[str], hidden: frozenset[int], relation: Constraint
    ) -> Constraint | None:
        """Return what is asked of a value named beside a linked one, where it is not stated of the subject.

        Whether a thing takes both is not told by its taking one: the one that it lacks decides.
        """
        either = any(token.lower in _EITHER for token in parse.tokens)
        if len(things) != 1 or not parse.asks_yes_or_no or relation.negated or either:
            return None
        lacked = self.unstated(parse, things, hidden, None)
        return lacked if lacked and not set(lacked.values) & set(relation.values) else None

    @staticmethod
    def called_more(parse: Parse) -> frozenset[int]:
        """The nouns that say more of what is named, where a link is asked for: `X files`."""
        after = {mention.last for mention in parse.services}
        return frozenset(after & set(parse.content)) if parse.asks_yes_or_no else frozenset()

    def _gives_way(self, best: Candidate, things: Sequence[str], linked: Sequence[str]) -> bool:
        """Whether a match that is not about the link is less likely meant than the link.

        Two services that are linked are asked about for their link, unless the words match a yes-or-no
        property or a quantity that is stated of all `things`; a concept may stand there for other reasons.
        """
        kinds = {self.catalogue.properties[p].kind for p in best.constraint.properties}
        known = self.catalogue.things
        services = [iri for iri in linked if known[iri].is_chosen]
        asked = set(best.constraint.properties)
        if not all(self.holdings.holds(thing) & asked for thing in things):
            # An amount that is not stated is not told by naming what it would be the amount of.
            return bool(services) or kinds != {Kind.QUANTITY}
        return kinds == {Kind.ITEM} and bool(services)


def _span(mention: Mention) -> frozenset[int]:
    return frozenset(range(mention.first, mention.last))


def _names(variant: Thing, other: Thing) -> bool:
    """Whether one of the names of a variant has a name of another thing in it."""
    said = [f" {name.casefold()} " for name in (variant.label, *variant.names)]
    return any(f" {name.casefold()} " in text for name in (other.label, *other.names) for text in said)
