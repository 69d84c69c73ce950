"""Fit the weights by which readings of a clause are ranked.

    python -m bench.fit_ranking

Prints the weights for `retrieval/ranking.toml`, and how often the right reading comes first with them:
on questions that they were not fitted on (five parts in turn), against the order of likeness alone. Uses the
open competency questions that name whom they are about and say which property must be cited. Needs
scikit-learn, which the extra `encoder` brings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bench.evaluate import Case, default_files, read_cases
from graph.store import load
from retrieval.encoder import load_encoder
from retrieval.engine import Assistant
from retrieval.ranking import Asked, Candidate

_STRENGTH = 0.03
"""Of the penalty on large weights, as scikit-learn counts it: small is strong."""
_PARTS, _TURNS = 5, 6


@dataclass(frozen=True)
class Example:
    """The signs of a question's candidates, likeliest wording first, and which of them are right."""

    signs: Sequence[Mapping[str, float]]
    right: NDArray[np.float64]


def wanted(case: Case) -> set[str]:
    """Return the local names of the properties of which one must be cited."""
    triples = [*case.get("cites", []), *case["any_of"]]
    return {t.split()[1].rsplit(":", 1)[-1] for t in triples if len(t.split()) > 1}


def examples(assistant: Assistant, cases: Sequence[Case]) -> list[Example]:
    """Return what there is to learn from some questions."""
    reader = assistant.conversation.understander.reader
    finder = reader.candidates
    found = []
    for case in cases:
        parse = assistant.conversation.parser.parse(case["ask"])
        things = reader.things(parse)
        properties = wanted(case)
        if case["history"] or case["status"] == "declined" or not things or not properties:
            continue
        candidates = finder.likely(parse, things, parse.named)[:12]
        asked = Asked.of(parse, parse.named)
        right = np.array([float(bool(_names(c) & properties)) for c in candidates])
        if len(candidates) > 1:
            found.append(Example([finder.ranker.signs(c, asked) for c in candidates], right))
    return found


def _names(candidate: Candidate) -> set[str]:
    return {iri.rsplit("#", 1)[-1] for iri in candidate.constraint.properties}


def fit(found: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    """Return a weight for each sign."""
    table = np.array([[signs.get(name, 0.0) for name in names] for e in found for signs in e.signs])
    scaler = StandardScaler().fit(table)
    model = LogisticRegression(C=_STRENGTH, max_iter=3000)
    model.fit(scaler.transform(table), np.concatenate([e.right for e in found]))
    return dict(zip(names, model.coef_[0] / scaler.scale_, strict=True))


def first(example: Example, weights: Mapping[str, float]) -> float:
    """Return whether the candidate with the most weight is right, 1 or 0."""
    sums = [sum(weights.get(n, 0.0) * value for n, value in signs.items()) for signs in example.signs]
    return float(example.right[int(np.argmax(sums))])


def main() -> None:
    assistant = Assistant.from_graph(load(["aws"]), load_encoder())
    cases = [case for case in read_cases(default_files()) if not case.get("heldout")]
    found = examples(assistant, cases)
    names = sorted({name for e in found for signs in e.signs for name in signs})
    shares = []
    for turn in range(_TURNS):
        part = np.random.default_rng(turn).permutation(len(found)) % _PARTS
        hits = 0.0
        for number in range(_PARTS):
            learned = fit([e for e, p in zip(found, part, strict=True) if p != number], names)
            hits += sum(first(e, learned) for e, p in zip(found, part, strict=True) if p == number)
        shares.append(hits / len(found))
    before = sum(float(e.right[0]) for e in found) / len(found)
    print(f"# {len(found)} questions: right first by likeness {before:.1%}, by weight {np.mean(shares):.1%}")
    print("[weights]")
    for name, weight in fit(found, names).items():
        print(f'"{name}" = {weight:.3f}')


if __name__ == "__main__":
    main()
