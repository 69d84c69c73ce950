"""The two sides of a text in which one way of doing some work is held against another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from graph.bills import Role
from retrieval.cost.phrases import Part

if TYPE_CHECKING:
    from retrieval.cost.seen import Seen, Seer

_FROM, _TO = "from", "to"
_APART = frozenset({"vs", "versus", "or", "than"})
_SHARED = (Role.RUNNING, Role.LASTING, Role.OCCASION)


@dataclass(frozen=True, slots=True)
class Other:
    """What some work is held against."""

    services: tuple[str, ...]
    options: tuple[str, ...]
    amounts: Mapping[str, Decimal]
    alone: bool
    """Whether these are all of its amounts, and not only those in which it differs."""
    ordered: bool
    """Whether it is said which takes the place of the other."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What is wanted, and what it is held against."""

    services: tuple[str, ...]
    options: tuple[str, ...]
    amounts: Mapping[str, Decimal]
    months: Decimal | None
    other: Other


def parted(seer: Seer, seen: Seen) -> Sides | None:
    """Part `8 hours a day instead of 24/7`, `from x86 to arm` or `2 of these vs one of those`.

    None where a text has one side only, or where its sides are compared by amounts that both share.
    """
    if seen.saving:
        for here, there in _instead(seen):
            one, other = seer.see(here), seer.see(there)
            alike = set(one.found.amounts) & set(other.found.amounts)
            chosen = {seer.choices[o].iri for o in one.options} & {seer.choices[o].iri for o in other.options}
            if alike or chosen or (one.services and other.services):
                return _differing(seer, one, other, ordered=True)
    if seen.services and seen.found.amounts and not seen.has(Part.EVEN):
        for here, there in _versus(seen):
            one, other = seer.see(here), seer.see(there)
            if found := _compared(seer, seen, one, other):
                return found
    return None


def _differing(seer: Seer, one: Seen, other: Seen, ordered: bool) -> Sides:
    """Two ways of using one thing, or one way of using two: they differ in what the second side states."""
    chosen = {seer.choices[option].iri for option in one.options}
    open_to_other = [option for option in other.options if seer.choices[option].iri not in chosen]
    return Sides(
        one.services or other.services,
        tuple(dict.fromkeys((*one.options, *open_to_other))),
        other.found.amounts | one.found.amounts,
        one.found.months or other.found.months,
        Other(other.services, other.options, other.found.amounts, alone=False, ordered=ordered),
    )


def _compared(seer: Seer, seen: Seen, one: Seen, other: Seen) -> Sides | None:
    """The sides of `vs`, where both state one amount differently, or each is so many of a thing."""
    known = seer.catalogue.bills.dimensions
    mine, yours = dict(one.found.amounts), dict(other.found.amounts)
    alike = {name for name in mine if name in yours and mine[name] != yours[name]}
    if len(seen.services) == 1:
        return _differing(seer, one, other, ordered=False) if alike else None
    if len(one.services) != 1 or len(other.services) != 1 or one.services == other.services:
        return None
    copies = seer.dimensions.of_role(Role.COPIES)
    several = copies is not None and (copies.name in mine) | (copies.name in yours)
    if not (alike or several):
        return None
    if copies is not None and several:
        mine.setdefault(copies.name, Decimal(1))
        yours.setdefault(copies.name, Decimal(1))
    shared = {n: v for n, v in (yours | mine).items() if known[n].monthly or known[n].role in _SHARED}
    return Sides(
        one.services,
        one.options,
        shared | mine,
        seen.found.months,
        Other(other.services, other.options, shared | yours, alone=True, ordered=False),
    )


def _instead(seen: Seen) -> Iterator[tuple[str, str]]:
    """What is wanted, and what it is held against, in the texts that speak of them."""
    text, tokens = seen.parse.text, seen.parse.tokens
    for phrase in seen.every:
        if phrase.part is Part.INSTEAD and phrase.first > 0 and phrase.last < len(tokens):
            yield text[: tokens[phrase.first].start], text[tokens[phrase.last].start :]
    words = [token.lower for token in tokens]
    if _FROM in words and _TO in words[words.index(_FROM) :]:
        start = words.index(_FROM)
        end = words.index(_TO, start)
        if start + 1 < end < len(tokens) - 1:
            wanted = f"{text[: tokens[start].start]} {text[tokens[end + 1].start :]}"
            yield wanted, text[tokens[start + 1].start : tokens[end].start]


def _versus(seen: Seen) -> Iterator[tuple[str, str]]:
    """The texts before and after a word that tells two things apart."""
    text, tokens = seen.parse.text, seen.parse.tokens
    for index, token in enumerate(tokens[1:-1], 1):
        if token.lower in _APART:
            yield text[: token.start], text[tokens[index + 1].start :]
