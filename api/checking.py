"""The findings of a check and the matrix of a catalogue, in a terminal."""

from collections.abc import Sequence
from string import ascii_lowercase

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graph.catalogue import catalogue
from graph.check import Finding, Row, State, check, matrix
from graph.finding import short
from graph.store import load

_SIGNS = {
    State.VALUE: "●",
    State.NO_LIMIT: "∞",
    State.NOT_APPLICABLE: "–",
    State.UNKNOWN: "?",
    State.VARIES: "~",
    State.MISSING: "✗",
}


def show_check(folders: Sequence[str]) -> tuple[Finding, ...]:
    """Check catalogue folders, print the matrix and what was found, and return it.

    Raises OntologyError where the folders cannot be loaded.
    """
    progress = Console(stderr=True)
    with progress.status(f"Checking {', '.join(folders)} ..."):
        found = check(folders)
        # What is found may be in bills; the matrix does without them.
        rows = matrix(catalogue(load(folders), with_bills=False))
    console = Console(highlight=False)
    if rows:
        _show_matrix(console, rows)
    for finding in found:
        _show_finding(console, finding)
    console.print(f"{len(found)} to mend." if found else "Nothing to mend.")
    return found


def _show_matrix(console: Console, rows: Sequence[Row]) -> None:
    """Print a line for each core property and a column for each core service."""
    table = Table("", *ascii_lowercase[: len(rows)], show_edge=False)
    for index, cell in enumerate(rows[0].cells):
        signs = (_SIGNS[row.cells[index].state] for row in rows)
        table.add_row(Text(cell.property.label), *signs)
    console.print(table)
    named = (f"{letter} {row.service.label}" for letter, row in zip(ascii_lowercase, rows, strict=False))
    console.print(Text("; ".join(named)))
    console.print(Text("; ".join(f"{sign} {state.replace('_', ' ')}" for state, sign in _SIGNS.items())))
    console.print()


def _show_finding(console: Console, finding: Finding) -> None:
    about = " ".join(short(part) for part in (finding.subject, finding.path) if part)
    console.print(Text.assemble((f"{finding.severity}: ", "bold red"), (about, "bold")))
    console.print(Padding(Text(finding.message), (0, 0, 0, 2), expand=False))
