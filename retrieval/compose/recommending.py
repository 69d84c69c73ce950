"""Which services fit a described piece of work, and why others do not."""

from collections.abc import Sequence

from graph.catalogue import Catalogue
from retrieval.answer import Draft
from retrieval.compose.drafting import Drafting
from retrieval.compose.weighing import FEW, Fit, assumed, weigh
from retrieval.compose.wording import state_facts
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.leaning import Point
from retrieval.question import Question, QuestionKind

_PICKS = 3
_NEAR = 1.0
"""How far the score of another pick may lie below the first: odds of one to e."""
_MISSED = 2.5
"""How far below the first pick something is said to be ruled out that would else be near."""
_RULED_OUT = 2
_CLEAR = 0.35
"""How much a value must tell for a thing to be said to be ruled out by it."""
_TOLD = 2


def recommendation(question: Question, finder: EvidenceFinder) -> Draft | None:
    """Return at most three picks with the facts that speak for them, and what rules out others."""
    draft = Drafting(finder)
    advised = advise(question, finder, draft)
    if advised is None:
        return None
    result, queries = advised
    return draft.finish(QuestionKind.RECOMMENDATION, result, queries)


def advise(
    question: Question, finder: EvidenceFinder, draft: Drafting
) -> tuple[dict[str, object], Sequence[str]] | None:
    """Say which services fit the wishes best; return picks and what is ruled out, and the queries.

    None, and nothing said, where none fits.
    """
    services = question.subjects or tuple(thing.iri for thing in finder.catalogue.services)
    wishes = (*question.wishes, *assumed(finder))
    fits, queries = weigh(services, wishes, question.leanings, finder)
    picks = _picked(fits, finder.catalogue)
    if not picks:
        return None
    few = len(services) <= FEW
    missed = [f for f in fits if f not in picks and (few or f.score >= picks[0].score - _MISSED)]
    queries = (*queries, *support(picks, missed, finder))
    out = [fit for fit in missed if fit.against is not None][:_RULED_OUT]
    if not picks[0].pros and not (few and out):
        return None
    _say(draft, picks, out)
    result: dict[str, object] = {
        "picks": [_told(draft, fit, "why", fit.pros) for fit in picks],
        "ruled_out": [_told(draft, fit, "because", [fit.against]) for fit in out if fit.against],
    }
    return result, queries


def _picked(fits: Sequence[Fit], catalogue: Catalogue) -> list[Fit]:
    """The best ones; no variant beside the service that it is a form of, where that fits better."""
    left = [fit for fit in fits if not fit.excluded]
    picks: list[Fit] = []
    for fit in left:
        if fit.score < left[0].score - _NEAR or len(picks) == _PICKS:
            break
        cons = fit.leaning.cons if fit.leaning is not None and picks else ()
        if cons and cons[0].weight >= _CLEAR:
            continue  # what something clearly speaks against is no second choice
        if catalogue.things[fit.service].variant_of not in {pick.service for pick in picks}:
            picks.append(fit)
    return picks if picks and picks[0].score > 0 else []


def support(picks: Sequence[Fit], missed: Sequence[Fit], finder: EvidenceFinder) -> Sequence[str]:
    """Find the facts that speak for the picks and against what was missed; return the queries."""
    wanted: dict[str, list[Point]] = {}
    for fit in picks:
        wanted[fit.service] = _telling(fit.leaning.pros, finder.catalogue) if fit.leaning else []
    for fit in missed:
        cons = fit.leaning.cons if fit.leaning and fit.against is None else ()
        wanted[fit.service] = [point for point in cons[:1] if point.weight >= _CLEAR]
    services = [service for service, points in wanted.items() if points]
    properties = list(dict.fromkeys(point.prop for points in wanted.values() for point in points))
    if not services:
        return ()
    evidence = finder.cells(services, properties)
    cells = {(cell.subject, cell.prop.iri): cell for cell in evidence.cells}
    for fit in picks:
        found = [_valued(cells[fit.service, p.prop], p.value) for p in wanted[fit.service]]
        fit.pros = [*(cell for cell in found if cell.facts), *fit.pros]
    for fit in missed:
        for point in wanted[fit.service]:
            fit.against = _valued(cells[fit.service, point.prop], point.value)
    return evidence.queries


def _telling(points: Sequence[Point], catalogue: Catalogue) -> list[Point]:
    """The points that tell most of why a thing fits, stated reasons first."""
    first = points[: _TOLD + 1]
    return sorted(first, key=lambda point: not catalogue.properties[point.prop].reason)[:_TOLD]


def _valued(cell: Cell, value: str) -> Cell:
    """A cell of only one of its values."""
    return Cell(cell.subject, cell.prop, tuple(fact for fact in cell.facts if fact.object.value == value))


def _say(draft: Drafting, picks: Sequence[Fit], out: Sequence[Fit]) -> None:
    """Say what fits best and the reason that decides it, what else fits, and what does not and why."""
    catalogue = draft.catalogue
    first = picks[0]
    name = catalogue.label(first.service)
    verb = "fit" if catalogue.things[first.service].plural else "fits"
    if first.pros:
        cell = first.pros[0]
        reason = state_facts(catalogue, cell, first.service, cell.facts)
        reason = reason if reason.startswith(name) else reason[:1].lower() + reason[1:]
        draft.say(f"{name} {verb} best: {reason}", cell.facts)
    else:
        against = [fact for fit in out[:1] if fit.against is not None for fact in fit.against.facts]
        draft.say(f"{name} {verb} best.", against)
    for cell in first.pros[1:2]:
        draft.state(cell)
    for fit in picks[1:2]:
        for cell in fit.pros[:1]:
            text = state_facts(catalogue, cell, fit.service, cell.facts)
            draft.say(f"The next choice is {catalogue.label(fit.service)}: {text}", cell.facts)
    for fit in out[:1]:
        assert fit.against is not None
        text = state_facts(catalogue, fit.against, fit.against.subject, fit.against.facts)
        draft.say(f"That rules out {catalogue.label(fit.service)}: {text}", fit.against.facts)


def _told(draft: Drafting, fit: Fit, key: str, cells: Sequence[Cell]) -> dict[str, object]:
    texts = [state_facts(draft.catalogue, c, c.subject, c.facts) for c in cells]
    cited = draft.citations.cite(fact for cell in cells for fact in cell.facts)
    node = draft.node(fit.service)
    return {"iri": node.iri, "label": node.label, key: " ".join(texts), "citations": list(cited)}
