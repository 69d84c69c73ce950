"""Estimating on the web page: what a piece of work costs on each service that can do it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from api.estimable import can_be_estimated
from api.estimate_models import BreakEvenRequest, EstimateBody, EstimateRequest, EstimatesBody
from api.estimating import estimate
from api.pages import page
from api.ready import Ready
from api.turns import in_turn
from api.web.evidence import by_source
from api.web.loading import reads_html
from api.web.workload import Kind, field, kinds
from graph.errors import CloudciteError, NotFoundError, QuestionError
from retrieval.engine import Assistant

_LONGEST = 100
"""Characters of an amount."""

router = APIRouter(include_in_schema=False, dependencies=[Depends(reads_html)])


@router.get("/estimate")
async def estimate_page(request: Request, assistant: Ready) -> HTMLResponse:
    """Show what the work in the address costs; amounts and choices stand there by their names."""
    return await in_turn(request, partial(_page, request, assistant))


def _page(request: Request, assistant: Assistant) -> HTMLResponse:
    known = _known(assistant)
    given = {name: value[:_LONGEST].strip() for name, value in request.query_params.items() if value.strip()}
    every = kinds(known)
    chosen = next((kind for kind in every if kind.name == given.get("kind")), every[0])
    named = {amount.name for amount in known.amounts}
    stated = {name: value for name, value in given.items() if name in named}
    workload = stated or chosen.typical
    options = {choice.name for choice in known.choices}
    choices = {name: value for name, value in given.items() if name in options}
    between = [name for name in request.query_params.getlist("between") if name]
    over = given.get("over") or chosen.main[0].name
    found, problem = _estimated(assistant, workload, choices, "free_tier" in given, between, over)
    return page(
        request,
        "estimate.html",
        200 if problem is None else 404 if isinstance(problem, NotFoundError) else 422,
        kinds=every,
        chosen=chosen,
        main=[field(amount, workload.get(amount.name, "")) for amount in chosen.main],
        more=[field(amount, workload.get(amount.name, "")) for amount in chosen.more],
        choices=[choice for choice in known.choices if len(choice.options) > 1],
        picked=choices,
        free_tier="free_tier" in given,
        between=between,
        over=over,
        priced=_priced(known, chosen),
        found=found,
        dearest=_dearest(found),
        groups=by_source(found.citations) if found else (),
        problem=problem,
        request_path=f"?{request.url.query}",
        things=assistant.catalogue.things,
        graph=assistant.catalogue.graph,
    )


def _estimated(
    assistant: Assistant,
    workload: Mapping[str, str],
    choices: Mapping[str, str],
    free_tier: bool,
    between: Sequence[str],
    over: str,
) -> tuple[EstimateBody | None, CloudciteError | None]:
    """The estimate with the point at which the order of two turns, where there are two to compare."""
    try:
        asked = EstimateRequest(
            workload=dict(workload),
            choices=dict(choices),
            services=(),
            months=Decimal(1),
            free_tier=free_tier,
            break_even=None,
        )
        found = estimate(assistant, asked)
    except (QuestionError, NotFoundError) as error:
        return None, error
    pair = between or list(dict.fromkeys(each.iri for each in found.candidates))[:2]
    if len(pair) != 2:
        return found, None
    wanted = {"services": tuple(pair), "break_even": BreakEvenRequest(over=over)}
    try:
        even = estimate(assistant, asked.model_copy(update=wanted))
        return found.model_copy(update={"break_even": even.break_even}), None
    except (QuestionError, NotFoundError) as error:
        # Of the two that were asked for, people hear why not; without being asked, nothing is shown.
        return found, error if between else None


def _dearest(found: EstimateBody | None) -> Decimal:
    """The highest total, by which the bars are drawn."""
    totals = [Decimal(each.total.value) for each in found.candidates] if found else []
    return max(totals, default=Decimal(0)) or Decimal(1)


def _priced(known: EstimatesBody, kind: Kind) -> list[tuple[str, str]]:
    """The names and labels of what a kind of work can be compared between."""
    amounts = {amount.name for amount in (*kind.main, *kind.more)}
    found = {
        bill.name: bill.label
        for bill in known.services
        if not bill.by_name_only and set(bill.needs) <= amounts
    }
    return sorted(found.items(), key=lambda pair: pair[1].casefold())


@lru_cache(maxsize=2)
def _known(assistant: Assistant) -> EstimatesBody:
    return can_be_estimated(assistant)
