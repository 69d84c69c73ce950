"""Whether something that has a price of its own is charged for: `are pulls in the same Region free?`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from retrieval.cost.calculate import Calculator
from retrieval.cost.phrases import Part, covered
from retrieval.cost.seen import Seen
from retrieval.question import Constraint, Question, QuestionKind
from retrieval.reading import reading
from retrieval.text import tokens_of
from retrieval.wordings import Asks

_OTHER = (Part.PAST, Part.CHEAPEST, Part.DEARER, Part.EVEN, Part.IDLE, Part.FREE, Part.NOT_FREE)
_ASKING = (Part.NOTHING, Part.ASKED, Part.RECKONED)


@dataclass(frozen=True, slots=True)
class _Charge:
    """The prices of a thing that hold on the same conditions, and the words that speak of them."""

    subject: str
    prop: str
    conditions: frozenset[str]
    prices: frozenset[str]
    free: tuple[str, ...]
    """The properties that say how much of it is free, or included."""
    usual: bool
    """Whether people mean it who name no condition."""
    counts: int
    """How many amounts its usage is made of: requests by themselves, or times how long they take."""
    telling: frozenset[str]
    """The stems of what tells them from other prices: conditions, what is counted."""


class Freely:
    """Finds the price that a yes or no is about, over the bills of one catalogue."""

    def __init__(self, calculator: Calculator) -> None:
        self._calculator = calculator
        self._catalogue = calculator.catalogue
        choices = self._catalogue.bills.choices
        self._chosen = frozenset(option for choice in choices for option in choice.options)
        self._assumed = frozenset(choice.assumed for choice in choices if choice.assumed)
        self._charges = self._all_charges()

    def asked(self, seen: Seen) -> Question | None:
        """Return the yes or no that a text asks of a price, or the price that it asks for by its conditions.

        None where it speaks of no one price.
        """
        parse = seen.parse
        if not seen.has(Part.NOTHING, Part.ASKED) or not seen.states_no_use or parse.quantities:
            return None
        if seen.unpriced or seen.strange or seen.saving or seen.has(*_OTHER):
            return None
        free = seen.has(Part.NOTHING)
        begins = bool(parse.tokens) and parse.tokens[0].lower in parse.language.auxiliaries
        decides = not parse.has_question_word and (seen.yes_or_no or (free and parse.may_decide))
        if parse.classes or (not decides and (free or begins)):
            return None  # `which of them charge for it`, `how much of it is free`
        meant = self._meant(seen, self._said(seen), on_conditions=not free)
        concepts = {iri for mention in parse.concepts for iri in mention.iris}
        if meant is None or not (decides or seen.services or meant.conditions & concepts):
            return None
        properties = (meant.prop, *meant.free) if decides else (meant.prop,)
        what = (Constraint(properties, Asks.TRUE, negated=free),)
        kind = QuestionKind.BOOLEAN if decides else QuestionKind.FACT
        read = reading(self._catalogue, kind, (meant.subject,), what)
        return Question(kind, (meant.subject,), what, read, conditions=tuple(sorted(meant.conditions)))

    @staticmethod
    def _said(seen: Seen) -> Mapping[str, bool]:
        """The stems of what a text says besides names and that it asks; whether each has to be met."""
        parse = seen.parse
        aside = covered(p for p in seen.phrases if p.part in _ASKING) | parse.named
        plain = covered(p for p in seen.phrases if p.part is Part.PLAIN)
        return {
            token.stem: index not in plain
            for index, token in enumerate(parse.tokens)
            if index not in aside and (index in plain or parse.language.is_content(token))
        }

    def _meant(self, seen: Seen, said: Mapping[str, bool], *, on_conditions: bool) -> _Charge | None:
        """The one charge whose words hold all that is said and that has to be accounted for.

        `on_conditions` wants some of its conditions told: `does it charge for this` may ask by what it is
        charged at all.
        """
        wanted = {stem for stem, counts in said.items() if counts}
        named = self._named(seen)
        found: defaultdict[int, list[_Charge]] = defaultdict(list)
        options = self._assumed | set(seen.options)
        for charge in self._charges:
            held = (self._catalogue.prices[price].conditions & self._chosen for price in charge.prices)
            if not any(conditions <= options for conditions in held):
                continue
            telling = charge.telling & set(said)
            if on_conditions and not self._stems_of(charge.conditions) & set(said):
                continue
            if telling and wanted <= telling and (not named or charge.subject in named):
                found[len(telling)].append(charge)
        best = sorted(found[max(found)] if found else [], key=self._rank)
        others = [charge for charge in best[1:] if charge.prices != best[0].prices]
        return best[0] if best and all(self._rank(best[0])[:2] < self._rank(c)[:2] for c in others) else None

    def _rank(self, charge: _Charge) -> tuple[bool, int, bool, str]:
        """Which of several charges that fit alike is meant: the usual one, of the plainest amount.

        Of those with the same prices it is that of a service before that of a variant.
        """
        variant = self._catalogue.things[charge.subject].variant_of is not None
        return not charge.usual, charge.counts, variant, charge.subject

    def _named(self, seen: Seen) -> frozenset[str]:
        """The things named, and those by whose bills they are charged."""
        bills = [rules for thing in seen.services for rules in self._calculator.bills_of(thing)]
        lines = [line for rules in bills for line, _ in rules.lines]
        others = {line.charged_as for line in lines if line.charged_as}
        return frozenset({*seen.services, *(rules.bill.of for rules in bills), *others})

    def _all_charges(self) -> tuple[_Charge, ...]:
        telling: defaultdict[tuple[str, str, frozenset[str]], set[str]] = defaultdict(set)
        usual: set[tuple[str, str, frozenset[str]]] = set()
        prices: defaultdict[tuple[str, str, frozenset[str]], set[str]] = defaultdict(set)
        for subject, prop, price in self._calculator.ledger.prices():
            conditions = price.conditions - self._chosen
            unit = self._catalogue.units[price.unit]
            names = [*unit.names, self._catalogue.properties[prop].label]
            telling[subject, prop, conditions] |= self._stems_of(conditions) | _stems(names)
            prices[subject, prop, conditions].add(price.iri)
            usual |= {(subject, prop, conditions)} if price.usual else set()
        found = []
        for key, stems in telling.items():
            counted, free, counts = self._of_lines(*key)
            known = frozenset(stems | _stems(counted))
            found.append(_Charge(*key, frozenset(prices[key]), free, key in usual, counts, known))
        return tuple(found)

    def _stems_of(self, conditions: Iterable[str]) -> set[str]:
        """The stems of the words of the names of conditions."""
        things = (self._catalogue.things[iri] for iri in conditions)
        return _stems(name for thing in things for name in (thing.label, *thing.names))

    def _of_lines(
        self, subject: str, prop: str, conditions: frozenset[str]
    ) -> tuple[list[str], tuple[str, ...], int]:
        """The words for what the lines count that charge a price, what is free, and of how many amounts."""
        ledger, dimensions = self._calculator.ledger, self._catalogue.bills.dimensions
        words: list[str] = []
        free: list[str] = []
        counts = 0
        for rules in ledger.rules:
            for line, read in rules.lines:
                of = {line.charged_as} if line.charged_as else {rules.bill.charged_as, *rules.things}
                held = not conditions or set(line.conditions) & conditions
                if line.charges != prop or subject not in of or read is None or not held:
                    continue
                counts = max(counts, len(read.names))
                words += [name for d in read.names & set(dimensions) for name in dimensions[d].names]
                stated = [ledger.names[name] for name in sorted(read.names & set(ledger.names))]
                free += [line.free] if line.free else stated
        return words, tuple(dict.fromkeys(free)), counts


def _stems(names: Iterable[str]) -> set[str]:
    """The stems of the words of some names."""
    return {token.stem for name in names for token in tokens_of(name)}
