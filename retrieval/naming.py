"""Questions about things that are named: a fact, a yes or no, a definition."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.properties import Kind
from retrieval import forms
from retrieval.candidates import spoken_by
from retrieval.contrasting import Contrasting
from retrieval.coverage import decides, is_name
from retrieval.each import each_told
from retrieval.foremost import Foremost
from retrieval.intent import SURE
from retrieval.kinds import kind_of
from retrieval.language import Cue
from retrieval.narrowing import Narrowing
from retrieval.parse import Parse
from retrieval.question import Constraint, Declined, Question, QuestionKind
from retrieval.quoting import put_forward
from retrieval.ranking import Candidate
from retrieval.reader import Reader
from retrieval.sizing import Sizing
from retrieval.touching import open_question
from retrieval.trust import BEYOND_DOUBT, ENOUGH, TERSE
from retrieval.wordings import Asks

_LOST = 0.15
"""The probability below which not even something near the question is told."""
_TIED = 0.02
"""Scores that close say that the words mean both."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Understands questions about named things."""

    reader: Reader
    contrasting: Contrasting
    narrowing: Narrowing
    sizing: Sizing

    def about(self, parse: Parse, things: Sequence[str], hidden: frozenset[int]) -> Question | Declined:
        """Return a fact, a yes or no, or a definition of the things named."""
        sized = self.sizing.first(parse, things, hidden)
        if sized is not None:
            return sized
        part, within = self.narrowing.part(parse, things, hidden) or (None, hidden)
        several = each_told(self.reader, parse, (part,) if part else things, within)
        if several:
            return self.reader.question(QuestionKind.FACT, (part,) if part else things, several)
        return self._about(parse, (part,) if part else things, within)

    def _about(self, parse: Parse, things: Sequence[str], hidden: frozenset[int]) -> Question | Declined:
        others = self.reader.relating.others(parse, things, hidden)
        found = self._readings(parse, things, hidden)
        probability = self.reader.trust.probability(parse, found, things, hidden)
        sure = probability >= self._enough(parse, things, hidden, found)
        best = found[0] if found and sure else self.reader.confident(found)
        certain = probability >= BEYOND_DOUBT
        # Words that carry no content by themselves may ask for something: `what was it called before`.
        heard = parse.wants.get("definition", 0.0) >= SURE
        asked = certain and not (parse.content or heard) and not self._lists(found[0])
        if len(things) == 1 and not asked and self._is_definition(parse, things, hidden, best):
            idea = self.reader.relating.homonym(parse)
            abbreviated = parse.has(Cue.ABBREVIATION)
            return self.reader.question(QuestionKind.DEFINITION, (idea or things[0],), (), abbreviated)
        read = self._read_together(parse, things, hidden, best, sure=sure)
        if read is not None:
            return read
        chosen = self.asked(parse, things, hidden, best, found, certain=certain)
        foremost = Foremost(self.reader)
        first = foremost.first_of(parse, things, best, found) or foremost.all_with(parse, things, found)
        if first is not None:
            return first
        if chosen is None or probability < _LOST:
            told = self._told_of(parse, things, hidden, probability)
            if told is not None or chosen is None:
                return told or self.reader.decliner.nothing_matches(things, found)
        likeliest = best is not None and _means(chosen[0], best.constraint)
        if not (likeliest and sure):
            called = (
                self.reader.relating.called_more(parse)
                if set(things[1:]) & set(chosen[0].values)
                else frozenset()
            )
            left = self.reader.coverage.unexplained(parse, chosen[:1], (*things, *others), hidden | called)
            kin = best is not None and sure and set(best.constraint.properties) & set(chosen[0].properties)
            if left and sure and best is not None and self.reader.holdings.linking(things, chosen[0].values):
                return self._put(parse, best.constraint, things, ())
            if left and not kin:
                return self.reader.decliner.words_left(left, things, found)
            if likeliest:
                return self.reader.decliner.nothing_matches(things, found)
        as_well = self._as_well(best, found, things) if best is not None and likeliest else []
        conditions = tuple(other for other in others if other in self.reader.conditions)
        return replace(self._put(parse, *chosen, as_well), conditions=conditions)

    def _enough(
        self, parse: Parse, things: Sequence[str], hidden: frozenset[int], found: Sequence[Candidate]
    ) -> float:
        """The probability from which a reading is answered: a name that nobody knows may change it."""
        left = self.reader.coverage.left_over(parse, [found[0].constraint], things, hidden) if found else []
        if any(map(is_name, left)) or self._asks_for_unknown(parse):
            return BEYOND_DOUBT
        keywords = not (left or parse.has_question_word or parse.asks_yes_or_no)
        terse = found and keywords and self.reader.trust.leads(parse, found, things, hidden)
        return TERSE if terse else ENOUGH

    def _asks_for_unknown(self, parse: Parse) -> bool:
        """Whether the noun that is asked for is in no wording of anything: `which font`."""
        noun = parse.asked_noun
        if noun is None:
            return False
        known = self.reader.candidates.ranker.vocabulary.everything
        return parse.tokens[noun].stem not in known and parse.words.knows(parse.tokens[noun].lower)

    def _readings(self, parse: Parse, things: Sequence[str], hidden: frozenset[int]) -> list[Candidate]:
        """What may be asked of the things, the likeliest first."""
        found = self.reader.candidates.find(parse, things, hidden)
        if not self.reader.catalogue.things[things[0]].is_service:
            found = self.reader.relating.held_only(found, things)
        if parse.has_question_word and not parse.asks_yes_or_no:
            found = self.reader.relating.unnamed_first(parse, things, hidden, found)
        return found

    def _told_of(
        self, parse: Parse, things: Sequence[str], hidden: frozenset[int], probability: float
    ) -> Question | None:
        """What the tone asks for where no words tell it: what something is, or what they touch."""
        likeliest = max(parse.wants, key=lambda kind: parse.wants[kind], default=None)
        if probability < _LOST and len(things) == 1 and likeliest == QuestionKind.DEFINITION:
            return self.reader.question(QuestionKind.DEFINITION, things, ())
        lost = parse.asks_yes_or_no or probability < _LOST
        return None if lost else open_question(self.reader, parse, things, hidden)

    def _put(
        self, parse: Parse, constraint: Constraint, subjects: Sequence[str], as_well: Sequence[Constraint]
    ) -> Question:
        """Return the question for what is asked of some things, with the amounts asked for as well."""
        constraint = self.reader.candidates.bounds.counted(parse, constraint)
        if decides(parse):
            constraint = self.reader.candidates.bounds.by_increment(parse, constraint)
            constraint = put_forward(self.reader, parse, constraint, subjects)
        constraint = self.reader.candidates.sides.relieved(parse, constraint)
        constraint = self.narrowing.every(parse, constraint)
        kind = kind_of(parse, constraint, self.reader.catalogue)
        if kind is QuestionKind.FACT and constraint.values and self._is_detailed(constraint):
            constraint = Constraint(constraint.properties, Asks.TRUE)
        constraint = self.narrowing.some(parse, constraint, subjects)
        if len(subjects) > 1:
            extreme = constraint.asks in (Asks.HIGHEST, Asks.LOWEST) and not parse.asks_yes_or_no
            if extreme or self.contrasting.is_first_asked(parse, [constraint]):
                return self.reader.question(QuestionKind.SUPERLATIVE, subjects, [constraint])
            kind = QuestionKind.FACT if kind is QuestionKind.COUNT else kind
        is_fact = kind is QuestionKind.FACT
        constraints = [constraint, *(as_well if is_fact else ())]
        if constraint.amount is not None:  # an amount is held against the limit, not against what is usual
            constraints.sort(key=lambda c: not self.reader.catalogue.properties[c.properties[0]].upper)
            constraint = constraints[0]
        question = self.reader.question(kind, subjects, constraints)
        presupposed = is_fact and self._presupposes(parse, constraint)
        return replace(
            question,
            presupposed=presupposed,
            explains=presupposed and self._only_names(constraint),
            ending=presupposed and parse.has(Cue.ENDING),
            enumerated=parse.wants.get(QuestionKind.LIST, 0.0) >= SURE,
        )

    def _is_detailed(self, constraint: Constraint) -> bool:
        """Whether amounts say more of what is asked than a value of it that words are like: what one pays."""
        return any(self.reader.catalogue.properties[p].detailed_by for p in constraint.properties)

    def _presupposes(self, parse: Parse, constraint: Constraint) -> bool:
        """Whether a question takes what it asks about for granted: `how does X scale to zero`.

        So does `which engines does X have`; and who asks how much there is takes it that there is any.
        """
        words = [t.lower for t in parse.tokens if t.lower in parse.language.question_words]
        if not words:
            return False
        if self._only_names(constraint):
            return True
        if words[0] in parse.language.presupposing or self._asks_for_more(parse, constraint):
            return True
        return constraint.amount is None and parse.asked_for is not None and not parse.has(Cue.OPEN)

    def _only_names(self, constraint: Constraint) -> bool:
        """Whether nothing is said of what is asked for but its name: then one takes it that there is one."""
        kinds = {self.reader.catalogue.properties[p].kind for p in constraint.properties}
        return Kind.BOOLEAN not in kinds and constraint.amount is None and not constraint.values

    def _asks_for_more(self, parse: Parse, constraint: Constraint) -> bool:
        """Whether something else is asked for than what is answered: `which command gives me ...`."""
        known = self.reader.candidates.ranker.vocabulary
        asked = parse.tokens[parse.asked_for].stem if parse.asked_for is not None else None
        return asked is not None and not any(asked in known.of(p) for p in constraint.properties)

    def _read_together(
        self,
        parse: Parse,
        things: Sequence[str],
        hidden: frozenset[int],
        best: Candidate | None,
        *,
        sure: bool,
    ) -> Question | Declined | None:
        """Names that are not two subjects: a variant named by two, or one that is a word here."""
        if len(things) < 2:
            return None
        linked = self.reader.holdings.linking(things[:1], things[1:])
        together = self.reader.relating.combined(things)
        if together is not None and best is not None:
            on_the_link = bool(linked.intersection(best.constraint.properties))
            if self._is_plain(best) or (sure and not on_the_link):
                return self.about(parse, (together,), hidden)
        return None if linked else self._name_as_word(parse, things, hidden)

    def asked(
        self,
        parse: Parse,
        things: Sequence[str],
        hidden: frozenset[int],
        best: Candidate | None,
        found: Sequence[Candidate],
        *,
        certain: bool = False,
    ) -> tuple[Constraint, tuple[str, ...]] | None:
        """Return what is asked and of whom: a link, a value that is not stated, or the best match.

        Where it is `certain` that a yes or no or an amount is asked for, no value takes its place.
        """
        others = self.reader.relating.others(parse, things, hidden)
        says = any(index not in hidden for index in parse.content)
        # Without a word of its own, `does X use Y` is about the link and nothing else.
        relation = self.reader.relating.relation(
            parse, things, others, best if says else None, found if says else []
        )
        if relation is not None:
            lacking = self.reader.relating.lacking(parse, things, hidden, relation)
            return lacking or relation, tuple(things[:1])
        # An amount in the unit of what is asked is meant for it; a value beside it only tells of the work.
        surely = certain or (best is not None and best.constraint.amount is not None)
        plain = best is not None and surely and self._is_plain(best)
        if len(things) == 1 and parse.may_decide and not plain:
            unstated = self.reader.relating.unstated(parse, things, hidden, best)
            if unstated is not None:
                return unstated, tuple(things)
        # Of two things that nothing links, a yes or no is told by what is asked of both.
        if best is None or (len(things) > 1 and parse.asks_yes_or_no and not self._is_plain(best)):
            return None
        return best.constraint, tuple(things)

    def _name_as_word(
        self, parse: Parse, things: Sequence[str], hidden: frozenset[int]
    ) -> Question | Declined | None:
        """A name that is also a word for a property: `can X use spot`."""
        for mention in parse.services:
            span = frozenset(range(mention.first, mention.last))
            rest = tuple(thing for thing in things if thing not in mention.iris)
            if not rest or len(rest) == len(things):
                continue
            best = self.reader.confident(self.reader.candidates.find(parse, rest, hidden - span))
            if best is not None and not best.constraint.values and spoken_by(parse, best, span):
                return self.about(parse, rest, hidden - span)
        return None

    def _is_plain(self, candidate: Candidate) -> bool:
        """Whether a yes-or-no property or an amount is asked for, and no link between things."""
        kinds = {self.reader.catalogue.properties[p].kind for p in candidate.constraint.properties}
        return kinds <= {Kind.BOOLEAN, Kind.QUANTITY}

    def _lists(self, candidate: Candidate) -> bool:
        """Whether things are told, such as those that a definition tells besides: what it is used for."""
        return any(
            self.reader.catalogue.properties[p].kind is Kind.ITEM for p in candidate.constraint.properties
        )

    def _as_well(
        self, best: Candidate, found: Sequence[Candidate], things: Sequence[str]
    ) -> list[Constraint]:
        """The amounts that the words ask for as much as for the best one: the parts of a free tier."""
        held = frozenset().union(*(self.reader.holdings.holds(thing) for thing in things))
        tied = [
            c.constraint
            for c in found
            if c.constraint.properties != best.constraint.properties
            and c.score >= best.score - _TIED
            and {self.reader.catalogue.properties[p].kind for p in c.constraint.properties} == {Kind.QUANTITY}
            and held & set(c.constraint.properties)
        ]
        return list({constraint.properties: constraint for constraint in tied}.values())

    def _is_definition(
        self, parse: Parse, things: Sequence[str], hidden: frozenset[int], best: Candidate | None
    ) -> bool:
        """Whether nothing is asked of a thing but what it is."""
        beside = [m for m in parse.concepts if not hidden & set(range(m.first, m.last))]
        if beside or not forms.is_definition(parse, hidden):
            return False
        if (
            decides(parse)
            and best is not None
            and put_forward(self.reader, parse, best.constraint, things).said
        ):
            return False
        exact = best is not None and forms.says(parse, best.wording)
        return not exact or parse.has(Cue.ABBREVIATION) or self.reader.relating.homonym(parse) is not None


def _means(chosen: Constraint, best: Constraint) -> bool:
    """Whether what was chosen is what the best candidate asks: a link may be both named and worded."""
    shared = set(chosen.properties) & set(best.properties) and set(chosen.values) & set(best.values)
    return chosen is best or bool(shared)
