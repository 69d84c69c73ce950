"""What the judges of options share: what they hand back, and when a reading counts."""

from dataclasses import dataclass

from retrieval.answer import Draft
from retrieval.choices import Option

NEAR = 0.8
"""The share of the threshold from which a reading counts where options narrow what is meant."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the graph says of one option: how much speaks for it, and the words."""

    option: Option
    score: float
    draft: Draft | None
