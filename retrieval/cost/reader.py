"""From a text to the question that it asks about costs, in terms of the catalogue."""

from dataclasses import replace
from decimal import Decimal

from graph.bills import Dimension, Role
from retrieval.cost.asked import CostAsked
from retrieval.cost.budget import bought, most
from retrieval.cost.calculate import Calculator
from retrieval.cost.declining import CostDecliner
from retrieval.cost.freely import Freely
from retrieval.cost.judging import Judge
from retrieval.cost.lined import line_asked
from retrieval.cost.numerals import in_full
from retrieval.cost.phrases import Part, covered
from retrieval.cost.priced import price_asked
from retrieval.cost.seen import Seen, Seer
from retrieval.cost.stated import Stating
from retrieval.cost.together import Together
from retrieval.cost.workload import Workload, told
from retrieval.future import asks_of_the_future
from retrieval.language import Cue
from retrieval.parse import Parse
from retrieval.parser import Parser
from retrieval.question import Constraint, Declined, Question, QuestionKind
from retrieval.reading import reading
from retrieval.wordings import Asks

_SHORT = 12
"""Words of a question that may lean on the one before."""


class CostReader:
    """Reads questions about costs in one catalogue."""

    def __init__(self, parser: Parser, calculator: Calculator) -> None:
        self._parser = parser
        self._calculator = calculator
        self._catalogue = calculator.catalogue
        self._seer = Seer(calculator, parser)
        self._judge = Judge(calculator)
        self._decliner = CostDecliner(self._seer)
        self._stating = Stating(self._seer, self._judge, self._decliner)
        self._freely = Freely(calculator)
        self._together = Together(self._seer, self._judge)

    def read(
        self, parse: Parse, before: Question | None, *, advice: bool = False
    ) -> Question | Declined | None:
        """Return the question that a text asks about costs, in the light of the one before it.

        `advice` says that work that is only described sounds as if a service for it were wanted.
        None where it asks for something else; Declined where what it states makes no sense.
        """
        if not self._calculator.ledger.rules or not parse.tokens or parse.beyond or asks_of_the_future(parse):
            return None
        if parse.has(Cue.INSTRUCTION, Cue.HOW_TO, Cue.WHY):
            return None
        text = in_full(parse.text)
        parse = parse if text == parse.text else self._parser.parse(text)
        earlier = before.cost if before is not None else None
        if earlier is None and not self._seer.may_cost(parse):
            return None
        seen = Seen(self._seer, parse)
        asked = self._continued(seen, earlier) if earlier is not None else None
        if asked is None and advice and not (seen.services or self._judge.is_wanted(seen)):
            return None
        price = self._judge.price_of(seen) if asked is None and not seen.left else None
        if price is not None and self._judge.lacks_price(seen, price):
            return self._decliner.no_price(seen)
        if price is not None and self._judge.is_reduced(seen, price):
            asked = self._stating.asked(seen, None)
        elif price is not None:
            what = (Constraint((price,), Asks.TRUE),)
            read = reading(self._catalogue, QuestionKind.FACT, seen.services, what)
            return Question(QuestionKind.FACT, seen.services, what, read, conditions=seen.options)
        asked = asked or self._of_line(seen) or self._fresh(seen)
        if asked is None:
            return self._freely.asked(seen)
        if isinstance(asked, Declined):
            return asked
        return self._question(asked)

    def priced(self, parse: Parse) -> Question | None:
        """Return the question for a price that a text asks for by what is charged, if it asks for one."""
        if not self._calculator.ledger.rules or not parse.tokens or parse.beyond or asks_of_the_future(parse):
            return None
        if parse.has(Cue.INSTRUCTION, Cue.HOW_TO, Cue.WHY):
            return None
        return price_asked(self._calculator, Seen(self._seer, parse))

    def _of_line(self, seen: Seen) -> CostAsked | Declined | None:
        """What is charged by one line of a bill, where a text states no more."""
        line = line_asked(self._seer, seen)
        if line is None:
            return None
        known = self._catalogue.bills.dimensions
        if not any(known[name].unit.iri == line.unit.iri for name in seen.found.amounts):
            seen.found.amounts.clear()  # read of the same words: `400 vCPU-hours` are no vCPUs
        asked = self._stating.asked(seen, None)
        return asked if isinstance(asked, Declined) else replace(asked, line=line)

    def _fresh(self, seen: Seen) -> CostAsked | Declined | None:
        """A question that stands for itself."""
        judge = self._judge
        if (missing := self._not_held(seen)) is not None:
            return missing
        if (counted := bought(self._seer, seen)) is not None and seen.limit is not None:
            return self._bought(seen, *counted, seen.limit)
        parts = self._together.parts(seen) if judge.may_list(seen) else ()
        if not parts and not judge.is_asked(seen):
            return None
        even = judge.is_even(seen)
        if seen.left:
            return self._decliner.unfit(seen) or self._decliner.unheard(seen)
        if even and len(seen.services) < 2:
            return None
        asked = self._stating.asked(seen, None)
        if isinstance(asked, Declined) or even:
            return asked
        if parts:
            return self._together.asked(asked, parts)
        unfit = self._decliner.unfit(seen)
        if unfit is None and judge.is_missing(asked):
            unused = self._decliner.unused(seen)
            wanted = judge.is_wanted(seen) or seen.several is not None
            return unused or (asked if wanted and judge.is_use(asked) else None)
        return unfit or asked

    def _bought(self, seen: Seen, thing: str, counted: Dimension, money: Decimal) -> CostAsked | Declined:
        """How much of something some money pays for."""
        asked = self._stating.asked(seen, None)
        if isinstance(asked, Declined):
            return asked
        work = replace(asked.workload, services=(thing,))
        found = most(self._calculator, work, counted, money)
        if isinstance(found, Declined):
            return found
        free = (
            found if work.free_tier else most(self._calculator, replace(work, free_tier=True), counted, money)
        )
        more = free if isinstance(free, Decimal) and free > found else None
        if counted.role is Role.RUNNING and found > counted.greatest:
            work, found = replace(work, months=found / counted.greatest), counted.greatest
        work = replace(work, amounts=dict(work.amounts) | {counted.name: found})
        return replace(asked, workload=work, buys=counted.name, buys_free=more)

    def _not_held(self, seen: Seen) -> Declined | None:
        """Decline a cost of what only looks like a name, or of what there are no prices for."""
        if seen.has(Part.PAST) or seen.yes_or_no:
            return None
        work = seen.found.amounts or seen.found.months is not None
        asked = work or (self._judge.is_wanted(seen) and not seen.saving)  # how much off is a fact
        if seen.strange and asked:
            return self._decliner.unknown_size(seen)
        apart = covered(p for p in seen.phrases if p.part is Part.UNPRICED)
        # What only names the option itself, such as a discount, asks for no cost of anything.
        things = [m.iris[0] for m in seen.parse.services if not apart & set(range(m.first, m.last))]
        charged = any(self._calculator.bills_of(thing) for thing in things)
        if seen.unpriced and not seen.left and charged and (asked or not self._judge.asks(seen)):
            return self._decliner.unpriced(seen)
        return None

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
        if isinstance(asked, CostAsked) and not asked.even:
            more = self._together.joined(seen, asked, earlier)
            if more is not None:
                return more
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
