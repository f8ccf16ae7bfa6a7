"""The admins' pages of accounts: who there is, and what each may do."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.account_list import AccountRow, listed
from archive.catalogue.people import Account, Role
from archive.errors import InvalidInputError, LastAdminError
from archive.identity import accounts, mailing, second_factor, signing_in
from archive.web.asking import services_of
from archive.web.identity.account_words import ROLE_HINTS, ROLES
from archive.web.rendering import render
from archive.web.speaking import notice_of, say, say_faults
from archive.web.staff import account_id_of, admin_form, desk_path, for_admin, see_other, text_of
from archive.wording import explain

FAILURES_SHOWN = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role to choose."""

    value: str
    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account, said in words."""

    account_id: int
    name: str
    email: str
    role: str
    role_name: str
    is_active: bool
    has_password: bool
    has_provider: bool
    has_second_factor: bool
    seen: str
    """When it was last used; empty when it is signed in nowhere."""
    since: str
    link_until: str
    is_self: bool


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """The list."""

    accounts: Sequence[AccountView]
    failures: int
    """Failed attempts to sign in, of the last days."""
    notice: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account and what can be done."""

    account: AccountView
    roles: Sequence[RoleChoice]
    email: str
    """As it was typed."""
    may_mail: bool
    notice: str
    refusal: str = ""
    faults: dict[str, str] = field(default_factory=dict)


@for_admin
def show_list(request: Request) -> Response:
    """List all accounts."""
    services = services_of(request)
    now = services.clock()
    with services.database.reading() as session:
        rows = listed(session, now=now)
        failures = signing_in.failures_since(session, now - FAILURES_SHOWN)
    page = AccountsPage(tuple(_view(request, row) for row in rows), failures, notice_of(request))
    return render(request, "desk/accounts.html", page)


@for_admin
def show(request: Request) -> Response:
    """Show one account."""
    return _answer(request)


@admin_form
def change_role(request: Request, form: FormData) -> Response:
    """Let an account do more or less."""
    try:
        role = Role(text_of(form, "role"))
    except ValueError:
        return _answer(request, faults=say_faults(request, {"role": "not-a-role"}), status=422)
    return _changed(request, lambda session, account: accounts.change_role(session, account, role), "role-changed")


@admin_form
def change_email(request: Request, form: FormData) -> Response:
    """Change the e-mail address."""
    typed = text_of(form, "email")
    return _changed(
        request, lambda session, account: accounts.set_email(session, account, typed), "email-changed", email=typed
    )


@admin_form
def switch(request: Request, form: FormData) -> Response:
    """Switch an account off or on."""
    if text_of(form, "active") == "yes":
        return _changed(request, accounts.switch_on, "switched-on")
    return _changed(request, accounts.switch_off, "switched-off")


@admin_form
def sign_out(request: Request, _form: FormData) -> Response:
    """Sign an account out everywhere."""
    return _changed(request, accounts.sign_out_everywhere, "signed-out")


@admin_form
def drop_second_factor(request: Request, _form: FormData) -> Response:
    """Turn the second factor off for someone who lost it."""
    return _changed(request, accounts.drop_second_factor, "second-factor-dropped")


def roles(request: Request) -> tuple[RoleChoice, ...]:
    """Give all roles with what they are for."""
    return tuple(RoleChoice(role.value, say(request, ROLES[role]), say(request, ROLE_HINTS[role])) for role in Role)


def _changed(
    request: Request, change: Callable[[Session, Account], None], notice: str, *, email: str | None = None
) -> Response:
    services = services_of(request)
    account_id: int = request.path_params["account_id"]
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            change(session, accounts.numbered(session, account_id))
    except InvalidInputError as exc:
        return _answer(request, faults=say_faults(request, exc.fields), email=email, status=422)
    except LastAdminError as exc:
        said = explain(exc.code, exc.details(), services.i18n.translations(request.state.language))
        return _answer(request, refusal=str(said), status=422)
    return see_other(desk_path(request, "accounts", account_id) + f"?done={notice}")


def _answer(
    request: Request,
    *,
    faults: dict[str, str] | None = None,
    refusal: str = "",
    email: str | None = None,
    status: int = 200,
) -> Response:
    services = services_of(request)
    with services.database.reading() as session:
        rows = listed(session, now=services.clock(), account_id=request.path_params["account_id"])
    if not rows:
        raise HTTPException(404)
    view = _view(request, rows[0])
    page = AccountPage(
        account=view,
        roles=roles(request),
        email=view.email if email is None else email,
        may_mail=mailing.is_set_up(services.settings),
        notice=notice_of(request),
        refusal=refusal,
        faults=faults or {},
    )
    return render(request, "desk/account-of.html", page, status=status)


def _view(request: Request, row: AccountRow) -> AccountView:
    formats = services_of(request).i18n.formats(request.state.language)
    account = row.account
    return AccountView(
        account_id=account.id,
        name=account.name,
        email=account.email or "",
        role=account.role.value,
        role_name=say(request, ROLES[account.role]),
        is_active=account.is_active,
        has_password=bool(account.password_hash),
        has_provider=row.has_provider,
        has_second_factor=second_factor.is_on(account),
        seen=formats.day_and_time(row.seen_at) if row.seen_at else "",
        since=formats.day(account.created_at),
        link_until=formats.day_and_time(row.link_until) if row.link_until else "",
        is_self=account.id == account_id_of(request),
    )
