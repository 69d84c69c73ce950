"""Two things compared over a load: what was taken for granted, and where they are equal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from graph.bills import Dimension
from graph.catalogue import Catalogue
from graph.errors import QuestionError
from retrieval.cost.breakeven import BreakEven, Comparer
from retrieval.cost.calculate import calculator
from retrieval.cost.estimate import Estimate, RuledOut, cents
from retrieval.cost.showing import plain
from retrieval.cost.workload import Workload, said
from retrieval.evidence import EvidenceFinder


@dataclass(frozen=True, slots=True)
class Compared:
    """Two things over a load: where they are equal, and by which workload that was found."""

    found: BreakEven
    workload: Workload
    """As stated, with typical amounts for what was left unsaid."""
    typical: tuple[str, ...]
    """The names of those."""


class CannotCompare(Exception):  # noqa: N818 - the answer names why, it is no error
    """One of the two cannot do the work at all."""

    def __init__(self, refused: Sequence[RuledOut]) -> None:
        super().__init__(" ".join(out.because for out in refused))
        self.refused = tuple(refused)


def described(
    finder: EvidenceFinder, pair: Sequence[str], workload: Workload
) -> tuple[Workload, tuple[str, ...]]:
    """Return the workload with typical amounts for what the bills of two things need, and their names."""
    comparer = Comparer(calculator(finder))
    return comparer.completed(comparer.pair(pair, workload), workload)


def compared(finder: EvidenceFinder, workload: Workload, over: str | None) -> Compared:
    """Return how the first two services of a workload compare.

    Raises QuestionError where one has no bill, or cannot do the work.
    """
    try:
        return compare(finder, workload, over)
    except CannotCompare as error:
        raise QuestionError(str(error)) from error


def compare(finder: EvidenceFinder, workload: Workload, over: str | None) -> Compared:
    """Return the same as `compared`, but raise CannotCompare where one cannot do the work."""
    computed = calculator(finder)
    comparer = Comparer(computed)
    things = workload.services[:2]
    rules = comparer.pair(things, workload)
    complete, typical = comparer.completed(rules, workload)
    if over is not None and over not in complete.amounts and (load := _typical(finder, over)) is not None:
        complete = replace(complete, amounts=dict(complete.amounts) | {over: load})
    made = [computed.made_out(r, thing, complete) for r, thing in zip(rules, things, strict=True)]
    if refused := [each for each in made if isinstance(each, RuledOut)]:
        raise CannotCompare(refused)
    one, other = (each for each in made if isinstance(each, Estimate))
    return Compared(
        comparer.between((one, other), complete, over, tuple(workload.amounts)), complete, typical
    )


def _typical(finder: EvidenceFinder, name: str) -> Decimal | None:
    dimension = finder.catalogue.bills.dimensions[name]
    return dimension.typical if dimension.assumed is None else dimension.assumed


def result(finder: EvidenceFinder, told: Compared) -> dict[str, Any]:
    """Return the break-even point in the form of `result.break_even`."""
    found = told.found
    nodes = [{"iri": e.subject, "label": finder.catalogue.label(e.subject)} for e in found.pair]
    axis = found.dimension
    points = [
        {
            "value": f"{load_of(axis, c.load):f}",
            "text": said(finder.catalogue.units, axis, load_of(axis, c.load)),
            "costs": [f"{cents(value):f}" for value in c.costs],
            "cheaper_below": nodes[c.cheaper_below],
            "cheaper_above": nodes[1 - c.cheaper_below],
            "jumps": c.jumps,
        }
        for c in found.crossings
    ]
    return {
        "over": axis.name,
        "label": axis.label,
        "unit": axis.unit.symbol,
        "between": nodes,
        "points": points,
        "cheaper": nodes[found.cheaper] if found.cheaper is not None else None,
        "chart": address(finder, found, told.workload),
    }


def assumed_of(catalogue: Catalogue, workload: Workload, typical: Sequence[str]) -> tuple[str, ...]:
    """Return, in sentences, which typical amounts were taken for what nobody said."""
    known = catalogue.bills.dimensions
    return tuple(
        f"Nothing was said of “{known[name].label}”: "
        f"{said(catalogue.units, known[name], workload.amounts[name])} is taken."
        for name in typical
    )


def address(finder: EvidenceFinder, found: BreakEven, workload: Workload) -> str:
    """Return the path at which the picture is served."""
    catalogue = finder.catalogue
    asked: list[tuple[str, str]] = [("over", found.dimension.name)]
    asked += [("service", e.subject.rsplit("/", 1)[-1]) for e in found.pair]
    for name, value in workload.amounts.items():
        if name != found.dimension.name:
            asked.append((name, f"{plain(value)} {catalogue.bills.dimensions[name].unit.symbol}".strip()))
    for choice in catalogue.bills.choices:
        if choice.iri in workload.choices:
            asked.append((choice.name, workload.choices[choice.iri].rsplit("/", 1)[-1]))
    if workload.free_tier:
        asked.append(("free_tier", "true"))
    if workload.months != 1:
        asked.append(("months", plain(workload.months)))
    return f"/v1/estimate/chart?{urlencode(asked, quote_via=quote)}"


def load_of(axis: Dimension, load: Decimal) -> Decimal:
    """Return a load to five digits where it is measured; counts are exact."""
    if not axis.unit.is_measure or not load:
        return load
    return round(load, max(0, 4 - load.adjusted()))
