"""Does a question ask what something costs? Then what it asks, in terms of the catalogue.

What a price is, per so many of a unit, is a fact and is left to others: here belongs what states use.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from graph.bills import Role
from graph.errors import QuestionError
from retrieval.cost.amounts import MONTH, Found, is_round
from retrieval.cost.asked import CostAsked
from retrieval.cost.calculate import Calculator
from retrieval.cost.phrases import Part
from retrieval.cost.seen import Seen, Seer
from retrieval.cost.workload import Workload, checked, told
from retrieval.language import Cue
from retrieval.parse import Parse, Parser
from retrieval.question import Declined, Question, QuestionKind, Reason

_POWER = re.compile(r"\b(\d{1,20}(?:\.\d{1,20})?)(\^|\*\*|[eE])\+?(\d{1,2})\b")
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
        self._seer = Seer(calculator)

    def read(self, parse: Parse, before: Question | None) -> Question | Declined | None:
        """Return the question that a text asks about costs, in the light of the one before it.

        None where it asks for something else; Declined where what it states makes no sense.
        """
        if not self._calculator.ledger.rules or not parse.tokens or parse.beyond:
            return None
        if parse.has(Cue.INSTRUCTION, Cue.HOW_TO, Cue.WHY):
            return None
        parse = self._in_full(parse)
        seen = Seen(self._seer, parse)
        earlier = before.cost if before is not None else None
        asked = self._continued(seen, earlier) if earlier is not None else None
        asked = asked or self._fresh(seen)
        if asked is None or isinstance(asked, Declined):
            return asked
        return self._question(asked)

    def _in_full(self, parse: Parse) -> Parse:
        """Write powers out, `10^18` and `1e6`, so that they are read as one number."""
        text = _POWER.sub(_written_out, parse.text)
        return parse if text == parse.text else self._parser.parse(text)

    def _fresh(self, seen: Seen) -> CostAsked | Declined | None:
        """A question that stands for itself."""
        parse, found = seen.parse, seen.found
        even = self._is_even(seen)
        wanted = even or seen.has(Part.ASKED, Part.SAVED) or (seen.has(Part.CHEAPEST) and found.amounts)
        if seen.has(Part.PAST) or (parse.has(Cue.COUNT) and not even):
            return None
        if not wanted and not self._is_fragment(seen):
            return None
        if parse.has(Cue.RECOMMENDATION) and (seen.left or len(found.amounts) < 2):
            return None
        if parse.asks_yes_or_no and not (seen.has(Part.ASKED) or even):
            return None
        enough = even or len(found.amounts) > 1 or (found.amounts and seen.services)
        if not enough and not self._is_complete(seen):
            return None
        if not even and (self._is_price(seen) or seen.asks_another):
            return None
        if seen.left:
            few = len(seen.left) <= _STRANGE and len(found.amounts) > 1 and seen.has(Part.ASKED, Part.EVEN)
            return self._strange(seen) if few else None
        if even and len(seen.services) < 2:
            return None
        asked = self._asked(seen, Workload(), None)
        if isinstance(asked, CostAsked) and not even and self._is_missing(asked):
            running = [d.name for d in self._catalogue.bills.dimensions.values() if d.role is Role.RUNNING]
            return asked if wanted and set(found.amounts) - set(running) else None
        return asked

    def _is_even(self, seen: Seen) -> bool:
        """Whether it is asked from when on one thing is cheaper than another."""
        opens = any(p.part is Part.WHEN and p.first == 0 for p in seen.phrases)
        turns = seen.has(Part.CHEAPEST) and opens and seen.parse.has_question_word
        return (seen.has(Part.EVEN) or turns) and len(seen.services) > 1

    def _is_fragment(self, seen: Seen) -> bool:
        """Whether a text only names work, and asks nothing: `3 million requests a month, 512 MB, 120 ms`."""
        parse = seen.parse
        asks = parse.has_question_word or parse.asks_yes_or_no or "?" in parse.text
        described = len(seen.found.amounts) > 1 or (seen.found.amounts and seen.services)
        countable = seen.found.amounts and seen.found.months is not None
        if asks or seen.left or seen.found.bare:
            return False
        return bool(described or countable) or self._is_complete(seen)

    def _is_complete(self, seen: Seen) -> bool:
        """Whether the bill needs nothing more to be stated: `three clusters for a year`."""
        months = seen.found.months
        if not seen.found.amounts and (months is None or not self._are_whole(seen.services)):
            return False
        if months == 1 and not seen.found.amounts and self._is_monthly(seen.services):
            return False  # what something costs a month is a fact where that is its price
        asked = Workload(seen.found.amounts, services=seen.services)
        try:
            return bool(self._calculator.estimates(asked).estimates)
        except QuestionError:
            return True

    def _are_whole(self, things: Sequence[str]) -> bool:
        """Whether things are named by whose bills no size is left to choose."""
        bills = [(thing, rules) for thing in things for rules in self._calculator.bills_of(thing)]
        return bool(bills) and all(thing in rules.things for thing, rules in bills if rules.bill.per_size)

    def _is_price(self, seen: Seen) -> bool:
        """Whether the only amount is that for which a price is stated: `how much is a million requests`."""
        if len(seen.found.amounts) != 1 or seen.found.months not in (None, Decimal(1)):
            return False
        tokens = seen.parse.tokens
        if seen.found.months is None and any(is_round(tokens, index) for index in range(len(tokens))):
            return True  # `how much is a million`: the price for so many
        ((name, value),) = seen.found.amounts.items()
        dimension = self._catalogue.bills.dimensions[name]
        if dimension.role is Role.RUNNING:
            return False
        units, prices = self._catalogue.units, self._catalogue.prices
        for rules in [r for thing in seen.services for r in self._calculator.bills_of(thing)]:
            for line, read in rules.lines:
                if line.charges is None or read is None or name not in read.names:
                    continue
                facts = self._calculator.ledger.facts(line.charged_as or rules.bill.charged_as, line.charges)
                for price in (prices[fact.object.value] for fact in facts):
                    unit = units[price.unit]
                    same = unit.dimension == dimension.unit.dimension
                    if value in (
                        price.per,
                        price.per * unit.factor / dimension.unit.factor if same else price.per,
                    ):
                        return True
        return False

    def _is_monthly(self, things: Sequence[str]) -> bool:
        """Whether one of some things is priced by the month."""
        ledger, units = self._calculator.ledger, self._catalogue.units
        for thing in things:
            for rules in self._calculator.bills_of(thing):
                charged = [line.charges for line, _ in rules.lines if line.charges]
                facts = [fact for prop in charged for fact in ledger.facts(thing, prop)]
                priced = [units[self._catalogue.prices[fact.object.value].unit] for fact in facts]
                if any(unit.is_measure and unit.factor >= MONTH for unit in priced):
                    return True
        return False

    def _is_missing(self, asked: CostAsked) -> bool:
        try:
            found = self._calculator.estimates(asked.workload)
        except QuestionError:
            return False
        return bool(found.missing)

    def _strange(self, seen: Seen) -> Declined:
        words = ", ".join(f"“{word}”" for word in seen.left)
        return Declined(
            Reason.UNKNOWN_NAME,
            f"I can work out what that costs, but I do not know {words}, which may change it: leave it out, "
            "or say it in other words.",
        )

    def _continued(self, seen: Seen, earlier: CostAsked) -> CostAsked | Declined | None:
        """A question that changes something of the one before: `and on arm?`, `what if it were twice?`."""
        if len(seen.parse.tokens) > _SHORT or seen.left or seen.asks_another:
            return None
        found = seen.found
        if found.bare and not found.amounts:
            number = self._bare(found, earlier)
            found.amounts.update(number)
        changes = found.amounts or found.months or seen.options or seen.services
        asks = seen.has(Part.FREE, Part.NOT_FREE, Part.SAVED, Part.CHEAPEST, Part.EVEN)
        if not changes and not asks:
            return None
        anew = seen.services and seen.has(Part.ASKED) and not (found.amounts or found.months)
        if anew and not {t.lower for t in seen.parse.tokens} & seen.parse.language.pronouns:
            return None  # `what does X cost` asks anew for a price, `what would it cost on X` does not
        return self._asked(seen, earlier.workload, earlier)

    def _bare(self, found: Found, earlier: CostAsked) -> dict[str, Decimal]:
        """A number without a unit stands for the first amount that counts something."""
        known = self._catalogue.bills.dimensions
        counted = [n for n in known if n in earlier.workload.amounts and not known[n].unit.is_measure]
        return {counted[0]: found.bare[0]} if counted else {}

    def _asked(self, seen: Seen, base: Workload, earlier: CostAsked | None) -> CostAsked | Declined:
        found = seen.found
        if found.negative:
            return _senseless(f"{found.negative} is below zero: amounts of use begin at 0.")
        if seen.unpriced:
            places = " and ".join(seen.unpriced)
            choice = next(c for c in self._catalogue.bills.choices if set(c.unpriced) & set(seen.unpriced))
            valid = " or ".join(self._catalogue.label(option) for option in choice.options)
            return Declined(
                Reason.NOT_IN_GRAPH,
                f"The graph holds no prices for {places}: as {choice.label} it knows {valid}.",
            )
        choices, against = self._chosen(seen, base)
        free = True if seen.has(Part.FREE) else (earlier.free_tier if earlier else None)
        free = False if seen.has(Part.NOT_FREE) else free
        goes_on = earlier is not None and earlier.even and not seen.saving
        workload = Workload(
            amounts=dict(base.amounts) | found.amounts,
            choices=choices,
            services=self._services(seen, base, earlier),
            months=found.months or base.months,
            free_tier=bool(free),
        )
        asked = CostAsked(
            workload=workload,
            saving=seen.saving,
            even=len(workload.services) > 1 and (self._is_even(seen) or goes_on),
            over=seen.over or (earlier.over if earlier else None),
            against=against,
            free_tier=free,
            monthly=tuple(found.monthly),
        )
        try:
            checked(self._catalogue.bills, workload)
        except QuestionError as error:
            return _senseless(f"{error}.")
        return asked

    def _chosen(self, seen: Seen, base: Workload) -> tuple[dict[str, str], dict[str, str]]:
        """The options chosen; and for a saving those that they are held against: named before, or assumed."""
        choices, against = dict(base.choices), dict[str, str]()
        for option in seen.options:
            choice = self._seer.choices[option]
            other = choices.get(choice.iri, choice.assumed)
            if seen.saving and other not in (None, option):
                against[choice.iri] = other or option
            choices[choice.iri] = option
        return choices, against

    @staticmethod
    def _services(seen: Seen, base: Workload, earlier: CostAsked | None) -> tuple[str, ...]:
        """The things named; one of them takes the place of the first of two that were compared."""
        if len(seen.services) == 1 and earlier is not None and earlier.even and not seen.saving:
            return (*seen.services, *(s for s in base.services[1:2] if s not in seen.services))
        return seen.services or base.services

    def _question(self, asked: CostAsked) -> Question:
        label = self._catalogue.label
        known = self._catalogue.bills.dimensions
        said = [f"{known[n].label} {told(known[n], v)}" for n, v in asked.workload.amounts.items()]
        said += [label(option) for option in asked.workload.choices.values()]
        whom = " and ".join(label(s) for s in asked.workload.services) or "all services"
        reading = f"cost: {', '.join([whom, *said])}"
        return Question(QuestionKind.COST, asked.workload.services, (), reading, cost=asked)


def _written_out(power: re.Match[str]) -> str:
    number, sign, exponent = Decimal(power[1]), power[2], int(power[3])
    return f"{number.scaleb(exponent) if sign in 'eE' else number**exponent:f}"


def _senseless(text: str) -> Declined:
    return Declined(Reason.OUT_OF_SCOPE, text)
