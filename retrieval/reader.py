"""What all readings of a question share: the names, the best match, the question made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.catalogue import Catalogue
from retrieval.candidates import CandidateFinder
from retrieval.coverage import Coverage
from retrieval.decline import Decliner
from retrieval.holdings import Holdings
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.ranking import Candidate
from retrieval.reading import reading
from retrieval.relating import Relating
from retrieval.trust import Trust
from retrieval.vocabulary import stems_of


@dataclass(frozen=True)
class Reader:
    """Knows one catalogue and how it is spoken of."""

    catalogue: Catalogue
    holdings: Holdings
    candidates: CandidateFinder
    coverage: Coverage
    trust: Trust
    decliner: Decliner
    relating: Relating
    threshold: float
    """The score from which a match counts, calibrated on the catalogue's own wordings."""

    @cached_property
    def conditions(self) -> frozenset[str]:
        """What prices depend on."""
        return frozenset().union(*(price.conditions for price in self.catalogue.prices.values()))

    def things(self, parse: Parse) -> tuple[str, ...]:
        """The services and variants named, each once; a variant stands for its service too."""
        named = [mention.iris[0] for mention in parse.services]
        parents = {self.catalogue.things[iri].variant_of for iri in named}
        if not parse.has(Cue.COMPARISON):
            parents |= self._within(named)
        return tuple(dict.fromkeys(iri for iri in named if iri not in parents))

    def _within(self, named: Sequence[str]) -> set[str]:
        """The services whose names are in that of a variant which is named besides: `pods on X` under X."""
        things = self.catalogue.things
        labels = [stems_of(things[iri].label) for iri in named if things[iri].is_variant]
        services = [things[iri] for iri in named if things[iri].is_service] if labels else []
        return {
            s.iri for s in services for label in labels if any(stems_of(name) <= label for name in s.names)
        }

    def confident(self, found: Sequence[Candidate]) -> Candidate | None:
        """Return the best candidate, where it fits well enough to be meant."""
        if not found or found[0].score < self.threshold:
            return None
        return found[0]

    def question(
        self,
        kind: QuestionKind,
        subjects: Sequence[str],
        constraints: Sequence[Constraint],
        abbreviated: bool = False,
    ) -> Question:
        """Return a question of a kind, with how it is read."""
        described = reading(self.catalogue, kind, subjects, constraints)
        return Question(kind, tuple(subjects), tuple(constraints), described, abbreviated=abbreviated)
