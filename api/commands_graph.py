"""The commands that look into the graph itself: SPARQL queries, and the check of catalogue folders."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from api.settings import Settings
from graph.errors import QueryError


def sparql(
    query: Annotated[str, typer.Argument(help="A query, a file that holds one, or - for input.")],
    shape: Annotated[
        str, typer.Option("--format", help="table, json, csv, tsv, xml, turtle, ntriples, jsonld ...")
    ] = "table",
) -> None:
    """Run a SPARQL query, within the limits of the endpoint."""
    from api import terminal
    from api.queries import run_query
    from graph.sparql import ResultFormat, UnacceptableError
    from graph.store import load

    shown = [ResultFormat.JSON, ResultFormat.TURTLE]
    if shape != "table":
        if shape not in set(ResultFormat):
            known = ", ".join(["table", *ResultFormat])
            raise QueryError(f"There is no format {shape!r}; the formats are: {known}")
        shown = [ResultFormat(shape)]
    text = _query(query)
    settings = Settings.from_environment(os.environ)
    try:
        result = run_query(load(settings.ontology), settings, text, shown)
    except UnacceptableError as error:
        raise QueryError(str(error)) from error
    if shape == "table":
        terminal.show_rows(result.body, result.media_type)
    else:
        typer.echo(result.body, nl=False)
    if result.truncated:
        typer.echo(f"cloudcite: cut after {settings.query_rows:,} rows", err=True)


def _query(given: str) -> str:
    """Return the text of a query that is given itself, by its file, or as `-` on the input."""
    if given == "-":
        return sys.stdin.read()
    with suppress(OSError):  # a query may be too long for the name of a file
        if Path(given).is_file():
            return _read(Path(given))
    if not any(character.isspace() for character in given):
        raise QueryError(f"There is no file {given!r}, and it is not a query either")
    return given


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read: {error}") from error


def check(
    folders: Annotated[
        list[str] | None, typer.Argument(metavar="[FOLDER]...", help="Without one, those of the settings.")
    ] = None,
) -> None:
    """Check catalogue folders; exit 1 where something has to be mended."""
    from api.checking import show_check

    found = show_check(folders or Settings.from_environment(os.environ).ontology)
    raise typer.Exit(1 if found else 0)
