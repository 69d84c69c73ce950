"""Amounts of nothing, said in words: `zero memory`, `no requests at all`."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from retrieval.cost.ledger import Rules
from retrieval.cost.phrases import Part, Phrase
from retrieval.text import Token

_NONE = frozenset({"zero", "no", "without", "any"})


def of_nothing(
    tokens: Sequence[Token], phrases: Sequence[Phrase], bills: Sequence[Rules], amounts: Mapping[str, Decimal]
) -> tuple[dict[str, Decimal], set[int]]:
    """Return the dimensions of which a text says that there is nothing, with 0, and the tokens that say so.

    Left out are those that no bill for the other amounts needs: `no data transfer` changes no cost.
    """
    fitting = [rules for rules in bills if set(amounts) <= rules.dimensions]
    wanted = frozenset().union(*(rules.always for rules in fitting)) if fitting else frozenset[str]()
    found: dict[str, Decimal] = {}
    said: set[int] = set()
    for phrase in phrases:
        first = phrase.first
        while first and tokens[first - 1].lower in _NONE:
            first -= 1
        none = {tokens[index].lower for index in range(first, phrase.first)} - {"any"}
        if phrase.part is not Part.DIMENSION or not none or phrase.about in amounts:
            continue
        said |= set(range(first, phrase.first))
        if phrase.about in wanted:
            found[phrase.about] = Decimal(0)
    return found, said
