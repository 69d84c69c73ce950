"""Questions that lean on the one before: what they stand for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.properties import Kind
from retrieval import forms
from retrieval.language import Cue
from retrieval.leaning import NO_LEANINGS
from retrieval.parse import Parse, Parser
from retrieval.question import Declined, Question, QuestionKind, Wish
from retrieval.reading import reading
from retrieval.understand import Understander

_FRAGMENT = 5
"""A question of at most so many words may lean on the one before."""
_PLACES = {Cue.FIRST: 0, Cue.SECOND: 1, Cue.THIRD: 2, Cue.LAST: -1}
SELECTING = (QuestionKind.LIST, QuestionKind.COUNT, QuestionKind.RECOMMENDATION, QuestionKind.SUPERLATIVE)


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question, and what its answer came down to, the first thing first."""

    question: Question
    items: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """What was spoken of: what an answer found, or else what the question named."""
        if self.question.kind in SELECTING:
            return self.items
        return self.question.subjects


@dataclass(frozen=True, slots=True)
class Following:
    """Understands questions in the light of the one before."""

    parser: Parser
    understander: Understander

    def continued(self, parse: Parse, before: Turn) -> Question | Declined | None:
        """Return what a question means that leans on the one before, or None where it stands alone."""
        if self.understander.reader.decliner.before_reading(parse) is not None:
            return None
        things = self.understander.reader.things(parse)
        content = [i for i in parse.content if i not in forms.cued(parse, *Cue)]
        if things:
            return self._of_others(parse, before, things, content)
        if parse.has(Cue.COUNT) and not content and before.question.constraints:
            return self._as_kind(before.question, QuestionKind.COUNT)
        if parse.has(Cue.WHY) and not content and before.about:
            constraints = before.question.constraints if before.question.kind not in SELECTING else ()
            return self._reread(before.question, QuestionKind.WHY, before.about[:1], constraints)
        if (
            parse.has(Cue.INSTEAD)
            and not content
            and before.question.constraints
            and before.question.subjects
        ):
            return self._rather(before.question)
        if not before.about or forms.class_is_subject(parse):
            return None
        if set(parse.concepts) and self._is_condition(parse, before):
            named = tuple(
                iri for m in parse.concepts for iri in m.iris if iri in self.understander.reader.conditions
            )
            return replace(before.question, conditions=named)
        if not (forms.refers_back(parse) or len(parse.tokens) <= _FRAGMENT or self._place(parse) is not None):
            return None
        return self._about(parse, before)

    def rescued(self, parse: Parse, before: Turn) -> Question | None:
        """Return what a question that names nobody means of what was spoken of before, if anything."""
        if self.understander.reader.things(parse) or parse.concepts or not before.about or parse.beyond:
            return None
        understood = self.understander.about(parse, before.about[:1])
        return understood if isinstance(understood, Question) else None

    def _about(self, parse: Parse, before: Turn) -> Question | Declined:
        """The question put about what was spoken of before: all of it, one of it, or the first."""
        place = self._place(parse)
        several = any(t.lower in _PLURAL for t in parse.tokens)
        whom = before.about
        if place is not None and len(whom) > max(place, -place - 1):
            whom = (whom[place],)
        elif before.question.kind in SELECTING and not several:
            whom = whom[:1]
        understood = self.understander.about(parse, whom)
        if isinstance(understood, Question) and self._is_told(understood):
            return understood
        # `by default?` says too little by itself: the property asked for before is meant still.
        label = self.understander.reader.catalogue.label
        labels = [label(p) for c in before.question.constraints for p in c.properties[:1]]
        if labels and place is None:
            longer = self.understander.about(self.parser.parse(f"{parse.text.rstrip('?')} {labels[0]}"), whom)
            if isinstance(longer, Question) and self._is_told(longer):
                return longer
        return understood

    def _is_told(self, question: Question) -> bool:
        """Whether the graph holds what was understood of every subject."""
        holdings = self.understander.reader.holdings
        asked = {p for c in question.constraints for p in c.properties}
        return bool(asked) and all(asked & holdings.tells(subject) for subject in question.subjects)

    def _of_others(
        self, parse: Parse, before: Turn, things: Sequence[str], content: Sequence[int]
    ) -> Question | None:
        """The same question about other things: `and this one?`."""
        asked = before.question
        leans = not content and not parse.concepts and len(parse.tokens) <= _FRAGMENT
        told = asked.constraints or asked.kind is QuestionKind.DEFINITION
        if not leans or not told or parse.has(Cue.DEFINITION):
            return None
        catalogue = self.understander.reader.catalogue
        beside = parse.tokens[min(parse.starts) - 1].lower if min(parse.starts) else ""
        if len(asked.subjects) == 1 and len(things) == 1 and beside in _UPON:
            whole = catalogue.things[asked.subjects[0]].variant_of or asked.subjects[0]
            together = self.understander.reader.relating.combined((whole, things[0]))
            if together is not None and together != asked.subjects[0]:
                things = (together,)
        kind = asked.kind
        if kind in (QuestionKind.LIST, QuestionKind.COUNT, QuestionKind.COMPARISON):
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

    def _place(self, parse: Parse) -> int | None:
        return next((place for cue, place in _PLACES.items() if parse.has(cue)), None)


_UPON = frozenset({"on", "in", "with", "under", "via"})
_PLURAL = frozenset({"they", "them", "those", "these", "their", "both", "all"})
