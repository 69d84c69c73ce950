"""Asking on the web page; the address holds the conversation, so that every answer is a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from api.asking import ask
from api.examples import Examples
from api.models import AnswerBody, Turn
from api.pages import page
from api.ready import Ready
from api.turns import in_turn
from api.web.evidence import by_source
from api.web.loading import reads_html
from graph.errors import QuestionError
from retrieval.engine import LONGEST_QUESTION, Assistant

MOST_TURNS = 10
"""Earlier questions that an address carries on."""
KINDS = {
    "fact": "Look up",
    "boolean": "Yes or no",
    "list": "Find all",
    "count": "Count",
    "superlative": "Most and least",
    "comparison": "Compare",
    "recommendation": "Choose",
    "cost": "Cost",
    "definition": "Explain",
    "why": "Why",
    "choice": "Exam question",
    "open": "About",
}
"""What people call the kinds of answer."""

_Before = Annotated[list[str], Query(default_factory=list, description="Earlier questions, oldest first.")]

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Example:
    """A question that can be asked, and what kind of answer it gets."""

    question: str
    kind: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier question, those before it, and the first sentence of its answer."""

    question: str
    history: tuple[str, ...]
    lead: str


@router.head("/", include_in_schema=False, dependencies=[Depends(reads_html)])
@router.get(
    "/",
    response_class=HTMLResponse,
    summary="The web page, and a shared question",
    dependencies=[Depends(reads_html)],
)
async def ask_page(
    request: Request,
    assistant: Ready,
    h: _Before,
    q: str = "",
) -> HTMLResponse:
    """Show the input and, where `q` holds a question, the answer with its sources."""
    asked = [said for said in h if said.strip()][-MOST_TURNS:]
    return await in_turn(request, partial(_page, request, assistant, q, tuple(asked)))


def _page(request: Request, assistant: Assistant, question: str, earlier: tuple[str, ...]) -> HTMLResponse:
    examples: Examples = request.app.state.examples
    if not question.strip():
        return _opening(request, assistant, examples)
    answer = problem = None
    told: list[Earlier] = []
    try:
        _short_enough(earlier)
        answer = AnswerBody.model_validate(ask(assistant, question, turns(earlier)))
        told = [
            Earlier(said, earlier[:at], _lead(assistant, said, earlier[:at]))
            for at, said in enumerate(earlier)
        ]
    except QuestionError as error:
        problem = str(error)
    return page(
        request,
        "ask.html",
        422 if problem else 200,
        question=question,
        typed=question if problem else "",
        answer=answer,
        parts=_parts(answer) if answer else (),
        groups=by_source(answer.citations) if answer else (),
        things=assistant.catalogue.things,
        problem=problem,
        keeps_feedback=request.app.state.settings.data is not None,
        earlier=told,
        history=[] if problem else [*earlier, question],
        graph=assistant.catalogue.graph,
    )


def _opening(request: Request, assistant: Assistant, examples: Examples) -> HTMLResponse:
    catalogue = assistant.catalogue
    return page(
        request,
        "ask.html",
        question="",
        typed="",
        history=[],
        title=examples.title,
        tagline=examples.tagline,
        examples=_examples(assistant, examples.questions),
        facts=_statements(assistant),
        services=len(catalogue.services),
        sources_count=len(catalogue.sources),
        graph=catalogue.graph,
    )


def _parts(answer: AnswerBody) -> Sequence[tuple[AnswerBody, int]]:
    """The parts of an answer, and by how much the numbers of their citations are moved in the whole."""
    parts, shift = [], 0
    for part in answer.parts or (answer,):
        parts.append((part, shift))
        shift += len(part.citations)
    return parts


def turns(earlier: Sequence[str]) -> list[Turn]:
    """Return the earlier questions as turns of a conversation."""
    return [Turn(role="user", content=said) for said in earlier]


def _short_enough(earlier: Sequence[str]) -> None:
    for said in earlier:
        if len(said) > LONGEST_QUESTION:
            raise QuestionError(
                f"A question may have {LONGEST_QUESTION} characters; an earlier one has {len(said)}"
            )


# The same graph and question give the same answer, so what was said is kept instead of found again.
@lru_cache(maxsize=256)
def _lead(assistant: Assistant, question: str, earlier: tuple[str, ...]) -> str:
    return assistant.ask(question, earlier).sentences[0].text


@lru_cache(maxsize=4)
def _examples(assistant: Assistant, questions: Sequence[str]) -> Sequence[Example]:
    kinds = [assistant.ask(question).kind for question in questions]
    return [Example(q, KINDS.get(kind or "", "")) for q, kind in zip(questions, kinds, strict=True)]


@lru_cache(maxsize=4)
def _statements(assistant: Assistant) -> int:
    query = "SELECT (COUNT(*) AS ?count) WHERE { GRAPH ?source { ?subject ?predicate ?object } }"
    return int(assistant.catalogue.graph.select(query)[0]["count"].value)
