"""`mitschnitt check`: is everything in order? Gathers all findings and prints them."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from archive.catalogue.database import Database
from archive.checks.contents import check_contents, check_database
from archive.checks.finding import Finding, Status, worst
from archive.checks.machine import check_machine
from archive.checks.texts import check_pages
from archive.checks.words import check_index
from archive.commands.shell import FAILED, Shell, shell_of
from archive.jobs.presence import is_anyone_alive
from media.store import LocalStore
from search.index import SearchIndex

STYLES = {Status.PASS: "green", Status.WARN: "yellow", Status.FAIL: "bold red"}


def check(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False
) -> None:
    """Check tools, models, the catalogue, the index and free space; end with 1 when something must be put right."""
    shell = shell_of(context)
    findings = list(all_findings(shell))
    outcome = worst(findings)
    if as_json:
        shell.json({"status": outcome.value, "checks": [finding.to_plain() for finding in findings]})
    else:
        _print(shell, findings)
    if outcome is Status.FAIL:
        raise typer.Exit(FAILED)


def all_findings(shell: Shell) -> Iterator[Finding]:
    """Check the machine first, then what the archive holds; nothing is changed by it."""
    settings, gettext = shell.settings, shell.gettext
    translations = shell.i18n.translations(shell.language)
    formats = shell.i18n.formats(shell.language)
    yield from check_machine(settings, today=shell.today(), formats=formats, translations=translations)
    yield check_pages(settings, gettext)
    found = check_database(settings, gettext)
    yield found
    if found.status is not Status.PASS:
        return
    database = Database(settings.database_url)
    is_alive = is_anyone_alive(settings.data / "run")
    try:
        with database.reading() as session:
            index = SearchIndex.open(settings.data / "index")
            yield check_index(session, index, formats=formats, translations=translations, is_worker_alive=is_alive)
            yield from check_contents(session, LocalStore(settings.data / "store"), gettext, is_worker_alive=is_alive)
    finally:
        database.close()


def _print(shell: Shell, findings: list[Finding]) -> None:
    _ = shell.gettext
    words = {Status.PASS: _("good"), Status.WARN: _("warning"), Status.FAIL: _("wrong")}
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        said = Text(finding.fact)
        if finding.advice:
            said.append(f"\n→ {finding.advice}", style="dim")
        table.add_row(Text(words[finding.status], style=STYLES[finding.status]), finding.name, said)
    shell.out.print(table)
