"""Asking over HTTP."""

from time import perf_counter

from fastapi import APIRouter, Response

from api.asking import ask
from api.models import AnswerBody, AskRequest, body
from api.problems import responses
from api.ready import Ready

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/ask",
    response_model=AnswerBody,
    responses=responses(406, 413, 422, 503),
    summary="Ask a question in plain English",
)
def post_ask(request: AskRequest, assistant: Ready) -> Response:
    """Answer with sentences, each citing the triples that say so; or decline with a reason.

    A follow-up brings the earlier turns along in `history`; nothing is kept here.
    """
    started = perf_counter()
    answer = ask(assistant, request.question, request.history)
    asked = perf_counter()
    content = body(AnswerBody, answer)
    timing = {"ask": asked - started, "render": perf_counter() - asked}
    header = ", ".join(f"{name};dur={seconds * 1000:.1f}" for name, seconds in timing.items())
    return Response(content, media_type="application/json", headers={"Server-Timing": header})
