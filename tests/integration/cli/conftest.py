"""A data folder that commands run on, the command line in this process, and the services behind it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archive.bootstrap import Services, open_services
from archive.cli import app
from archive.settings import Settings


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Give the variables that commands are run with; a test may add its own."""
    return {"MITSCHNITT_DATA": str(tmp_path / "var"), "LC_ALL": "C.UTF-8", "MITSCHNITT_RESERVE_BYTES": "1"}


@pytest.fixture
def run(environ: dict[str, str]) -> Callable[..., Result]:
    """Give what runs one command, with what is typed into it and more variables."""

    def run(*arguments: str, typed: str = "", **more: str) -> Result:
        return CliRunner().invoke(app, arguments, input=typed, env={**environ, **more}, catch_exceptions=False)

    return run


@pytest.fixture
def services(environ: dict[str, str]) -> Iterator[Services]:
    """Give the services of that data folder."""
    services = open_services(Settings.from_environ(environ))
    yield services
    services.database.close()
