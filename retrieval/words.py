"""How much the words of a clause and of a wording have in common."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_SHORTEST_KIN, _KIN = 4, 0.75
"""Words are of kin that share so many letters from the start, and that share of the shorter one."""


class WordLikeness:
    """Dice's coefficient of the stems of two phrases, each stem weighted by how much it tells.

    The rarer a stem is among the groups of phrases, the more it tells (inverse document frequency).
    """

    def __init__(self, stems: Sequence[Collection[str]], groups: Sequence[str]) -> None:
        self._phrases = len(stems)
        self._column = {s: i for i, s in enumerate(sorted(frozenset[str]().union(*stems)))}
        self._sorted = sorted(self._column)
        rows: list[list[int]] = [[] for _ in self._column]
        used: defaultdict[int, set[str]] = defaultdict(set)
        for row, (found, group) in enumerate(zip(stems, groups, strict=True)):
            for stem in found:
                rows[self._column[stem]].append(row)
                used[self._column[stem]].add(group)
        self._rows = [np.array(found, np.intp) for found in rows]
        frequency = np.array([len(used[column]) for column in range(len(rows))])
        self._weight: Scores = np.log1p(len(set(groups)) / np.maximum(frequency, 1)).astype(np.float32)
        self._typical = float(self._weight.mean()) if len(rows) else 1.0
        self._mass: Scores = np.array([self._sum(found) for found in stems], np.float32)

    def _sum(self, stems: Collection[str]) -> float:
        return float(sum(self._weight[self._column[stem]] for stem in sorted(stems)))

    def weight(self, stem: str) -> float:
        """Return how much a stem tells; one seen nowhere tells as much as others do on average."""
        column = self._column.get(stem)
        return self._typical if column is None else float(self._weight[column])

    def likeness(self, stems: Collection[str]) -> Scores:
        """Return the likeness of a clause to each phrase, 0 to 1; a stem seen nowhere counts against it."""
        columns = [self.column(stem) for stem in sorted(stems)]
        shared = np.zeros(self._phrases, np.float32)
        total = 0.0
        for column in columns:
            if column is None:
                total += self._typical
            else:
                total += float(self._weight[column])
                shared[self._rows[column]] += self._weight[column]
        scores: Scores = (2 * shared / np.maximum(self._mass + total, 1e-6)).astype(np.float32)
        return scores

    def column(self, stem: str) -> int | None:
        """Return the place of a stem, or of the one that is closest of kin: scalability to scale."""
        found = self._column.get(stem)
        if found is not None or len(stem) < _SHORTEST_KIN:
            return found
        start = stem[:_SHORTEST_KIN]
        best, longest = None, _KIN
        for other in self._sorted[bisect(self._sorted, start) :]:
            if not other.startswith(start):
                break
            shared = _shared(stem, other) / min(len(stem), len(other))
            if shared > longest:
                best, longest = self._column[other], shared
        return best


def _shared(one: str, other: str) -> int:
    """How many letters two words share from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
