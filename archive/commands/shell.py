"""What every command shares: its language, where it prints, and the archive it works on, opened on first use."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from gettext import NullTranslations

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.bootstrap import Services, now, open_services
from archive.catalogue import places
from archive.i18n import LANGUAGES, I18n
from archive.settings import Settings
from archive.wording import explain
from media.markup import visible

FAILED, MISUSED = 1, 2
"""Exit codes beside 0: it did not work; it was not asked properly."""


@dataclass
class Shell:
    """The terminal a command was typed into, and the archive behind it."""

    language: str
    out: Console = field(default_factory=lambda: Console(soft_wrap=True, highlight=False, emoji=False))
    err: Console = field(default_factory=lambda: Console(stderr=True, soft_wrap=True, highlight=False, emoji=False))
    at_end: ExitStack = field(default_factory=ExitStack)
    """Closes what the command has opened."""

    @cached_property
    def settings(self) -> Settings:
        """Read the settings.

        Raises:
            SettingError: when one cannot be used.
        """
        return Settings.from_environ()

    @cached_property
    def services(self) -> Services:
        """Open the archive, until the command ends."""
        services = open_services(self.settings)
        self.at_end.callback(services.database.close)
        return services

    @cached_property
    def i18n(self) -> I18n:
        """Give names, numbers and translations without opening an archive."""
        return I18n(places.place_names())

    def today(self) -> dt.date:
        """Give the day that it is where the archive is, without opening it."""
        return now().astimezone(self.settings.time_zone).date()

    @property
    def translations(self) -> NullTranslations:
        """Give the words of the language that is spoken here."""
        return self.i18n.translations(self.language)

    def gettext(self, message: str) -> str:
        """Translate a message."""
        return self.translations.gettext(message)

    def say(self, text: str) -> None:
        """Print a line of the answer."""
        self.out.print(visible(text), markup=False)

    def remark(self, text: str) -> None:
        """Print a line beside the answer, for people only; foreign words in it command no terminal."""
        self.err.print(visible(text), markup=False)

    def complain(self, code: str, details: Mapping[str, object]) -> None:
        """Say what went wrong and what to do."""
        said = explain(code, details, self.translations)
        self.remark(said.what)
        if said.todo:
            self.remark(f"  {said.todo}")

    def json(self, value: object) -> None:
        """Print the answer for a program."""
        self.out.print(json.dumps(value, ensure_ascii=False, indent=2), markup=False)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print the answer as a table; foreign words in it stay words."""
        table = Table(*headings, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*map(Text, row))
        self.out.print(table)


def shell_of(context: typer.Context) -> Shell:
    """Give the shell of the command that runs."""
    shell = context.obj
    if not isinstance(shell, Shell):
        message = "the command runs outside of the application"
        raise TypeError(message)
    return shell


def language_of(context: typer.Context, name: str) -> str:
    """Choose the language: typed it must be one of ours; from the environment (de_DE.UTF-8) English is the rest.

    Raises:
        typer.BadParameter: when a language was typed that is none of ours.
    """
    source = context.get_parameter_source("language")
    if source is not None and source.name == "COMMANDLINE" and name not in LANGUAGES:
        raise typer.BadParameter(" | ".join(LANGUAGES))
    return "de" if name.lower().startswith("de") else "en"


def plain(row: Mapping[str, object]) -> dict[str, object]:
    """Drop what is not known from a row of a JSON answer."""
    return {name: value for name, value in row.items() if value is not None}
