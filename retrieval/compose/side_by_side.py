"""Things side by side without a question: the properties that are wanted, whatever they say."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import Citation, Table
from retrieval.compose.comparing import differ, table
from retrieval.compose.drafting import Drafting
from retrieval.evidence import EvidenceFinder


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A column for each thing, a row for each property of which anything is stated."""

    table: Table
    differs: tuple[str, ...]
    """The IRIs of the properties shown in which the things are not all the same."""
    citations: tuple[Citation, ...]
    queries: tuple[str, ...]
    more: int
    """How many further properties have something stated."""


def side_by_side(
    subjects: Sequence[str],
    properties: Sequence[str],
    finder: EvidenceFinder,
    *,
    only_differing: bool = False,
    most: int | None = None,
) -> SideBySide:
    """Return the first of these properties in which something is stated, or in which the things differ."""
    evidence = finder.cells(subjects, properties)
    by_property = [
        [cell for cell in evidence.cells if cell.prop.iri == prop] for prop in dict.fromkeys(properties)
    ]
    told = [cells for cells in by_property if any(cell.facts for cell in cells)]
    wanted = [cells for cells in told if differ(cells) or not only_differing]
    shown = wanted[:most]
    draft = Drafting(finder)
    found = table(draft, subjects, shown)
    return SideBySide(
        table=found,
        differs=tuple(cells[0].prop.iri for cells in shown if differ(cells)),
        citations=draft.citations.all(),
        queries=evidence.queries,
        more=len(wanted) - len(shown),
    )
