"""The lessons from which the encoder is tuned, and the batches in which they are learnt.

Questions stand in `bench/tuning/lessons.jsonl`: written for this, whom they ask about hidden behind "it",
each with its target (a property or value of the catalogue) and what it asks of it. What they ask for is
worded by the catalogue itself; a tenth of the questions is on twenty other domains, whose wordings stand in
`bench/tuning/lessons-domains.jsonl`, so that not only our own subject is learnt.
"""

import json
import random
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from graph.namespaces import iri
from retrieval.encoder import Vectors
from retrieval.wordings import Wording

_DATA = Path(__file__).parent / "tuning"
_NEAR = 160
"""How many neighbours a target has from which a hard batch is filled."""
_SEEDS = 4
_KEPT_PROPERTY, _KEPT_VALUE = 6, 3
"""How many wordings of a target are asked like questions, too."""
_CENTRE = 8
"""How many wordings of a target tell where it lies."""
_FEWEST = 16
"""A batch with fewer pairs has too little to tell apart, and ends a round."""

Key: TypeAlias = tuple[str, str]
"""A property or value, and what is asked of it: its opposite is another key."""
Pair: TypeAlias = tuple[str, str]
"""A question, and a wording of what it asks."""


@dataclass(frozen=True)
class Lessons:
    """What is asked for each key, and how the key is worded."""

    asked: Mapping[Key, Sequence[str]]
    wordings: Mapping[Key, Sequence[str]]

    @property
    def texts(self) -> list[str]:
        """Every question and wording, once."""
        return sorted({text for group in (self.asked, self.wordings) for ts in group.values() for text in ts})

    @property
    def count(self) -> int:
        """How many questions there are, wordings that are asked included."""
        return sum(map(len, self.asked.values()))


def read_lessons(catalogue: Sequence[Wording], rng: random.Random) -> Lessons:
    """Return all lessons whose key is worded by the catalogue or in the other domains."""
    worded: defaultdict[Key, list[str]] = defaultdict(list)
    for wording in catalogue:
        worded[wording.target.iri, str(wording.target.asks)].append(wording.text.lower())
    for line in lines("lessons-domains.jsonl"):
        worded[line["target"], line["asks"]].append(line["wording"])
    asked: defaultdict[Key, list[str]] = defaultdict(list)
    for line in lines("lessons.jsonl"):
        name = line["target"]
        key = (iri(name).value if ":" in name else name, line["asks"])
        if key in worded:
            asked[key].append(line["ask"])
    for key, texts in worded.items():
        if len(texts) > 1:
            kept = _KEPT_VALUE if key[1] == "value" else _KEPT_PROPERTY
            asked[key] += rng.sample(texts, min(len(texts), kept))
    return Lessons(asked, worded)


def lines(file: str) -> list[dict[str, str]]:
    """Return the records of a file of `bench/tuning`."""
    return [json.loads(line) for line in (_DATA / file).read_text(encoding="utf-8").splitlines()]


def neighbours(lessons: Lessons, vectors: Mapping[str, Vectors]) -> dict[Key, list[Key]]:
    """Return for each key those whose wordings lie nearest to its own, itself first."""
    keys = list(lessons.asked)
    centres = np.array([np.mean([vectors[t] for t in lessons.wordings[k][:_CENTRE]], axis=0) for k in keys])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    order = np.argsort(-(centres @ centres.T), axis=1)[:, :_NEAR]
    return {key: [keys[n] for n in row] for key, row in zip(keys, order, strict=True)}


def batches(
    lessons: Lessons, near: Mapping[Key, Sequence[Key]], size: int, rng: random.Random
) -> Iterator[list[Pair]]:
    """Yield a round of pairs, each question at most once and no two of a batch with the same key.

    Every other batch is hard: a few seeds and their neighbours, opposites among them, so that a question is
    told from what is easily taken for it. A text is paired with another wording than itself, if any.
    """
    pool = {key: deque(rng.sample(texts, len(texts))) for key, texts in lessons.asked.items()}
    hard = False
    while sum(map(len, pool.values())) >= size:
        hard = not hard
        alive = [key for key in lessons.asked if pool[key]]
        weights = [len(pool[key]) for key in alive]
        if hard and len(alive) > size:
            chosen = _hard(rng.choices(alive, weights, k=_SEEDS), near, pool, size // _SEEDS)
        else:
            chosen = _any(alive, weights, size, rng)
        if len(chosen) < _FEWEST:
            return
        asked = [(key, pool[key].popleft()) for key in chosen]
        yield [(text, _other(lessons.wordings[key], text, rng)) for key, text in asked]


def _hard(
    seeds: Sequence[Key], near: Mapping[Key, Sequence[Key]], pool: Mapping[Key, deque[str]], each: int
) -> list[Key]:
    chosen: list[Key] = []
    for seed in seeds:
        chosen += [key for key in near[seed] if pool[key] and key not in chosen][:each]
    return chosen


def _any(alive: Sequence[Key], weights: Sequence[int], size: int, rng: random.Random) -> list[Key]:
    chosen: set[Key] = set()
    while len(chosen) < min(size, len(alive)):
        chosen.add(rng.choices(alive, weights)[0])
    return sorted(chosen)


def _other(wordings: Sequence[str], text: str, rng: random.Random) -> str:
    return rng.choice([wording for wording in wordings if wording != text] or wordings)
