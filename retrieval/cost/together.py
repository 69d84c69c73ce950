"""Several things that are used together, each with its own amounts: `a cluster with 3 nodes`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.bills import Role
from graph.errors import QuestionError
from retrieval.cost.asked import CostAsked
from retrieval.cost.judging import Judge
from retrieval.cost.ledger import Rules
from retrieval.cost.phrases import Part
from retrieval.cost.seen import Seen, Seer
from retrieval.cost.workload import Workload, checked
from retrieval.question import Declined, Reason

_SIGN = re.compile(r"\+|&|;|(?<!\d),|,(?!\d)")
_ON = "on"
"""What stands before the size on which something runs that is charged besides."""
_COMPARED = (Part.APART, Part.SAVED, Part.EVEN, Part.CHEAPEST, Part.DEARER)


@dataclass(frozen=True, slots=True)
class _Join:
    """What stands between two pieces of a text."""

    start: int
    end: int
    strong: bool
    """Whether it says that both are used together, and does not only list them."""


class Together:
    """Parts texts about several things into one workload for each."""

    def __init__(self, seer: Seer, judge: Judge) -> None:
        self._seer = seer
        self._judge = judge

    def parts(self, seen: Seen) -> tuple[Workload, ...]:
        """Return the work of each thing of a text; none where it speaks of one, or of several to compare."""
        if not seen.services or seen.has(*_COMPARED):
            return ()
        joins = self._joins(seen)
        text = seen.parse.text
        spans = self._spans(text, joins)
        pieces = [self._seer.see(text[start:end]) for start, end in spans]
        things = [self._things(piece) for piece in pieces]
        if len(set(things)) < 2 or any(len(named) != 1 for named in things):
            return ()
        strong = any(join.strong for join in joins if join.end in {start for start, _ in spans})
        works = self._handed_over([self._work(piece, seen) for piece in pieces])
        own = sum(bool(work.amounts) for work in works)
        if strong and own == 1:
            works = [self._sharing(work, seen) for work in works]
        elif strong:
            works = [self._completed(work, works) for work in works]
        whole = all(self._is_whole(work) for work in works)
        return tuple(works) if whole and (strong or own > 1 or self._are_apart(works)) else ()

    def _handed_over(self, works: Sequence[Workload]) -> list[Workload]:
        """The work of each thing, where a number of copies that only another has is that one's.

        `a 3 node cluster on that size` has 3 of the size.
        """
        copies = self._seer.dimensions.of_role(Role.COPIES)
        if copies is None:
            return list(works)
        goes = [any(copies.name in r.dimensions for t in w.services for r in self._bills(t)) for w in works]
        takers = [work for work, takes in zip(works, goes, strict=True) if takes]
        givers = [w for w, takes in zip(works, goes, strict=True) if not takes and copies.name in w.amounts]
        if len(takers) != 1 or len(givers) != 1 or copies.name in takers[0].amounts:
            return list(works)
        given = {copies.name: givers[0].amounts[copies.name]}
        left = {name: value for name, value in givers[0].amounts.items() if name != copies.name}
        changed = {
            givers[0].services: replace(givers[0], amounts=left),
            takers[0].services: replace(takers[0], amounts=dict(takers[0].amounts) | given),
        }
        return [changed.get(work.services, work) for work in works]

    def _are_apart(self, works: Sequence[Workload]) -> bool:
        """Whether what is stated of one thing is nothing by which another is charged: no two ways of one."""
        stated = [work for work in works if work.amounts]
        others = [r for w in works if not w.amounts for t in w.services for r in self._bills(t)]
        return bool(stated) and not any(
            set(work.amounts) & rules.dimensions for work in stated for rules in others
        )

    def _bills(self, thing: str) -> Sequence[Rules]:
        return self._seer.calculator.bills_of(thing)

    def asked(self, asked: CostAsked, parts: Sequence[Workload]) -> CostAsked | Declined:
        """Return the question about all parts; Declined where an amount of one makes no sense."""
        try:
            for part in parts:
                checked(self._seer.catalogue.bills, part)
        except QuestionError as error:
            return Declined(Reason.OUT_OF_SCOPE, f"{error}.")
        return replace(asked, parts=tuple(parts))

    def again(self, asked: CostAsked, earlier: CostAsked) -> CostAsked | Declined:
        """Return a question that changes the period, the options or the free tier of all parts."""
        changed = dict(asked.workload.choices)
        work = asked.workload
        return self.asked(
            asked,
            [
                replace(
                    part, choices=dict(part.choices) | changed, months=work.months, free_tier=work.free_tier
                )
                for part in earlier.parts
            ],
        )

    def joined(self, seen: Seen, asked: CostAsked, earlier: CostAsked) -> CostAsked | Declined | None:
        """Return the earlier work together with what a text adds: `and with 100 GB of disk?`.

        None where it adds nothing that can be charged by itself.
        """
        before = earlier.parts or (earlier.workload,)
        things = self._things(seen)
        known = {thing for part in before for thing in part.services}
        if not seen.has(Part.TOGETHER) or not seen.found.amounts or len(things) != 1 or things[0] in known:
            return None
        work = replace(self._work(seen, seen), months=before[0].months, free_tier=before[0].free_tier)
        if not known or not self._is_whole(work):
            return None
        return self.asked(replace(asked, workload=earlier.workload), (*before, work))

    def _joins(self, seen: Seen) -> list[_Join]:
        tokens = seen.parse.tokens
        joins = [
            _Join(tokens[p.first].start, tokens[p.last - 1].end, p.part is Part.TOGETHER)
            for p in seen.phrases
            if p.part in (Part.TOGETHER, Part.BESIDES) and not set(range(p.first, p.last)) & seen.parse.named
        ]
        sizes = {m.first for m in seen.parse.services if self._seer.calculator.is_size(m.iris[0])}
        joins += [
            _Join(tokens[first - 1].start, tokens[first - 1].end, strong=True)
            for first in sizes
            if first and tokens[first - 1].lower == _ON
        ]
        joins += [_Join(m.start(), m.end(), m.group() in "+&") for m in _SIGN.finditer(seen.parse.text)]
        return sorted(joins, key=lambda join: join.start)

    def _spans(self, text: str, joins: Sequence[_Join]) -> list[tuple[int, int]]:
        """The pieces of a text that each name a thing; what names none stays with the piece before it."""
        ends = [*(join.start for join in joins), len(text)]
        starts = [0, *(join.end for join in joins)]
        spans: list[tuple[int, int]] = []
        for start, end in zip(starts, ends, strict=True):
            here = self._seer.see(text[start:end])
            if spans and (
                not self._things(here) or not self._things(self._seer.see(text[slice(*spans[-1])]))
            ):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        return spans

    def _named(self, text: str, start: int, end: int) -> tuple[str, ...]:
        return self._things(self._seer.see(text[start:end]))

    def _work(self, piece: Seen, seen: Seen) -> Workload:
        return Workload(
            amounts=dict(piece.found.amounts),
            choices={self._seer.choices[option].iri: option for option in piece.options},
            services=self._things(piece),
            months=seen.found.months or Workload().months,
            free_tier=seen.has(Part.FREE),
        )

    def _completed(self, work: Workload, others: Sequence[Workload]) -> Workload:
        """The work with what its bill needs and the others state: the requests of what stands before it."""
        bills = [r for thing in work.services for r in self._seer.calculator.bills_of(thing)]
        needed = frozenset().union(*(rules.needed for rules in bills)) if bills else frozenset[str]()
        stated = {name: value for other in others for name, value in other.amounts.items() if name in needed}
        return replace(work, amounts=stated | dict(work.amounts))

    def _sharing(self, work: Workload, seen: Seen) -> Workload:
        """The work with all amounts of a text by which its bill goes; how many run, and when, is its own."""
        bills = [r for thing in work.services for r in self._seer.calculator.bills_of(thing)]
        known = self._seer.catalogue.bills.dimensions
        shared = {
            name: value
            for name, value in seen.found.amounts.items()
            if any(name in rules.dimensions for rules in bills)
            and known[name].role not in (Role.RUNNING, Role.COPIES)
        }
        own = {name: v for name, v in work.amounts.items() if known[name].role in (Role.RUNNING, Role.COPIES)}
        return replace(work, amounts=shared | own)

    def _things(self, piece: Seen) -> tuple[str, ...]:
        """What a piece names: a thing, or use by which only one thing is charged: `2 NAT gateways`."""
        if piece.services or not piece.found.amounts:
            return piece.services
        stated = set(piece.found.amounts)
        rules = [
            r for r in self._seer.calculator.ledger.rules if stated <= r.dimensions and stated & r.always
        ]
        named = {r.bill.of for r in rules}
        return tuple(named) if len(named) == 1 and rules[0].bill.by_name_only else ()

    def _is_whole(self, work: Workload) -> bool:
        """Whether the bill of one piece needs nothing more, and goes by all that is stated of it."""
        try:
            found = self._seer.calculator.estimates(work)
        except QuestionError:
            return True
        return any(set(work.amounts) <= estimate.rules.dimensions for estimate in found.estimates)
