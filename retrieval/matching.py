"""Which property or value a clause is about: wordings ranked by meaning and by words together."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Encoder, Vectors
from retrieval.language import Language
from retrieval.text import normalise, tokenise
from retrieval.wordings import Target, Wording

_MEANING, _WORDS = 0.6, 0.4
"""How much the two kinds of likeness count; set on the open part of the competency questions."""
_CANDIDATES = 48
_SHORTEST_KIN, _KIN = 4, 0.75
"""Words are of kin that share so many letters from the start, and that share of the shorter one."""


@dataclass(frozen=True, slots=True)
class Match:
    """A target, how well its best wording fits (0 to 1), and that wording."""

    target: Target
    score: float
    wording: str


class Matcher:
    """Ranks targets for a clause. Thresholds come from the catalogue's own wordings."""

    def __init__(
        self,
        wordings: Sequence[Wording],
        vectors: Vectors,
        language: Language,
        encoder: Encoder,
    ) -> None:
        self.wordings = tuple(wordings)
        self._encoder = encoder
        self._language = language
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        self.vectors = vectors
        self._exact = {w.text.lower(): w.target for w in reversed(self.wordings)}
        stems = [self.stems(w.text) for w in self.wordings]
        self._column = {s: i for i, s in enumerate(sorted(set().union(*stems)))}
        self._sorted = sorted(self._column)
        self._matrix: NDArray[np.float32] = np.zeros((len(stems), len(self._column)), np.float32)
        for row, found in enumerate(stems):
            self._matrix[row, [self._column[s] for s in found]] = 1
        self._idf = self._inverse_frequency()
        self._mass = self._matrix @ self._idf

    def _inverse_frequency(self) -> NDArray[np.float32]:
        """The rarer a word is among targets, the more it tells (inverse document frequency)."""
        targets = sorted({w.target.iri for w in self.wordings})
        row = {target: index for index, target in enumerate(targets)}
        used = np.zeros((len(targets), len(self._column)), bool)
        for index, wording in enumerate(self.wordings):
            used[row[wording.target.iri]] |= self._matrix[index] > 0
        frequency = used.sum(axis=0)
        weights: NDArray[np.float32] = np.log1p(len(targets) / np.maximum(frequency, 1)).astype(np.float32)
        return weights

    def stems(self, text: str) -> frozenset[str]:
        """Return the stems of the words of a text that tell it from others."""
        tokens = tokenise(normalise(text))
        return frozenset(t.stem for t in tokens if self._language.tells(t))

    def column(self, stem: str) -> int | None:
        """Return the column of a stem, or of the one that is closest of kin: scalability to scale."""
        found = self._column.get(stem)
        if found is not None or len(stem) < _SHORTEST_KIN:
            return found
        return self._kin(stem)

    def _kin(self, stem: str) -> int | None:
        near = self._sorted[max(0, bisect(self._sorted, stem[:_SHORTEST_KIN]) - 1) :]
        best, longest = None, 0.0
        for other in near:
            if other[:_SHORTEST_KIN] > stem[:_SHORTEST_KIN]:
                break
            shared = _shared(stem, other) / min(len(stem), len(other))
            if shared > max(longest, _KIN) and len(other) >= _SHORTEST_KIN:
                best, longest = self._column[other], shared
        return best

    @property
    def vocabulary(self) -> frozenset[str]:
        """The stems of all wordings."""
        return frozenset(self._column)

    def exact(self, phrase: str) -> Target | None:
        """Return the target of which a lower-case phrase is a wording to the letter."""
        return self._exact.get(phrase)

    def encode(self, text: str) -> Vectors:
        """Return the unit vector of a text, as one row."""
        return self._encoder.encode([text])

    def rank(self, clause: str, stems: frozenset[str]) -> list[Match]:
        """Return the targets, the best first; ties broken by IRI."""
        scores = self._scores(self.encode(clause)[0], stems)
        return self._best(scores)

    def _scores(self, vector: NDArray[np.float32], stems: frozenset[str]) -> NDArray[np.float32]:
        meaning = self.vectors @ vector
        columns = [self.column(s) for s in sorted(stems)]
        known = [c for c in columns if c is not None]
        unknown = len(columns) - len(known)
        typical = float(self._idf.mean())
        asked = np.zeros(len(self._column), np.float32)
        asked[known] = 1
        shared = self._matrix @ (self._idf * asked)
        total = float(self._idf[known].sum()) + unknown * typical
        words = 2 * shared / np.maximum(self._mass + total, 1e-6)
        scores: NDArray[np.float32] = (_MEANING * meaning + _WORDS * words).astype(np.float32)
        return scores

    def pairwise(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Return the score of every one of these wordings as a clause for every other."""
        meaning = self.vectors[rows] @ self.vectors[rows].T
        matrix, mass = self._matrix[rows], self._mass[rows]
        shared = (matrix * self._idf) @ matrix.T
        words = 2 * shared / np.maximum(mass[:, None] + mass[None, :], 1e-6)
        scores: NDArray[np.float32] = (_MEANING * meaning + _WORDS * words).astype(np.float32)
        return scores

    def _best(self, scores: NDArray[np.float32]) -> list[Match]:
        top = np.argsort(-scores, kind="stable")[:_CANDIDATES]
        best: dict[Target, Match] = {}
        for index in top:
            wording = self.wordings[index]
            if wording.target not in best:
                best[wording.target] = Match(wording.target, round(float(scores[index]), 4), wording.text)
        return sorted(best.values(), key=lambda m: (-m.score, m.target.iri, m.target.asks))


def _shared(one: str, other: str) -> int:
    """How many letters two words share from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
