"""Which size is meant by its memory and by the words beside it: `the 16 GB plan, memory optimised`.

Sizes that are sold under one name for the thing, `4 GB plan`, differ in words of their labels. Of those with
exactly the amounts stated, the one is meant whose label has the words of the text, and no others.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from retrieval.cost.ledger import Ledger, Rules
from retrieval.language import Language
from retrieval.parse import Parse
from retrieval.text import Token, stem, tokens_of

_SHORTEST = 3
"""Letters from which on the beginning of a word stands for it: `mem`."""


def meant(
    ledger: Ledger, thing: str, stated: Mapping[str, Decimal], chosen: Sequence[str], parse: Parse
) -> tuple[str, frozenset[int]] | None:
    """Return the size that a text means, and the tokens of its name; None where none stands out.

    `thing` is what has sizes, or one of them that was named by what several are called.
    """
    bills = [rules for rules in ledger.rules if rules.bill.per_size]
    rules = next((r for r in bills if thing == r.bill.of or thing in r.things), None)
    if rules is None:
        return None
    amounts = _own(ledger, rules, thing) if thing in rules.things else dict(stated)
    alike = [size for size in rules.things if amounts and _has(ledger, rules, size, amounts)]
    alike = [size for size in alike if _offers(ledger, size, _with_assumed(ledger, chosen))]
    if not alike:
        return None
    words = {size: _words(ledger.catalogue.things[size].label, parse.language) for size in rules.things}
    shared = frozenset.intersection(*words.values())
    heard = {size: _heard(words[size] - shared, parse.tokens) for size in alike}
    score = {s: (len(heard[s][0]), len(heard[s][0]) - len(words[s] - shared)) for s in alike}
    best = max(score.values())
    (first, *others) = (size for size in alike if score[size] == best)
    if others or first == thing or (thing in rules.things and not best[0]):
        return None
    return first, heard[first][1]


def _own(ledger: Ledger, rules: Rules, size: str) -> dict[str, Decimal]:
    """The amounts that a size has, of those that its bill has to fit."""
    first = next(iter(_limits(rules)), None)
    found = ledger.amount(size, first[1]) if first else None
    if first is None or found is None:
        return {}
    return {first[0]: found[0].within(ledger.catalogue.bills.dimensions[first[0]].unit)}


def _limits(rules: Rules) -> list[tuple[str, str]]:
    """The dimensions that a size has to have room for, each with the property that states how much it has."""
    return [(next(iter(read.names)), prop) for read, prop in rules.fits if read.is_name]


def _has(ledger: Ledger, rules: Rules, size: str, amounts: Mapping[str, Decimal]) -> bool:
    """Whether a size has exactly the amounts stated, of those that sizes have."""
    compared = [(amounts[name], name, prop) for name, prop in _limits(rules) if name in amounts]
    for wanted, name, prop in compared:
        found = ledger.amount(size, prop)
        if found is None or found[0].within(ledger.catalogue.bills.dimensions[name].unit) != wanted:
            return False
    return bool(compared)


def _with_assumed(ledger: Ledger, chosen: Sequence[str]) -> list[str]:
    """The options chosen, with those that are assumed where a thing states which it has."""
    choices = ledger.catalogue.bills.choices
    taken = [c.assumed for c in choices if c.stated_by and c.assumed and not set(c.options) & set(chosen)]
    return [*chosen, *taken]


def _offers(ledger: Ledger, size: str, chosen: Iterable[str]) -> bool:
    """Whether a size has all the options that are chosen."""
    for option in chosen:
        choice = next(c for c in ledger.catalogue.bills.choices if option in c.options)
        facts = ledger.facts(size, choice.stated_by) if choice.stated_by else ()
        if facts and option not in {fact.object.value for fact in facts}:
            return False
    return True


def _words(label: str, language: Language) -> frozenset[str]:
    """The words of a label, those joined by a hyphen apart, without what stands in digits."""
    tokens = tokens_of(label.replace("-", " "))
    return frozenset(t.lower for t in tokens if t.lower[0].isalpha() and language.is_content(t))


def _heard(words: frozenset[str], tokens: Sequence[Token]) -> tuple[frozenset[str], frozenset[int]]:
    """The words that a text has, also where it has only their beginnings, and the tokens that are these."""
    found: set[str] = set()
    where: set[int] = set()
    for index, token in enumerate(tokens):
        for part in token.lower.split("-"):
            for word in words:
                short = len(part) >= _SHORTEST and word.startswith(part)
                if short or stem(part) == stem(word) or part.replace("is", "iz") == word:
                    found.add(word)
                    where.add(index)
    return frozenset(found), frozenset(where)
