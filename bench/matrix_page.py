"""Write the pages that show the graph: docs/matrix.md and docs/weak-facts.md.

python -m bench.matrix_page
"""

from decimal import Decimal
from pathlib import Path

from pyoxigraph import NamedNode

from graph.catalogue import Catalogue, catalogue
from graph.check import matrix
from graph.files import bundled
from graph.matrix import Cell, State
from graph.store import Term, load

PAGE = Path(__file__).parent.parent / "docs" / "matrix.md"
WEAK_PAGE = PAGE.with_name("weak-facts.md")
QUERY = bundled() / "aws" / "queries" / "weakest-sources.rq"
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


def weak_page(described: Catalogue) -> str:
    """Return the facts of core services, prices aside, that rest on no page of AWS and on no package."""
    rows = described.graph.select(QUERY.read_text(encoding="utf-8"))
    lines = [
        f"| {row['subject'].value} | {row['property'].value} | {_shown(described, row['value'])} |"
        for row in rows
    ]
    held = described.graph.select(_ALL)[0]["count"].value
    share = 100 * len(lines) / int(held)
    table = "\n".join(["| service | property | value |", "|---|---|---|", *lines])
    return (
        "# Facts with a weak source\n\nFacts of core services, prices aside, that rest on no page of AWS and "
        "on no package, but on other people's pages, the user's notes or our own reading: "
        f"{len(lines)} of {held} ({share:.1f} %). Written from the graph by "
        "`python -m bench.matrix_page`.\n\n"
        f"{table}\n"
    )


def _shown(described: Catalogue, value: Term) -> str:
    return described.label(value.value) if isinstance(value, NamedNode) else value.value


_ALL = """
PREFIX cv: <https://w3id.org/cloudcite/vocab#>
SELECT (COUNT(*) AS ?count) WHERE {
  ?p cv:sentence ?wording . ?thing a cv:CoreService ; ?p ?value .
  FILTER NOT EXISTS { ?value a cv:Price }
}
"""


def _text(described: Catalogue, cell: Cell) -> str:
    if cell.state is not State.VALUE:
        return _WORDS[cell.state]
    unit = cell.property.unit
    if unit is not None:
        return described.units.show(Decimal(cell.values[0].value), unit)
    words = {"true": "yes", "false": "no"}
    return ", ".join(words.get(v.value) or described.label(v.value) for v in cell.values)


if __name__ == "__main__":
    described = catalogue(load(["aws"]))
    PAGE.write_text(page(described), encoding="utf-8")
    WEAK_PAGE.write_text(weak_page(described), encoding="utf-8")
