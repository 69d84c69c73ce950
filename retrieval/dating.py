"""When something ends: of a version that a number names little is told but the days from which it is let go.

So whoever asks for a day means one of these, in whatever words: `when is it going away`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Constraint, Declined, Question, QuestionKind
from retrieval.ranking import Candidate
from retrieval.reader import Reader
from retrieval.wordings import Asks

_CLEARLY = 0.05
"""By how much the words must fit better that ask for a day that matters less."""


@dataclass(frozen=True, slots=True)
class Dating:
    """Knows of what days are told."""

    reader: Reader

    def asked(self, parse: Parse) -> Question | Declined | None:
        """Return a question for a day in the life of what is named; declined where that is its beginning."""
        if not parse.has(Cue.DAY) or parse.has(Cue.RECOMMENDATION) or parse.asks_yes_or_no:
            return None
        reader = self.reader
        things = reader.things(parse)
        for mention in parse.concepts:
            for iri in mention.iris if mention.exact else ():
                days = frozenset(
                    p for p in reader.holdings.states(iri) if reader.catalogue.properties[p].is_day
                )
                if not days or (things and not reader.holdings.linking(things, [iri])):
                    continue
                if parse.has(Cue.BEGINNING):
                    return reader.decliner.nothing_matches([iri], [])
                span = parse.named | frozenset(range(mention.first, mention.last))
                prop = self._meant(days, reader.candidates.find(parse, (iri,), span))
                return reader.question(QuestionKind.FACT, (iri,), [Constraint((prop,), Asks.TRUE)])
        return None

    def _meant(self, days: frozenset[str], found: Sequence[Candidate]) -> str:
        """The day that the words clearly fit best, or else the one that matters most."""
        known = self.reader.catalogue.properties
        scores = {c.constraint.properties[0]: c.score for c in found if not c.constraint.values}
        first = min(days, key=lambda p: (known[p].importance, p))
        best = max(sorted(days), key=lambda p: scores.get(p, 0.0))
        return best if scores.get(best, 0.0) > scores.get(first, 0.0) + _CLEARLY else first
