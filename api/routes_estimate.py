"""Estimates over HTTP: what can be stated, what it costs, and a picture."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import estimable, estimating
from api.estimate_models import EstimateBody, EstimateRequest, EstimatesBody, number
from api.models import body
from api.problems import responses
from api.ready import Ready, reads_json
from api.turns import in_turn
from retrieval.cost.picture import WIDTH

router = APIRouter(prefix="/v1", tags=["Costs"])

_Services = Annotated[
    list[str],
    Query(
        default_factory=list, alias="service", max_length=10, description="A name, IRI or label; two or more."
    ),
]
_Load = Annotated[str | None, Query(max_length=100)]
_FIXED = frozenset({"over", "service", "from", "to", "free_tier", "months", "width"})


@router.get(
    "/estimate",
    response_model=EstimatesBody,
    responses=responses(406, 503),
    dependencies=[Depends(reads_json)],
    summary="What can be estimated",
)
async def get_estimate(request: Request, assistant: Ready) -> Response:
    """List the amounts by which work is described, what can be chosen, and whose bills are known."""
    found = await in_turn(request, partial(estimable.can_be_estimated, assistant))
    return Response(body(EstimatesBody, found), media_type="application/json")


@router.post(
    "/estimate",
    response_model=EstimateBody,
    responses=responses(404, 406, 413, 422, 503),
    dependencies=[Depends(reads_json)],
    summary="What a workload costs",
)
async def post_estimate(request: Request, asked: EstimateRequest, assistant: Ready) -> Response:
    """Work out what a workload costs wherever it can be done, the cheapest first.

    Each line is a unit price times usage, and cites its price. What cannot do the work is listed with why.
    """
    found = await in_turn(request, partial(estimating.estimate, assistant, asked))
    return Response(body(EstimateBody, found), media_type="application/json")


@router.get(
    "/estimate/chart",
    response_class=Response,
    responses={
        200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}, "description": "A picture"},
        **responses(404, 422, 503),
    },
    summary="A picture of what services cost over a load",
)
async def get_chart(
    request: Request,
    assistant: Ready,
    service: _Services,
    over: Annotated[
        str | None, Query(max_length=100, description="The amount on the horizontal axis.")
    ] = None,
    first: Annotated[_Load, Query(alias="from", description="Where the axis begins.")] = None,
    last: Annotated[_Load, Query(alias="to", description="Where the axis ends.")] = None,
    free_tier: bool = False,
    months: Annotated[str, Query(max_length=20)] = "1",
    width: Annotated[int, Query(ge=320, le=1200, description="Pixels.")] = WIDTH,
) -> Response:
    """Draw what two services or more cost over a load, as SVG without script or outside reference.

    Any other parameter is an amount or a choice by its name: `memory=512 MB`, `architecture=arm64`.
    """
    rest = {name: value for name, value in request.query_params.items() if name not in _FIXED}
    known = {choice.name for choice in assistant.catalogue.bills.choices}
    asked = EstimateRequest(
        workload={name: value for name, value in rest.items() if name not in known},
        choices={name: value for name, value in rest.items() if name in known},
        services=tuple(service),
        months=number("months", months),
        free_tier=free_tier,
        break_even=None,
    )
    begin, end = (None if at is None else number(name, at) for name, at in (("from", first), ("to", last)))
    drawn = await in_turn(request, partial(estimating.chart, assistant, asked, over, begin, end, width))
    return Response(drawn, media_type="image/svg+xml")
