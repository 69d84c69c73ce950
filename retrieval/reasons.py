"""Questions for reasons: why something is so, or why to choose something."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval import forms
from retrieval.language import Cue
from retrieval.naming import Naming
from retrieval.parse import Parse
from retrieval.question import Declined, Question, QuestionKind
from retrieval.reader import Reader


@dataclass(frozen=True, slots=True)
class Reasons:
    """Understands questions for reasons."""

    reader: Reader
    naming: Naming

    def why(self, parse: Parse, things: Sequence[str]) -> Question | Declined:
        """Return a question for reasons for what is said of the things, or for choosing the first."""
        hidden = parse.named | forms.cued(parse, Cue.WHY, Cue.CHOOSING)
        found = self.reader.candidates.find(
            parse, things, parse.named, forms.cued(parse, Cue.WHY, Cue.CHOOSING)
        )
        best = self.reader.confident(found)
        chosen = self.naming.asked(parse, things, hidden, best, found)
        known = self.reader.catalogue.properties
        if chosen is not None and not all(known[p].reason for p in chosen[0].properties):
            constraint, subjects = chosen
            left = self.reader.coverage.unexplained(parse, [constraint], things, hidden)
            if not left or not parse.has(Cue.CHOOSING):
                if left:
                    return self.reader.decliner.words_left(left, things, found)
                question = self.reader.question(QuestionKind.WHY, subjects, [constraint])
                return replace(question, presupposed=True, ending=parse.has(Cue.ENDING))
        if chosen is None and not parse.has(Cue.CHOOSING):
            return self.reader.decliner.nothing_matches(things, found)
        return self.reader.question(QuestionKind.WHY, things, ())
