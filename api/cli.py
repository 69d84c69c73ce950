"""The command line. What takes long to import is imported by the command that needs it."""

import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from api.settings import Settings
from graph.errors import CloudciteError, QueryError

if TYPE_CHECKING:  # At run time this would import all of it for every command.
    from retrieval.engine import Assistant

_FAILED = 2


class _Commands(TyperGroup):
    """Tells errors that are meant for the user in one line."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps the class of contexts to itself
        try:
            return super().invoke(ctx)
        except CloudciteError as error:
            typer.echo(f"cloudcite: {error}", err=True)
            raise typer.Exit(_FAILED) from error


app = typer.Typer(
    name="cloudcite",
    cls=_Commands,
    help="Answers about compute services; every sentence cites its source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print the answer as the API gives it.")]


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="In plain English.")],
    history: Annotated[
        list[str] | None, typer.Option(help="An earlier question of yours; repeat, oldest first.")
    ] = None,
    json: Json = False,
) -> None:
    """Ask a question."""
    from api import asking, terminal
    from api.models import AnswerBody, Turn, body

    turns = [Turn(role="user", content=_readable(said)) for said in history or ()]
    answer = asking.ask(_assistant(), _readable(question), turns)
    if json:
        typer.echo(body(AnswerBody, answer))
    else:
        terminal.show_answer(answer)


@app.command()
def compare(
    services: Annotated[list[str], typer.Argument(metavar="A B...", help="Names, two or more.")],
    properties: Annotated[
        list[str] | None, typer.Option("--property", help="Only this property; may be repeated.")
    ] = None,
    json: Json = False,
) -> None:
    """Put services side by side."""
    from api import comparing, terminal
    from api.models import CompareBody, body

    found = comparing.compare(_assistant(), services, properties or ())
    if json:
        typer.echo(body(CompareBody, found))
    else:
        terminal.show_comparison(found)


@app.command()
def estimate(
    amounts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME=AMOUNT]...",
            help="Such as memory=512MB, or the work in words; none: what can be stated.",
        ),
    ] = None,
    services: Annotated[
        list[str] | None, typer.Option("--service", help="Only this service; may be repeated.")
    ] = None,
    choices: Annotated[
        list[str] | None, typer.Option("--choice", help="Such as architecture=arm64; may be repeated.")
    ] = None,
    months: Annotated[str, typer.Option(help="The period of the totals.")] = "1",
    free_tier: Annotated[bool, typer.Option("--free-tier", help="Order by the totals with it.")] = False,
    break_even: Annotated[
        str | None, typer.Option(metavar="NAME", help="Over which amount two services are compared.")
    ] = None,
    json: Json = False,
) -> None:
    """Work out what a workload costs, and where it becomes cheaper."""
    from api import estimable, estimating, terminal_costs
    from api.estimate_models import EstimateBody, EstimatesBody, request
    from api.models import body

    if amounts and not any("=" in text for text in amounts):
        ask(" ".join(amounts), json=json)
        return
    asked = request(amounts or (), choices or (), services or (), months, free_tier, break_even)
    assistant = _assistant()
    if not asked.workload and not asked.services:
        listed = estimable.can_be_estimated(assistant)
        typer.echo(body(EstimatesBody, listed)) if json else terminal_costs.show_names(listed)
        return
    found = estimating.estimate(assistant, asked)
    if json:
        typer.echo(body(EstimateBody, found))
    else:
        terminal_costs.show_estimate(found, estimating.curves(assistant, asked))


@app.command()
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


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0 takes any free port.")] = None,
) -> None:
    """Serve the page, the API and SPARQL over HTTP."""
    from api.serving import run

    settings = Settings.from_environment(os.environ)
    settings = replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )
    raise typer.Exit(0 if run(settings) else _FAILED)


@app.command()
def check(
    folders: Annotated[
        list[str] | None, typer.Argument(metavar="[FOLDER]...", help="Without one, those of the settings.")
    ] = None,
) -> None:
    """Check catalogue folders; exit 1 where something has to be mended."""
    from api.checking import show_check

    found = show_check(folders or Settings.from_environment(os.environ).ontology)
    raise typer.Exit(1 if found else 0)


@app.command()
def slack(
    manifest: Annotated[
        bool, typer.Option("--manifest", help="Print the app manifest to paste into Slack, and stop.")
    ] = False,
    url: Annotated[
        str,
        typer.Option(help="With --manifest: the public address, for the Events API instead of Socket Mode."),
    ] = "",
) -> None:
    """Answer in Slack without a public address, by Socket Mode."""
    if manifest:
        import json

        from api.slack.manifest import manifest as made

        typer.echo(json.dumps(made(url), indent=2))
        return
    settings = Settings.from_environment(os.environ)
    from api.slack.socket_mode import run

    run(settings)


@app.command()
def feedback(
    wrong: Annotated[bool, typer.Option("--wrong", help="Only answers that somebody called wrong.")] = False,
    most: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List what people said of answers."""
    from api import terminal
    from api.feedback import FeedbackStore, Verdict, as_json

    store = FeedbackStore.at(Settings.from_environment(os.environ).data)
    try:
        found = store.latest(most, Verdict.WRONG if wrong else None)
        if json:
            typer.echo("".join(f"{as_json(each)}\n" for each in found), nl=False)
        else:
            terminal.show_feedback(found, store.totals())
    finally:
        store.close()


def _assistant() -> "Assistant":
    from rich.console import Console

    settings = Settings.from_environment(os.environ)
    with Console(stderr=True).status("Loading the catalogue ..."):
        from api.loading import load_assistant

        return load_assistant(settings)


def _readable(text: str) -> str:
    """Return the text, with what the terminal sent in another encoding than UTF-8 marked."""
    return text.encode("utf-8", "replace").decode("utf-8")


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


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
