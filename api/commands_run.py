"""The commands for who runs it: the server, the Slack bot, and what people said of answers."""

import os
from dataclasses import replace
from typing import Annotated

import typer

from api.settings import Settings

FAILED = 2
"""The exit code where a command could not do its work."""


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
    raise typer.Exit(0 if run(settings) else FAILED)


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
