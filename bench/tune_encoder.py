"""Tune the encoder on questions and phrases that mean the same, and export it.

    python -m bench.tune_encoder [--held-out 0.15] [--output FOLDER]

The encoder as it is published puts a question nearer to phrases with the same words than to those with the
same meaning. Here it learns from pairs: a question written for training (`bench/tuning/*.jsonl`, none of them
a competency question) and a wording of the property or value that it asks for, or two wordings of one
target. The other targets of a batch are what it must tell apart (InfoNCE, van den Oord et al. 2018; in
batches, Henderson et al. 2017). A second term keeps every vector near the one of the published model, so that
text of which nothing was learnt means what it meant.

With `--held-out`, some properties take no part in training, and how often a question on them finds its
property is printed beside: what to expect of a catalogue that was not trained on. Needs the extra
`encoder`; 20 minutes on two cores.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).parent / "tuning"
_BATCH, _EPOCHS, _RATE, _WARM = 64, 3, 3e-5, 50
_SHARPNESS = 20.0
"""By how much cosines are multiplied before they are compared, as sentence-transformers does."""
_STAY = 1.0
"""How much it counts to stay near the published model."""
_SEED = 7
_WORDINGS = 6
"""So many of a target's wordings are learnt as questions, too."""

Target = tuple[str, str]


@dataclass(frozen=True)
class Lesson:
    """What is learnt: the phrases of each target, and the questions that ask for it."""

    phrases: Mapping[Target, Sequence[str]]
    questions: Sequence[tuple[Target, str]]

    def without(self, properties: frozenset[str]) -> "Lesson":
        """Return what does not speak of some properties."""
        return Lesson(
            {target: found for target, found in self.phrases.items() if target[0] not in properties},
            [(target, text) for target, text in self.questions if target[0] not in properties],
        )
