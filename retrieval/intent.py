"""Which kind of answer a question wants, as far as its form and its tone tell.

`what all can autoscale` wants a list and `we need something that autoscales` wants advice, though both speak
of one property. Cue words tell most of such pairs apart, and miss all that nobody thought of. So a linear
classifier reads the sentence vector of the question, in which the names are hidden, beside its cues. It was
fitted on questions written for it, a fifth of them from other domains (`bench/fit_intent.py`), and on the
open competency questions; it knows no catalogue.
"""

import importlib.resources
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.language import Cue, Found
from retrieval.matching import Matcher
from retrieval.parse import Parse
from retrieval.question import QuestionKind

DECLINED = "declined"
"""What wants no answer that a graph of services can give."""
KINDS = tuple(sorted({kind.value for kind in QuestionKind} - {QuestionKind.CHOICE.value} | {DECLINED}))
_CUES = tuple(
    sorted(
        {
            *(
                Cue.COMPARISON,
                Cue.DEFINITION,
                Cue.EXPLANATION,
                Cue.POLITE,
                Cue.ABBREVIATION,
                Cue.LIST,
                Cue.COUNT,
            ),
            *(Cue.WHY, Cue.TRUTH, Cue.OPINION, Cue.PURPOSE, Cue.LIMIT, Cue.ONLY, Cue.INSTRUCTION, Cue.HOW_TO),
            *(Cue.FUTURE, Cue.RECOMMENDATION, Cue.NEED, Cue.OPEN, Cue.CHOOSING, Cue.CHEAPER, Cue.CHEAPEST),
        }
    )
)
_HEARD = {
    QuestionKind.OPEN.value: Cue.OPEN,
    QuestionKind.WHY.value: Cue.WHY,
    QuestionKind.LIST.value: Cue.LIST,
    QuestionKind.COUNT.value: Cue.COUNT,
    QuestionKind.COMPARISON.value: Cue.COMPARISON,
    QuestionKind.RECOMMENDATION.value: Cue.RECOMMENDATION,
    QuestionKind.BOOLEAN.value: Cue.TRUTH,
}
"""The cue that says in words what a question of some kind wants."""
SURE = 0.5
"""The probability from which a kind is wanted, though no cue says so."""
ADVICE = 0.3
"""The probability from which advice is wanted where no other kind is sure: it is told in many ways."""
_TOLD = 5
"""So many words that say something tell of work."""
_UNLIKELY = 0.08
"""The probability below which a cue does not mean what it says: `I need a list of ...`."""
_FILE = "intent.npz"
_LONG = 60
"""Words; longer messages are all alike."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Tells how probable each kind of answer is."""

    matcher: Matcher
    weights: NDArray[np.float32]
    """Shape (kinds, dimensions of a vector and flags, 1)."""

    @classmethod
    def shipped(cls, matcher: Matcher) -> Self:
        """Return the classifier with the weights of the package."""
        with importlib.resources.files("retrieval").joinpath(_FILE).open("rb") as file:
            return cls(matcher, np.load(file)["weights"].astype(np.float32))

    def of(self, parse: Parse) -> Mapping[str, float]:
        """Return the probability of each kind that a question may want."""
        vector = self.matcher.encode(parse.focus(parse.named))[0]
        sums = self.weights @ np.concatenate([vector, flags(parse), [1.0]]).astype(np.float32)
        shares = np.exp(sums - sums.max())
        return dict(zip(KINDS, np.round(shares / shares.sum(), 4).tolist(), strict=True))

    def heard(self, parse: Parse) -> Parse:
        """Return a question with the cues of the kind that it wants, and without those of what it does not.

        A cue that only its tone gives takes up no words.
        """
        wants = self.of(parse)
        kinds = {cue: wants[kind] for kind, cue in _HEARD.items()}
        said = [found for found in parse.cues if kinds.get(found.cue, 1.0) >= _UNLIKELY]
        several = len(parse.content) >= _TOLD or any(token.apart for token in parse.tokens)
        told = several and max(wants.values()) < SURE
        least = {Cue.RECOMMENDATION: ADVICE if told else SURE}
        heard = [
            Found(cue, 0, 0)
            for cue, share in kinds.items()
            if share >= least.get(cue, SURE) and not parse.has(cue)
        ]
        return replace(parse, cues=(*said, *heard), wants=wants)


def flags(parse: Parse) -> Sequence[float]:
    """Return what the parts of a question tell of its kind, 0 to 1 each."""
    things = len({iri for mention in parse.services for iri in mention.iris})
    return [
        *(float(parse.has(cue)) for cue in _CUES),
        float(parse.asks_yes_or_no),
        float(parse.has_question_word),
        float(things == 0),
        float(things == 1),
        float(things > 1),
        float(bool(parse.classes)),
        float(bool(parse.quantities)),
        min(len(parse.tokens), _LONG) / _LONG,
        float("?" in parse.text),
        float(parse.between("or")),
        float(bool(parse.superlatives)),
        float(parse.negated),
    ]
