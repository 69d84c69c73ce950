"""Requests and responses of estimates as JSON. Money and usage are decimal numbers written as text."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import Field

from api.models import CitationBody, GraphBody, Ids, NodeBody, RequestBody, ResponseBody
from graph.errors import QuestionError

Amounts = Annotated[
    dict[str, Decimal | str],
    Field(max_length=50, description="By name; a number in its unit, or a text with a unit: `120 ms`."),
]


class BreakEvenRequest(RequestBody):
    """Over what two candidates are compared."""

    over: str | None = Field(
        None, description="The name of an amount; none: the first where the order turns."
    )


class EstimateRequest(RequestBody):
    """A piece of work, and where it may be done; `GET /v1/estimate` lists the names."""

    workload: Amounts
    choices: Annotated[dict[str, str], Field(max_length=50)] = Field(
        default_factory=dict, description='For example `{"architecture": "arm64"}`.'
    )
    services: tuple[str, ...] = Field(
        (), max_length=10, description="Names, IRIs or labels, also of sizes; none: all that can do the work."
    )
    months: Decimal = Field(Decimal(1), description="The period of the totals.")
    free_tier: bool = Field(False, description="Whether candidates are ordered by their total with it.")
    break_even: BreakEvenRequest | None = Field(
        None, description="Compares the two services, or the two cheapest candidates."
    )


class AmountBody(ResponseBody):
    """An amount by which work can be described."""

    name: str
    label: str
    definition: str
    unit: str
    least: str
    greatest: str
    assumed: str | None = Field(description="What is taken where nothing is said.")
    typical: str | None = Field(description="What is taken to compare two services, where nothing is said.")
    example: str


class OptionBody(ResponseBody):
    """Something that can be chosen."""

    name: str
    label: str


class ChoiceOfBody(ResponseBody):
    """Something on which prices depend."""

    name: str
    label: str
    assumed: str | None
    options: tuple[OptionBody, ...]


class BilledBody(ResponseBody):
    """Something whose bill is known, and the amounts by which it goes."""

    iri: str
    name: str
    label: str
    way: str
    amounts: tuple[str, ...]
    needs: tuple[str, ...] = Field(description="The amounts that have to be stated.")
    by_name_only: bool


class EstimatesBody(ResponseBody):
    """What can be estimated."""

    amounts: tuple[AmountBody, ...]
    choices: tuple[ChoiceOfBody, ...]
    services: tuple[BilledBody, ...]
    graph: GraphBody


class StatedBody(ResponseBody):
    """An amount of the workload, with what it was taken for."""

    name: str
    label: str
    value: str
    unit: str
    text: str


class ChosenBody(ResponseBody):
    """An option that was chosen."""

    name: str
    label: str
    option: OptionBody


class MoneyBody(ResponseBody):
    """An amount of money for a period: to the cent, and exact to a millionth."""

    value: str
    exact: str
    unit: str
    period: str


class LineBody(ResponseBody):
    """One line of a bill, for one month."""

    label: str
    usage: str
    expression: str
    value: str
    unit: str
    citations: Ids


class StepBody(ResponseBody):
    """An amount that was worked out on the way to a bill."""

    label: str
    expression: str
    value: str
    unit: str | None
    citations: Ids


class CandidateBody(ResponseBody):
    """What the work costs in one place."""

    service: OptionBody
    iri: str
    way: str
    total: MoneyBody
    with_free_tier: MoneyBody
    more_than_cheapest: str
    at_least: bool = Field(
        description="Whether it may cost more, as only the largest discount is known and no price."
    )
    steps: tuple[StepBody, ...]
    lines: tuple[LineBody, ...]
    free_lines: tuple[LineBody, ...] = Field(description="The same after what the free tier covers.")
    assumptions: tuple[str, ...]
    left_out: tuple[str, ...] = Field(description="What may be charged as well.")


class RuledOutBody(ResponseBody):
    """Where the work cannot be done, or its cost cannot be told, and why."""

    service: OptionBody
    iri: str
    because: str
    citations: Ids


class PointBody(ResponseBody):
    """A load at which the order of two candidates turns."""

    value: str
    text: str
    costs: tuple[str, str]
    cheaper_below: NodeBody
    cheaper_above: NodeBody
    jumps: bool = Field(description="Whether one rises by a step there, so that they are not equal.")


class BreakEvenBody(ResponseBody):
    """How two candidates compare over a load."""

    over: str
    label: str
    unit: str
    between: tuple[NodeBody, NodeBody]
    points: tuple[PointBody, ...]
    cheaper: NodeBody | None = Field(description="The one that is never dearer, where the order never turns.")
    chart: str = Field(description="The path of a picture.")


class EstimateBody(ResponseBody):
    """What a piece of work costs wherever it can be done, the cheapest first."""

    workload: tuple[StatedBody, ...]
    choices: tuple[ChosenBody, ...]
    months: str
    free_tier: bool
    candidates: tuple[CandidateBody, ...]
    ruled_out: tuple[RuledOutBody, ...]
    break_even: BreakEvenBody | None
    assumptions: tuple[str, ...] = Field(description="What typical amounts the break-even point rests on.")
    citations: tuple[CitationBody, ...]
    sparql: tuple[str, ...]
    graph: GraphBody


def request(
    amounts: Sequence[str],
    choices: Sequence[str],
    services: Sequence[str],
    months: str,
    free_tier: bool,
    break_even: str | None,
) -> EstimateRequest:
    """Return the request that pairs such as `memory=512 MB` make; QuestionError for what is no pair."""
    return EstimateRequest(
        workload=dict(_pair(text) for text in amounts),
        choices=dict(_pair(text) for text in choices),
        services=tuple(services),
        months=number("months", months),
        free_tier=free_tier,
        break_even=None if break_even is None else BreakEvenRequest(over=break_even or None),
    )


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise QuestionError(f"{text!r} is no pair: write a name, = and an amount, such as 'memory=512 MB'")
    return name.strip(), value.strip()


def number(name: str, given: str) -> Decimal:
    """Return a number that was given as text; QuestionError where it is none."""
    try:
        return Decimal(given.replace(",", ""))
    except InvalidOperation:
        raise QuestionError(f"{name}={given[:100]!r} is no number") from None
