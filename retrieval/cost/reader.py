"""Does a question ask what something costs? Then what it asks, in terms of the catalogue.

What a price is, per so many of a unit, is a fact and is left to others: here belongs what states use.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from graph.bills import Choice, Role
from graph.errors import QuestionError
from retrieval.cost.amounts import MONTH, AmountReader, Found
from retrieval.cost.asked import CostAsked
from retrieval.cost.calculate import Calculator
from retrieval.cost.phrases import Part, Phrase, Phrases, covered
from retrieval.cost.workload import Workload, checked, told
from retrieval.language import Cue
from retrieval.parse import Parse, Parser
from retrieval.question import Declined, Question, QuestionKind, Reason

_POWER = re.compile(r"\b(\d+(?:\.\d+)?)(?:\^|\*\*|e\+?)(\d{1,2})\b", re.IGNORECASE)
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
        self._phrases = Phrases.from_catalogue(self._catalogue)
        self._amounts = AmountReader(self._catalogue)
        self._choices: Mapping[str, Choice] = {
            option: choice for choice in self._catalogue.bills.choices for option in choice.options
        }
        self._realised = {
            variant.realises: variant.iri
            for variants in self._catalogue.variants_of.values()
            for variant in variants
            if variant.realises
        }

    def read(self, parse: Parse, before: Question | None) -> Question | Declined | None:
        """Return the question that a text asks about costs, in the light of the one before it.

        None where it asks for something else; Declined where what it states makes no sense.
        """
        if not self._calculator.ledger.rules or not parse.tokens or parse.beyond:
            return None
        if parse.has(Cue.INSTRUCTION, Cue.HOW_TO, Cue.WHY):
            return None
        parse = self._in_full(parse)
        seen = _Seen(self, parse)
        earlier = before.cost if before is not None else None
        asked = self._continued(seen, earlier) if earlier is not None else None
        asked = asked or self._fresh(seen)
        if asked is None or isinstance(asked, Declined):
            return asked
        return self._question(asked)

    def _in_full(self, parse: Parse) -> Parse:
        """Write powers out, `10^18` and `1e6`, so that they are read as one number."""
        text = _POWER.sub(
            lambda m: (
                f"{Decimal(m[1]) * 10 ** int(m[2] if m[0][len(m[1])] in 'eE' else 0):f}"
                if m[0][len(m[1])] in "eE"
                else str(Decimal(m[1]) ** int(m[2]))
            ),
            parse.text,
        )
        return parse if text == parse.text else self._parser.parse(text)

    def _fresh(self, seen: "_Seen") -> CostAsked | Declined | None:
        """A question that stands for itself."""
        parse, found = seen.parse, seen.found
        even = self._is_even(seen)
        wanted = even or seen.has(Part.ASKED, Part.SAVED) or (seen.has(Part.CHEAPEST) and found.amounts)
        if parse.has(Cue.COUNT) and not even:
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

    def _is_even(self, seen: "_Seen") -> bool:
        """Whether it is asked from when on one thing is cheaper than another."""
        opens = any(p.part is Part.WHEN and p.first == 0 for p in seen.phrases)
        turns = seen.has(Part.CHEAPEST) and opens and seen.parse.has_question_word
        return (seen.has(Part.EVEN) or turns) and len(seen.services) > 1

    def _is_fragment(self, seen: "_Seen") -> bool:
        """Whether a text only names work, and asks nothing: `3 million requests a month, 512 MB, 120 ms`."""
        parse = seen.parse
        asks = parse.has_question_word or parse.asks_yes_or_no or "?" in parse.text
        described = len(seen.found.amounts) > 1 or (seen.found.amounts and seen.services)
        countable = seen.found.amounts and seen.found.months is not None
        if asks or seen.left or seen.found.bare:
            return False
        return bool(described or countable) or self._is_complete(seen)

    def _is_complete(self, seen: "_Seen") -> bool:
        """Whether the bill needs nothing more to be stated: `three clusters for a year`."""
        months = seen.found.months
        if not seen.found.amounts and (months is None or not seen.services):
            return False
        if months == 1 and not seen.found.amounts and self._is_monthly(seen.services):
            return False  # what something costs a month is a fact where that is its price
        asked = Workload(seen.found.amounts, services=seen.services)
        try:
            return bool(self._calculator.estimates(asked).estimates)
        except QuestionError:
            return True

    def _is_price(self, seen: "_Seen") -> bool:
        """Whether the only amount is that for which a price is stated: `how much is a million requests`."""
        if len(seen.found.amounts) != 1 or seen.found.months not in (None, Decimal(1)):
            return False
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

    def _strange(self, seen: "_Seen") -> Declined:
        words = ", ".join(f"“{word}”" for word in seen.left)
        return Declined(
            Reason.UNKNOWN_NAME,
            f"I can work out what that costs, but I do not know {words}, which may change it: leave it out, "
            "or say it in other words.",
        )

    def _continued(self, seen: "_Seen", earlier: CostAsked) -> CostAsked | Declined | None:
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

    def _asked(self, seen: "_Seen", base: Workload, earlier: CostAsked | None) -> CostAsked | Declined:
        found = seen.found
        if found.negative:
            return _senseless(f"{found.negative} is below zero: amounts of use begin at 0.")
        if seen.unpriced:
            places = " and ".join(seen.unpriced)
            (choice,) = [c for c in self._catalogue.bills.choices if set(c.unpriced) & set(seen.unpriced)][:1]
            valid = " or ".join(self._catalogue.label(option) for option in choice.options)
            return Declined(
                Reason.NOT_IN_GRAPH,
                f"The graph holds no prices for {places}: as {choice.label} it knows {valid}.",
            )
        choices, against = dict(base.choices), {}
        for option in seen.options:
            choice = self._choices[option]
            if (
                choice.iri in choices
                and choice.iri in {self._choices[o].iri for o in seen.options[:1]}
                and seen.saving
            ):
                against[choice.iri] = choices[choice.iri]
            choices[choice.iri] = option
        if seen.saving and not against:
            against = {
                self._choices[o].iri: self._choices[o].assumed or o
                for o in seen.options
                if self._choices[o].assumed not in (None, o)
            }
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

    @staticmethod
    def _services(seen: "_Seen", base: Workload, earlier: CostAsked | None) -> tuple[str, ...]:
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


def _senseless(text: str) -> Declined:
    return Declined(Reason.OUT_OF_SCOPE, text)


class _Seen:
    """What is seen in a text at first: names, amounts, phrases, and what is left."""

    def __init__(self, reader: CostReader, parse: Parse) -> None:
        self.parse = parse
        every = reader._phrases.find(parse.tokens)
        phrases = _longest(every)
        self.phrases: Sequence[Phrase] = phrases
        named = {reader._realised[i]: m for m in parse.concepts for i in m.iris if i in reader._realised}
        options = dict.fromkeys(p.about for p in phrases if p.part is Part.OPTION)
        mentions = [(m.first, m.iris[0]) for m in parse.services if not set(m.iris) & set(reader._choices)]
        mentions += [(m.first, iri) for iri, m in named.items()]
        parents = {reader._catalogue.things[iri].variant_of for _, iri in mentions}
        things = [iri for _, iri in sorted(mentions) if iri not in parents or iri in dict.fromkeys(named)]
        self.services = tuple(dict.fromkeys(things))
        self.options = tuple(options)
        self.unpriced = tuple(dict.fromkeys(p.about for p in phrases if p.part is Part.UNPRICED))
        bills = [r for thing in self.services for r in reader._calculator.bills_of(thing)]
        useful = frozenset().union(*(r.dimensions for r in bills)) if bills else frozenset()
        self.found = reader._amounts.read(parse, phrases, useful)
        self.saving = self.has(Part.SAVED)
        stated = set(self.found.amounts)
        over = [p.about for p in every if p.part is Part.DIMENSION and p.about not in stated]
        self.over = over[0] if over and self.has(Part.EVEN, Part.WHEN) else None
        self.left = self._unexplained(named.values())
        self.asks_another = self._asks_another()

    def has(self, *parts: Part) -> bool:
        """Say whether a phrase plays one of these parts."""
        return any(phrase.part in parts for phrase in self.phrases)

    def _unexplained(self, named: object) -> tuple[str, ...]:
        """The words that carry content and that nothing accounts for."""
        used = set(self.found.used) | set(self.parse.named) | covered(self.phrases)
        used |= {i for m in self.parse.concepts if m in list(named) for i in range(m.first, m.last)}  # type: ignore[call-overload]
        cued = {Cue.POLITE, Cue.COMPARISON, Cue.OPEN, Cue.CHEAPER, Cue.CHEAPEST, Cue.LESS, Cue.MORE}
        used |= {i for f in self.parse.cues if f.cue in cued for i in range(f.first, f.last)}
        language = self.parse.language
        return tuple(
            token.text
            for index, token in enumerate(self.parse.tokens)
            if index not in used and language.is_content(token)
        )

    def _asks_another(self) -> bool:
        """Whether `how much` asks for something that is no money: `how much memory`."""
        words = [token.lower for token in self.parse.tokens]
        for index in range(len(words) - 2):
            if words[index : index + 2] == ["how", "much"]:
                after = self.parse.tokens[index + 2]
                money = any(
                    p.first <= index + 2 < p.last and p.part in (Part.ASKED, Part.SAVED, Part.CHEAPEST)
                    for p in self.phrases
                ) or after.lower in ("money", "would", "does", "is", "do", "are", "for", "less", "more")
                if not money and self.parse.language.is_content(after) and index + 2 not in self.parse.named:
                    return True
                if not money and any(p.first == index + 2 and p.part is Part.DIMENSION for p in self.phrases):
                    return True
        return False


def _longest(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases that no longer one of another part holds: `without the free tier` has no `free tier`."""
    return tuple(
        p
        for p in phrases
        if not any(
            q.first <= p.first and p.last <= q.last and q.last - q.first > p.last - p.first for q in phrases
        )
    )
