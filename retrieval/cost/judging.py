"""Is it a cost that is asked for? What a price is, per so many of a unit, is a fact and is left to others."""

from collections.abc import Sequence
from decimal import Decimal

from graph.bills import Role
from graph.errors import QuestionError
from retrieval.cost.asked import CostAsked
from retrieval.cost.calculate import Calculator
from retrieval.cost.phrases import Part
from retrieval.cost.seen import Seen
from retrieval.cost.times import MONTH
from retrieval.cost.workload import Workload
from retrieval.language import Cue


class Judge:
    """Tells questions about costs from others, for one catalogue."""

    def __init__(self, calculator: Calculator) -> None:
        self._calculator = calculator
        self._catalogue = calculator.catalogue

    def is_asked(self, seen: Seen) -> bool:
        """Whether a question that stands for itself asks what some use costs."""
        parse, found = seen.parse, seen.found
        even = self.is_even(seen)
        if seen.has(Part.PAST) or (parse.has(Cue.COUNT) and not even):
            return False
        wanted = self.is_wanted(seen)
        if not (wanted or self.may_compare(seen) or self._is_fragment(seen)):
            return False
        if parse.has(Cue.RECOMMENDATION) and (seen.left or len(found.amounts) < 2):
            return False
        charges = seen.has(Part.ASKED) or self._is_free(seen)
        if seen.yes_or_no and not (charges or even or self.is_claim(seen)):
            return False
        enough = even or len(found.amounts) > 1 or (found.amounts and (seen.services or seen.several))
        if not (
            enough or self._is_complete(seen) or self.holds_options_apart(seen) or self.may_compare(seen)
        ):
            return False
        return even or not ((wanted and self._is_price(seen)) or seen.asks_another)

    def is_wanted(self, seen: Seen) -> bool:
        """Whether a text asks for money, whatever it asks of."""
        if self.is_even(seen) or seen.has(Part.ASKED, Part.SAVED) or self._is_free(seen):
            return True
        if seen.has(Part.CHEAPEST, Part.DEARER) and seen.found.amounts:
            return True
        periodic = seen.found.months is not None and self._are_charged(seen.services)
        return periodic and seen.parse.has_question_word and not seen.has(Part.FREE) and not seen.left

    def may_list(self, seen: Seen) -> bool:
        """Whether a text may list several things to be charged together."""
        if seen.left or seen.has(Part.PAST) or seen.parse.has(Cue.RECOMMENDATION, Cue.COUNT):
            return False
        described = bool(seen.found.amounts) or seen.found.months is not None
        asked = self.is_wanted(seen) and (not seen.yes_or_no or self.is_whether(seen))
        return asked or (described and not self.asks(seen))

    def is_even(self, seen: Seen) -> bool:
        """Whether it is asked from when on one thing is cheaper than another."""
        opens = any(p.part is Part.WHEN and p.first == 0 for p in seen.phrases)
        turns = seen.has(Part.CHEAPEST, Part.DEARER) and opens and seen.parse.has_question_word
        return (seen.has(Part.EVEN) or turns) and len(seen.services) > 1

    def is_whether(self, seen: Seen) -> bool:
        """Whether it is asked if there is anything to pay: `do I pay for an idle NAT gateway`."""
        charges = seen.has(Part.ASKED) or self._is_free(seen)
        asks = seen.yes_or_no and charges and not seen.found.bare
        told = any(p.part is Part.RECKONED for p in seen.every)
        return asks and not (told or self.is_even(seen) or self.is_claim(seen))

    def _is_free(self, seen: Seen) -> bool:
        """Whether it is asked if some use costs nothing: `are the first 100 GB free`."""
        asks = seen.yes_or_no and seen.has(Part.NOTHING)
        bills = [rules for thing in seen.services for rules in self._calculator.bills_of(thing)]
        named = {p.about for p in seen.phrases if p.part is Part.DIMENSION}
        counted = not seen.left and any(named & rules.always for rules in bills)
        return asks and (counted or bool(seen.found.amounts)) and self._has_estimates(seen, refused=False)

    def may_compare(self, seen: Seen) -> bool:
        """Whether two things, or options of one, are compared of which no amounts need to be stated."""
        if seen.saving:
            things = {*seen.services, *(seen.against.services if seen.against is not None else ())}
            return len(things) > 1 and self._are_charged(sorted(things))
        charged = any(self._calculator.bills_of(thing) for thing in seen.services)
        return charged and not seen.found.amounts and self.prefers(seen)

    @staticmethod
    def prefers(seen: Seen) -> bool:
        """Whether it is asked if an option makes one thing cheaper: `is it cheaper on that architecture`."""
        compared = seen.has(Part.CHEAPEST, Part.DEARER) and seen.yes_or_no
        return compared and bool(seen.options) and len(seen.services) < 2 and seen.limit is None

    @staticmethod
    def is_claim(seen: Seen) -> bool:
        """Whether it is asked if something saves money, or is cheaper, for work that is described."""
        if seen.has(Part.SAVED):
            return bool(seen.found.amounts) or (len(seen.services) > 1 and seen.found.months is not None)
        if seen.against is not None or Judge.prefers(seen):
            return seen.has(Part.CHEAPEST, Part.DEARER)
        return seen.has(Part.CHEAPEST, Part.DEARER) and len(seen.services) > 1 and len(seen.found.amounts) > 1

    def is_missing(self, asked: CostAsked) -> bool:
        """Whether something has to be stated besides."""
        try:
            return bool(self._calculator.estimates(asked.workload).missing)
        except QuestionError:
            return False

    def is_use(self, asked: CostAsked) -> bool:
        """Whether amounts are stated of something besides how long it runs."""
        running = [d.name for d in self._catalogue.bills.dimensions.values() if d.role is Role.RUNNING]
        return bool(set(asked.workload.amounts) - set(running))

    def _is_fragment(self, seen: Seen) -> bool:
        """Whether a text only names work, and asks nothing: `3 million requests a month, 512 MB, 120 ms`."""
        if seen.left or (seen.found.bare and seen.several is None):
            return False
        if self.holds_options_apart(seen):
            return True
        if self.asks(seen):
            return self._is_brief(seen)
        described = len(seen.found.amounts) > 1 or (seen.found.amounts and (seen.services or seen.several))
        countable = seen.found.amounts and seen.found.months is not None
        return bool(described or countable) or self._is_complete(seen)

    def holds_options_apart(self, seen: Seen) -> bool:
        """Whether a text only names two options of one thing: `this one vs that one for it`."""
        choices = [
            choice
            for choice in self._catalogue.bills.choices
            if len(set(choice.options) & set(seen.options)) > 1
        ]
        # What changes nothing but the price is held apart by it.
        priced = any(choice.stated_by is None and choice.unpriced for choice in choices)
        return priced and len(seen.services) == 1 and self._are_charged(seen.services) and not self.asks(seen)

    def _is_brief(self, seen: Seen) -> bool:
        """Whether only a question mark asks for the money of some period: `300 GB of disk, per month?`."""
        worded = seen.parse.has_question_word or seen.yes_or_no
        return not worded and seen.found.months is not None and self._is_complete(seen)

    @staticmethod
    def asks(seen: Seen) -> bool:
        """Whether a text is put as a question."""
        parse = seen.parse
        return parse.has_question_word or seen.yes_or_no or "?" in parse.text

    def _is_complete(self, seen: Seen) -> bool:
        """Whether the bill needs nothing more to be stated: `three clusters for a year`."""
        months = seen.found.months
        if self.is_whether(seen) and not seen.found.amounts and self._are_whole(seen.services):
            return self._are_charged(seen.services) and self._has_estimates(seen)
        if not seen.found.amounts and (months is None or not self._are_charged(seen.services)):
            return False
        if months is not None and not seen.found.amounts and self._is_priced_by(months, seen.services):
            return False  # what something costs a month is a fact where that is its price
        return self._has_estimates(seen)

    def _has_estimates(self, seen: Seen, *, refused: bool = True) -> bool:
        """Whether something can be worked out of what is stated, or `refused` for what it states."""
        asked = Workload(seen.found.amounts, services=seen.services)
        try:
            return bool(self._calculator.estimates(asked).estimates)
        except QuestionError:
            return refused

    def _are_charged(self, things: Sequence[str]) -> bool:
        """Whether things are named that have bills of their own, by which no size is left to choose."""
        bills = [(thing, rules) for thing in things for rules in self._calculator.bills_of(thing)]
        own = all(thing == rules.bill.of or thing in rules.things for thing, rules in bills)
        return own and self._are_whole(things)

    def _are_whole(self, things: Sequence[str]) -> bool:
        """Whether things are named by whose bills no size is left to choose."""
        bills = [(thing, rules) for thing in things for rules in self._calculator.bills_of(thing)]
        return bool(bills) and all(thing in rules.things for thing, rules in bills if rules.bill.per_size)

    def _is_price(self, seen: Seen) -> bool:
        """Whether the only amount is that for which a price is stated: `how much is a million requests`."""
        found = seen.found
        if len(found.amounts) != 1:
            return False
        ((name, value),) = found.amounts.items()
        dimension = self._catalogue.bills.dimensions[name]
        by_price = found.months in (None, Decimal(1)) or self._is_priced_by(found.months, seen.services)
        if dimension.role is Role.RUNNING or not by_price:
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

    def price_of(self, seen: Seen) -> str | None:
        """The property that states what a size costs, where no more is asked: told by words or an option."""
        calculator, months = self._calculator, seen.found.months
        one = len(seen.services) == 1 and calculator.is_size(seen.services[0])
        told = seen.told_size or len(seen.options) == 1
        if not (one and told and self.is_wanted(seen)) or seen.yes_or_no or seen.asks_another:
            return None
        only = set(seen.found.amounts) <= calculator.sized_by(seen.services[0])
        if not only or seen.has(Part.SAVED, Part.CHEAPEST):
            return None
        lines = [line for rules in calculator.bills_of(seen.services[0]) for line, _ in rules.lines]
        if months is not None:
            return self._is_priced_by(months, seen.services)
        return next((line.charges for line in lines if line.charges and line.charged_as is None), None)

    def lacks_price(self, seen: Seen, prop: str) -> bool:
        """Whether a size has prices for other options than those named, and none for these or for any."""
        facts = self._calculator.ledger.facts(seen.services[0], prop)
        prices = [self._catalogue.prices[fact.object.value] for fact in facts]
        return any(
            prices and all(set(choice.options) & price.conditions - chosen for price in prices)
            for choice in self._catalogue.bills.choices
            if (chosen := set(choice.options) & set(seen.options))
        )

    def is_reduced(self, seen: Seen, prop: str) -> bool:
        """Whether only so much is known of a price with an option as what may be taken off for it."""
        bills = self._calculator.bills_of(seen.services[0])
        reduced = {option for r in bills for line, _ in r.lines if line.takes for option in line.only_with}
        facts = self._calculator.ledger.facts(seen.services[0], prop)
        priced = frozenset().union(*(self._catalogue.prices[f.object.value].conditions for f in facts))
        return bool(reduced & set(seen.options) - priced)

    def _is_priced_by(self, months: Decimal, things: Sequence[str]) -> str | None:
        """The property by whose prices one of some things is charged for a period: by the month, the hour."""
        ledger, units = self._calculator.ledger, self._catalogue.units
        for thing in things:
            for rules in self._calculator.bills_of(thing):
                for line in [line for line, _ in rules.lines if line.charges]:
                    facts = ledger.facts(line.charged_as or thing, line.charges or "")
                    priced = [units[self._catalogue.prices[fact.object.value].unit] for fact in facts]
                    if any(unit.factor == round(months * MONTH) for unit in priced):
                        return line.charges
        return None
