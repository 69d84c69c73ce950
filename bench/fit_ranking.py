"""Fit the weights by which readings of a question are ranked and trusted.

    python -m bench.fit_ranking

Prints `retrieval/ranking.toml`. How often the right reading comes first, and how many of the readings that
are trusted are right, is counted on questions that the weights were not fitted on, five parts in turn. Uses
the open competency questions that name whom they are about: those that say which property must be cited,
and for trust also those that are to be declined. Needs scikit-learn, which the extra `encoder` brings.
Trust is fitted on the ranking that is in force: run it again after the ranking has changed.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bench.evaluate import Case, default_files, read_cases
from graph.store import load
from retrieval.encoder import load_encoder
from retrieval.engine import Assistant
from retrieval.framing import unframed
from retrieval.parse import Parse
from retrieval.ranking import Asked, Candidate
from retrieval.trust import ENOUGH

_PENALTY = 5.0
"""On large weights of the ranking, as the sum of their squares counts."""
_TRUST = 0.1
"""Of the penalty on large weights of trust, as scikit-learn counts it: small is strong."""
_ASKING_ONE = {"fact", "boolean", "list", "count", "quantity", "relation", "trap", "premise", "wrong-premise"}
"""The groups of questions that ask for one property; others have several right ones, or none."""
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


def asks_one(case: Case) -> bool:
    """Say whether a question asks for one property."""
    return case.get("group", str(case.get("kind", "")).split("|")[0]) in _ASKING_ONE


def examples(assistant: Assistant, cases: Sequence[Case]) -> list[Example]:
    """Return what there is to learn from some questions."""
    reader = assistant.conversation.understander.reader
    finder = reader.candidates
    found = []
    for case in cases:
        parse = _read(assistant, case["ask"])
        things = reader.things(parse)
        properties = wanted(case)
        if case["history"] or case["status"] == "declined" or not things or not properties:
            continue
        if not asks_one(case):
            continue
        candidates = finder.likely(parse, things, parse.named)[:12]
        asked = Asked.of(parse, finder.ranker.matcher, parse.named)
        right = np.array([float(bool(_names(c) & properties)) for c in candidates])
        if len(candidates) > 1:
            found.append(Example([finder.ranker.signs(c, asked) for c in candidates], right))
    return found


def _read(assistant: Assistant, question: str) -> Parse:
    """Return the parse of a question as readings are found for it."""
    talk = assistant.conversation
    understander = talk.understander
    heard = understander.intent.heard(unframed(talk.parser.parse(question), talk.parser))
    return understander.realised(heard)


def _names(candidate: Candidate) -> set[str]:
    return {iri.rsplit("#", 1)[-1] for iri in candidate.constraint.properties}


def trusted(assistant: Assistant, cases: Sequence[Case]) -> list[Example]:
    """Return the signs of the likeliest reading of each question, and whether it is right."""
    reader = assistant.conversation.understander.reader
    found = []
    for case in cases:
        parse = _read(assistant, case["ask"])
        things = reader.things(parse)
        properties = wanted(case)
        if case["history"] or not things or not (properties or case["status"] == "declined"):
            continue
        if case["status"] != "declined" and not asks_one(case):
            continue
        candidates = reader.candidates.find(parse, things, parse.named)
        if candidates:
            right = case["status"] != "declined" and bool(_names(candidates[0]) & properties)
            signs = reader.trust.signs(parse, candidates, things, parse.named)
            found.append(Example([signs], np.array([float(right)])))
    return found


def fit(found: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    """Return a weight for each sign; that of `always` takes up what the others leave."""
    varying = [name for name in names if name != "always"]
    table = np.array([[signs.get(name, 0.0) for name in varying] for e in found for signs in e.signs])
    scaler = StandardScaler().fit(table)
    model = LogisticRegression(C=_TRUST, max_iter=3000)
    model.fit(scaler.transform(table), np.concatenate([e.right for e in found]))
    learned = dict(zip(varying, model.coef_[0] / scaler.scale_, strict=True))
    rest = float(model.intercept_[0] - (model.coef_[0] * scaler.mean_ / scaler.scale_).sum())
    return learned | ({"always": rest} if "always" in names else {})


def fit_choice(found: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    """Return a weight for each sign, by which one that is right is most probable among its neighbours."""
    tables = [np.array([[signs.get(name, 0.0) for name in names] for signs in e.signs]) for e in found]
    spread = np.concatenate(tables).std(axis=0) + 1e-9
    told = [(t / spread, e.right) for t, e in zip(tables, found, strict=True) if 0 < e.right.mean() < 1]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = _PENALTY * float(weights @ weights) / 2, _PENALTY * weights
        for table, right in told:
            shares = np.exp(table @ weights - (table @ weights).max())
            shares /= shares.sum()
            hit = float(shares @ right)
            total -= math.log(hit)
            slope = slope + table.T @ (shares - shares * right / hit)
        return total, slope

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, (fitted / spread).tolist(), strict=True))


Fit = Callable[[Sequence[Example], Sequence[str]], dict[str, float]]


def in_turn(found: Sequence[Example], names: Sequence[str], fit_to: Fit) -> list[dict[str, float]]:
    """Return for each example weights that were fitted without it, `_TURNS` times one after the other."""
    learned: list[dict[str, float]] = []
    for turn in range(_TURNS):
        part = np.random.default_rng(turn).permutation(len(found)) % _PARTS
        fitted = [
            fit_to([e for e, p in zip(found, part, strict=True) if p != number], names)
            for number in range(_PARTS)
        ]
        learned += [fitted[number] for number in part]
    return learned


def total(signs: Mapping[str, float], learned: Mapping[str, float]) -> float:
    """Return the sum of some signs by their weights."""
    return sum(learned.get(name, 0.0) * value for name, value in signs.items())


def main() -> None:
    assistant = Assistant.from_graph(load(["aws"]), load_encoder())
    cases = [case for case in read_cases(default_files()) if not case.get("heldout")]
    found = examples(assistant, cases)
    names = sorted({name for e in found for signs in e.signs for name in signs})
    before = sum(float(e.right[0]) for e in found) / len(found)
    learned = in_turn(found, names, fit_choice)
    hits = [
        float(e.right[int(np.argmax([total(signs, weight) for signs in e.signs]))])
        for e, weight in zip(found * _TURNS, learned, strict=True)
    ]
    print(f"# {len(found)} questions: right first by likeness {before:.1%}, by weight {np.mean(hits):.1%}")
    _show("ranking", fit_choice(found, names))
    found = trusted(assistant, cases)
    names = sorted({name for e in found for signs in e.signs for name in signs})
    learned = in_turn(found, names, fit)
    least = math.log(ENOUGH / (1 - ENOUGH))
    kept = [e.right[0] for e, w in zip(found * _TURNS, learned, strict=True) if total(e.signs[0], w) >= least]
    share, right = len(kept) / len(learned), sum(kept) / len(kept)
    print(f"# {len(found)} questions: {share:.1%} trusted, {right:.1%} of them rightly")
    _show("trust", fit(found, names))


def _show(section: str, learned: Mapping[str, float]) -> None:
    print(f"[{section}]")
    for name, weight in sorted(learned.items()):
        print(f'"{name}" = {weight:.3f}')


if __name__ == "__main__":
    main()
