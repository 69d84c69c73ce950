"""The command line. What takes long to import is imported by the command that needs it."""

from typing import Any

import typer
from typer.core import TyperGroup

from api.commands_ask import ask, compare, estimate
from api.commands_graph import check, sparql
from api.commands_run import FAILED, feedback, serve, slack
from graph.errors import CloudciteError


class _Commands(TyperGroup):
    """Tells errors that are meant for the user in one line."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps the class of contexts to itself
        try:
            return super().invoke(ctx)
        except CloudciteError as error:
            typer.echo(f"cloudcite: {error}", err=True)
            raise typer.Exit(FAILED) from error


app = typer.Typer(
    name="cloudcite",
    cls=_Commands,
    help="Answers about compute services; every sentence cites its source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for _command in (ask, compare, estimate, sparql, serve, check, slack, feedback):
    app.command()(_command)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
