"""`mitschnitt settings`: what is set, and the table of all settings as a page of the documentation."""

from typing import Annotated

import typer
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from archive.commands.shell import Shell, shell_of
from archive.errors import SettingError
from archive.settings import PREFIX, SETTINGS, Settings

PAGE_HEAD = """\
# Settings

All settings are environment variables. Each is read once, when a command starts. A name that begins with
`MITSCHNITT_` and is not in this table stops the command, so that a misspelt setting is noticed.

This page is made by `mitschnitt settings --markdown`; change `archive/settings.py` instead.

| Setting | Default | What it is for |
|---|---|---|
"""


def show(
    context: typer.Context,
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print docs/settings.md.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show every setting, its value, and what it is for."""
    shell = shell_of(context)
    if markdown:
        shell.say(settings_page().rstrip("\n"))
        return
    if as_json:
        shell.json(_values(shell.settings))
        return
    _print_all(shell)


def _print_all(shell: Shell) -> None:
    """Print the table.

    Raises:
        SettingError: when a setting cannot be used; whoever is sent here by that error reads what could be set first.
    """
    try:
        values = _values(shell.settings)
    except SettingError:
        defaults = {PREFIX + setting.name: setting.default for setting in SETTINGS}
        _print_table(shell, shell.gettext("Default"), defaults)
        raise
    _print_table(shell, shell.gettext("Value"), values)


def settings_page() -> str:
    """Give docs/settings.md."""
    rows = [
        f"| `{PREFIX}{setting.name}` | {f'`{setting.default}`' if setting.default else 'empty'} | {setting.help} |"
        for setting in SETTINGS
    ]
    return PAGE_HEAD + "\n".join(rows) + "\n"


def _values(settings: Settings) -> dict[str, str]:
    values = settings.as_environ()
    secrets = {PREFIX + setting.name for setting in SETTINGS if setting.is_secret}
    hidden = {name: "***" for name in secrets if values[name]}
    name = PREFIX + "DATABASE"
    return {**values, **hidden, name: _without_password(values[name])}


def _without_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True) if url else ""
    except ArgumentError:
        return "***"


def _print_table(shell: Shell, heading: str, values: dict[str, str]) -> None:
    _ = shell.gettext
    rows = [(PREFIX + setting.name, values[PREFIX + setting.name], setting.help) for setting in SETTINGS]
    shell.table([_("Setting"), heading, _("What it is for")], rows)
