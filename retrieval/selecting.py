"""The conditions of a list or a count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.catalogue import Catalogue
from graph.properties import Kind
from retrieval import forms
from retrieval.candidates import CandidateFinder, spoken_by
from retrieval.directing import called
from retrieval.holdings import Holdings
from retrieval.language import Cue
from retrieval.lexicon import Mention
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.ranking import Candidate
from retrieval.wordings import Asks

_BESIDE = 0.1
"""By how much a second condition must pass the threshold."""
_LIKELIEST = 3
"""Of so many readings one may have the name as a word."""
_AS_LIKELY = 0.85
"""The share of the score of the likeliest value from which another one may be meant as well."""
_MUCH = 0.5
"""The share of what is told of the best described service from which much is told."""
_EITHER = "or"
_APART = 0.15
"""By how much a second condition must fit better than the property of a value that is named."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The conditions, the services they are limited to, the tokens they take up, and all candidates."""

    constraints: tuple[Constraint, ...]
    within: tuple[str, ...]
    hidden: frozenset[int]
    ranked: tuple[Candidate, ...]


@dataclass(frozen=True)
class Selecting:
    """Finds the conditions in a question."""

    catalogue: Catalogue
    holdings: Holdings
    candidates: CandidateFinder
    threshold: float

    def choose(self, parse: Parse, things: Sequence[str]) -> Chosen:
        """Return what must hold of the services asked for."""
        ranked = self.candidates.find(parse, (), parse.named)
        if len(things) == 1:
            linked = self.holdings.values_of(things[0])
            chosen = called(parse, linked, self.catalogue) or self.candidates.likeliest(linked, ranked)
            constraint = Constraint(tuple(sorted(chosen)), Asks.VALUE, tuple(things))
            constraints = [constraint] if chosen else []
            return Chosen(tuple(constraints), (), parse.named, tuple(ranked))
        constraints, hidden = self._conditions(parse)
        constraints.sort(key=lambda c: c.asks in (Asks.HIGHEST, Asks.LOWEST))
        return Chosen(tuple(constraints), tuple(things), hidden, tuple(ranked))

    def as_word(self, parse: Parse, things: Sequence[str]) -> Parse | None:
        """Return a question with a name taken for a word of the yes or no it asks for: `can run on spot`."""
        if len(things) != 1 or len(parse.services) != 1:
            return None
        known, words = self.catalogue.properties, self.candidates.ranker.vocabulary
        stems = {parse.tokens[index].stem for index in parse.named}
        for found in self.candidates.find(parse, (), frozenset())[:_LIKELIEST]:
            prop = found.constraint.properties[0]
            boolean = not found.constraint.values and known[prop].kind is Kind.BOOLEAN
            said = not stems.isdisjoint(found.stems) and stems <= words.of(prop)
            if boolean and said and found.score >= self.threshold:
                return replace(parse, services=())
        return None

    def _conditions(self, parse: Parse) -> tuple[list[Constraint], frozenset[int]]:
        """Values named outright, and the best match of the other words."""
        values = [
            m
            for m in parse.concepts
            if self._properties(m, negated=parse.denied_in(_span(m))) and not _is_measure(parse, m)
        ]
        hidden = parse.named.union(*(_span(mention) for mention in values))
        for mention in list(values):
            if self._is_wording(parse, mention, hidden):
                values.remove(mention)
                hidden -= _span(mention)
        asking = forms.cued(parse, Cue.COUNT, Cue.LIST)
        ranked = [c for c in self.candidates.find(parse, (), hidden, asking) if not c.constraint.values]
        constraints = self._of_values(parse, values, ranked)
        told = {prop for constraint in constraints for prop in constraint.properties}
        several = self._conjoined(parse, hidden) if not constraints else []
        top = ranked[0] if ranked and ranked[0].score >= self.threshold else None
        likelier = self._likelier_value(parse, top) if not (constraints or several) else None
        if likelier is not None:
            constraints = [likelier]
        elif several:
            constraints = several
        elif top is not None and self._says_more(parse, hidden | asking) and self._adds(top, ranked, told):
            constraints += self._telling(parse, top)
        if not constraints and parse.content and (top is None or parse.classes):
            least = _AS_LIKELY * top.score if top is not None else 0.0
            constraints += [c.constraint for c in self._paraphrased(parse)[:1] if c.score >= least]
        return self._completed(parse, constraints, ranked), hidden

    def _likelier_value(self, parse: Parse, top: Candidate | None) -> Constraint | None:
        """A value that no word names, where it is likelier than any property: `for training models`."""
        found = (
            self.candidates.find(parse, (), parse.named)[:1]
            if top is not None and not parse.has(Cue.RECOMMENDATION)
            else []
        )
        return next((c.constraint for c in found if c.constraint.values and c.score >= self.threshold), None)

    def _telling(self, parse: Parse, top: Candidate) -> list[Constraint]:
        """What a match asks for, or the values it asks for of a property that all have: `easy to use`."""
        constraint = self._turned(parse, top)
        (prop, *_) = constraint.properties
        if prop not in self._common or constraint.asks is not Asks.TRUE or constraint.amount is not None:
            return [constraint]
        like = [
            c
            for c in self.candidates.find(parse, (), parse.named)
            if prop in c.constraint.properties and c.constraint.values and c.score >= self.threshold
        ]
        values = [v for c in like if c.score >= _AS_LIKELY * like[0].score for v in c.constraint.values]
        denied = parse.denied_in(parse.content)
        return [Constraint((prop,), Asks.VALUE, tuple(values), negated=denied)] if values else []

    @cached_property
    def _common(self) -> frozenset[str]:
        """The properties with values that every service has of which much is told."""
        told = [self.holdings.tells(service.iri) for service in self.catalogue.services]
        most = max((len(properties) for properties in told), default=0)
        common = frozenset.intersection(*(p for p in told if len(p) >= most * _MUCH)) if most else frozenset()
        return frozenset(p for p in common if self.catalogue.properties[p].kind is Kind.ITEM)

    def _of_values(
        self, parse: Parse, mentions: Sequence[Mention], ranked: Sequence[Candidate]
    ) -> list[Constraint]:
        """What is asked of values that are named; of two with `or` between them one is enough."""
        found: list[Constraint] = []
        last = 0
        for mention in mentions:
            constraint = self._of_value(parse, mention, ranked)
            between = {token.lower for token in parse.tokens[last : mention.first]}
            before = found[-1] if found else None
            if before is not None and _EITHER in between and before.properties == constraint.properties:
                values = dict.fromkeys((*before.values, *constraint.values))
                found[-1] = replace(before, values=tuple(values))
            else:
                found.append(constraint)
            last = mention.last
        return list(dict.fromkeys(found))

    def _of_value(self, parse: Parse, mention: Mention, ranked: Sequence[Candidate]) -> Constraint:
        """What is asked of a value that is named: to have it, or not to."""
        known = self.catalogue.properties
        negated = parse.denied_in(_span(mention))
        properties = self._properties(mention, negated=negated)
        chosen = tuple(sorted(self.candidates.likeliest(properties, ranked)))
        denied = all(known[prop].denies for prop in chosen)
        return Constraint(chosen, Asks.VALUE, mention.iris, negated=negated and not denied)

    def _turned(self, parse: Parse, candidate: Candidate) -> Constraint:
        """What is asked by one part of a question, of which another part may deny something."""
        constraint = candidate.constraint
        tokens = [i for i in parse.content if parse.tokens[i].stem in candidate.stems]
        worded = not parse.language.negations.isdisjoint(candidate.wording.lower().split())
        said = worded and any(parse.denied_in([token]) for token in tokens)
        if said or parse.denied_in(tokens) is parse.negated:
            return constraint
        opposite = {Asks.TRUE: Asks.FALSE, Asks.FALSE: Asks.TRUE}.get(constraint.asks)
        boolean = {self.catalogue.properties[p].kind for p in constraint.properties} == {Kind.BOOLEAN}
        return replace(constraint, asks=opposite) if boolean and opposite is not None else constraint

    def _completed(
        self, parse: Parse, constraints: list[Constraint], ranked: Sequence[Candidate]
    ) -> list[Constraint]:
        """Add the amount and the superlative beside other conditions; nothing where one is lost."""
        asked = {prop for constraint in constraints for prop in constraint.properties}
        extremes = [
            c.constraint
            for c in ranked
            if c.constraint.asks in (Asks.HIGHEST, Asks.LOWEST)
            and c.score >= self.threshold
            and not asked & set(c.constraint.properties)
            and self.candidates.sides.extreme(parse, self.catalogue.properties[c.constraint.properties[0]])
        ]
        said = sum(c.asks in (Asks.HIGHEST, Asks.LOWEST) for c in constraints)
        if said >= len(parse.superlatives):  # one `most` asks for the most of one thing
            extremes = []
        measured = any(q.unit is not None for q in parse.quantities)
        if not measured or any(c.amount is not None for c in constraints):
            return [*constraints, *extremes[:1]]
        amounts = [
            Constraint((prop.iri,), Asks.TRUE, amount=amount, negated=False)
            for iri in self.holdings.of_services
            if (prop := self.catalogue.properties[iri]).kind is Kind.QUANTITY
            and (amount := self.candidates.bounds.amount(parse, prop)) is not None
        ]
        amounts.sort(key=lambda c: (self.catalogue.properties[c.properties[0]].importance, c.properties))
        kept = [
            c for c in constraints if self.catalogue.properties[c.properties[0]].kind is not Kind.QUANTITY
        ]
        return [*kept, *amounts[:1], *extremes[:1]] if amounts else []

    def _conjoined(self, parse: Parse, hidden: frozenset[int]) -> list[Constraint]:
        """The conditions of `scale to zero and have no time limit`: one for each clause, if all have one."""
        clauses = parse.clauses()
        if len(clauses) < 2:
            return []
        everything = frozenset(range(len(parse.tokens)))
        asking = forms.cued(parse, Cue.COUNT, Cue.LIST)
        found: list[Constraint] = []
        for clause in clauses:
            best = _first(self.candidates.find(parse, (), hidden, (everything - clause) | asking))
            if best is None or best.score < self.threshold:
                return []
            found.append(self._turned(parse, best))
        return found if len({c.properties for c in found}) == len(found) else []

    def _adds(self, top: Candidate, ranked: Sequence[Candidate], told: set[str]) -> bool:
        """Whether a match is a condition of its own beside the values named.

        Beside a value, a property that has values of its own only tells which property is meant, and
        so do words that fit the value's own property nearly as well.
        """
        if not told:
            return True
        kinds = {self.catalogue.properties[prop].kind for prop in top.constraint.properties}
        own = max((c.score for c in ranked if told & set(c.constraint.properties)), default=0.0)
        return kinds != {Kind.ITEM} and top.score > max(own + _APART, self.threshold + _BESIDE)

    def _says_more(self, parse: Parse, hidden: frozenset[int]) -> bool:
        """Whether a word is left that could state a condition."""
        return any(index not in hidden for index in parse.content)

    def _properties(self, mention: Mention, *, negated: bool) -> frozenset[str]:
        """The properties of services that have what is named as a value.

        What a service is not suited for is no way to have something, unless that is what is asked.
        """
        held = [self.holdings.values_of(iri) for iri in mention.iris if self.holdings.services_with(iri)]
        found: frozenset[str] = frozenset().union(*held)
        denying = frozenset(prop for prop in found if self.catalogue.properties[prop].denies)
        if not negated:
            return found - denying
        stated = frozenset(p for p in found - denying if not self.catalogue.properties[p].incidental)
        return stated or denying

    def _is_wording(self, parse: Parse, mention: Mention, hidden: frozenset[int]) -> bool:
        """Whether a name is part of how a property is worded: the servers in `no servers to manage`."""
        seen = _first(self.candidates.find(parse, (), hidden - _span(mention)))
        unseen = _first(self.candidates.find(parse, (), hidden))
        return (
            seen is not None
            and seen.score >= self.threshold
            and (unseen is None or seen.score > unseen.score)
            and spoken_by(parse, seen, _span(mention))
        )

    def _paraphrased(self, parse: Parse) -> list[Candidate]:
        """A value that the words mean without naming it."""
        found = self.candidates.find(parse, (), parse.named)
        return [c for c in found if c.constraint.values and c.score >= self.threshold]


def _first(found: Sequence[Candidate]) -> Candidate | None:
    """The best candidate that is a property rather than a value."""
    return next((c for c in found if not c.constraint.values), None)


def _is_measure(parse: Parse, mention: Mention) -> bool:
    """Whether the most or the least of what is named is asked for: it is no value then."""
    return mention.first > 0 and parse.tokens[mention.first - 1].lower in parse.superlatives


def _span(mention: Mention) -> frozenset[int]:
    return frozenset(range(mention.first, mention.last))
