"""Judging options by what the graph answers: to the stem alone, or to the stem said of each option."""

from dataclasses import dataclass, replace

from graph.properties import Kind
from retrieval.choices import Choices
from retrieval.choosing.judged import NEAR, Judged
from retrieval.choosing.options import OptionReader
from retrieval.compose.answering import compose
from retrieval.conversation import Conversation
from retrieval.evidence import EvidenceFinder
from retrieval.parse import Parse
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.wordings import Asks

_VALUES = (QuestionKind.FACT, QuestionKind.DEFINITION, QuestionKind.LIST, QuestionKind.OPEN)
_LIKELY = 8
"""So many readings of a stem are held against the amounts offered."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks the graph what it says of the options."""

    conversation: Conversation
    finder: EvidenceFinder
    options: OptionReader

    def by_answer(self, choices: Choices, stem: Parse) -> list[Judged]:
        """Hold the options against the answer to the stem alone."""
        understood = self.conversation.understander.understand(stem)
        if not isinstance(understood, Question) or understood.kind not in _VALUES:
            return []
        draft = compose(understood, self.finder)
        if draft is None:
            return []
        return [Judged(option, float(self.options.says(draft, option)), draft) for option in choices.options]

    def by_amount(self, choices: Choices, stem: Parse) -> list[Judged]:
        """Find which of several amounts is that of what the stem most likely means, in the options' unit."""
        understander = self.conversation.understander
        things = understander.reader.things(stem)
        parses = [self.conversation.parser.parse(option.text) for option in choices.options]
        if not things or not all(self.options.numbers(option.text) for option in choices.options):
            return []
        units = [q.unit for parse in parses for q in parse.quantities if q.unit is not None]
        shared = {unit.dimension for unit in units} if len(units) == len(parses) else set()
        found = understander.reader.candidates.find(stem, things, stem.named)
        known = self.finder.catalogue.properties
        likely = [(known[p], c.score) for c in found[:_LIKELY] for p in c.constraint.properties]
        likely += [(known[p], score) for prop, score in likely for p in prop.detailed_by]
        for prop, score in likely:
            if prop.kind is Kind.QUANTITY and shared:
                unit = self.finder.catalogue.units[prop.unit] if prop.unit else None
                meant = unit is not None and unit.dimension in shared
            else:
                meant = prop.kind in (Kind.QUANTITY, Kind.PRICE)
                meant = meant and score >= NEAR * understander.reader.threshold
            if not meant or prop.iri not in understander.reader.holdings.tells(things[0]):
                continue
            asked = Constraint((prop.iri,), Asks.TRUE)
            draft = compose(Question(QuestionKind.FACT, things[:1], (asked,), ""), self.finder)
            if draft is None:
                continue
            said = [Judged(o, float(self.options.says(draft, o)), draft) for o in choices.options]
            if sum(j.score for j in said) == choices.wanted:
                return said
        return []

    def by_holding(self, choices: Choices, stem: Parse) -> list[Judged]:
        """Hold each option against the condition that the stem states: `which of these scale to zero`."""
        understander = self.conversation.understander
        heard = understander.intent.heard(replace(stem, services=()))
        constraints = understander.selections.selecting.choose(heard, ()).constraints
        things = [self.options.things(option) for option in choices.options]
        if not constraints or not all(things):
            return []
        judged = []
        for option, named in zip(choices.options, things, strict=True):
            drafts = [
                compose(Question(QuestionKind.BOOLEAN, named[:1], (constraint,), ""), self.finder)
                for constraint in constraints
            ]
            told = [None if draft is None else draft.result.get("boolean") for draft in drafts]
            held = sum({True: 1.0, False: -1.0}.get(t, 0.0) if t is not None else 0.0 for t in told)
            judged.append(Judged(option, held / len(told), next((d for d in drafts if d is not None), None)))
        return judged if any(j.score > 0 for j in judged) else []

    def by_statement(self, choices: Choices, stem: Parse) -> list[Judged]:
        """Ask of each option whether it holds of what the stem names."""
        names = [
            self.finder.catalogue.label(t) for t in self.conversation.understander.reader.things(stem)[:1]
        ]
        judged = []
        for option in choices.options:
            own = self.conversation.parser.parse(option.text)
            told = option.text.removeprefix("It ").removeprefix("it ")
            whom = [] if 0 in own.starts else names
            if not (whom or own.services):
                return []
            text = f"is it true that {' '.join([*whom, told])}"
            understood = self.conversation.understander.understand(self.conversation.parser.parse(text))
            draft = compose(understood, self.finder) if isinstance(understood, Question) else None
            holds = draft.result.get("boolean") if draft is not None else None
            judged.append(Judged(option, 0.0 if holds is None else 1.0 if holds else -1.0, draft))
        return judged if any(j.score for j in judged) else []
