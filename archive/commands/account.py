"""`mitschnitt account`: who may sign in."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.audit import Actor
from archive.catalogue.people import Account, Role
from archive.commands.shell import FAILED, Shell, shell_of
from archive.errors import NotFoundError
from archive.identity import accounts
from archive.web import addresses

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
    email: Annotated[str, typer.Option(help="E-mail address, for links by mail and for signing in.")] = "",
    *,
    generate: Generate = False,
) -> None:
    """Add an account. The password is asked for, or read from standard input where nobody types."""
    shell = shell_of(context)
    password = _password(shell, generate=generate)
    with _changing(shell) as session:
        account = accounts.create(session, name, password, role, clock=shell.services.clock, email=email)
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
    formats = shell.services.i18n.formats(shell.language)
    rows = [
        (
            account.name,
            account.role.value,
            _("active") if account.is_active else _("switched off"),
            formats.day(account.created_at, long=False),
        )
        for account in found
    ]
    shell.table([_("Name"), _("Role"), _("State"), _("Since")], rows)


@app.command()
def disable(context: typer.Context, name: Name) -> None:
    """Switch an account off and end all its sessions."""
    shell = shell_of(context)
    with _or_say_why_not(shell), _changing(shell) as session:
        accounts.switch_off(session, accounts.find(session, name))
    shell.remark(shell.gettext("Switched off the account %(name)s and signed it out everywhere.") % {"name": name})


@app.command()
def password(context: typer.Context, name: Name, *, generate: Generate = False) -> None:
    """Give an account a new password and end all its sessions."""
    shell = shell_of(context)
    chosen = _password(shell, generate=generate)
    with _or_say_why_not(shell), _changing(shell) as session:
        accounts.set_password(session, accounts.find(session, name), chosen)
    shell.remark(shell.gettext("Changed the password of %(name)s and signed it out everywhere.") % {"name": name})
    _print_if_made(shell, chosen, generate=generate)


@app.command()
def enable(context: typer.Context, name: Name) -> None:
    """Let an account that was switched off sign in again."""
    shell = shell_of(context)
    with _or_say_why_not(shell), _changing(shell) as session:
        accounts.switch_on(session, accounts.find(session, name))
    shell.remark(shell.gettext("Switched on the account %(name)s.") % {"name": name})


@app.command()
def role(
    context: typer.Context, name: Name, role: Annotated[Role, typer.Argument(help="What the account may do.")]
) -> None:
    """Let an account do more or less."""
    shell = shell_of(context)
    with _or_say_why_not(shell), _changing(shell) as session:
        accounts.change_role(session, accounts.find(session, name), role)
    shell.remark(shell.gettext("The account %(name)s is now: %(role)s.") % {"name": name, "role": role.value})


@app.command()
def link(context: typer.Context, name: Name) -> None:
    """Print a link with which the owner of an account chooses a password, once."""
    shell = shell_of(context)
    with _or_say_why_not(shell), _changing(shell) as session:
        token = accounts.hand_out_link(session, accounts.find(session, name), clock=shell.services.clock)
    shell.remark(shell.gettext("The link works once; whoever has it can choose the password:"))
    shell.say(shell.settings.public_url + addresses.page(shell.language, "password", token))


@app.command()
def unpair(context: typer.Context, name: Name) -> None:
    """Turn the second factor of an account off, for someone who lost it, and end all its sessions."""
    shell = shell_of(context)
    with _or_say_why_not(shell), _changing(shell) as session:
        accounts.drop_second_factor(session, accounts.find(session, name))
    done = shell.gettext("Turned off the second factor of %(name)s and signed it out everywhere.")
    shell.remark(done % {"name": name})


@contextmanager
def _changing(shell: Shell) -> Iterator[Session]:
    with shell.services.database.writing(by=Actor.COMMAND_LINE) as session:
        yield session


@contextmanager
def _or_say_why_not(shell: Shell) -> Iterator[None]:
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
