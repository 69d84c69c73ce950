"""Sets that are kept for good: most of them are equal to others, and equal ones need to be held only once."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

_Key = TypeVar("_Key")


def frozen(sets: Mapping[_Key, AbstractSet[str]]) -> dict[_Key, frozenset[str]]:
    """Return the same mapping with sets that never change, of which equal ones are one object."""
    same: dict[frozenset[str], frozenset[str]] = {}
    return {key: same.setdefault(each, each) for key, found in sets.items() for each in (frozenset(found),)}
