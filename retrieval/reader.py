"""What all readings of a question share: the names, the best match, the question made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.catalogue import Catalogue
from retrieval.candidates import CandidateFinder
from retrieval.coverage import Coverage
from retrieval.decline import Decliner
from retrieval.holdings import Holdings
from retrieval.parse import Parse
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.ranking import Candidate
from retrieval.reading import reading
from retrieval.relating import Relating
from retrieval.trust import Trust


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
        return tuple(dict.fromkeys(iri for iri in named if iri not in parents))

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
