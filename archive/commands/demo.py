"""`mitschnitt demo`: a site with recordings made on the spot. What it does is in `archive.demo`."""

from typing import Annotated

import typer

from archive.commands.shell import shell_of
from archive.demo import run


def demo(
    context: typer.Context,
    *,
    once: Annotated[bool, typer.Option("--once", help="End after a self-check, for machines.")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Serve on this port of 127.0.0.1.")] = None,
) -> None:
    """Make demonstration recordings, take them in, and serve them until Ctrl+C."""
    shell = shell_of(context)
    raise typer.Exit(run.demo(shell.settings, once=once, port=port, language=shell.language))
