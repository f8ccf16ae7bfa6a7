"""`mitschnitt web`: only the web server."""

import logging
import sys

import typer

from archive.commands.shell import FAILED, shell_of
from archive.logs import log_to
from archive.web.app import create_app
from archive.web.server import serve

log = logging.getLogger(__name__)


def web(context: typer.Context) -> None:
    """Run only the web server."""
    log_to(sys.stderr)
    services = shell_of(context).services
    if not serve(create_app(services), services.settings):
        raise typer.Exit(FAILED)
