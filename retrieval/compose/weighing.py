"""How well services fit a described piece of work: the signs of that, added up.

Scores are logarithms of odds. A condition is held against the cells of a service; what its words and uses
tell beside that comes with the question, as leanings.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from graph.properties import Kind, Property
from retrieval.compose.verdicts import verdict
from retrieval.evidence import Cell, EvidenceFinder
from retrieval.leaning import Leaning, Leanings
from retrieval.question import Constraint, Question, Wish
from retrieval.ranking import weights
from retrieval.wordings import Asks

FEW = 4
"""Of so few services it is said of each why it does not fit."""
_SURE = 0.45
"""The weight from which an amount is surely meant."""
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
    strict = len(services) <= FEW
    fits = [_fit(s, wishes, leanings.of.get(s), cells, strict=strict) for s in services]
    for fit in fits:
        fit.score = round(fit.score - usual, 4)
    fits.sort(key=lambda f: (-f.score, f.service))
    return fits, evidence.queries if evidence else ()


def signs_of(question: Question, finder: EvidenceFinder) -> dict[str, Mapping[str, float]]:
    """Return all signs of each thing that may be picked, to learn from."""
    wishes = (*question.wishes, *assumed(finder))
    properties = list(dict.fromkeys(p for wish in wishes for p in wish.constraint.properties))
    evidence = finder.cells(question.subjects, properties)
    cells = {(cell.subject, cell.prop.iri): cell for cell in evidence.cells}
    met = {service: conditions(service, wishes, cells) for service in question.subjects}
    return {
        service: {**question.leanings.of[service].signs, **found.signs}
        for service, found in met.items()
        if not found.excluded
    }


def assumed(finder: EvidenceFinder) -> tuple[Wish, ...]:
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

    `strict` rules out what grants less than an amount that is asked for; else only what grants less than a
    bounding one, since another amount of a long description may belong to something else.
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
            excluded = excluded or strict or wish.bounding
        elif holds is False and (not wish.weight or wish.weight >= 1):
            against = against if excluded else cell
            excluded = True
        elif holds is False and wish.hard and not amount:
            against = against or cell
            signs["barred"] += wish.weight
    signs["granted"] = sum(best.values())
    support_ = [support[clause] for clause in sorted(support, key=lambda c: -best[c])]
    return Met(dict(signs), support_, against, excluded)


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
