"""Comparing over HTTP."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.comparing import compare
from api.models import CompareBody, body
from api.problems import responses
from api.ready import Ready
from api.turns import in_turn

_Services = Annotated[
    list[str],
    Query(
        default_factory=list, max_length=20, description="A name, IRI or label, also of a size; two or more."
    ),
]
_Properties = Annotated[
    list[str],
    Query(
        alias="property",
        default_factory=list,
        max_length=50,
        description="A name, IRI or label; none: what differs.",
    ),
]

router = APIRouter(prefix="/v1", tags=["Services"])


@router.get(
    "/compare",
    response_model=CompareBody,
    responses=responses(404, 406, 422, 503),
    summary="Compare services",
)
async def get_compare(
    request: Request,
    assistant: Ready,
    service: _Services,
    properties: _Properties,
) -> Response:
    """Put services side by side; each cell cites the triples that it rests on."""
    found = await in_turn(request, partial(compare, assistant, service, properties))
    return Response(body(CompareBody, found), media_type="application/json")
