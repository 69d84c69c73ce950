"""The commands that answer: a question, services side by side, what work costs."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from api.settings import Settings

if TYPE_CHECKING:  # At run time this would import all of it for every command.
    from retrieval.engine import Assistant

Json = Annotated[bool, typer.Option("--json", help="Print the answer as the API gives it.")]


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


def _assistant() -> "Assistant":
    from rich.console import Console

    settings = Settings.from_environment(os.environ)
    with Console(stderr=True).status("Loading the catalogue ..."):
        from api.loading import load_assistant

        return load_assistant(settings)


def _readable(text: str) -> str:
    """Return the text, with what the terminal sent in another encoding than UTF-8 marked."""
    return text.encode("utf-8", "replace").decode("utf-8")
