"""Write docs/matrix.md: core services by core properties, as the graph holds them.

python -m bench.matrix_page
"""

from decimal import Decimal
from pathlib import Path

from graph.catalogue import Catalogue, catalogue
from graph.check import matrix
from graph.matrix import Cell, State
from graph.store import load

PAGE = Path(__file__).parent.parent / "docs" / "matrix.md"
_WORDS = {
    State.NO_LIMIT: "no limit",
    State.NOT_APPLICABLE: "n/a",
    State.UNKNOWN: "unknown",
    State.VARIES: "depends",
    State.MISSING: "**missing**",
}


def page(described: Catalogue) -> str:
    """Return the page as Markdown, one line for each core property."""
    rows = matrix(described)
    head = ["", *(row.service.label for row in rows)]
    lines = [head, ["---"] * len(head)]
    for index, cell in enumerate(rows[0].cells):
        texts = (_text(described, row.cells[index]) for row in rows)
        lines.append([cell.property.label, *texts])
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return (
        "# The matrix\n\nCore services and core properties, written from the graph by "
        "`python -m bench.matrix_page`. Sources and dates: ask, or look a service up at "
        f"`/v1/services`.\n\n{table}\n"
    )


def _text(described: Catalogue, cell: Cell) -> str:
    if cell.state is not State.VALUE:
        return _WORDS[cell.state]
    unit = cell.property.unit
    if unit is not None:
        return described.units.show(Decimal(cell.values[0].value), unit)
    words = {"true": "yes", "false": "no"}
    return ", ".join(words.get(v.value) or described.label(v.value) for v in cell.values)


if __name__ == "__main__":
    PAGE.write_text(page(catalogue(load(["aws"]))), encoding="utf-8")
