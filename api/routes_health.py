"""Whether the program runs, and whether it can answer."""

from fastapi import APIRouter

from api.models import EngineBody, GraphBody, HealthBody, ReadyBody
from api.problems import responses
from api.ready import Ready

router = APIRouter(tags=["Health"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", summary="Does it run?")
async def healthz() -> HealthBody:
    """Answer at once, also while the graph is loading."""
    return HealthBody()


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", responses=responses(503), summary="Can it answer?")
async def readyz(assistant: Ready) -> ReadyBody:
    """Answer with the graph's hash once the graph and the index are loaded."""
    return ReadyBody(
        graph=GraphBody.model_validate(assistant.catalogue.graph),
        engine=EngineBody.model_validate(assistant.engine),
    )
