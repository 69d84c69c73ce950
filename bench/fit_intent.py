"""Fit the classifier that tells which kind of answer a question wants.

    python -m bench.fit_intent

Writes `retrieval/intent.npz`, and prints how many kinds it tells right of the questions that it was fitted
on, and of those of the last file, which it was not. The questions stand in `bench/tuning/kinds.jsonl` and
`kinds-blind.jsonl`: written for this, without sight of the code, about a fifth of them on other domains; the
open competency questions are added. Where two kinds would do, both are learnt with half the weight.
Needs scikit-learn, which the extra `encoder` brings. Run it again when the encoder has changed.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bench.evaluate import default_files, read_cases
from graph.store import load
from retrieval.encoder import load_encoder
from retrieval.engine import Assistant
from retrieval.intent import DECLINED, KINDS, flags

_DATA = Path(__file__).parent / "tuning"
_OUTPUT = Path(__file__).parent.parent / "retrieval" / "intent.npz"
_SCALE = 4.0
"""By how much vectors are multiplied, whose numbers are small beside the flags of 0 and 1."""
_STRENGTH = 0.2
"""Of the penalty on large weights, as scikit-learn counts it: small is strong."""

Labelled = tuple[str, str]


def read(file: str) -> list[Labelled]:
    """Return questions and the kinds that they want, joined by `|`."""
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()
    return [(case["ask"], case["kind"]) for case in map(json.loads, lines)]


def competency() -> list[Labelled]:
    """Return the open competency questions that stand alone."""
    cases = [c for c in read_cases(default_files()) if not c.get("heldout") and not c["history"]]
    return [
        (case["ask"], DECLINED if case["status"] == DECLINED else case["kind"])
        for case in cases
        if case["status"] == DECLINED or "kind" in case
    ]


def table(assistant: Assistant, texts: Sequence[str]) -> NDArray[np.float64]:
    """Return a row of features for each text: vector, flags and 1."""
    rows = []
    for text in texts:
        parse = assistant.conversation.parser.parse(text)
        vector = assistant.conversation.understander.intent.matcher.encode(parse.focus(parse.named))[0]
        vector = vector * _SCALE
        rows.append(np.concatenate([vector, flags(parse), [1.0]]))
    return np.array(rows)


def main() -> None:
    assistant = Assistant.from_graph(load(["aws"]), load_encoder())
    known = [(ask, kind) for ask, kind in (*read("kinds.jsonl"), *competency()) if kind != "choice"]
    blind = [(ask, kind) for ask, kind in read("kinds-blind.jsonl") if kind != "choice"]
    features = table(assistant, [ask for ask, _ in known])
    rows, kinds, weights = [], [], []
    for row, (_, wanted) in enumerate(known):
        possible = [KINDS.index(kind) for kind in wanted.split("|") if kind in KINDS]
        rows += [row] * len(possible)
        kinds += possible
        weights += [1 / len(possible)] * len(possible)
    model = LogisticRegression(C=_STRENGTH, max_iter=2000, fit_intercept=False)
    model.fit(features[rows], kinds, sample_weight=weights)
    learned = model.coef_.copy()
    for name, labelled, found in (
        ("fitted on", known, features),
        ("blind", blind, table(assistant, [ask for ask, _ in blind])),
    ):
        told = [KINDS[place] for place in (found @ learned.T).argmax(axis=1)]
        right = sum(kind in wanted.split("|") for kind, (_, wanted) in zip(told, labelled, strict=True))
        print(f"{name}: {right} of {len(labelled)} ({right / len(labelled):.1%})")
    learned[:, : features.shape[1] - 1 - len(flags(assistant.conversation.parser.parse("x")))] *= _SCALE
    np.savez_compressed(_OUTPUT, weights=learned.astype(np.float16))


if __name__ == "__main__":
    main()
