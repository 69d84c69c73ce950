"""What a question about costs asks for, in terms of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from retrieval.cost.workload import Workload


@dataclass(frozen=True, slots=True)
class CostAsked:
    """A workload, and what is wanted of it."""

    workload: Workload
    saving: bool = False
    """Whether the difference is asked for."""
    even: bool = False
    """Whether it is asked at what load the order turns."""
    over: str | None = None
    """The dimension over which the order turns, where one is named."""
    against: Mapping[str, str] = field(default_factory=dict)
    """For a saving between options: the other option, by IRI of the choice."""
    free_tier: bool | None = None
    """Whether the free tier is asked for; None where nothing is said of it."""
    monthly: tuple[str, ...] = ()
    """Dimensions whose amounts were stated without a period, and are taken as a month's."""
    trouble: str = ""
    """Why it cannot be worked out as asked, where it cannot."""
