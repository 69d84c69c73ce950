"""Questions that lean on the one before: what they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.properties import Kind
from retrieval import forms
from retrieval.language import Cue
from retrieval.leaning import NO_LEANINGS
from retrieval.lexicon import Mention
from retrieval.parse import Parse, Parser
from retrieval.question import Constraint, Declined, Question, QuestionKind, Wish
from retrieval.reading import reading
from retrieval.short_names import ShortNames
from retrieval.spoken_of import PLACES, SELECTING, Turn
from retrieval.understand import Understander
from retrieval.wordings import Asks

_OWN = (Cue.DEFINITION, Cue.ABBREVIATION, Cue.EXPLANATION, Cue.RECOMMENDATION)
"""Cues of questions that stand for themselves, though they say nothing more."""
_FRAGMENT = 5
"""A question of at most so many words may lean on the one before."""


@dataclass(frozen=True, slots=True)
class Following:
    """Understands questions in the light of the one before."""

    parser: Parser
    understander: Understander

    def continued(self, parse: Parse, before: Turn) -> Question | Declined | None:
        """Return what a question means that leans on the one before, or None where it stands alone."""
        reader = self.understander.reader
        if reader.decliner.before_reading(parse) is not None:
            return None
        named = ShortNames(reader).named(parse, before.about)
        things = reader.things(named)
        content = [i for i in named.content if i not in forms.cued(named, *Cue)]
        bare = not content and not named.concepts
        beside = {mention.last for mention in named.services}
        bare = bare or (len(named.tokens) <= _FRAGMENT and set(content) <= beside and bool(content))
        added = self._one_more_need(parse, before, things, content)
        if added is not None:
            return added
        refined = self._refined(parse, before, things)
        if refined is not None:
            return refined
        if things:
            return self._naming(named, before, things, bare=bare, is_short=named is not parse)
        if bare and (found := self._saying_nothing(parse, before)) is not None:
            return found
        if not before.about or forms.class_is_subject(parse):
            return None
        if set(parse.concepts) and self._is_condition(parse, before):
            conditions = reader.conditions
            iris = tuple(iri for m in parse.concepts for iri in m.iris if iri in conditions)
            return replace(before.question, conditions=iris)
        leans = forms.refers_back(parse) or len(parse.tokens) <= _FRAGMENT or parse.has(*PLACES)
        return self._about(parse, before) if leans else self._told_about(parse, before)

    def rescued(self, parse: Parse, before: Turn) -> Question | None:
        """Return what a question that names nobody means of what was spoken of before, if anything."""
        if self.understander.reader.things(parse) or parse.concepts or not before.about or parse.beyond:
            return None
        understood = self.understander.about(parse, before.meant(parse)[0])
        return understood if isinstance(understood, Question) else None

    def _saying_nothing(self, parse: Parse, before: Turn) -> Question | Declined | None:
        """What a question means that names nothing: `why?`, `how many?`, `says who?`, `in numbers?`."""
        asked = before.question
        if parse.has(Cue.AGAIN):
            return asked
        if parse.has(*PLACES) and not parse.has(Cue.WHY):
            return self._of_one(parse, before)
        if parse.has(Cue.FIRM) and asked.constraints and asked.kind not in SELECTING:
            return replace(asked, kind=QuestionKind.FACT)  # its notes tell whether it can be raised
        if parse.has(Cue.FIGURES) and (figures := self._in_figures(before)) is not None:
            return figures
        if parse.has(Cue.COUNT) and asked.constraints:
            return self._as_kind(asked, QuestionKind.COUNT)
        if parse.has(Cue.WHY) and before.about:
            constraints = asked.constraints if asked.kind not in SELECTING else ()
            return self._reread(asked, QuestionKind.WHY, before.about[:1], constraints)
        if parse.has(Cue.INSTEAD) and asked.constraints and asked.subjects:
            return self._rather(asked)
        listed = asked.kind in (QuestionKind.LIST, QuestionKind.COUNT)
        if parse.negated and listed and len(asked.constraints) == 1:
            turned = tuple(_turned(constraint) for constraint in asked.constraints)
            return self.understander.reader.question(asked.kind, asked.subjects, turned)
        return None

    def _of_one(self, parse: Parse, before: Turn) -> Question | Declined:
        """What a question means that only points at one of several: `the second one?`."""
        asked, reader = before.question, self.understander.reader
        (whom, *_) = before.meant(parse)
        if len(whom) != 1:
            return reader.decliner.which_service()
        if asked.kind is QuestionKind.RECOMMENDATION:
            return replace(asked, subjects=whom, reading=reading(reader.catalogue, asked.kind, whom, ()))
        kind = QuestionKind.FACT if asked.constraints else QuestionKind.DEFINITION
        return self._reread(asked, kind, whom, asked.constraints)

    def _refined(self, parse: Parse, before: Turn, things: Sequence[str]) -> Question | None:
        """The list before with one more condition: `which of those ...`, `and without servers?`."""
        asked = before.question
        if asked.kind not in (QuestionKind.LIST, QuestionKind.COUNT) or len(before.items) < 2:
            return None
        names = parse.services[:1]
        upon = any(m.first and parse.tokens[m.first - 1].lower in parse.language.upon for m in names)
        among = parse.has(Cue.SEVERAL) and parse.has_question_word
        adds = not parse.has_question_word and len(parse.tokens) <= _FRAGMENT and bool(parse.content or upon)
        if parse.asks_yes_or_no or parse.has(*PLACES) or (things and not upon) or not (among or adds):
            return None
        found = self.understander.selecting.choose(parse, things).constraints
        extreme = any(c.asks in (Asks.HIGHEST, Asks.LOWEST) for c in found)
        if not found or extreme or any(c in asked.constraints for c in found):
            return None
        if any(token.lower == "without" for token in parse.tokens):
            found = tuple(map(self._preferred, found))
        constraints = (*asked.constraints, *found)
        return self.understander.reader.question(asked.kind, asked.subjects, constraints)

    def _preferred(self, constraint: Constraint) -> Constraint:
        """A yes or no as people prefer it: who wants a list `without servers` wants no servers to manage."""
        better = self.understander.reader.catalogue.properties[constraint.properties[0]].better
        if better is None or constraint.asks not in (Asks.TRUE, Asks.FALSE) or constraint.amount is not None:
            return constraint
        return replace(constraint, asks=Asks.TRUE if better == "higher" else Asks.FALSE)

    def _in_figures(self, before: Turn) -> Question | None:
        """The amounts behind what was said in words."""
        reader = self.understander.reader
        known = reader.catalogue.properties
        subjects = before.about[:1] if before.question.kind in SELECTING else before.about
        detailed = [
            detail
            for constraint in before.question.constraints
            for prop in constraint.properties
            for detail in known[prop].detailed_by
            if subjects and any(detail in reader.holdings.tells(subject) for subject in subjects)
        ]
        constraints = [Constraint((detail,), Asks.TRUE) for detail in detailed]
        return reader.question(QuestionKind.FACT, subjects, constraints) if constraints else None

    def _one_more_need(
        self, parse: Parse, before: Turn, things: Sequence[str], content: Sequence[int]
    ) -> Question | None:
        """The recommendation again, with what is said now: `and if it needs a GPU as well?`."""
        asked = before.question
        if not asked.wishes or asked.kind not in (QuestionKind.RECOMMENDATION, QuestionKind.COMPARISON):
            return None
        offered = asked.subjects if asked.kind is QuestionKind.COMPARISON or len(asked.subjects) < 3 else ()
        if things:
            return self._of_one_more(parse, before, things, content)
        adds = parse.has(Cue.ADDING, Cue.NEED) and not parse.has_question_word
        adds = adds or (parse.has(Cue.ADDING) and not parse.asks_yes_or_no and parse.tokens[0].lower != "how")
        if not (adds and content) or parse.asks_yes_or_no:
            return None
        advised = self.understander.advise(self.parser.parse(f"{before.text.rstrip('?!. ')}, {parse.text}"))
        if advised is None or not offered:
            return advised
        described = reading(self.understander.reader.catalogue, asked.kind, offered, ())
        return replace(advised, kind=asked.kind, subjects=offered, reading=described)

    def _of_one_more(
        self, parse: Parse, before: Turn, things: Sequence[str], content: Sequence[int]
    ) -> Question | None:
        """What was recommended held against what is named now: `why not X?`, `without X?`."""
        asked = before.question
        if content or len(parse.tokens) > 2 * _FRAGMENT:
            return None
        catalogue = self.understander.reader.catalogue
        if parse.negated and not parse.has(Cue.WHY):
            others = tuple(s for s in asked.subjects if s not in things)
            described = reading(catalogue, QuestionKind.RECOMMENDATION, (), ())
            return replace(asked, kind=QuestionKind.RECOMMENDATION, subjects=others, reading=described)
        subjects = tuple(dict.fromkeys((*things, *(before.items[:1] or asked.subjects))))
        described = reading(catalogue, QuestionKind.RECOMMENDATION, subjects, ())
        return replace(asked, kind=QuestionKind.RECOMMENDATION, subjects=subjects, reading=described)

    def _naming(
        self, parse: Parse, before: Turn, things: Sequence[str], *, bare: bool, is_short: bool
    ) -> Question | Declined | None:
        """A question that names something: the same one about it, or one in which the name is a word."""
        back = forms.refers_back(parse) and not is_short and bool(before.about)
        others = self._of_others(parse, before, things) if bare and not back else None
        if others is not None and self._is_told(others):
            return others
        if back or (before.about and parse.has(Cue.SAME)):
            whom = before.meant(parse)[0]
            asked = self._words_of(parse, before)
            for read in (
                self.understander.understand(_in_place(parse, whom)) if back else None,
                self.understander.about(replace(asked, services=()), whom),
            ):
                if isinstance(read, Question) and self._is_told(read):
                    return read
        if others is not None:
            again = self._asked_again(before, things)
            return again if again is not None and self._is_told(again) else others
        return self.understander.understand(parse) if is_short else None

    def _asked_again(self, before: Turn, things: Sequence[str]) -> Question | None:
        """The words of the question before, said of another thing."""
        parse = self.parser.parse(before.text)
        if len(things) != 1 or not parse.services:
            return None
        span = (min(m.first for m in parse.services), max(m.last for m in parse.services))
        spoken = set(before.question.subjects)
        own = [m for m in parse.services if m.iris[0] in spoken] or [Mention((), *span, exact=True)]
        on = {m.last + 1 for m in own if m.last < len(parse.tokens)}  # `X on Y` is one name
        kept = [m for m in parse.services if m not in own and own[0].iris and m.first not in on]
        put = Mention(tuple(things), own[0].first, own[0].last, exact=True)
        services = tuple(sorted((put, *kept), key=lambda m: m.first))
        understood = self.understander.understand(replace(parse, services=services))
        return understood if isinstance(understood, Question) else None

    def _words_of(self, parse: Parse, before: Turn) -> Parse:
        """The words of a question; of `the same question for X` those of the one before, said of X."""
        if not parse.has(Cue.SAME) or not parse.services:
            return parse
        opening = self.parser.parse(before.text)
        counts = [found for found in opening.cues if found.cue is Cue.COUNT]
        name = parse.services[0]
        said = " ".join(token.text for token in parse.tokens[name.first : name.last])
        asking = " ".join(t.text for f in counts[:1] for t in opening.tokens[f.first : f.last])
        return self.parser.parse(f"{asking} {said}".strip())

    def _about(self, parse: Parse, before: Turn) -> Question | Declined:
        """The question put about what was spoken of before: all of it, one of it, or the first that tells."""
        found = [self.understander.about(parse, whom) for whom in self._meant(parse, before)]
        for understood in found:
            if self._says_again(parse, before, understood):
                return self.understander.reader.decliner.nothing_matches(before.about, ())
            if isinstance(understood, Question) and self._is_told(understood):
                return self._nearest(parse, before, understood)
        if not parse.has(*PLACES):
            for whom in before.meant(parse)[:1]:
                longer = self._longer(parse, before, whom)
                if longer is not None:
                    return longer
        return found[0]

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
        return longer if isinstance(longer, Question) and self._is_told(longer) else None

    def _told_about(self, parse: Parse, before: Turn) -> Question | None:
        """The question about what was spoken of before, if the graph tells what it asks of it.

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
            if isinstance(understood, Question) and self._is_told(understood):
                return understood
        return None

    def _nearest(self, parse: Parse, before: Turn, understood: Question) -> Question:
        """Of what few words fit, what says in amounts what was told before, or is measured as it was."""
        known = self.understander.reader.catalogue.properties
        units = {known[p].unit for c in before.question.constraints for p in c.properties} - {None}
        details = {d for c in before.question.constraints for p in c.properties for d in known[p].detailed_by}
        asked = {p for c in understood.constraints for p in c.properties}
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

    def _is_told(self, question: Question) -> bool:
        """Whether the graph holds what was understood of every subject."""
        holdings = self.understander.reader.holdings
        asked = {p for c in question.constraints for p in c.properties}
        if not asked:
            return question.kind is QuestionKind.DEFINITION and bool(question.subjects)
        return all(asked & holdings.tells(subject) for subject in question.subjects)

    def _of_others(self, parse: Parse, before: Turn, things: Sequence[str]) -> Question | None:
        """The same question about other things: `and this one?`."""
        asked = before.question
        leans = len(parse.tokens) <= 2 * _FRAGMENT or parse.has(Cue.SAME)
        told = asked.constraints or asked.kind in (QuestionKind.DEFINITION, QuestionKind.COMPARISON)
        if not leans or not told or parse.has(*_OWN):
            return None
        kind = asked.kind
        if kind is QuestionKind.COMPARISON and not asked.constraints:
            return self._reread(asked, kind, tuple(dict.fromkeys((*asked.subjects, *things))), ())
        if kind in (QuestionKind.LIST, QuestionKind.COUNT, QuestionKind.COMPARISON, QuestionKind.SUPERLATIVE):
            kind = QuestionKind.FACT if len(things) == 1 else QuestionKind.COMPARISON
        if kind is QuestionKind.FACT and not asked.constraints:
            kind = QuestionKind.DEFINITION
        return self._reread(asked, kind, things, asked.constraints)

    def _rather(self, before: Question) -> Question:
        """What fulfils what the subject was asked about, without the subject."""
        wishes = tuple(
            Wish(replace(constraint, negated=False), number, 1.0, hard=True)
            for number, constraint in enumerate(before.constraints)
        )
        catalogue = self.understander.reader.catalogue
        others = tuple(thing.iri for thing in catalogue.services if thing.iri not in before.subjects)
        described = reading(catalogue, QuestionKind.RECOMMENDATION, (), before.constraints)
        return Question(QuestionKind.RECOMMENDATION, others, (), described, wishes=wishes)

    def _as_kind(self, before: Question, kind: QuestionKind) -> Question:
        subjects = before.subjects if before.kind is not QuestionKind.FACT else ()
        return self._reread(before, kind, subjects, before.constraints)

    def _reread(
        self, before: Question, kind: QuestionKind, subjects: Sequence[str], constraints: Sequence[object]
    ) -> Question:
        kept = before.constraints if constraints else ()
        described = reading(self.understander.reader.catalogue, kind, subjects, kept)
        return replace(
            before,
            kind=kind,
            subjects=tuple(subjects),
            constraints=kept,
            reading=described,
            wishes=(),
            leanings=NO_LEANINGS,
        )

    def _is_condition(self, parse: Parse, before: Turn) -> bool:
        """Whether what is named is only another condition of the price asked for before."""
        named = {iri for mention in parse.concepts for iri in mention.iris}
        known = self.understander.reader.catalogue.properties
        priced = any(known[p].kind is Kind.PRICE for c in before.question.constraints for p in c.properties)
        return priced and bool(named & self.understander.reader.conditions)


def _in_place(parse: Parse, whom: Sequence[str]) -> Parse:
    """Take a pronoun for the thing that it stands for."""
    for index, token in enumerate(parse.tokens):
        if token.lower in ("it", "they", "its", "their", "them") and index not in parse.named:
            named = Mention((whom[0],), index, index + 1, exact=True)
            return replace(parse, services=tuple(sorted((named, *parse.services), key=lambda m: m.first)))
    return parse


def _turned(constraint: Constraint) -> Constraint:
    """The opposite of a condition."""
    if constraint.asks is Asks.TRUE and constraint.amount is None:
        return replace(constraint, asks=Asks.FALSE)
    if constraint.asks is Asks.FALSE:
        return replace(constraint, asks=Asks.TRUE)
    return replace(constraint, negated=not constraint.negated)
