"""What a text states of use, as the question that it asks: the workload, and what is wanted of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from graph.bills import Role
from graph.catalogue import Catalogue
from graph.errors import QuestionError
from retrieval.cost.asked import CostAsked
from retrieval.cost.compared import assumed_of
from retrieval.cost.declining import CostDecliner, senseless
from retrieval.cost.judging import Judge
from retrieval.cost.phrases import Part
from retrieval.cost.plans import meant
from retrieval.cost.seen import Seen, Seer
from retrieval.cost.showing import plain
from retrieval.cost.workload import Workload, checked, said
from retrieval.question import Declined

_FACTORS = {Part.HALF: Decimal("0.5"), Part.DOUBLE: Decimal(2), Part.TRIPLE: Decimal(3)}


class Stating:
    """Puts together what is asked, over the catalogue that the seer sees."""

    def __init__(self, seer: Seer, judge: Judge, decliner: CostDecliner) -> None:
        self._seer = seer
        self._decliner = decliner
        self._judge = judge
        self._catalogue: Catalogue = seer.catalogue

    def asked(self, seen: Seen, earlier: CostAsked | None) -> CostAsked | Declined:
        """Return what a text asks, where it goes on from an earlier question in the light of that.

        Declined where what it states makes no sense, or where there are no prices for it.
        """
        problem = self._problem(seen)
        if problem is not None:
            return problem
        base = earlier.workload if earlier else Workload()
        found = seen.found
        free = True if seen.has(Part.FREE) else (earlier.free_tier if earlier else None)
        free = False if seen.has(Part.NOT_FREE) else free
        even = self._judge.is_even(seen) or (earlier is not None and earlier.even and not seen.saving)
        claimed = self._claimed(seen, earlier)
        unordered = len({self._seer.choices[o].iri for o in seen.options}) < len(seen.options)
        # Of `is this cheaper than that` the first one is claimed to be; else the last one said counts.
        options = seen.options if claimed is None or not unordered else seen.options[::-1]
        choices = dict(base.choices) | {self._seer.choices[o].iri: o for o in options}
        period = found.months if found.months is not None and not (even and seen.per) else base.months
        services = self._services(seen, base, earlier)
        amounts, notes = self._of_each(seen, services)
        scaled = self._scaled(seen, base) if earlier is not None else {}
        usual = self._usual(seen, services, amounts) if earlier is None else {}
        workload = Workload(
            amounts=dict(base.amounts) | scaled | amounts | usual,
            choices=choices,
            services=services,
            months=period,
            free_tier=bool(free),
        )
        asked = CostAsked(
            workload=workload,
            saving=seen.saving or unordered or seen.against is not None or self._judge.prefers(seen),
            limit=seen.limit if seen.yes_or_no else None,
            above=seen.has(Part.ABOVE, Part.DEARER),
            cheaper=claimed,
            whether=self._judge.is_whether(seen),
            plainly=(self._judge.is_whether(seen) or self._judge.prefers(seen)) and seen.states_no_use,
            nothing=seen.has(Part.NOTHING),
            even=even and len(workload.services) > 1,
            over=seen.over or (earlier.over if earlier else None),
            per=(seen.per or (earlier.per if earlier else None)) if even else None,
            free_tier=free,
            monthly=tuple(found.monthly),
            notes=(*found.notes, *notes, *(() if earlier is not None or notes else _left_out(seen))),
            before=base if earlier else None,
        )
        if usual:
            told_of = assumed_of(self._catalogue, workload, tuple(usual))
            asked = replace(asked, notes=(*asked.notes, *told_of))
        against = self._against(seen, asked, earlier, options)
        if against is None and asked.saving and earlier is None:
            scaled = self._scaled(seen, workload)
            against = workload if scaled else None
            workload = replace(workload, amounts=dict(workload.amounts) | scaled)
            made = (self._made(name, value) for name, value in scaled.items())
            asked = replace(asked, workload=workload, notes=(*asked.notes, *made))
        if against is not None and against.services == asked.workload.services:
            against, workload = self._sized(seen, against), self._sized(seen, workload)
            asked = replace(asked, workload=workload)
        try:
            for each in (workload, against):
                checked(self._catalogue.bills, each or workload)
        except QuestionError as error:
            return senseless(f"{error}.")
        sides = seen.against
        open_order = (
            unordered and claimed is None if sides is None else not sides.ordered and asked.cheaper is None
        )
        return replace(asked, against=against, unordered=open_order)

    def _problem(self, seen: Seen) -> Declined | None:
        if seen.found.negative:
            return senseless(f"{seen.found.negative} is below zero: amounts of use begin at 0.")
        return self._decliner.unpriced(seen) if seen.unpriced else None

    def _of_each(self, seen: Seen, services: Sequence[str]) -> tuple[dict[str, Decimal], tuple[str, ...]]:
        """The amounts, those of each of several things added up where no bill counts them: `25 functions`."""
        known = self._catalogue.bills.dimensions
        amounts = dict(seen.found.amounts)
        several = seen.several
        if several is None:
            copies = next((name for name in amounts if known[name].role is Role.COPIES), None)
            goes = [r for thing in services for r in self._seer.calculator.bills_of(thing)]
            if copies is None or not goes or any(copies in r.dimensions for r in goes) or not seen.of_each:
                return amounts, ()
            several = amounts.pop(copies)
        scaled = [n for n in amounts if known[n].monthly and known[n].role is not Role.RUNNING]
        amounts |= {name: amounts[name] * several for name in scaled}
        told_of = [said(self._catalogue.units, known[name], amounts[name]) for name in scaled]
        return amounts, tuple(f"{plain(several)} of them come to {told} together." for told in told_of)

    def _usual(
        self, seen: Seen, services: Sequence[str], amounts: Mapping[str, Decimal]
    ) -> dict[str, Decimal]:
        """Typical amounts, where options are compared and nothing is said of how much is used."""
        if len(services) != 1 or seen.found.amounts or not self._judge.prefers(seen):
            return {}
        known = self._catalogue.bills.dimensions
        bills = [r for r in self._seer.calculator.bills_of(services[0]) if set(amounts) <= r.dimensions]
        lacking = [rules.needed - set(amounts) for rules in bills]
        fewest = min(
            lacking,
            key=lambda names: (len(names), sorted(known[n].order for n in names)),
            default=frozenset[str](),
        )
        return {n: value for n in sorted(fewest) if (value := known[n].typical) is not None}

    def _scaled(self, seen: Seen, base: Workload) -> dict[str, Decimal]:
        """What `twice the memory`, `half as many` and `3 of them` make of the amounts stated before."""
        known = self._catalogue.bills.dimensions
        counted = [n for n in known if n in base.amounts and not known[n].unit.is_measure]
        copies = next((d for d in known.values() if d.role is Role.COPIES), None)
        first = counted[0] if counted else (copies.name if copies else "")
        apart = [p for p in seen.phrases if not seen.found.used & set(range(p.first, p.last))]
        factor = next((_FACTORS[p.part] for p in apart if p.part in _FACTORS), None)
        if factor is not None:
            named = [p.about for p in seen.every if p.part is Part.DIMENSION and p.about in base.amounts]
            name = named[0] if named else first
            return {name: base.amounts.get(name, Decimal(1)) * factor} if name else {}
        if (
            seen.limit is None
            and seen.found.bare
            and not seen.found.amounts
            and first
            and base.services + tuple(base.amounts)
        ):
            return {first: seen.found.bare[0]}
        return {}

    def _made(self, name: str, value: Decimal) -> str:
        """What an amount becomes that is halved or multiplied, in a sentence."""
        dimension = self._catalogue.bills.dimensions[name]
        return f"“{dimension.label}” becomes {said(self._catalogue.units, dimension, value)}."

    def _against(
        self, seen: Seen, asked: CostAsked, earlier: CostAsked | None, options: Sequence[str]
    ) -> Workload | None:
        """What the work is held against: what stands after `instead of`, the usual option, or what was."""
        if not asked.saving:
            return None
        work = asked.workload
        if seen.against is not None:
            other = seen.against
            choices = {self._seer.choices[o].iri: o for o in other.options}
            return replace(
                work,
                amounts=other.amounts if other.alone else dict(work.amounts) | dict(other.amounts),
                choices=dict(work.choices) | choices,
                services=other.services or work.services,
            )
        running = self._seer.dimensions.of_role(Role.RUNNING)
        if seen.off and running is not None:
            return replace(work, amounts=dict(work.amounts) | {running.name: running.greatest})
        choices = self._other_options(options, earlier)
        if choices:
            return replace(work, choices=dict(work.choices) | choices)
        if earlier is None or len(work.services) > 1:
            return None
        before = earlier.workload if earlier.workload != work else earlier.before
        return replace(before, months=work.months) if before is not None and before.amounts else None

    def _sized(self, seen: Seen, work: Workload) -> Workload:
        """The work on the size that the words of a text mean with its options, where they mean one."""
        if len(work.services) != 1:
            return work
        options = tuple(work.choices.values())
        found = meant(self._seer.calculator.ledger, work.services[0], work.amounts, options, seen.parse)
        return replace(work, services=(found[0],)) if found is not None else work

    def _other_options(self, options: Sequence[str], earlier: CostAsked | None) -> dict[str, str]:
        """The options that those chosen are held against: named before, or assumed."""
        chosen = dict(earlier.workload.choices) if earlier else {}
        against: dict[str, str] = {}
        for option in options:
            choice = self._seer.choices[option]
            other = chosen.get(choice.iri, choice.assumed)
            if other not in (None, option):
                against[choice.iri] = other or option
            chosen[choice.iri] = option
        return against

    def _claimed(self, seen: Seen, earlier: CostAsked | None) -> bool | None:
        """Whether a yes or no is asked for, of something that is said to be cheaper (or else dearer)."""
        claims = self._judge.is_claim(seen) or (earlier is not None and _is_beside(seen, earlier.workload))
        if not seen.yes_or_no or not claims:
            return None
        return not seen.has(Part.DEARER)

    @staticmethod
    def _services(seen: Seen, base: Workload, earlier: CostAsked | None) -> tuple[str, ...]:
        """The things named; of two that are compared over a load, one takes the place of another."""
        if earlier is not None and _is_beside(seen, base):
            # `is it cheaper than X` asks of what was before, `is X cheaper` of X
            pair = (*base.services, *seen.services)
            return pair if seen.has(Part.APART) else pair[::-1]
        if earlier is None or not earlier.even or seen.saving:
            return seen.services or base.services
        if len(seen.services) == 1:
            return (*seen.services, *(s for s in base.services[1:2] if s not in seen.services))
        gone = set(seen.services) & set(base.services)
        if seen.has(Part.INSTEAD) and len(seen.services) == 2 and len(gone) == 1:
            new = next(s for s in seen.services if s not in gone)
            return tuple(new if s in gone else s for s in base.services[:2])
        return seen.services or base.services


def _is_beside(seen: Seen, base: Workload) -> bool:
    """Whether one thing is held against the one before: `is it cheaper than X`."""
    tokens, joining = seen.parse.tokens, seen.parse.language.joining
    apart = any(p.part is Part.APART and tokens[p.first].lower not in joining for p in seen.phrases)
    held = apart or seen.has(Part.CHEAPEST, Part.DEARER)
    compared = held and len(seen.services) == 1 and not seen.saving
    return compared and len(base.services) == 1 and seen.services != base.services


def _left_out(seen: Seen) -> tuple[str, ...]:
    """Say of which numbers it is not known what they are of."""
    bare = [plain(number) for number in seen.found.bare if number != seen.limit]
    return tuple(f"It is not clear what {number} is of: it is left out." for number in bare)
