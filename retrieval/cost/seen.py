"""What is seen in a text before it is known whether it asks for a cost: names, amounts, phrases, the rest."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from graph.bills import Choice, Role
from retrieval.cost.amounts import read_amounts
from retrieval.cost.calculate import Calculator
from retrieval.cost.dimensions import Dimensions
from retrieval.cost.ledger import Rules
from retrieval.cost.nothing import of_nothing
from retrieval.cost.off import turned_off
from retrieval.cost.phrases import ASIDE, RATES, Part, Phrase, Phrases, covered
from retrieval.cost.plans import meant
from retrieval.cost.sides import Other, parted
from retrieval.cost.strange import Shapes
from retrieval.language import Cue
from retrieval.lexicon import Mention
from retrieval.parse import Parse
from retrieval.parser import Parser

_OF_MONEY = frozenset({"money", "would", "does", "is", "do", "are", "for", "less", "more"})
"""Words after `how much` that leave it asking for money."""


class Seer:
    """Sees the names, amounts and phrases in texts about one catalogue."""

    def __init__(self, calculator: Calculator, parser: Parser) -> None:
        self.calculator = calculator
        self.catalogue = calculator.catalogue
        self.phrases = Phrases.from_catalogue(self.catalogue)
        self.dimensions = Dimensions(self.catalogue)
        self.shapes = Shapes.from_ledger(calculator.ledger)
        self.choices: Mapping[str, Choice] = {
            option: choice for choice in self.catalogue.bills.choices for option in choice.options
        }
        """The choice to which each option belongs."""
        self.places: Mapping[str, Choice] = {
            name: choice for choice in self.catalogue.bills.choices for name in choice.unpriced
        }
        """The choice to which each name of an option without prices belongs."""
        self.realised = {
            variant.realises: variant.iri
            for variants in self.catalogue.variants_of.values()
            for variant in variants
            if variant.realises
        }
        """The variants by the concepts by whose names they go as well."""
        self._priced_by = calculator.ledger.by_option()
        self._parser = parser

    def may_cost(self, parse: Parse) -> bool:
        """Whether anything in a text may speak of a cost: most questions need no closer look."""
        found = self.phrases.find(parse.tokens)
        options = {phrase.about for phrase in found if phrase.part is Part.OPTION}
        asks_free = parse.may_decide and any(p.part is Part.NOTHING for p in found)
        charged = asks_free or any(p.part not in ASIDE for p in found)
        return bool(parse.quantities) or len(options) > 1 or charged

    def implied_by(self, options: Sequence[str]) -> tuple[str, ...]:
        """Return the one thing on whose bill some options matter, if there is only one."""
        things = {of for option in options for of in self._priced_by.get(option, ())}
        return tuple(things) if len(things) == 1 else ()

    def see(self, text: str) -> "Seen":
        """Return what is seen in a piece of a text."""
        return Seen(self, self._parser.parse(text.strip()), whole=False)


class Seen:
    """What is seen in a text at first: names, amounts, phrases, and what is left."""

    def __init__(self, seer: Seer, parse: Parse, whole: bool = True) -> None:
        """See a text; `whole` says that it is no piece of another, so that it may have two sides."""
        self.parse = parse
        self.every = seer.phrases.find(parse.tokens)
        self.phrases = _longest(self.every)
        self.time = seer.dimensions.time
        self._catalogue = seer.catalogue
        realised = [m for m in parse.concepts if set(m.iris) & set(seer.realised)]
        self.services = _services(seer, parse, realised)
        self.options = tuple(dict.fromkeys(p.about for p in self.phrases if p.part is Part.OPTION))
        self.services = self.services or seer.implied_by(self.options)
        looks = seer.shapes.find(parse)
        self.strange = tuple(strange for strange in looks if strange.choice is None)
        """Words that look like names of sizes and are none."""
        places = {p.about: seer.places[p.about] for p in self.phrases if p.part is Part.UNPRICED}
        self.unpriced = places | {s.word: s.choice for s in looks if s.choice is not None}
        """Options for which there are no prices, with their choices."""
        bills = [rules for thing in self.services for rules in seer.calculator.bills_of(thing)]
        useful = frozenset().union(*(rules.dimensions for rules in bills)) if bills else frozenset[str]()
        self.found = read_amounts(seer.dimensions, parse, self.phrases, useful)
        self.off = turned_off(self.found, self.phrases, seer.dimensions.of_role(Role.RUNNING))
        """Whether it is said when something does not run."""
        self._count_as(bills, seer.dimensions.occurrences)
        everything = bills or seer.calculator.ledger.rules
        nothing, said = of_nothing(parse.tokens, self.phrases, everything, self.found.amounts)
        self.rests = self.has(Part.IDLE) and not self.found.amounts
        self.found.amounts |= nothing
        self.found.used |= said
        at_rest = self._at_rest(bills)
        self.found.amounts |= at_rest
        self.rests = self.rests and bool(at_rest)
        """Whether amounts are those of a thing that is said to be idle, and are not stated."""
        self.found.used |= {
            index
            for index, token in enumerate(parse.tokens)
            if any(strange.start <= token.start < strange.end for strange in looks)
        }
        self.told_size = self._tell_size(seer)
        """Whether amounts and words tell the size of a thing: `the 16 GB plan, memory optimised`."""
        self.saving = self.has(Part.SAVED)
        self.per = self._per(seer)
        """The rate in which a load is asked for: `how many requests a day`."""
        over = [p.about for p in self.every if p.part is Part.DIMENSION and p.about not in self.found.amounts]
        self.over = over[0] if over and self.has(Part.EVEN, Part.WHEN, Part.INSTEAD) else None
        """The dimension that is named without an amount, where it is asked from when on."""
        self.left = self._unexplained(realised)
        """The words that carry content and that nothing accounts for."""
        self.against: Other | None = None
        """What the work is held against: what stands after `instead of`, or on the other side of `vs`."""
        if whole and (sides := parted(seer, self)) is not None:
            self.services, self.options, self.against = sides.services, sides.options, sides.other
            self.found.amounts, self.found.months = dict(sides.amounts), sides.months

    def _tell_size(self, seer: Seer) -> bool:
        if len(self.services) != 1 or self.has(Part.CHEAPEST):
            return False
        ledger, (thing,) = seer.calculator.ledger, self.services
        found = meant(ledger, thing, self.found.amounts, self.options, self.parse)
        if found is None:
            return False
        self.services = (found[0],)
        self.found.used |= found[1]
        return True

    def _at_rest(self, bills: Sequence[Rules]) -> dict[str, Decimal]:
        """Nothing of what a thing is charged by each time, where it is idle; what it needs besides is usual.

        It is idle where a text says so and states nothing of it, or states that there is none.
        """
        known, amounts = self._catalogue.bills.dimensions, self.found.amounts
        counted = [d.name for d in known.values() if d.monthly and d.role is not Role.RUNNING]
        none = [name for name in counted if amounts.get(name) == 0]
        if not none and self.has(Part.IDLE) and not set(counted) & set(amounts):
            running = [d.name for d in known.values() if d.role is Role.RUNNING and d.name in amounts]
            whole = all(amounts[name] == known[name].greatest for name in running)
            none = counted if whole else []
        for name, rules in ((name, rules) for name in none for rules in bills):
            if name in rules.needed:
                usual = {n: known[n].typical for n in rules.needed - {name} - set(amounts)}
                return {name: Decimal(0)} | {n: value for n, value in usual.items() if value is not None}
        return {}

    def _count_as(self, bills: Sequence[Rules], occurrences: frozenset[str]) -> None:
        """Take what comes so many times a month for that by which a thing is charged: runs for requests."""
        known, amounts = self._catalogue.bills.dimensions, self.found.amounts
        goes = frozenset().union(*(rules.dimensions for rules in bills)) if bills else frozenset[str]()
        needed = {name for rules in bills for name in rules.needed & occurrences} - set(amounts)
        strange = [name for name in amounts if name in occurrences and name not in goes]
        if len(strange) != 1 or len(needed) != 1:
            return
        (name,), (other,) = strange, needed
        amounts[other] = amounts.pop(name)
        self.found.monthly = [other if each == name else each for each in self.found.monthly]
        self.found.notes.append(f"“{known[name].label}” are counted as “{known[other].label}”.")

    def _per(self, seer: Seer) -> Part | None:
        tokens = self.parse.tokens
        for phrase in self.phrases:
            asked = phrase.part in RATES and phrase.part is not Part.MONTHLY and phrase.first
            if asked and seer.dimensions.is_countable(tokens, phrase.first - 1):
                return phrase.part
        return None

    def has(self, *parts: Part) -> bool:
        """Say whether a phrase plays one of these parts."""
        return any(phrase.part in parts for phrase in self.phrases)

    def _unexplained(self, realised: Sequence[Mention]) -> tuple[str, ...]:
        used = set(self.found.used) | set(self.parse.named) | covered(self.phrases)
        used |= {index for mention in realised for index in range(mention.first, mention.last)}
        cued = {Cue.POLITE, Cue.COMPARISON, Cue.OPEN, Cue.CHEAPER, Cue.CHEAPEST, Cue.LESS, Cue.MORE}
        used |= {i for f in self.parse.cues if f.cue in cued for i in range(f.first, f.last)}
        language = self.parse.language
        return tuple(
            token.text
            for index, token in enumerate(self.parse.tokens)
            if index not in used and language.is_content(token)
        )

    @property
    def yes_or_no(self) -> bool:
        """Whether a yes or no is asked for; what is told before `what does that cost` asks for none."""
        parse = self.parse
        opens = bool(parse.tokens) and parse.tokens[0].lower in parse.language.auxiliaries
        return parse.asks_yes_or_no and (opens or not parse.has_question_word)

    @property
    def states_no_use(self) -> bool:
        """Whether it is not said how much is used of what is named, beyond one of it."""
        ones = {p.about for p in self.phrases if p.part is Part.ONE}
        return self.rests or (set(self.found.amounts) <= ones and self.found.months is None)

    @property
    def limit(self) -> Decimal | None:
        """The amount of money that is named: `under 5 dollars`."""
        ends = {p.first for p in self.every if p.part is Part.MONEY}
        return next((q.amount for q in self.parse.quantities if q.unit is None and q.last in ends), None)

    @property
    def of_each(self) -> bool:
        """Whether amounts are said to be those of each thing, and not how long each request takes."""
        times = {
            q.last for q in self.parse.quantities if q.unit is not None and q.unit.dimension == self.time
        }
        return any(p.part is Part.EACH and p.first not in times for p in self.phrases)

    @property
    def several(self) -> Decimal | None:
        """How many things amounts are those of each, where no bill counts these: `10 functions, each`."""
        bare = self.found.bare
        return bare[0] if self.of_each and len(bare) == 1 and self.limit is None else None

    @property
    def asks_another(self) -> bool:
        """Whether `how much` asks for something that is no money: `how much memory`."""
        words = [token.lower for token in self.parse.tokens]
        for index in range(2, len(words)):
            if words[index - 2 : index] != ["how", "much"] or words[index] in _OF_MONEY:
                continue
            here = [p for p in self.phrases if p.first <= index < p.last]
            if any(p.part in (Part.ASKED, Part.SAVED, Part.CHEAPEST) for p in here):
                continue
            content = self.parse.language.is_content(self.parse.tokens[index])
            if (content and index not in self.parse.named) or any(p.part is Part.DIMENSION for p in here):
                return True
        return False


def _services(seer: Seer, parse: Parse, realised: Sequence[Mention]) -> tuple[str, ...]:
    """The things named, in their order; options are no things here, and a variant stands for its service."""
    named = [(m.first, m.iris[0]) for m in parse.services if not set(m.iris) & set(seer.choices)]
    forms = [(m.first, seer.realised[i]) for m in realised for i in m.iris if i in seer.realised]
    parents = {seer.catalogue.things[iri].variant_of for _, iri in (*named, *forms)}
    kept = [pair for pair in named if pair[1] not in parents]
    return tuple(dict.fromkeys(iri for _, iri in sorted((*kept, *forms))))


def _longest(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases that no longer one of another part holds: `without the free tier` has no `free tier`.

    Only `more than` leaves the `than` by which things are compared.
    """
    return tuple(
        p
        for p in phrases
        if not any(
            q.first <= p.first and p.last <= q.last and q.last - q.first > p.last - p.first
            for q in phrases
            if q.part is not Part.ABOVE
        )
    )
