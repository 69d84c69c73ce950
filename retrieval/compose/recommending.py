"""Which services fit a described piece of work, and why others do not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.facts import Fact
from graph.properties import Kind, Property
from retrieval.answer import Draft
from retrieval.compose.drafting import Drafting
from retrieval.compose.single import verdict
from retrieval.compose.wording import listed, state_facts
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.question import Constraint, Question, QuestionKind, Wish
from retrieval.wordings import Asks

_PICKS = 3
_NEAR = 0.85
"""The share of the best score from which a service is picked as well."""
_RULED_OUT = 2
_FEW = 4
"""Of so few services it is said of each why it does not fit."""
_GRANTED = 0.4
_AGAINST = 0.6
"""How much a wish that is not fulfilled takes away, of its weight."""


@dataclass(slots=True)
class Fit:
    """How well a service fits: its score, what speaks for it, and what rules it out."""

    service: str
    score: float = 0.0
    pros: list[Cell] = field(default_factory=list)
    against: Cell | None = None


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
    assumed = [p.iri for p in finder.catalogue.properties.values() if p.assumed]
    wishes = (*question.wishes, *(Wish(Constraint((p,), Asks.TRUE), -1, 0.0, hard=True) for p in assumed))
    fits, queries = weigh(services, wishes, finder)
    picks = [fit for fit in fits if fit.against is None and fit.score > 0]
    if not picks:
        return None
    picks = [fit for fit in picks if fit.score >= _NEAR * picks[0].score][:_PICKS]
    worst = picks[-1].score
    few = len(services) <= _FEW
    near = [fit for fit in fits if fit.against is not None and (few or fit.score >= _NEAR * worst)]
    out = near[:_RULED_OUT]
    _say(draft, picks, out)
    result: dict[str, object] = {
        "picks": [_told(draft, fit, "why", fit.pros) for fit in picks],
        "ruled_out": [_told(draft, fit, "because", [fit.against]) for fit in out if fit.against],
    }
    return result, queries


def weigh(
    services: Sequence[str], wishes: Sequence[Wish], finder: EvidenceFinder
) -> tuple[list[Fit], tuple[str, ...]]:
    """Return how well each service fits, the best first, and the queries that tell."""
    properties = list(dict.fromkeys(p for wish in wishes for p in wish.constraint.properties))
    if not properties or not services:
        return [], ()
    evidence = finder.cells(services, properties)
    cells = {(cell.subject, cell.prop.iri): cell for cell in evidence.cells}
    fits = sorted((_fit(s, wishes, cells) for s in services), key=lambda f: (-f.score, f.service))
    return fits, evidence.queries


def _fit(service: str, wishes: Sequence[Wish], cells: Mapping[tuple[str, str], Cell]) -> Fit:
    """Weigh the wishes: of the readings of one clause the best one fulfilled counts."""
    fit = Fit(service)
    best: defaultdict[int, float] = defaultdict(float)
    support: dict[int, Cell] = {}
    for wish in wishes:
        holds, cell = _fulfilled(service, wish, cells)
        # That an amount is granted says little: most services grant it.
        weight = wish.weight * (_GRANTED if wish.constraint.amount is not None else 1)
        if holds and weight > best[wish.clause]:
            best[wish.clause] = weight
            support[wish.clause] = cell
        elif holds is False and wish.hard:
            fit.against = fit.against or cell
        elif holds is False:
            fit.score -= _AGAINST * wish.weight
    fit.score = round(fit.score + sum(best.values()), 4)
    ordered = sorted(support, key=lambda clause: -best[clause])
    fit.pros = list({(c.subject, c.prop.iri): c for c in (support[i] for i in ordered)}.values())
    return fit


def _fulfilled(service: str, wish: Wish, cells: Mapping[tuple[str, str], Cell]) -> tuple[bool | None, Cell]:
    """Whether a service fulfils a wish, itself or in one of its variants, and the cell that says so."""
    told: list[tuple[bool | None, Cell]] = []
    for prop in wish.constraint.properties:
        cell = cells[service, prop]
        # What differs in a variant speaks for the service only where it leaves the answer to its variants.
        open_ = not cell.facts or cell.state == "varies"
        told += [_holds(one, wish) for one in (cell, *(cell.exceptions if open_ else ()))]
    for wanted in (True, False):
        for holds, cell in told:
            if holds is wanted:
                return holds, cell
    return None, told[0][1]


def _holds(cell: Cell, wish: Wish) -> tuple[bool | None, Cell]:
    constraint = wish.constraint
    if not cell.facts or cell.state in ("notApplicable", "unknown", "varies"):
        return None, cell
    if constraint.values and cell.prop.incidental:
        return None, cell
    if constraint.values:
        named = tuple(fact for fact in cell.facts if fact.object.value in constraint.values)
        if named:
            return _grants(cell.prop, constraint), Cell(cell.subject, cell.prop, named)
        return (False if cell.prop.closed and not cell.state else None), cell
    if constraint.amount is None and cell.prop.kind is not Kind.BOOLEAN:
        return None, cell  # that it has a memory says nothing about whether it fits
    return verdict(cell, constraint), cell


def _grants(prop: Property, constraint: Constraint) -> bool | None:
    """Whether to have a value is what is wished for; of what a service is not suited for, it never is.

    Where only denying properties have the value, a wish for it counts as denied (see the candidates).
    """
    if not prop.denies:
        return not constraint.negated
    unwanted = constraint.negated is (len(constraint.properties) > 1)
    return None if unwanted else False


def _say(draft: Drafting, picks: Sequence[Fit], out: Sequence[Fit]) -> None:
    names = [draft.catalogue.label(fit.service) for fit in picks]
    tied = sum(fit.score == picks[0].score for fit in picks)
    verb = "fit" if tied > 1 else "fits"
    draft.say(f"{listed(names[:tied])} {verb} best.", _facts(picks[:tied]))
    for cell in picks[0].pros[:2]:
        draft.state(cell)
    for fit in picks[1:2]:
        for cell in fit.pros[:1]:
            draft.state(cell)
    for fit in out[:1]:
        assert fit.against is not None
        text = state_facts(draft.catalogue, fit.against, fit.against.subject, fit.against.facts)
        draft.say(f"That rules out {draft.catalogue.label(fit.service)}: {text}", fit.against.facts)


def _facts(fits: Sequence[Fit]) -> list[Fact]:
    return [fact for fit in fits for cell in fit.pros for fact in cell.facts]


def _told(draft: Drafting, fit: Fit, key: str, cells: Sequence[Cell]) -> dict[str, object]:
    texts = [state_facts(draft.catalogue, c, c.subject, c.facts) for c in cells]
    cited = draft.citations.cite(fact for cell in cells for fact in cell.facts)
    node = draft.node(fit.service)
    return {"iri": node.iri, "label": node.label, key: " ".join(texts), "citations": list(cited)}
