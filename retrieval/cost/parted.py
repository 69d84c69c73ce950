"""Numbers beside what they count: `3 million 200 ms requests`, `ten 2 vCPU 4 GB tasks`, `requests: 3M`."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.cost.dimensions import Dimensions
from retrieval.quantities import Quantity
from retrieval.text import Token

_OFTEN = frozenset({"a", "an", "per", "each", "every"})


def rejoined(
    quantities: Sequence[Quantity], tokens: Sequence[Token], dimensions: Dimensions, named: frozenset[int]
) -> tuple[Quantity, ...]:
    """Return the quantities; numbers that are parted from what they count reach as far as that.

    `named` are the tokens of names, which may stand between as well: `2 million 300 ms calls`.
    """
    found = list(quantities)
    for index, quantity in enumerate(quantities):
        if quantity.unit is not None:
            continue
        after, between = quantity.last, index + 1
        if after < len(tokens) and tokens[after].lower == "x":
            after += 1  # `3 x 2 GB tasks`
        while between < len(found) and _follows(found[between], after, named):
            if tokens[found[between].first].apart:
                break  # `3, 200 ms requests` are two things
            after, between = found[between].last, between + 1
        noun = _noun(tokens, after, dimensions, named) if between > index + 1 else None
        if noun is not None:
            unit = dimensions.units[tokens[noun].lower]
            found[index] = replace(quantity, unit=unit, last=noun + 1)
    return tuple(found)


def without_rate(quantity: Quantity, tokens: Sequence[Token], dimensions: Dimensions) -> Quantity:
    """Return a bare number where what was taken for its unit says how often it comes: `250k a month`."""
    before = quantity.last - 2
    if quantity.unit is None or quantity.unit.dimension != dimensions.time:
        return quantity
    if before <= quantity.first or tokens[before].lower not in _OFTEN:
        return quantity
    said = " ".join(token.text for token in tokens[quantity.first : before])
    return replace(quantity, unit=None, last=before, said=said)


def after_noun(
    quantities: Sequence[Quantity], tokens: Sequence[Token], dimensions: Dimensions, named: frozenset[int]
) -> tuple[Quantity, ...]:
    """Return the quantities; a number right after a word for what there are so many of is of that.

    As in a form, `requests: 3 million, memory: 512 MB`; not where it counts what follows, or an amount
    stands before the word already.
    """
    ends = {quantity.last for quantity in quantities}
    found = []
    for quantity in quantities:
        noun = quantity.first - 1
        free = quantity.unit is None and noun >= 0 and noun + 1 not in ends and quantity.last not in named
        counted = dimensions.counted_by(tokens[noun]) if free else None
        several = counted is not None and tokens[noun].lower.endswith("s")
        if counted is not None and several and (not counted.unit.is_measure or not counted.unit.plural):
            quantity = replace(quantity, unit=dimensions.units[tokens[noun].lower])
        found.append(quantity)
    return tuple(found)


def _noun(tokens: Sequence[Token], after: int, dimensions: Dimensions, named: frozenset[int]) -> int | None:
    """The word for what is counted, after names or at the end of one: `the calls of X`."""
    end = after
    while end in named:
        end += 1
    for index in (end, end - 1):
        counted = dimensions.counted_by(tokens[index]) if after <= index < len(tokens) else None
        if counted is not None and (not counted.unit.is_measure or not counted.unit.plural):
            return index
    return None


def _follows(quantity: Quantity, after: int, named: frozenset[int]) -> bool:
    """Whether an amount with a unit follows without anything but names between."""
    return quantity.unit is not None and named.issuperset(range(after, quantity.first))
