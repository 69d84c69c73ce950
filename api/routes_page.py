"""The web page: one input, works without JavaScript, and any question can be shared as a link."""

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from api.accept import ranked
from api.asking import ask
from api.models import AnswerBody
from api.pages import render
from api.ready import Ready
from graph.errors import QuestionError

router = APIRouter(tags=["Page"])


@router.head("/", include_in_schema=False)
@router.get("/", response_class=HTMLResponse, summary="The web page, and a shared question")
def page(request: Request, assistant: Ready, q: str = "") -> HTMLResponse:
    """Show the input and, where `q` holds a question, the answer with its sources."""
    if not ranked(request.headers.get("accept"), {"html": ("text/html",)}):
        raise HTTPException(406, "This page comes as text/html only; POST /v1/ask answers in JSON.")
    answer = problem = None
    if q.strip():
        try:
            answer = AnswerBody.model_validate(ask(assistant, q))
        except QuestionError as error:
            problem = str(error)
    content = render(
        "page.html",
        question=q,
        answer=answer,
        problem=problem,
        examples=request.app.state.examples.questions,
        graph=assistant.catalogue.graph,
    )
    return HTMLResponse(content, 422 if problem else 200)
