"""Which property or value a clause is about: wordings ranked by meaning and by words together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Encoder, Vectors
from retrieval.language import Language
from retrieval.text import tokens_of
from retrieval.wordings import Asks, Target, Wording
from retrieval.words import Scores, WordLikeness

_MEANING, _WORDS = 0.6, 0.4
"""How much the two kinds of likeness count; set on the open part of the competency questions."""
_NEAREST = 40
"""How many wordings each kind of likeness puts forward."""
_AVERAGED = 3
"""How many of the nearest wordings tell how like a clause is to what they mean."""
_FAR_BEHIND = 0.5
"""Below this share of the best score nothing is put forward."""
_KEPT = 64

# A second thread loses on few cores: FAISS and ONNX Runtime slow each other.
faiss.omp_set_num_threads(1)


@dataclass(frozen=True, slots=True)
class Match:
    """A target, how well its best wording fits (0 to 1), and that wording."""

    target: Target
    score: float
    wording: str
    words: tuple[str, ...]
    """The words of the wording, lower case, each once."""
    stems: tuple[str, ...]


class Matcher:
    """Ranks targets for a clause."""

    def __init__(
        self, wordings: Sequence[Wording], vectors: Vectors, language: Language, encoder: Encoder
    ) -> None:
        self.wordings = tuple(wordings)
        # One question looks at the same clause several times, with other subjects in mind.
        self._encode = lru_cache(maxsize=_KEPT)(lambda text: encoder.encode([text]))
        self.rank = lru_cache(maxsize=_KEPT)(self._rank)
        self._nearness = lru_cache(maxsize=_KEPT)(_nothing_yet)
        # Half the bytes of float32 and searched in less than half the time; the competency questions score
        # as before. The encoder, too, waits for memory: the less is read beside it, the better.
        self._index = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_bf16, faiss.METRIC_INNER_PRODUCT
        )
        self._index.add(vectors)
        # The index's own memory: a second copy of all vectors would be the largest thing in the process.
        held = faiss.rev_swig_ptr(self._index.codes.data(), self._index.codes.size())
        self._halves = held.view(np.uint16).reshape(vectors.shape)
        self._exact = {w.text.lower(): w.target for w in reversed(self.wordings)}
        tokens = [tokens_of(w.text) for w in self.wordings]
        # Kept as tuples: as sets they would take 7 MB more, and a question needs those of its matches alone.
        self._words = [tuple({t.lower for t in found}) for found in tokens]
        self.stems = [tuple({t.stem for t in found}) for found in tokens]
        self.telling = [tuple({t.stem for t in found if language.tells(t)}) for found in tokens]
        numbers: dict[Target, int] = {}
        self._target = [numbers.setdefault(w.target, len(numbers)) for w in self.wordings]
        self._rows: defaultdict[str, list[int]] = defaultdict(list)
        self._sides: defaultdict[tuple[str, Asks], list[int]] = defaultdict(list)
        for row, wording in enumerate(self.wordings):
            self._rows[wording.target.iri].append(row)
            self._sides[wording.target.iri, wording.target.asks].append(row)
        self._likeness = WordLikeness(self.telling, [w.target.iri for w in self.wordings])

    def rows_of(self, iri: str) -> Sequence[int]:
        """Return the places of the wordings of a property or a value."""
        return self._rows.get(iri, ())

    def nearness(self, clause: str, iris: Sequence[str]) -> list[float]:
        """Return how like in meaning a clause is to some properties or values; 0 for what has no wording.

        It is the average over the nearest wordings of each: one may be near by chance.
        """
        known = self._nearness(clause)
        new = [iri for iri in dict.fromkeys(iris) if iri not in known]
        rows = [row for iri in new for row in self.rows_of(iri)]
        # All at once: to fetch the vectors of each by itself takes longer than to compare them.
        alike = (self.vectors(rows) @ self.encode(clause)[0]).tolist() if rows else []
        for iri in new:
            count = len(self.rows_of(iri))
            best = sorted(alike[:count])[-_AVERAGED:]
            known[iri] = sum(best) / len(best) if best else 0.0
            del alike[:count]
        return [known[iri] for iri in iris]

    def leaning(self, clause: str, iri: str) -> float:
        """Return how much more like the wordings of `true` of a property a clause is than those of `false`.

        Compared are the averages over the nearest wordings of each.
        """
        vector = self.encode(clause)[0]
        near = []
        for asks in (Asks.TRUE, Asks.FALSE):
            rows = self._sides.get((iri, asks), ())
            alike = sorted((self.vectors(rows) @ vector).tolist())[-_AVERAGED:] if rows else [0.0]
            near.append(sum(alike) / len(alike))
        return near[0] - near[1]

    def vectors(self, rows: Sequence[int] | NDArray[np.intp]) -> Vectors:
        """Return the vectors of some wordings: shape (rows, 384)."""
        halves = self._halves[np.asarray(rows, np.intp)].astype(np.uint32)
        found: Vectors = (halves << 16).view(np.float32)  # bfloat16 is the upper half of a float32
        return found

    def weight(self, stem: str) -> float:
        """Return how much a stem tells: the more, the fewer targets it is said of."""
        return self._likeness.weight(stem)

    def exact(self, phrase: str) -> Target | None:
        """Return the target of which a lower-case phrase is a wording to the letter."""
        return self._exact.get(phrase)

    def encode(self, text: str) -> Vectors:
        """Return the unit vector of a text, as one row."""
        return self._encode(text)

    def _rank(self, clause: str, stems: frozenset[str]) -> tuple[Match, ...]:
        """Return the targets of the nearest wordings, the best first; ties broken by IRI."""
        vector = self.encode(clause)
        words = self._likeness.likeness(stems)
        count = min(_NEAREST, len(self.wordings))
        _, near = self._index.search(vector, count)
        alike = np.flatnonzero(words)
        alike = alike[np.argsort(-words[alike], kind="stable")[:count]]
        rows = np.union1d(near[0], alike)
        scores = self.combined(self.vectors(rows) @ vector[0], words[rows])
        return self._best(rows, scores)

    def pairwise(self, clauses: Sequence[int], rows: Sequence[int]) -> Scores:
        """Return the score of some wordings, as clauses, for other wordings: shape (clauses, rows)."""
        words = np.array([self._likeness.likeness(self.telling[clause])[rows] for clause in clauses])
        return self.combined(self.vectors(clauses) @ self.vectors(rows).T, words)

    @staticmethod
    def combined(meaning: Scores, words: Scores) -> Scores:
        """Return one score from likeness of meaning and of words."""
        scores: Scores = (_MEANING * meaning + _WORDS * words).astype(np.float32)
        return scores

    def _best(self, rows: NDArray[np.intp], scores: Scores) -> tuple[Match, ...]:
        best: dict[int, Match] = {}
        least = _FAR_BEHIND * float(scores.max(initial=0.0))
        for place in np.argsort(-scores, kind="stable").tolist():
            row = int(rows[place])
            if best and scores[place] < least:
                break
            if self._target[row] in best:
                continue
            wording = self.wordings[row]
            score = round(float(scores[place]), 4)
            best[self._target[row]] = Match(
                wording.target, score, wording.text, self._words[row], self.stems[row]
            )
        return tuple(sorted(best.values(), key=lambda m: (-m.score, m.target.iri, m.target.asks)))


def _nothing_yet(_: str) -> dict[str, float]:
    return {}
