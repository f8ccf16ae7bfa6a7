"""`mitschnitt serve` and `mitschnitt worker`: the commands that stay. Web has a module of its own."""

import typer

from archive import supervisor, worker
from archive.commands.shell import shell_of


def serve(context: typer.Context) -> None:
    """Run the whole service: the web server and the worker, until it is told to end."""
    shell = shell_of(context)
    values = {"site": shell.settings.site_name, "address": shell.settings.public_url}
    shell.remark(shell.gettext("%(site)s: %(address)s (end with Ctrl+C)") % values)
    raise typer.Exit(supervisor.serve(shell.settings))


def work(context: typer.Context) -> None:
    """Run only the worker."""
    raise typer.Exit(worker.main(shell_of(context).settings))
