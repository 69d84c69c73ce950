"""What people say is wrong with an answer, kept for those who mend the catalogue."""

from functools import partial
from math import ceil
from secrets import token_hex
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from api.asking import ask
from api.feedback import LONGEST_COMMENT, Feedback, FeedbackStore, Verdict
from api.pages import page
from api.ready import Ready
from api.turns import in_turn
from api.web.asking import MOST_TURNS, turns
from api.web.rate import Rate
from graph.errors import QuestionError
from retrieval.engine import Assistant

_MOST_FIELDS = 3 + MOST_TURNS
_PER_CLIENT, _IN_ALL = 10, 60
"""Judgements kept in a minute: far more than people write, far fewer than a program would."""

router = APIRouter(include_in_schema=False)


def install(app: FastAPI) -> None:
    """Let an app count the judgements that it takes in."""
    app.state.feedback_rate = Rate(_PER_CLIENT, _IN_ALL)


@router.post("/feedback")
async def post_feedback(request: Request, assistant: Ready) -> HTMLResponse:
    """Keep what somebody says of an answer; the answer is made again, not taken from the form."""
    _own(request)
    body = await request.body()
    try:
        form = parse_qs(body.decode(), max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(422, "The form has question, h and comment, as UTF-8.") from None
    return await in_turn(request, partial(_keep, request, assistant, form))


def _own(request: Request) -> None:
    """Refuse a form that a page of another site sends in a visitor's name."""
    # What browsers say of themselves; those that do not say it name the page's origin.
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = not origin or urlsplit(origin).netloc == request.headers.get("host")
    if site != "same-origin" and (site is not None or not own):
        raise HTTPException(403, "Feedback is sent from the page of the answer.")


def _keep(request: Request, assistant: Assistant, form: dict[str, list[str]]) -> HTMLResponse:
    question = form.get("q", [""])[0]
    earlier = tuple(form.get("h", []))
    comment = form.get("comment", [""])[0].strip()
    data = request.app.state.settings.data
    if data is None:
        raise HTTPException(404, "This server keeps no feedback: CLOUDCITE_DATA names no folder.")
    if not question.strip():
        raise QuestionError("Which answer is wrong? The form has no question.")
    if len(comment) > LONGEST_COMMENT:
        raise QuestionError(f"A comment may have {LONGEST_COMMENT} characters; this one has {len(comment)}.")
    rate: Rate = request.app.state.feedback_rate
    wait = rate.wait(request.client.host if request.client else "")
    if wait:
        return _told(request, assistant, question, earlier, comment, wait)
    answer = ask(assistant, question, turns(earlier))
    said = Feedback(Verdict.WRONG, question, answer.answer, answer.graph.hash, "page", comment)
    store = FeedbackStore.at(data)
    try:
        store.add(f"page:{token_hex(16)}", said)
    finally:
        store.close()
    return _told(request, assistant, question, earlier)


def _told(
    request: Request,
    assistant: Assistant,
    question: str,
    earlier: tuple[str, ...],
    comment: str = "",
    wait: float = 0,
) -> HTMLResponse:
    """Say that it is kept; or, where it is too soon, that it is not, with the form as it was filled in."""
    response = page(
        request,
        "feedback.html",
        429 if wait else 200,
        wait=ceil(wait),
        question=question,
        history=earlier,
        comment=comment,
        graph=assistant.catalogue.graph,
    )
    if wait:
        response.headers["Retry-After"] = str(ceil(wait))
    return response
