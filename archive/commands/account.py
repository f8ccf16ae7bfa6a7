"""`mitschnitt account`: who may sign in."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy import select

from archive import accounts
from archive.catalogue.people import Account, Role
from archive.commands.shell import FAILED, Shell, shell_of
from archive.errors import NotFoundError

app = typer.Typer(no_args_is_help=True, help="Who may sign in.")

Name = Annotated[str, typer.Argument(help="Sign-in name; capitals do not matter.")]
Generate = Annotated[
    bool, typer.Option("--generate", help="Make a password and print it once, instead of asking for one.")
]


@app.command()
def add(
    context: typer.Context,
    name: Name,
    role: Annotated[Role, typer.Option(help="What the account may do.")] = Role.EDITOR,
    *,
    generate: Generate = False,
) -> None:
    """Add an account. The password is asked for, or read from standard input where nobody types."""
    shell = shell_of(context)
    services = shell.services
    password = _password(shell, generate=generate)
    with services.database.writing() as session:
        account = accounts.create(session, name, password, role, clock=services.clock)
        shell.remark(shell.gettext("Added the account %(name)s.") % {"name": account.name})
    _print_if_made(shell, password, generate=generate)


@app.command("list")
def list_accounts(
    context: typer.Context, *, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False
) -> None:
    """List all accounts."""
    shell = shell_of(context)
    _ = shell.gettext
    with shell.services.database.reading() as session:
        found = session.scalars(select(Account).order_by(Account.name)).all()
    if as_json:
        shell.json(
            [
                {
                    "name": account.name,
                    "role": account.role.value,
                    "is_active": account.is_active,
                    "created_at": account.created_at.isoformat(),
                }
                for account in found
            ]
        )
        return
    if not found:
        shell.remark(_("There are no accounts yet. Add one with: mitschnitt account add NAME"))
        return
    formats = shell.i18n.formats(shell.language)
    rows = [
        (
            account.name,
            account.role.value,
            _("active") if account.is_active else _("switched off"),
            formats.date(account.created_at.date().isoformat(), long=False),
        )
        for account in found
    ]
    shell.table([_("Name"), _("Role"), _("State"), _("Since")], rows)


@app.command()
def disable(context: typer.Context, name: Name) -> None:
    """Switch an account off and end all its sessions."""
    shell = shell_of(context)
    with _or_say_there_is_none(shell), shell.services.database.writing() as session:
        accounts.switch_off(session, name)
    shell.remark(shell.gettext("Switched off the account %(name)s and signed it out everywhere.") % {"name": name})


@app.command()
def password(context: typer.Context, name: Name, *, generate: Generate = False) -> None:
    """Give an account a new password and end all its sessions."""
    shell = shell_of(context)
    services = shell.services
    chosen = _password(shell, generate=generate)
    with _or_say_there_is_none(shell), services.database.writing() as session:
        accounts.change_password(session, name, chosen)
    shell.remark(shell.gettext("Changed the password of %(name)s and signed it out everywhere.") % {"name": name})
    _print_if_made(shell, chosen, generate=generate)


@contextmanager
def _or_say_there_is_none(shell: Shell) -> Iterator[None]:
    try:
        yield
    except NotFoundError as error:
        shell.remark(shell.gettext("There is no account %(name)s.") % {"name": error.key})
        raise typer.Exit(FAILED) from error


def _password(shell: Shell, *, generate: bool) -> str:
    if generate:
        return secrets.token_urlsafe(12)
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt(shell.gettext("Password"), hide_input=True, confirmation_prompt=True, err=True))


def _print_if_made(shell: Shell, chosen: str, *, generate: bool) -> None:
    if generate:
        shell.remark(shell.gettext("Its password, shown only now:"))
        shell.say(chosen)
