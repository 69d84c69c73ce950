"""Asking over HTTP."""

from functools import partial
from time import perf_counter

from fastapi import APIRouter, Request, Response

from api.asking import ask
from api.models import AnswerBody, AskRequest, body
from api.problems import responses
from api.ready import Ready
from api.turns import in_turn
from retrieval.engine import Assistant

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/ask",
    response_model=AnswerBody,
    responses=responses(406, 413, 422, 503),
    summary="Ask a question in plain English",
)
async def post_ask(request: Request, asked: AskRequest, assistant: Ready) -> Response:
    """Answer with sentences, each citing the triples that say so; or decline with a reason.

    A follow-up brings the earlier turns along in `history`; nothing is kept here.
    """
    return await in_turn(request, partial(_answered, asked, assistant))


def _answered(asked: AskRequest, assistant: Assistant) -> Response:
    started = perf_counter()
    answer = ask(assistant, asked.question, asked.history)
    found = perf_counter()
    content = body(AnswerBody, answer)
    timing = {"ask": found - started, "render": perf_counter() - found}
    header = ", ".join(f"{name};dur={seconds * 1000:.1f}" for name, seconds in timing.items())
    return Response(content, media_type="application/json", headers={"Server-Timing": header})
