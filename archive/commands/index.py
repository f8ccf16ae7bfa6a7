"""`mitschnitt reindex`: make the search index anew from the catalogue, or only compare the two."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import select

from archive.catalogue.recordings import Recording
from archive.checks.words import words_found
from archive.commands.shell import FAILED, Shell, shell_of
from archive.finding.indexing import Completeness, completeness, rebuild


def reindex(
    context: typer.Context,
    *,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; end with 1 when words are missing.")] = False,
) -> None:
    """Make the search index anew from the catalogue, beside the one that answers."""
    shell = shell_of(context)
    services = shell.services
    if not check:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=shell.err, transient=True) as progress:
            progress.add_task(shell.gettext("Making the search index"))
            rebuild(services)
    with services.database.reading() as session:
        counted = completeness(session, services.index)
        titles = session.scalars(select(Recording.title).where(Recording.id.in_(counted.stale))).all()
    _report(shell, counted, titles)
    if not counted.is_complete:
        raise typer.Exit(FAILED)


def _report(shell: Shell, counted: Completeness, titles: Sequence[str]) -> None:
    shell.say(words_found(counted, formats=shell.i18n.formats(shell.language), gettext=shell.gettext) + ".")
    for title in titles:
        shell.remark(shell.gettext("Not as in the catalogue: %(title)s") % {"title": title})
