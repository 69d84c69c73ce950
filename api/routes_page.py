"""The web page: one input, works without JavaScript, and any question can be shared as a link."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from api.accept import ranked
from api.asking import ask
from api.examples import Examples
from api.models import AnswerBody
from api.pages import render
from api.ready import Ready
from api.turns import in_turn
from graph.errors import QuestionError
from retrieval.engine import Assistant

router = APIRouter(tags=["Page"])


@router.head("/", include_in_schema=False)
@router.get("/", response_class=HTMLResponse, summary="The web page, and a shared question")
async def page(request: Request, assistant: Ready, q: str = "") -> HTMLResponse:
    """Show the input and, where `q` holds a question, the answer with its sources."""
    if not ranked(request.headers.get("accept"), {"html": ("text/html",)}):
        raise HTTPException(406, "This page comes as text/html only; POST /v1/ask answers in JSON.")
    return await in_turn(request, partial(_page, request.app.state.examples, assistant, q))


def _page(examples: Examples, assistant: Assistant, question: str) -> HTMLResponse:
    answer = problem = None
    if question.strip():
        try:
            answer = AnswerBody.model_validate(ask(assistant, question))
        except QuestionError as error:
            problem = str(error)
    content = render(
        "page.html",
        question=question,
        answer=answer,
        problem=problem,
        examples=examples.questions,
        graph=assistant.catalogue.graph,
    )
    return HTMLResponse(content, 422 if problem else 200)
