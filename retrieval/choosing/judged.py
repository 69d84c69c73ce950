"""What the judges of options hand back."""

from dataclasses import dataclass

from retrieval.answer import Draft
from retrieval.choices import Option


@dataclass(frozen=True, slots=True)
class Judged:
    """What the graph says of one option: how much speaks for it, and the words."""

    option: Option
    score: float
    draft: Draft | None
