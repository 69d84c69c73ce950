"""From a text to the question that it asks about costs, in terms of the catalogue."""

from retrieval.cost.asked import CostAsked
from retrieval.cost.calculate import Calculator
from retrieval.cost.judging import Judge
from retrieval.cost.numerals import in_full
from retrieval.cost.phrases import Part
from retrieval.cost.seen import Seen, Seer
from retrieval.cost.stated import Stating
from retrieval.cost.strange import Strange
from retrieval.cost.together import Together
from retrieval.cost.workload import Workload, told
from retrieval.language import Cue
from retrieval.parse import Parse, Parser
from retrieval.question import Declined, Question, QuestionKind, Reason

_SHORT = 9
"""Words of a question that may lean on the one before."""
_STRANGE = 3
"""Words that are not understood, of which a question about costs may have so many and still be one."""


class CostReader:
    """Reads questions about costs in one catalogue."""

    def __init__(self, parser: Parser, calculator: Calculator) -> None:
        self._parser = parser
        self._calculator = calculator
        self._catalogue = calculator.catalogue
        self._seer = Seer(calculator, parser)
        self._judge = Judge(calculator)
        self._stating = Stating(self._seer, self._judge)
        self._together = Together(self._seer, self._judge)

    def read(self, parse: Parse, before: Question | None) -> Question | Declined | None:
        """Return the question that a text asks about costs, in the light of the one before it.

        None where it asks for something else; Declined where what it states makes no sense.
        """
        if not self._calculator.ledger.rules or not parse.tokens or parse.beyond:
            return None
        if parse.has(Cue.INSTRUCTION, Cue.HOW_TO, Cue.WHY):
            return None
        text = in_full(parse.text)
        parse = parse if text == parse.text else self._parser.parse(text)
        seen = Seen(self._seer, parse)
        earlier = before.cost if before is not None else None
        asked = self._continued(seen, earlier) if earlier is not None else None
        asked = asked or self._fresh(seen)
        if asked is None or isinstance(asked, Declined):
            return asked
        return self._question(asked)

    def _fresh(self, seen: Seen) -> CostAsked | Declined | None:
        """A question that stands for itself."""
        judge = self._judge
        if (missing := self._not_held(seen)) is not None:
            return missing
        if not judge.is_asked(seen):
            return None
        even = judge.is_even(seen)
        if seen.left:
            clear = seen.has(Part.ASKED, Part.EVEN, Part.SAVED)
            few = len(seen.left) <= _STRANGE and len(seen.found.amounts) > 1 and clear
            return self._unheard(seen) if few else None
        if even and len(seen.services) < 2:
            return None
        asked = self._stating.asked(seen, None)
        if isinstance(asked, Declined) or even:
            return asked
        parts = self._together.parts(seen)
        if parts:
            return self._together.asked(asked, parts)
        if judge.is_missing(asked):
            return asked if judge.is_wanted(seen) and judge.is_use(asked) else None
        return asked

    def _not_held(self, seen: Seen) -> Declined | None:
        """Decline what a cost is asked of that only looks like the name of something, or of some place."""
        work = seen.found.amounts or seen.found.months is not None
        if seen.has(Part.PAST) or seen.parse.asks_yes_or_no:
            return None
        if seen.strange and (work or self._judge.is_wanted(seen)):
            return self._no_such(seen, seen.strange[0])
        charged = any(self._calculator.bills_of(thing) for thing in seen.services)
        if seen.unpriced and not seen.left and charged:
            asks = self._judge.asks(seen)
            if work or self._judge.is_wanted(seen) or not asks:
                found = self._stating.asked(seen, None)
                return found if isinstance(found, Declined) else None
        return None

    def _no_such(self, seen: Seen, strange: Strange) -> Declined:
        near = self._seer.shapes.near(strange.word)
        text = seen.parse.text
        instead = [f"{text[: strange.start]}{name}{text[strange.end :]}" for name in near]
        count = sum(map(len, self._seer.shapes.sizes.values()))
        return Declined(
            Reason.UNKNOWN_NAME,
            f"The graph holds no “{strange.word}”. It knows {count} sizes with such names; nearest are "
            f"{', '.join(near[:-1])} and {near[-1]}.",
            tuple(instead),
        )

    def _unheard(self, seen: Seen) -> Declined:
        words = ", ".join(f"“{word}”" for word in seen.left)
        return Declined(
            Reason.UNKNOWN_NAME,
            f"I can work out what that costs, but I do not know {words}, which may change it: leave it out, "
            "or say it in other words.",
        )

    def _continued(self, seen: Seen, earlier: CostAsked) -> CostAsked | Declined | None:
        """A question that changes something of the one before: `and on arm?`, `what if it were twice?`."""
        if len(seen.parse.tokens) > _SHORT or seen.left or seen.asks_another or seen.strange:
            return None
        found = seen.found
        changes = found.amounts or found.months or seen.options or seen.services or seen.unpriced
        scales = seen.has(Part.HALF, Part.DOUBLE, Part.TRIPLE) or found.bare
        asks = seen.has(Part.FREE, Part.NOT_FREE, Part.SAVED, Part.CHEAPEST, Part.DEARER, Part.EVEN)
        turns = earlier.even and seen.over is not None
        if not (changes or scales or asks or turns):
            return None
        anew = seen.services and seen.has(Part.ASKED) and not (found.amounts or found.months)
        if anew and not {t.lower for t in seen.parse.tokens} & seen.parse.language.pronouns:
            return None  # `what does X cost` asks anew for a price, `what would it cost on X` does not
        asked = self._stating.asked(seen, earlier)
        if isinstance(asked, CostAsked) and earlier.parts and not (found.amounts or seen.services):
            return self._together.again(asked, earlier)
        return asked

    def _question(self, asked: CostAsked) -> Question:
        works = asked.parts or (asked.workload,)
        services = tuple(dict.fromkeys(s for work in works for s in work.services))
        reading = f"cost: {'; '.join(map(self._told, works))}"
        return Question(QuestionKind.COST, services, (), reading, cost=asked)

    def _told(self, work: Workload) -> str:
        """A workload in a line."""
        label, known = self._catalogue.label, self._catalogue.bills.dimensions
        said = [f"{known[name].label} {told(known[name], value)}" for name, value in work.amounts.items()]
        said += [label(option) for option in work.choices.values()]
        whom = " and ".join(label(s) for s in work.services) or "all services"
        return ", ".join([whom, *said])
