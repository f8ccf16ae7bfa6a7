"""Settings, commands and errors are documented, all of them, and nothing that is not there."""

import importlib
import re

import pytest
import typer

from archive.cli import app
from archive.commands.settings import settings_page
from tests.support.house import ROOT

BASES = {"MediaError", "IngestError", "SearchError", "ArchiveError"}


def _page(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def _error_codes():
    found = set()
    for package in ("media", "ingest", "search", "archive"):
        module = importlib.import_module(f"{package}.errors")
        for name, thing in vars(module).items():
            if isinstance(thing, type) and issubclass(thing, Exception) and name not in BASES:
                found.add(thing.code)
    return found


def test_the_page_of_settings_is_the_one_the_command_makes():
    assert _page("settings.md") == settings_page(), "run: mitschnitt settings --markdown > docs/settings.md"


def test_every_error_has_its_section_and_every_section_its_error():
    sections = re.findall(r"^### (\S+)$", _page("errors.md"), re.MULTILINE)

    assert len(sections) == len(set(sections))
    assert set(sections) == _error_codes()


def test_every_section_says_something():
    bodies = re.split(r"^#+ .*$", _page("errors.md"), flags=re.MULTILINE)[1:]

    assert [body for body in bodies if 0 < len(body.strip()) < 40] == []


def test_every_command_is_in_the_table_of_the_operators_page():
    listed = set(re.findall(r"^\| `mitschnitt (\w+)` \|", _page("operating.md"), re.MULTILINE))

    assert listed == set(typer.main.get_command(app).commands)


@pytest.mark.parametrize("group", ["account", "models"])
def test_the_parts_of_a_command_are_named_beside_it(group):
    line = re.search(rf"^\| `mitschnitt {group}` \|(.*)$", _page("operating.md"), re.MULTILINE)[1]

    assert set(re.findall(r"`(\w+)`", line)) == set(typer.main.get_command(app).commands[group].commands)


def test_every_command_says_what_it_does():
    commands = typer.main.get_command(app).commands

    assert [name for name, command in commands.items() if not command.help] == []
