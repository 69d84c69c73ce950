"""Thresholds from the catalogue's own wordings, so that no catalogue needs tuning by hand.

Each wording in turn plays the question. Where the other wordings of its property stay, the best match
should be that property; where all of them are taken away, the graph holds nothing of the kind, and any
match is wrong. The threshold is the score at which answering pays most, a wrong answer costing three.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import Vectors
from retrieval.matching import Matcher

Encode: TypeAlias = Callable[[Sequence[str]], Vectors]

_COST_OF_WRONG = 3
_SAMPLE = 320
_HARMLESS = 0.3
"""The share of harmless words that pull further than is let pass."""
_PLAYED = 400
"""How many wordings play the question, drawn by lot: all of them give the same threshold."""
_AT_ONCE = 32
"""All at once would be the most memory that is ever used."""


def score_threshold(matcher: Matcher, held: Sequence[frozenset[str]]) -> float:
    """Return the score from which a match is worth answering.

    `held` are the properties of each subject: the question is put about a subject that has its property,
    and only what is stated of the same subject rivals it.
    """
    rows = [i for i, w in enumerate(matcher.wordings) if not w.target.is_value]
    names = [matcher.wordings[i].target.iri for i in rows]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    targets = np.array([numbers[name] for name in names], np.intp)
    holding = [[name in properties for name in numbers] for properties in held]
    holds = np.array(holding, bool).reshape(len(held), len(numbers))[:, targets]
    asked = np.flatnonzero(holds.any(axis=0))
    if not asked.size:
        return 1.0
    played = np.array(sorted(asked.tolist(), key=lambda place: _lot(matcher, rows[place]))[:_PLAYED], np.intp)
    right, other = np.full(len(played), -1.0), np.full(len(played), -1.0)
    for first in range(0, len(played), _AT_ONCE):
        turns = range(first, min(first + _AT_ONCE, len(played)))
        block = matcher.pairwise([rows[place] for place in played[turns]], rows)
        for turn, scores in zip(turns, block, strict=True):
            holders = np.flatnonzero(holds[:, played[turn]])
            lot = int.from_bytes(_lot(matcher, rows[played[turn]])[-2:])
            scores[~holds[holders[lot % len(holders)]]] = -1
            scores[played[turn]] = -1
            same = targets == targets[played[turn]]
            right[turn] = scores[same].max(initial=-1)
            other[turn] = scores[~same].max(initial=-1)
    found = np.maximum(right, other)
    gain = np.where(right > other, 1, -_COST_OF_WRONG)
    steps = np.linspace(0.2, 0.95, 76)
    worth = np.array(
        [float(gain[found >= s].sum() - _COST_OF_WRONG * (other >= s).sum() / _ABSENT) for s in steps]
    )
    # The curve is flat at its top: the middle of the flat part does not jump when a phrase is added.
    best = steps[worth >= worth.max() - _FLAT * len(played)]
    return round(float(best.mean()) * _CHATTER, 4)


_FLAT = 0.01
"""How much of the questions played may be lost within the flat part."""
_ABSENT = 8
"""One question in so many asks for a property that the graph lacks."""
_CHATTER = 0.76
"""How much less a whole question scores than a bare phrase; measured on the open questions."""


def drift_threshold(matcher: Matcher, encode: Encode, fillers: Sequence[str]) -> float:
    """Return how far words may pull a clause from what it matches before they count as foreign to it.

    Wordings with a harmless word added show how far a word pulls that means nothing; what most of them
    stay within is let pass. (Words of other properties pull further, but where the two differ most jumps
    with every phrase added, so it is no measure.)
    """
    rows = [i for i, w in enumerate(matcher.wordings) if not w.target.is_value]
    sample = sorted(rows, key=lambda row: _lot(matcher, row))[:_SAMPLE]
    texts = [matcher.wordings[r].text + " " + fillers[n % len(fillers)] for n, r in enumerate(sample)]
    return round(float(np.quantile(_drift(matcher, encode(texts), sample), _HARMLESS)), 4)


def _lot(matcher: Matcher, row: int) -> bytes:
    """By which wordings and whom they are put about are drawn: a phrase that is added leaves the others."""
    return sha256(matcher.wordings[row].text.encode()).digest()


def _drift(matcher: Matcher, vectors: Vectors, rows: Sequence[int]) -> NDArray[np.float32]:
    """By how much each vector is less like the other wordings of its row's target than the row is."""
    of_target: defaultdict[str, list[int]] = defaultdict(list)
    for index, wording in enumerate(matcher.wordings):
        of_target[wording.target.iri].append(index)
    moved = np.empty(len(rows), np.float32)
    for position, row in enumerate(rows):
        others = [i for i in of_target[matcher.wordings[row].target.iri] if i != row] or [row]
        around = matcher.vectors(others)
        before = around @ matcher.vectors([row])[0]
        moved[position] = (around @ vectors[position]).max() - before.max()
    return moved
