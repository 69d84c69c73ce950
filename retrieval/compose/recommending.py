"""Which services fit a described piece of work, and why others do not."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from graph.catalogue import Catalogue
from graph.properties import Kind, Property
from retrieval.answer import Draft
from retrieval.compose.drafting import Drafting
from retrieval.compose.single import verdict
from retrieval.compose.wording import state_facts
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.leaning import Leaning, Leanings, Point
from retrieval.question import Constraint, Question, QuestionKind, Wish
from retrieval.ranking import weights
from retrieval.wordings import Asks

_PICKS = 3
_NEAR = 1.0
"""How far the score of another pick may lie below the first: odds of one to e."""
_MISSED = 2.5
"""How far below the first pick something is said to be ruled out that would else be near."""
_RULED_OUT = 2
_FEW = 4
"""Of so few services it is said of each why it does not fit."""
_SURE = 0.45
"""The weight from which an amount is surely meant."""
_CLEAR = 0.4
"""How much a value must tell for a thing to be said to be ruled out by it."""
_TOLD = 2
_STANDING = frozenset({"variant", "told"})
"""The signs that are the same whatever is described."""


@dataclass(slots=True)
class Fit:
    """How well a service fits: its score, what speaks for it, and what rules it out."""

    service: str
    score: float = 0.0
    pros: list[Cell] = field(default_factory=list)
    against: Cell | None = None
    excluded: bool = False
    """Whether it cannot do what is needed, however well it fits else."""
    leaning: Leaning | None = None


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
    wishes = (*question.wishes, *_assumed(finder))
    fits, queries = weigh(services, wishes, question.leanings, finder)
    picks = _picked(fits, finder.catalogue)
    if not picks:
        return None
    few = len(services) <= _FEW
    missed = [f for f in fits if f not in picks and (few or f.score >= picks[0].score - _MISSED)]
    queries = (*queries, *support(picks, missed, finder))
    if not picks[0].pros:
        return None
    out = [fit for fit in missed if fit.against is not None][:_RULED_OUT]
    _say(draft, picks, out)
    result: dict[str, object] = {
        "picks": [_told(draft, fit, "why", fit.pros) for fit in picks],
        "ruled_out": [_told(draft, fit, "because", [fit.against]) for fit in out if fit.against],
    }
    return result, queries


def weigh(
    services: Sequence[str],
    wishes: Sequence[Wish],
    leanings: Leanings,
    finder: EvidenceFinder,
    *,
    offered: bool = False,
) -> tuple[list[Fit], tuple[str, ...]]:
    """Return how well each service fits, the best first, and the queries that tell.

    Scores are logarithms of odds; that of a thing of which nothing special is said is 0. What was offered
    to choose from has the same odds from the start.
    """
    properties = list(dict.fromkeys(p for wish in wishes for p in wish.constraint.properties))
    if not services or not (properties or leanings.of):
        return [], ()
    evidence = finder.cells(services, properties) if properties else None
    cells = {(cell.subject, cell.prop.iri): cell for cell in (evidence.cells if evidence else ())}
    if offered:
        leanings = replace(leanings, of={thing: _unbiased(found) for thing, found in leanings.of.items()})
    usual = _usual(leanings)
    strict = len(services) <= _FEW
    fits = [_fit(s, wishes, leanings.of.get(s), cells, strict=strict) for s in services]
    for fit in fits:
        fit.score = round(fit.score - usual, 4)
    fits.sort(key=lambda f: (-f.score, f.service))
    return fits, evidence.queries if evidence else ()


def signs_of(question: Question, finder: EvidenceFinder) -> dict[str, Mapping[str, float]]:
    """Return all signs of each thing that may be picked, to learn from."""
    wishes = (*question.wishes, *_assumed(finder))
    properties = list(dict.fromkeys(p for wish in wishes for p in wish.constraint.properties))
    evidence = finder.cells(question.subjects, properties)
    cells = {(cell.subject, cell.prop.iri): cell for cell in evidence.cells}
    met = {service: conditions(service, wishes, cells) for service in question.subjects}
    return {
        service: {**question.leanings.of[service].signs, **found.signs}
        for service, found in met.items()
        if not found.excluded
    }


def _assumed(finder: EvidenceFinder) -> tuple[Wish, ...]:
    """What everybody needs who asks for a recommendation."""
    known = finder.catalogue.properties.values()
    return tuple(Wish(Constraint((p.iri,), Asks.TRUE), -1, 0.0, hard=True) for p in known if p.assumed)


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, float]:
    return weights("advice")


def _total(signs: Mapping[str, float]) -> float:
    known = _weights()
    return sum(known.get(name, 0.0) * value for name, value in sorted(signs.items()))


def _unbiased(leaning: Leaning) -> Leaning:
    """What speaks for a thing without what holds of it whatever is described."""
    return replace(leaning, signs={n: v for n, v in leaning.signs.items() if n not in _STANDING})


def _usual(leanings: Leanings) -> float:
    """What is scored without any sign of its own: the average of all."""
    totals = [_total(leaning.signs) for leaning in leanings.of.values()]
    return sum(totals) / len(totals) if totals else 0.0


def _fit(
    service: str,
    wishes: Sequence[Wish],
    leaning: Leaning | None,
    cells: Mapping[tuple[str, str], Cell],
    *,
    strict: bool,
) -> Fit:
    """Weigh what is told of a service against what is wished for."""
    fit = Fit(service, leaning=leaning)
    met = conditions(service, wishes, cells, strict=strict)
    fit.score = _total({**(leaning.signs if leaning else {}), **met.signs})
    fit.pros = list({(c.subject, c.prop.iri): c for c in met.support}.values())
    fit.against, fit.excluded = met.against, met.excluded
    return fit


@dataclass(frozen=True, slots=True)
class Met:
    """How far conditions are met: the signs of that, the cells that show it, and one that does not."""

    signs: Mapping[str, float]
    support: Sequence[Cell]
    against: Cell | None
    excluded: bool


def conditions(
    service: str, wishes: Sequence[Wish], cells: Mapping[tuple[str, str], Cell], *, strict: bool = False
) -> Met:
    """Return how far a service meets conditions; of the readings of one clause the best one counts.

    `strict` rules out what grants less than an amount that is asked for; else that only counts against it,
    since an amount of a long description may belong to something else.
    """
    best: defaultdict[int, float] = defaultdict(float)
    support: dict[int, Cell] = {}
    signs: defaultdict[str, float] = defaultdict(float)
    against: Cell | None = None
    excluded = False
    for wish in wishes:
        holds, cell = _fulfilled(service, wish, cells)
        amount = wish.constraint.amount is not None
        if holds and amount:
            signs["enough"] += wish.weight
        elif holds and wish.weight > best[wish.clause]:
            best[wish.clause] = wish.weight
            support[wish.clause] = cell
        elif holds is False and amount and wish.weight >= _SURE:
            against = against or cell
            signs["too little"] = 1.0
            excluded = excluded or strict
        elif holds is False and (not wish.weight or wish.weight >= 1):
            against = against if excluded else cell
            excluded = True
        elif holds is False and wish.hard and not amount:
            against = against or cell
            signs["barred"] += wish.weight
    signs["granted"] = sum(best.values())
    support_ = [support[clause] for clause in sorted(support, key=lambda c: -best[c])]
    return Met(dict(signs), support_, against, excluded)


def _picked(fits: Sequence[Fit], catalogue: Catalogue) -> list[Fit]:
    """The best ones; no variant beside the service that it is a form of, where that fits better."""
    left = [fit for fit in fits if not fit.excluded]
    picks: list[Fit] = []
    for fit in left:
        if fit.score < left[0].score - _NEAR or len(picks) == _PICKS:
            break
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
    """Say what fits best and the reason that decides it, what else fits, and what does not and why."""
    catalogue = draft.catalogue
    first = picks[0]
    name = catalogue.label(first.service)
    if first.pros:
        cell = first.pros[0]
        reason = state_facts(catalogue, cell, first.service, cell.facts)
        verb = "fit" if catalogue.things[first.service].plural else "fits"
        reason = reason if reason.startswith(name) else reason[:1].lower() + reason[1:]
        draft.say(f"{name} {verb} best: {reason}", cell.facts)
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
