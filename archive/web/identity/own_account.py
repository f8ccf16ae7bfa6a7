"""One's own account: the password, the browsers that are signed in, the way to the second factor."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from archive.auditing import record
from archive.catalogue.people import Account
from archive.errors import InvalidInputError, SignInRefusedError
from archive.formats import Formats
from archive.identity import accounts, second_factor, sessions, signing_in
from archive.web import addresses
from archive.web.asking import services_of
from archive.web.identity.account_words import ROLES
from archive.web.identity.door import door_of, token_of
from archive.web.identity.signin import minutes, secret_of
from archive.web.rendering import render
from archive.web.speaking import notice_of, say, say_faults
from archive.web.staff import account_id_of, see_other, signed_in_form, signed_in_page, text_of


@dataclass(frozen=True, slots=True)
class SessionView:
    """A browser in the list."""

    key: str
    browser: str
    network: str
    began: str
    seen: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class OwnAccountPage:
    """What the page shows."""

    name: str
    email: str
    role: str
    has_password: bool
    second_factor_since: str
    """Empty while it is off."""
    sessions: Sequence[SessionView]
    notice: str
    faults: dict[str, str] = field(default_factory=dict)


@signed_in_page
def show(request: Request) -> Response:
    """Show the account."""
    return _answer(request)


@signed_in_form
def change_password(request: Request, form: FormData) -> Response:
    """Change the password; the present one is asked for. Whoever has none gets a first one by a link alone."""
    account: Account = request.state.account
    try:
        present, wanted = secret_of(form, "old_password"), secret_of(form, "password")
        signing_in.change_password(door_of(request), account, present=present, wanted=wanted)
    except InvalidInputError as exc:
        return _answer(request, say_faults(request, exc.fields), status=422)
    except SignInRefusedError as exc:
        wait = minutes(exc.wait_seconds)
        return _answer(request, say_faults(request, {"old_password": "wait"}, minutes=wait), status=429)
    return _onward(request, "password-changed")


@signed_in_form
def end_sessions(request: Request, form: FormData) -> Response:
    """Sign one browser out, or all others."""
    services = services_of(request)
    account: Account = request.state.account
    key = text_of(form, "key")
    with services.database.writing(by=account.id) as session:
        if key:
            sessions.end(session, account.id, key)
        else:
            sessions.sign_out_everywhere(session, account.id, but=token_of(request))
        action = "account.session-ended" if key else "account.signed-out-everywhere"
        record(session, action, subject_kind="account", subject_id=account.id, label=account.name)
    return _onward(request, "session-ended" if key else "signed-out-elsewhere")


def _onward(request: Request, notice: str) -> Response:
    return see_other(addresses.page(request.state.language, "account", done=notice))


def _answer(request: Request, faults: dict[str, str] | None = None, *, status: int = 200) -> Response:
    services = services_of(request)
    formats = services.i18n.formats(request.state.language)
    with services.database.reading() as session:
        account = accounts.numbered(session, account_id_of(request))
        rows = sessions.open_sessions(session, account.id, token=token_of(request), now=services.clock())
    since = account.totp_since
    page = OwnAccountPage(
        name=account.name,
        email=account.email or "",
        role=say(request, ROLES[account.role]),
        has_password=bool(account.password_hash),
        second_factor_since=formats.day_and_time(since) if since and second_factor.is_on(account) else "",
        sessions=tuple(_view(row, formats) for row in rows),
        notice=notice_of(request),
        faults=faults or {},
    )
    return render(request, "desk/account.html", page, status=status, headers={"Cache-Control": "no-store"})


def _view(row: sessions.OpenSession, formats: Formats) -> SessionView:
    began, seen = formats.day_and_time(row.began_at), formats.day_and_time(row.seen_at)
    return SessionView(row.key, row.browser, row.network, began, seen, row.is_this)
