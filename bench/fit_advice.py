"""Fit the weights by which things are weighed against a described piece of work.

    python -m bench.fit_advice [FILE ...]

Prints the section `advice` of `retrieval/ranking.toml`, and how often the first pick is right, and how often
none of at most three is wrong, on scenarios that the weights were not fitted on, eight parts in turn. The
scenarios stand in `bench/tuning/scenarios.jsonl`: written for this from the facts of the catalogue, each with
all picks that would do; the open competency questions that name picks are added, and those of other files
given. The model is a conditional logit: of all services and variants one that fits should have most of the
probability (McFadden 1973).
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.evaluate import Case, default_files, read_cases
from graph.store import load
from retrieval.compose.weighing import signs_of
from retrieval.encoder import load_encoder
from retrieval.engine import Assistant

_DATA = Path(__file__).parent / "tuning" / "scenarios.jsonl"
_PENALTY = 0.02
_STEPS, _RATE = 300, 0.05
_EITHER = ("named", "told", "variant", "variant of named")
"""The signs that may speak for a thing or against it."""
_AGAINST = ("against", "barred", "denied", "says not", "too little")
"""The signs that may only speak against it; all others only for it."""
_PARTS = 8
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A scenario, the signs of each thing that may be picked, and which of them are right or wrong."""

    ask: str
    file: str
    things: Sequence[str]
    signs: Sequence[Mapping[str, float]]
    right: NDArray[np.float64]
    wrong: NDArray[np.float64]


def cases(files: Sequence[Path]) -> list[tuple[str, Case]]:
    """Return the scenarios of all files, each with the file it is from."""
    found = [("open", case) for case in read_cases(default_files()) if not case.get("heldout")]
    for file in (_DATA, *files):
        lines = file.read_text(encoding="utf-8").splitlines()
        found += [(file.stem, json.loads(line)) for line in lines]
    return [(name, case) for name, case in found if case.get("picks") and not case.get("history")]


def examples(assistant: Assistant, found: Sequence[tuple[str, Case]]) -> list[Example]:
    """Return what there is to learn from scenarios; what cannot be picked at all is left out."""
    label = assistant.catalogue.label
    learned = []
    for file, case in found:
        parse = assistant.conversation.parser.parse(case["ask"])
        understander = assistant.conversation.understander
        advised = understander.advising.advise(understander.intent.heard(parse))
        if advised is None:
            print("# not understood:", case["ask"])
            continue
        told = signs_of(advised, assistant.finder)
        names = [label(thing) for thing in told]
        right = np.array([float(name in case["picks"]) for name in names])
        wrong = np.array([float(name in case.get("not_picks", ())) for name in names])
        if not right.any():
            print("# excluded:", case["ask"], names if len(names) < 5 else "")
            continue
        learned.append(Example(case["ask"], file, list(told), list(told.values()), right, wrong))
    return learned


def fit(found: Sequence[Example], names: Sequence[str], penalty: float = _PENALTY) -> Matrix:
    """Return a weight for each sign: Adam on the log-likelihood, with a penalty on large weights.

    No weight may have the wrong sign: what speaks for a thing must not count against it.
    """
    tables = [table(example, names) for example in found]
    scale = np.concatenate(tables).std(axis=0) + 1e-9
    scaled = [(t - t.mean(axis=0)) / scale for t in tables]
    least = [0.0 if _only_for(name) else -np.inf for name in names]
    most = [0.0 if _only_against(name) else np.inf for name in names]
    weight, first, second = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, _STEPS + 1):
        slope = penalty * weight
        for example, rows in zip(found, scaled, strict=True):
            sums = rows @ weight
            odds = np.exp(sums - sums.max())
            meant = odds * example.right
            slope += (odds / odds.sum() - meant / meant.sum()) @ rows / len(found)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weight -= _RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weight = np.clip(weight, least, most)
    fitted: Matrix = weight / scale
    return fitted


def _only_against(name: str) -> bool:
    return name not in _EITHER and any(word in name for word in _AGAINST)


def _only_for(name: str) -> bool:
    return name not in _EITHER and not _only_against(name)


def table(example: Example, names: Sequence[str]) -> Matrix:
    """Return the signs of a scenario's things as rows."""
    return np.array([[signs.get(name, 0.0) for name in names] for signs in example.signs])


def in_turn(found: Sequence[Example], names: Sequence[str]) -> list[Matrix]:
    """Return the scores of each example by weights that were fitted without it."""
    part = np.random.default_rng(0).permutation(len(found)) % _PARTS
    scores: list[Matrix] = [np.zeros(0)] * len(found)
    for number in range(_PARTS):
        learned = fit([e for e, p in zip(found, part, strict=True) if p != number], names)
        for place in np.flatnonzero(part == number).tolist():
            scores[place] = table(found[place], names) @ learned
    return scores


def main() -> None:
    assistant = Assistant.from_graph(load(["aws"]), load_encoder())
    found = examples(assistant, cases([Path(name) for name in sys.argv[1:]]))
    names = sorted({name for example in found for signs in example.signs for name in signs})
    scores = in_turn(found, names)
    first = [float(e.right[int(np.argmax(s))]) for e, s in zip(found, scores, strict=True)]
    for file in sorted({e.file for e in found}):
        shares = [hit for hit, e in zip(first, found, strict=True) if e.file == file]
        print(f"# {file}: {len(shares)} scenarios, first pick right {np.mean(shares):.1%}")
    print("[advice]")
    for name, weight in zip(names, fit(found, names), strict=True):
        print(f'"{name}" = {weight:.3f}')


if __name__ == "__main__":
    main()
