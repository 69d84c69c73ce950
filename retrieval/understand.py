"""From a question's words to what it asks, or to why it is not answered.

The question's form decides the kind of answer; its names decide whom it is about; what its words match
decides which property or value is asked for; and every word that carries content must be accounted for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from retrieval import forms
from retrieval.advising import Advising
from retrieval.alone import asked_alone, first_alternative
from retrieval.asides import asking_part
from retrieval.contrasting import Contrasting
from retrieval.dating import Dating
from retrieval.directing import Directing
from retrieval.excepting import Excepting
from retrieval.implied import Implied
from retrieval.intent import DECLINED, SURE, Intent
from retrieval.language import Cue
from retrieval.lexicon import Mention
from retrieval.naming import Naming
from retrieval.narrowing import Narrowing
from retrieval.parse import Parse
from retrieval.question import Constraint, Declined, Question, QuestionKind, Reason
from retrieval.reader import Reader
from retrieval.reasons import Reasons
from retrieval.scenario import Scenario
from retrieval.selecting import Selecting
from retrieval.selections import Selections
from retrieval.sizing import Sizing
from retrieval.touching import open_question
from retrieval.wordings import Asks

_LOST = (Reason.OUT_OF_SCOPE, Reason.UNKNOWN_NAME, Reason.AMBIGUOUS)
_FOREIGN = 0.7
"""The probability from which a question is taken for one that no graph of services answers."""
_LIKELY = 0.15
"""The probability of a recommendation from which a text that is lost may be one."""


@dataclass(frozen=True, slots=True)
class Understander:
    """Understands questions about one catalogue."""

    reader: Reader
    selections: Selections
    advising: Advising
    contrasting: Contrasting
    naming: Naming
    reasons: Reasons
    intent: Intent
    implied: Implied
    excepting: Excepting
    directing: Directing
    dating: Dating

    @classmethod
    def from_reader(cls, reader: Reader, selecting: Selecting, scenario: Scenario, intent: Intent) -> Self:
        """Build what understands each kind of question on what all of them share."""
        contrasting = Contrasting(reader)
        naming = Naming(reader, contrasting, Narrowing(reader), Sizing(reader))
        reasons = Reasons(reader, naming)
        return cls(
            reader,
            Selections(reader, selecting),
            Advising(reader, scenario),
            contrasting,
            naming,
            reasons,
            intent,
            Implied(reader),
            Excepting(reader, scenario.parser),
            Directing(reader),
            Dating(reader),
        )

    def understand(self, parse: Parse) -> Question | Declined:
        """Return what a question asks."""
        early = self._early(parse)
        if early is not None:
            return early
        parser = self.advising.scenario.parser
        parse = self.intent.heard(asked_alone(first_alternative(parse, parser), parser))
        if parse.wants[DECLINED] >= _FOREIGN:
            return self.reader.decliner.out_of_scope()
        # `we have X. Which of the services take X` wants all of them, not the best one.
        surely = bool(parse.classes) and (
            parse.wants[QuestionKind.LIST] >= SURE or forms.asks_for_several(parse)
        )
        plain = self._plain(self.realised(parse)) if surely else None
        if plain is not None and _is_list(plain):
            return plain
        first = self.advising.first(parse)
        if first is not None:
            return first
        plain = plain or self._plain(self.realised(parse))
        if self.advising.is_wanted(parse, plain):
            return self.advising.advise(parse) or plain
        if isinstance(plain, Declined) and plain.reason is Reason.NOT_IN_GRAPH:
            again = self._without_asides(parse) or self._with_nouns(parse) or self._of_a_form(parse)
            if again is not None:
                return again
        likely = parse.wants[QuestionKind.RECOMMENDATION] >= _LIKELY
        if (
            likely
            and isinstance(plain, Declined)
            and plain.reason in _LOST
            and self.advising.describes(parse)
        ):
            return self.advising.advise(parse, guessed=True) or plain
        return plain

    def _early(self, parse: Parse) -> Question | Declined | None:
        """What needs no reading, or is told by a part of the question alone; None where all is to be read."""
        early = self.reader.decliner.before_reading(parse)
        day = self.dating.asked(parse)
        if early is not None and not (isinstance(day, Question) and early.reason is Reason.OUT_OF_SCOPE):
            return early
        if day is not None:
            return day
        return self._without(parse)

    def _without(self, parse: Parse) -> Question | None:
        """What a question asks that leaves something out: `which ones besides X`."""
        left_out = self.excepting.parted(parse)
        if left_out is None:
            return None
        asked = self.understand(left_out.rest)
        if isinstance(asked, Declined) and not left_out.rest.services:
            asked = self.selections.of(self.intent.heard(left_out.rest), ())
        return self.excepting.without(left_out, asked)

    def _with_nouns(self, parse: Parse) -> Question | None:
        """What a question means whose nouns after names are asked for."""
        longer = self.advising.scenario.parser.with_nouns(parse)
        if longer is parse or parse.asks_yes_or_no:
            return None
        meant = self._plain(self.realised(self.intent.heard(longer)))
        if isinstance(meant, Declined) or not meant.constraints:
            return None
        known = self.reader.candidates.ranker.vocabulary
        freed = {parse.tokens[index].stem for index in parse.named - longer.named}
        said = [known.of(prop) for constraint in meant.constraints for prop in constraint.properties]
        return meant if any(freed <= stems for stems in said) else None

    def _without_asides(self, parse: Parse) -> Question | None:
        """What the clause that asks means by itself."""
        things = self.reader.things(parse)
        shorter = asking_part(parse, things, self.advising.scenario.parser)
        if shorter is None or self.reader.things(shorter) != things or not shorter.content:
            return None
        meant = self._plain(self.realised(self.intent.heard(shorter)))
        return meant if isinstance(meant, Question) else None

    def _of_a_form(self, parse: Parse) -> Question | None:
        """What a yes or no means of the one form of a service that has what is asked for.

        `can X run on my own machines` is answered by the form of X that does.
        """
        things = self.reader.things(parse)
        forms_of = self.reader.catalogue.variants(things[0]) if len(things) == 1 else ()
        linking = self.reader.holdings.linking
        for form in forms_of if parse.asks_yes_or_no else ():
            meant = self.naming.about(self.intent.heard(parse), (form.iri,), parse.named)
            if not isinstance(meant, Question) or meant.kind is not QuestionKind.BOOLEAN:
                continue
            values = meant.constraints[0].values
            if linking((form.iri,), values) and not linking(things, values):
                return meant
        return None

    def realised(self, parse: Parse) -> Parse:
        """Return a question with a concept taken for the variant that it names, if more is asked of it."""
        variants = {
            v.realises: v for vs in self.reader.catalogue.variants_of.values() for v in vs if v.realises
        }
        services = {iri for mention in parse.services for iri in mention.iris}
        meant = [
            mention
            for mention in parse.concepts
            if (variant := variants.get(mention.iris[0])) is not None
            and (not services or (variant.variant_of in services and mention.last - mention.first > 1))
            and not (services and parse.asks_yes_or_no and not self._is_narrowed(parse, mention))
        ]
        meant += [m for m in parse.concepts if m.iris[0] in variants and _beside(parse, m, meant)]
        tokens = frozenset(i for m in meant for i in range(m.first, m.last))
        if not meant or parse.classes or not set(parse.content) - tokens:
            return parse
        named = [replace(m, iris=(variants[m.iris[0]].iri,)) for m in meant]
        return replace(
            parse,
            services=tuple(sorted((*parse.services, *named), key=lambda m: m.first)),
            concepts=tuple(m for m in parse.concepts if m not in meant),
        )

    def _is_narrowed(self, parse: Parse, mention: Mention) -> bool:
        """Whether a yes or no is asked of a form of a service, and not whether there is that form.

        `does this kind in X give me keys` names more than the kind, and names it first.
        """
        others = [m for m in (*parse.concepts, *parse.quantities) if m != mention]
        return mention.first < min(parse.starts) and bool(others)

    def _plain(self, parse: Parse) -> Question | Declined:
        things = self.reader.relating.crossed(parse, self.reader.things(parse))
        if things and parse.has(Cue.WHY):
            return self.reasons.why(parse, things)
        if things and parse.has(Cue.OPEN):
            told = open_question(self.reader, parse, things, parse.named)
            if told is not None:
                return told
        compared = self.contrasting.compared(parse, things)
        if compared is not None:
            return compared
        selected = self._selected(parse, things)
        if selected is not None:
            return selected
        if len(things) > 1 and self.contrasting.is_comparison(parse, things):
            return self.contrasting.comparison(parse, things, parse.named)
        if things:
            return self.naming.about(parse, things, parse.named)
        return self._without_services(parse)

    def _selected(self, parse: Parse, things: Sequence[str]) -> Question | Declined | None:
        """Services for which something holds, or those that one thing has, where they are asked for."""
        selects = forms.is_selection(parse, things)
        first = self._of_implied(parse) if selects and not things else None
        if first is not None and first.kind is QuestionKind.SUPERLATIVE:
            return first
        may_word = selects or forms.asks_where(parse)
        worded = self.selections.selecting.as_word(parse, things) if may_word else None
        if worded is not None:
            return self.selections.of(worded, ())
        if selects and len(things) != 1:
            return self.selections.of(parse, things)
        kinds = self.directing.kinds_of(parse, things[0]) if len(things) == 1 else frozenset()
        asked = kinds or (self.directing.asked_of(parse, things[0]) if selects else frozenset())
        if asked is None:
            return self.selections.of(parse, things)
        if asked and not parse.superlatives:  # the first of them is not all of them
            kind = QuestionKind.COUNT if parse.has(Cue.COUNT) else QuestionKind.FACT
            told = self.reader.question(kind, things, [Constraint(tuple(asked), Asks.TRUE)])
            return replace(told, enumerated=parse.wants.get(QuestionKind.LIST, 0.0) >= SURE)
        return None

    def about(self, parse: Parse, things: Sequence[str]) -> Question | Declined:
        """Return what a question asks that names nobody, of things named before."""
        parse = self.intent.heard(parse)
        if len(things) > 1:
            compared = self.contrasting.compared(parse, things)
            return compared or self.contrasting.comparison(parse, things, parse.named)
        return self.naming.about(parse, things, parse.named)

    def _without_services(self, parse: Parse) -> Question | Declined:
        """A question that names no service: about ideas, or about all services."""
        named = frozenset(i for m in parse.concepts for i in range(m.first, m.last))
        subjects = self.reader.relating.ideas(parse)
        meant = self._of_implied(parse) if not forms.is_definition(parse, named) else None
        if meant is not None:
            return meant
        if len(subjects) > 1 and parse.has(Cue.COMPARISON):
            iris = [iri for iri, _ in subjects]
            return self.contrasting.comparison(parse, iris, frozenset().union(*(s for _, s in subjects)))
        for iri, hidden in subjects:
            if forms.is_definition(parse, hidden) or self.reader.relating.speaks_of(parse, iri, hidden):
                return self.naming.about(parse, (iri,), hidden)
        if parse.concepts and forms.is_definition(parse, named):
            return self.reader.decliner.nothing_matches([parse.concepts[0].iris[0]], [])
        if parse.content and (not parse.asks_yes_or_no or forms.asks_for_any(parse)):
            return self.selections.of(parse, ())
        return self.selections.nobody(parse)

    def _of_implied(self, parse: Parse) -> Question | None:
        """What is asked of a service that the words imply without naming it."""
        if parse.classes:
            return None
        chooses = parse.has(Cue.LIST, Cue.COMPARISON)
        implied = self.implied.by_size(parse) if chooses else self.implied.by(parse)
        if implied is None:
            return None
        meant = self.naming.about(parse, (implied,), frozenset())
        first, last = parse.asking_clause
        if isinstance(meant, Declined) and first > 0 and last == len(parse.tokens):
            # What is told before the question may name who is meant and say nothing of what is asked.
            clause = parse.text[parse.tokens[first].start :]
            meant = self.naming.about(
                self.intent.heard(self.advising.scenario.parser.parse(clause)), (implied,), frozenset()
            )
        return meant if isinstance(meant, Question) else None


def _beside(parse: Parse, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a name is joined to another one that says the noun of both: `this and that kinds`."""
    joined = parse.language.joining
    return mention not in others and any(
        mention.last + 1 == other.first and parse.tokens[mention.last].lower in joined for other in others
    )


def _is_list(plain: Question | Declined) -> bool:
    """Whether a reading finds services that fulfil something, or those that a thing has."""
    if isinstance(plain, Declined) or not plain.constraints:
        return False
    return plain.kind is QuestionKind.LIST or plain.enumerated
