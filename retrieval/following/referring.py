"""Follow-ups that refer to what was spoken of: a new question, about `it` or about nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.properties import Kind
from retrieval import forms
from retrieval.following.carryover import is_told
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.question import Declined, Question, QuestionKind
from retrieval.spoken_of import PLACES, SELECTING, Turn
from retrieval.understand import Understander


@dataclass(frozen=True, slots=True)
class Referring:
    """Finds of what was spoken of before a question is asked."""

    parser: Parser
    understander: Understander

    def about(self, parse: Parse, before: Turn) -> Question | Declined:
        """Return the question put about what was spoken of: all of it, one of it, or the first that tells."""
        found = [self.understander.about(parse, whom) for whom in self._meant(parse, before)]
        for understood in found:
            if self._says_again(parse, before, understood):
                return self.understander.reader.decliner.nothing_matches(before.about, ())
            if isinstance(understood, Question) and is_told(self.understander.reader, understood):
                return self._nearest(parse, before, understood)
        if not parse.has(*PLACES):
            for whom in before.meant(parse)[:1]:
                longer = self._longer(parse, before, whom)
                if longer is not None:
                    return longer
        return found[0]

    def told_about(self, parse: Parse, before: Turn) -> Question | None:
        """Return the question about what was spoken of before, if the graph tells what it asks of it.

        Not where it asks for things, or for advice, by itself.
        """
        heard = self.understander.intent.heard(parse)
        if parse.classes or heard.has(Cue.RECOMMENDATION, Cue.LIST) or forms.describes_first(parse):
            return None
        if not (parse.has_question_word or parse.asks_yes_or_no):
            return None
        if forms.is_definition(heard, frozenset(i for m in parse.concepts for i in range(m.first, m.last))):
            return None
        for whom in self._meant(parse, before):
            understood = self.understander.about(parse, whom)
            if isinstance(understood, Question) and is_told(self.understander.reader, understood):
                return understood
        return None

    def _meant(self, parse: Parse, before: Turn) -> list[tuple[str, ...]]:
        """What a question may be about: what was spoken of, or the form of it that was asked about."""
        found = before.meant(parse)
        asked = before.question
        values = [value for c in asked.constraints for value in c.values]
        if len(asked.subjects) == 1 and asked.kind not in SELECTING:
            pairs = [(asked.subjects[0], value) for value in values]
        else:
            pairs = [found[0][:2]] if len(found[0]) == 2 else []
        forms = [self.understander.reader.relating.combined(pair) for pair in pairs]
        formed = [(form,) for form in forms if form is not None]
        there = any(token.lower == "there" for token in parse.tokens)
        return [*formed, *found] if there else [*found, *formed]

    def _says_again(self, parse: Parse, before: Turn, understood: Question | Declined) -> bool:
        """Whether few words that ask for something else are read as the definition told before."""
        same = isinstance(understood, Question) and understood.kind is QuestionKind.DEFINITION
        return same and before.question.kind is QuestionKind.DEFINITION and not parse.has(Cue.EXPLANATION)

    def _longer(self, parse: Parse, before: Turn, whom: Sequence[str]) -> Question | None:
        """A question that says too little, with the property asked for before: `by default?`."""
        label = self.understander.reader.catalogue.label
        labels = [label(p) for c in before.question.constraints for p in c.properties[:1]]
        if not labels:
            return None
        longer = self.understander.about(self.parser.parse(f"{parse.text.rstrip('?')} {labels[0]}"), whom)
        if not isinstance(longer, Question) or not is_told(self.understander.reader, longer):
            return None
        again = longer.constraints == before.question.constraints and longer.subjects == before.about
        # What was told before is no answer to words that it does not explain.
        left = self.understander.reader.coverage.left_over(parse, longer.constraints, whom, parse.named)
        return None if again and left else longer

    def bound(self, parse: Parse, before: Turn) -> Question | Declined | None:
        """Return the question for another bound of what was asked for: `and the default?`, after the most."""
        asked, reader = before.question, self.understander.reader
        if len(asked.constraints) != 1 or len(before.about) != 1:
            return None
        (prop, *_) = asked.constraints[0].properties
        known = reader.catalogue.properties
        label = self.parser.parse(reader.catalogue.label(prop))
        bounds, said = (sorted(forms.cued(p, Cue.BOUND)) for p in (label, parse))
        if not bounds or known[prop].kind is not Kind.QUANTITY:
            return None
        word = parse.tokens[said[0]]
        of = [token for index, token in enumerate(label.tokens) if index not in bounds]
        swapped = self.parser.parse(" ".join(token.text for token in (word, *of)))
        found = self.understander.about(swapped, before.about)
        if not isinstance(found, Question) or len(found.constraints) != 1 or not is_told(reader, found):
            return None
        (other, *_) = found.constraints[0].properties
        stems = {token.stem for token in self.parser.parse(reader.catalogue.label(other)).tokens}
        alike = known[other].unit == known[prop].unit and stems & {token.stem for token in (word, *of)}
        return found if alike else reader.decliner.nothing_matches(before.about, ())

    def _measured(self, parse: Parse, before: Turn, understood: Question) -> Question:
        """After the most of one thing the most of another, where that fits: `and cpu?`, after memory."""
        reader = self.understander.reader
        known = reader.catalogue.properties
        upper = {known[p].upper for c in before.question.constraints for p in c.properties}
        holds = reader.holdings.tells(understood.subjects[0])
        for candidate in reader.candidates.find(parse, understood.subjects, parse.named):
            (prop, *_) = candidate.constraint.properties
            alike = known[prop].kind is Kind.QUANTITY and known[prop].upper in upper
            if alike and prop in holds and candidate.score >= reader.threshold:
                return reader.question(QuestionKind.FACT, understood.subjects, [candidate.constraint])
        return understood

    def _nearest(self, parse: Parse, before: Turn, understood: Question) -> Question:
        """Of what few words fit, what says in amounts what was told before, or is measured as it was."""
        known = self.understander.reader.catalogue.properties
        units = {known[p].unit for c in before.question.constraints for p in c.properties} - {None}
        details = {d for c in before.question.constraints for p in c.properties for d in known[p].detailed_by}
        asked = {p for c in understood.constraints for p in c.properties}
        if not parse.asks_yes_or_no and units and not any(known[p].unit for p in asked):
            return self._measured(parse, before, understood)
        if asked & details or not (details or (len(understood.constraints) > 1 and units)):
            return understood
        holds = self.understander.reader.holdings.tells(understood.subjects[0])
        found = self.understander.reader.candidates.find(parse, understood.subjects, parse.named)
        same = [
            c.constraint
            for c in found
            if (
                set(c.constraint.properties) & details and c.score >= self.understander.reader.threshold
                if details
                else known[c.constraint.properties[0]].unit in units
            )
            and c.constraint not in before.question.constraints
            and holds & set(c.constraint.properties)
        ]
        if not same:
            return understood
        return self.understander.reader.question(understood.kind, understood.subjects, same[:1])
