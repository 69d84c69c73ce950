"""Services and all that is known of them, over HTTP."""

from fastapi import APIRouter, Response

from api import names
from api.describing import briefly, detail
from api.models import ServiceDetailBody, ServicesBody, body
from api.problems import responses
from api.ready import Ready

router = APIRouter(prefix="/v1/services", tags=["Services"])


@router.get(
    "",
    response_model=ServicesBody,
    responses=responses(406, 503),
    summary="List the services",
)
def get_services(assistant: Ready) -> Response:
    """List what people choose between, by label."""
    found = ServicesBody(services=briefly(assistant))
    return Response(body(ServicesBody, found), media_type="application/json")


@router.get(
    "/{name:path}",
    response_model=ServiceDetailBody,
    responses=responses(404, 406, 503),
    summary="Everything accepted of a service",
)
def get_service(name: str, assistant: Ready) -> Response:
    """Return every accepted fact with its citations, the variants, and what is linked either way.

    The name is the last part of the IRI, the IRI itself (percent-encoded), or any label.
    """
    found = detail(assistant, names.service(assistant.catalogue, name))
    return Response(body(ServiceDetailBody, found), media_type="application/json")
