"""What each of several joined parts asks for: `max memory and timeout of X`, `X: size, weight & price`."""

from collections.abc import Sequence

from graph.properties import Kind
from retrieval import forms
from retrieval.coverage import decides
from retrieval.language import Cue
from retrieval.measuring import Measuring
from retrieval.parse import Parse
from retrieval.question import Constraint
from retrieval.reader import Reader

_JOINING = frozenset(";&+/")
_COMMA = ","
_ASIDE = (Cue.COMPARISON, Cue.COUNT, Cue.LIST, Cue.POLITE)
"""Ways of asking, which do not say for what."""
_MOST = 5
_NEAR = 12
"""So many of the likeliest readings of the whole are looked at for what a part means."""


def parts(parse: Parse, hidden: frozenset[int]) -> list[frozenset[int]]:
    """Return the tokens of each part of the sentence that asks which is joined to another and says something.

    One comma alone joins nothing: what stands behind it may say more of what stands before it.
    """
    ends = [0, *(token.end for token in parse.tokens)]
    between = [parse.text[end : token.start] for end, token in zip(ends, parse.tokens, strict=False)]
    joins = [token.lower in parse.language.conjunctions for token in parse.tokens]
    joins = [word or not _JOINING.isdisjoint(gap) for word, gap in zip(joins, between, strict=True)]
    commas = [_COMMA in gap for gap in between]
    if sum(commas) + any(joins) > 1:
        joins = [one or comma for one, comma in zip(joins, commas, strict=True)]
    found: list[set[int]] = [set()]
    for index, token in enumerate(parse.tokens):
        if joins[index]:
            found.append(set())
        if token.lower not in parse.language.conjunctions and token.start >= parse.asking_from:
            found[-1].add(index)
    says = set(parse.content) - hidden - forms.cued(parse, *_ASIDE)
    return [frozenset(part) for part in found if part & says]


def each_compared(
    reader: Reader, parse: Parse, things: Sequence[str], hidden: frozenset[int]
) -> list[Constraint]:
    """Return what each of several parts asks of some things; nothing where one of them is not clear."""
    joined = parts(parse, hidden)
    if not 1 < len(joined) <= _MOST:
        return []
    everything = frozenset(range(len(parse.tokens)))
    cued = forms.cued(parse, Cue.COMPARISON)
    measuring = Measuring(reader)
    found: dict[tuple[str, ...], Constraint] = {}
    for part in joined:
        aside = (everything - part) | cued
        likeliest = measuring.likeliest(things, reader.candidates.find(parse, things, hidden, aside - hidden))
        best = reader.confident([likeliest] if likeliest else [])
        if best is None or best.constraint.values:
            return []
        found[best.constraint.properties] = best.constraint
    return list(found.values()) if len(found) > 1 else []


def each_told(
    reader: Reader, parse: Parse, things: Sequence[str], hidden: frozenset[int]
) -> list[Constraint]:
    """Return the facts that several parts ask for, if the things have all of them.

    A part that is likely by itself alone shares its noun with the next: `request and response size`.
    """
    if decides(parse) or parse.quantities or parse.has(Cue.WHY, Cue.RECOMMENDATION):
        return []
    told = each_compared(reader, parse, things, hidden)
    if not told:
        return []
    held = [reader.holdings.holds_within(thing) for thing in things]
    near = {p for c in reader.candidates.find(parse, things, hidden)[:_NEAR] for p in c.constraint.properties}
    known = reader.catalogue.properties
    for constraint in told:
        asked = set(constraint.properties)
        if any(known[p].kind is Kind.BOOLEAN for p in asked) or not (asked & near):
            return []
        if not all(own & asked for own in held):
            return []
    return [Measuring(reader).priced(constraint, things) for constraint in told]
