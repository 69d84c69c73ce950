"""What a question was understood to ask."""

from dataclasses import dataclass
from enum import StrEnum

from retrieval.cost.asked import CostAsked
from retrieval.leaning import NO_LEANINGS, Leanings
from retrieval.quantities import Quantity
from retrieval.wordings import Asks


class QuestionKind(StrEnum):
    """The kinds of answer that a question can want."""

    FACT = "fact"
    BOOLEAN = "boolean"
    LIST = "list"
    COUNT = "count"
    SUPERLATIVE = "superlative"
    COMPARISON = "comparison"
    DEFINITION = "definition"
    RECOMMENDATION = "recommendation"
    WHY = "why"
    CHOICE = "choice"
    OPEN = "open"
    COST = "cost"


class Reason(StrEnum):
    """Why a question is declined."""

    EMPTY = "empty"
    OUT_OF_SCOPE = "out_of_scope"
    UNKNOWN_NAME = "unknown_name"
    NOT_IN_GRAPH = "not_in_graph"
    AMBIGUOUS = "ambiguous"
    STALE = "stale"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    INSTRUCTION = "instruction"


@dataclass(frozen=True, slots=True)
class Comparator:
    """An amount that a value is held against: `at_least`, `more_than`, `at_most`, `less_than`, `exactly`."""

    relation: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a question says of a property's value, or of a value whatever its property."""

    properties: tuple[str, ...]
    """The property, or all those that the value may belong to."""
    asks: Asks
    values: tuple[str, ...] = ()
    """What a name in the question may mean; empty unless `asks` is VALUE."""
    amount: Comparator | None = None
    negated: bool = False
    """Whether the opposite is asked: `more complicated than`, `cannot run an hour`."""
    only: bool = False
    """Whether it is asked that there is no other value: `limited to`."""
    said: frozenset[str] = frozenset()
    """The stems of a text that a yes or no puts forward as the value: `was it called X before`."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that a described piece of work needs or would like."""

    constraint: Constraint
    clause: int
    """Which part of the description says so: of several readings of one part, one is meant."""
    weight: float
    """How well the words fit, 0 to 1."""
    hard: bool
    """Whether what cannot fulfil it is ruled out."""
    stems: tuple[str, ...] = ()
    """Of the wording that it was read by."""
    bounding: bool = False
    """Whether its amount is of what work is first bounded by, so that what grants less is ruled out."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in terms of the catalogue."""

    kind: QuestionKind
    subjects: tuple[str, ...]
    """The things asked about; for a list or a count, those it is limited to."""
    constraints: tuple[Constraint, ...]
    """What is asked of them; none where they are asked about as such."""
    reading: str
    conditions: tuple[str, ...] = ()
    """What is named that prices may depend on, such as an architecture."""
    wishes: tuple[Wish, ...] = ()
    """What a described piece of work needs; empty unless a recommendation is asked for."""
    leanings: Leanings = NO_LEANINGS
    """What of each thing speaks for the work described, and what against."""
    presupposed: bool = False
    """Whether the question takes for granted what its constraint says."""
    ending: bool = False
    """Whether the amount in the question is said to be the limit: `stops after 15 minutes`."""
    explains: bool = False
    """Whether what is so needs no `that is not so`: a limit explains what is cut off; or only a word such as
    `fee` takes something for granted."""
    enumerated: bool = False
    """Whether values that a thing has are to be listed rather than told: `name its triggers`."""
    abbreviated: bool = False
    """Whether a definition is asked for by what a name stands for."""
    without: tuple[str, ...] = ()
    """Services that are left out of a list, a count or a superlative: `besides X`."""
    cost: CostAsked | None = None
    """What is used, where it is asked what that costs."""

    @property
    def counts_values(self) -> bool:
        """Whether it counts what one subject has rather than the subjects of which something holds."""
        (constraint, *more) = self.constraints or (None,)
        return (
            self.kind is QuestionKind.COUNT
            and constraint is not None
            and len(self.subjects) == 1
            and not (more or constraint.amount)
            and constraint.asks in (Asks.TRUE, Asks.VALUE)
        )


@dataclass(frozen=True, slots=True)
class Declined:
    """A question that is not answered, why, and what can be asked instead."""

    reason: Reason
    explanation: str
    suggestions: tuple[str, ...] = ()
