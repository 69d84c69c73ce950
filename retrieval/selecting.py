"""The conditions of a list or a count."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.candidates import Candidate, CandidateFinder
from retrieval.holdings import Holdings
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.wordings import Asks


@dataclass(frozen=True, slots=True)
class Chosen:
    """The conditions, the services they are limited to, the tokens they take up, and all candidates."""

    constraints: tuple[Constraint, ...]
    within: tuple[str, ...]
    hidden: frozenset[int]
    ranked: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Selecting:
    """Finds the conditions in a question."""

    holdings: Holdings
    candidates: CandidateFinder
    threshold: float

    def choose(self, parse: Parse, things: Sequence[str]) -> Chosen:
        """Return what must hold of the services asked for."""
        ranked = self.candidates.find(parse, (), parse.named)
        if len(things) == 1:
            linked = self.holdings.values_of(things[0])
            chosen = self._narrowed(ranked, linked)
            constraint = Constraint(tuple(sorted(chosen)), Asks.VALUE, tuple(things))
            constraints = [constraint] if chosen else []
            return Chosen(tuple(constraints), (), parse.named, tuple(ranked))
        constraints, hidden = self._conditions(parse, ranked)
        return Chosen(tuple(constraints), tuple(things), frozenset(hidden), tuple(ranked))

    def _conditions(self, parse: Parse, ranked: Sequence[Candidate]) -> tuple[list[Constraint], set[int]]:
        """Values named outright, and the best match of the words."""
        top = ranked[0] if ranked and ranked[0].score >= self.threshold else None
        constraints: list[Constraint] = []
        hidden: set[int] = set()
        for mention in parse.concepts:
            span = range(mention.first, mention.last)
            properties = frozenset().union(*(self.holdings.values_of(iri) for iri in mention.iris))
            if not properties:
                inner = self.candidates.exact(" ".join(t.lower for t in parse.tokens[span.start : span.stop]))
                if inner is not None and (top is None or inner.properties != top.constraint.properties):
                    constraints.append(inner)
                    hidden |= set(span)
                continue
            if top is not None and _spoken_by(parse, top, span):
                continue
            rest = self.candidates.find(parse, (), parse.named | frozenset(span))
            chosen = self._narrowed(rest, properties)
            constraints.append(Constraint(tuple(sorted(chosen)), Asks.VALUE, mention.iris))
            hidden |= set(span)
        if top is not None:
            told = {p for c in constraints for p in c.properties}
            if not told & set(top.constraint.properties):
                constraints.append(top.constraint)
        return constraints, hidden

    def _narrowed(self, ranked: Sequence[Candidate], properties: frozenset[str]) -> frozenset[str]:
        """The property that the words speak of, among those that the value may belong to."""
        for candidate in ranked:
            both = properties & frozenset(candidate.constraint.properties)
            if both and candidate.score >= self.threshold:
                return both
        return properties


def _spoken_by(parse: Parse, top: Candidate, span: range) -> bool:
    """Whether the words of a name are themselves the wording of the best match."""
    return all(
        parse.tokens[i].lower in top.wording.lower() or parse.tokens[i].stem in top.wording.lower()
        for i in span
    )
