"""Whether advice is wanted, and what work a service is wanted for.

Who asks in so many words for a recommendation wants one, and so does who only tells what is needed. Who asks
which service has something wants a list, and who names a service asks about it.
"""

from dataclasses import dataclass, replace

from retrieval import forms
from retrieval.intent import ADVICE, SURE
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.question import Declined, Question, QuestionKind
from retrieval.reader import Reader
from retrieval.reading import reading
from retrieval.scenario import Scenario

_TOLD_OF = 0.85
"""The share of the threshold from which a need is understood well enough to advise."""
_HALF, _THIRD = 0.5, 0.33
_TOLD = 6
"""So many words that say something are a description, not a question gone wrong."""


@dataclass(frozen=True, slots=True)
class Advising:
    """Understands questions for advice about one catalogue."""

    reader: Reader
    scenario: Scenario

    def first(self, parse: Parse) -> Question | None:
        """Advice for what is told at length, or which of some services is better for something."""
        told = self.scenario.parts(parse) > 1 and not (_wants_other(parse) or _asks_why(parse))
        formed = self.scenario.choosable.tells_for(parse) and not parse.has(Cue.COUNT)
        if formed or (told and self._asks_to_choose(parse)):
            advised = self.advise(parse)
            if advised is not None:
                return advised
        advised = self.advise(parse) if self._weighs(parse) else None
        return replace(advised, kind=QuestionKind.COMPARISON) if advised is not None else None

    def is_wanted(self, parse: Parse, plain: Question | Declined) -> bool:
        """Say whether advice is asked for, rather than what a text means when read as a plain question."""
        needed = self._tells_of_need(parse) and _lists(plain)
        if isinstance(plain, Question) and (_wants_other(parse) or _is_first_by_tone(parse, plain)):
            return False
        if _asks_why(parse):
            return False
        return (parse.has(Cue.RECOMMENDATION) or needed) and not self._is_told(parse, plain)

    def _asks_to_choose(self, parse: Parse) -> bool:
        """Whether a description of several parts asks for advice, or which one of some kind fits it."""
        if parse.has(Cue.RECOMMENDATION) or forms.describes_first(parse):
            return True
        return parse.has(Cue.NEED) and self.scenario.choosable.narrows(parse)

    def _weighs(self, parse: Parse) -> bool:
        """Whether one of some services is wanted for something: `this or that for a team of three`."""
        things = self.reader.things(parse)
        last = max((mention.last for mention in parse.services), default=0)
        purposes = [i for i, t in enumerate(parse.tokens) if i >= last and t.lower in parse.language.purposes]
        asks = parse.has_question_word or parse.asks_yes_or_no
        return len(things) > 1 and parse.between("or") and bool(purposes) and not asks

    def _tells_of_need(self, parse: Parse) -> bool:
        """Whether a text that asks nothing and names nobody says what somebody needs."""
        asks = parse.has_question_word or parse.asks_yes_or_no or parse.has(Cue.LIST, Cue.COUNT)
        tells = parse.has(Cue.NEED) or len(parse.content) >= _TOLD
        return tells and not asks and not self.reader.things(parse)

    def _is_told(self, parse: Parse, plain: Question | Declined) -> bool:
        """Whether what is asked with the words of a recommendation is a fact on something named."""
        things = self.reader.things(parse)
        offered = len(things) > 1 and parse.between("or")
        told = isinstance(plain, Question) and bool(things) and bool(plain.constraints)
        needed = parse.has(Cue.NEED) and parse.wants.get(QuestionKind.RECOMMENDATION, 1.0) >= ADVICE
        return told and not offered and not needed

    def advise(self, parse: Parse, *, guessed: bool = False) -> Question | None:
        """Return what is needed by the work described, or None where nothing of it is understood.

        `guessed` says that nobody asks for advice in so many words: then half of them must tell of work.
        Of services with `or` between them one is recommended; others named are what there is already.
        """
        needs = self.scenario.needs(parse)
        least = _TOLD_OF * self.reader.threshold
        understood = any(wish.hard or wish.weight >= least for wish in needs.wishes)
        if not understood and needs.leanings.best < least:
            return None
        known = needs.leanings.stems.union(*(wish.stems for wish in needs.wishes))
        asking = forms.cued(parse, Cue.RECOMMENDATION)
        said = [index for index in parse.content if index not in asking]
        told = [index for index in said if parse.tokens[index].stem in known]
        least_told = _HALF if guessed else _THIRD
        firm = any(wish.hard for wish in needs.wishes)
        if len(told) < least_told * len(said) or not (told or firm):
            return None
        things = self.reader.things(parse)
        offered = len(things) > 1 and (parse.between("or") or parse.has(Cue.COMPARISON))
        subjects = things if offered else self.scenario.choosable.among(parse)
        described = reading(self.reader.catalogue, QuestionKind.RECOMMENDATION, things if offered else (), ())
        return Question(
            QuestionKind.RECOMMENDATION,
            subjects,
            (),
            described,
            wishes=needs.wishes,
            leanings=needs.leanings,
        )

    def describes(self, parse: Parse) -> bool:
        """Say whether a text that is no question we know tells of work that needs a service."""
        return parse.has(Cue.NEED) or len(parse.content) >= _TOLD


def _wants_other(parse: Parse) -> bool:
    """Whether an answer of some other kind is surely wanted: `we run Windows. which of them take it`."""
    advice = parse.wants.get(QuestionKind.RECOMMENDATION, 1.0)
    return advice < ADVICE and max(parse.wants.values()) >= SURE


def _asks_why(parse: Parse) -> bool:
    """Whether reasons are asked for in so many words, and of something named, and no advice is."""
    advised = forms.cued(parse, Cue.RECOMMENDATION)
    return bool(parse.services and forms.cued(parse, Cue.WHY)) and not advised


def _is_first_by_tone(parse: Parse, plain: Question) -> bool:
    """Whether the first of some things is found, and only the tone asks for advice."""
    return plain.kind is QuestionKind.SUPERLATIVE and not forms.cued(parse, Cue.RECOMMENDATION)


def _lists(plain: Question | Declined) -> bool:
    """Whether a reading finds nothing, or a list: what tells of a need wants advice and no list."""
    return isinstance(plain, Declined) or plain.kind is QuestionKind.LIST
