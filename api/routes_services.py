"""Services and all that is known of them, over HTTP."""

from functools import partial

from fastapi import APIRouter, Request, Response

from api import names
from api.describing import briefly, detail
from api.models import ServiceDetailBody, ServicesBody, body
from api.problems import responses
from api.ready import Ready
from api.turns import in_turn

router = APIRouter(prefix="/v1/services", tags=["Services"])


@router.get(
    "",
    response_model=ServicesBody,
    responses=responses(406, 503),
    summary="List the services",
)
async def get_services(request: Request, assistant: Ready) -> Response:
    """List what people choose between, by label."""
    services = await in_turn(request, partial(briefly, assistant))
    content = body(ServicesBody, ServicesBody(services=services))
    return Response(content, media_type="application/json")


@router.get(
    "/{name:path}",
    response_model=ServiceDetailBody,
    responses=responses(404, 406, 503),
    summary="Everything accepted of a service",
)
async def get_service(request: Request, name: str, assistant: Ready) -> Response:
    """Return every accepted fact with its citations, the variants, and what is linked either way.

    The name is the last part of the IRI, the IRI itself (percent-encoded), or any label.
    """
    thing = names.service(assistant.catalogue, name)
    found = await in_turn(request, partial(detail, assistant, thing))
    return Response(body(ServiceDetailBody, found), media_type="application/json")
