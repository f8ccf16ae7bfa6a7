"""How commands end: errors of the house become a sentence and an exit code, never a traceback."""

from typing import Any

import typer
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from typer.core import TyperGroup

from archive.commands.shell import FAILED, MISUSED, Shell
from archive.errors import ArchiveError, InvalidInputError, SettingError
from ingest.errors import IngestError
from media.errors import MediaError
from search.errors import SearchError

HOUSE_ERRORS = (ArchiveError, IngestError, MediaError, SearchError)
OUR_FAULT_OR_THEIRS = (SettingError, InvalidInputError)
"""Errors in what was typed or set."""


class CarefulGroup(TyperGroup):
    """The group of all commands, which answers for every error that a command lets out."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; say what went wrong.

        Raises:
            typer.Exit: with 1 or 2 after an error.
        """
        try:
            return super().invoke(ctx)
        except HOUSE_ERRORS as error:
            _shell(ctx).complain(error.code, error.details())
            code = MISUSED if isinstance(error, OUR_FAULT_OR_THEIRS) else FAILED
            raise typer.Exit(code) from error
        except KeyboardInterrupt as error:
            shell = _shell(ctx)
            shell.remark(shell.gettext("Interrupted."))
            raise typer.Exit(FAILED) from error
        except BrokenPipeError as error:  # `mitschnitt search ... | head`
            raise typer.Exit(FAILED) from error
        except OSError as error:
            _shell(ctx).remark(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "))
            raise typer.Exit(FAILED) from error
        except DBAPIError as error:  # locked for too long, disk full, no server
            shell = _shell(ctx)
            said = {"database": make_url(shell.settings.database_url).render_as_string(), "reason": error.orig}
            shell.remark(shell.gettext("%(database)s does not answer: %(reason)s") % said)
            raise typer.Exit(FAILED) from error


def _shell(ctx: Any) -> Shell:
    return ctx.obj if isinstance(ctx.obj, Shell) else Shell(language="en")
