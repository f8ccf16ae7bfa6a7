"""Setting up one's own second factor: picture and secret, a first code, recovery codes, and turning it off again."""

import datetime as dt
import io
from dataclasses import dataclass, field

import segno
from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from archive.auditing import record
from archive.catalogue.people import Account
from archive.errors import InvalidInputError, SignInRefusedError
from archive.identity import accounts, second_factor, sessions, signing_in
from archive.web import addresses
from archive.web.asking import services_of
from archive.web.identity.door import door_of, second_factor_key, token_of
from archive.web.identity.signin import minutes, secret_of
from archive.web.rendering import render
from archive.web.speaking import say_faults
from archive.web.staff import account_id_of, see_other, signed_in_form, signed_in_page, text_of

_GROUP = 4


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """What the page shows: off, being set up (then with picture and secret), or on."""

    is_on: bool
    is_owed: bool
    """This admin may do nothing else before it is set up."""
    has_password: bool
    picture: Markup | None = None
    secret: str = ""
    since: str = ""
    codes_left: int = 0
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodesPage:
    """Recovery codes, shown this once."""

    codes: tuple[str, ...]
    is_first: bool


@signed_in_page
def show(request: Request) -> Response:
    """Show how it stands."""
    return _answer(request)


@signed_in_form
def prepare(request: Request, _form: FormData) -> Response:
    """Make a new secret and show its picture, in this answer only: nobody goes on with what somebody else began."""
    services = services_of(request)
    try:
        with services.database.writing() as session:
            second_factor.prepare(_own(request, session))
    except InvalidInputError as exc:
        return _answer(request, say_faults(request, exc.fields), status=422)
    return _answer(request, shows_secret=True)


@signed_in_form
def confirm(request: Request, form: FormData) -> Response:
    """Switch it on with a first code; other browsers are signed out, since they came in without it.

    The password is asked for as well, so that nobody who finds a browser open locks its owner out.
    """
    services = services_of(request)
    key = second_factor_key(request)
    asks_password = bool(request.state.account.password_hash)
    if asks_password and (refused := _unproven(request, form, by_code=False, shows_secret=True)) is not None:
        return refused
    try:
        with services.database.writing(by=request.state.account.id) as session:
            own = _own(request, session)
            codes = second_factor.confirm(session, key, own, text_of(form, "code"), now=services.clock())
            sessions.sign_out_everywhere(session, own.id, but=token_of(request))
            record(session, "account.second-factor-set-up", subject_kind="account", subject_id=own.id, label=own.name)
    except InvalidInputError as exc:
        return _answer(request, say_faults(request, exc.fields), status=422, shows_secret=True)
    return _codes(request, CodesPage(codes, is_first=True))


@signed_in_form
def new_codes(request: Request, form: FormData) -> Response:
    """Make new recovery codes; the old ones are worthless from then on."""
    services = services_of(request)
    if (refused := _unproven(request, form)) is not None:
        return refused
    with services.database.writing(by=request.state.account.id) as session:
        own = _own(request, session)
        codes = second_factor.new_recovery_codes(session, own)
        record(session, "account.recovery-codes-made", subject_kind="account", subject_id=own.id, label=own.name)
    return _codes(request, CodesPage(codes, is_first=False))


@signed_in_form
def turn_off(request: Request, form: FormData) -> Response:
    """Turn it off; password and code are asked for."""
    services = services_of(request)
    if (refused := _unproven(request, form)) is not None:
        return refused
    with services.database.writing(by=request.state.account.id) as session:
        own = _own(request, session)
        second_factor.turn_off(session, own)
        record(session, "account.second-factor-turned-off", subject_kind="account", subject_id=own.id, label=own.name)
    return see_other(addresses.page(request.state.language, "account", done="second-factor-off"))


def qr_picture(text: str) -> Markup:
    """Draw a text as a QR code: an SVG that needs no style of its own and stays dark on light in the dark as well."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", scale=5, border=4, light="#fff", xmldecl=False, svgclass="qr", lineclass=None, nl=False
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704  segno draws squares only; the text does not stand in it


def _unproven(request: Request, form: FormData, *, by_code: bool = True, shows_secret: bool = False) -> Response | None:
    account: Account = request.state.account
    password, code = secret_of(form, "old_password"), text_of(form, "code") if by_code else None
    key = second_factor_key(request)
    try:
        signing_in.prove(door_of(request), account, password=password, code=code, key=key)
    except InvalidInputError as exc:
        return _answer(request, say_faults(request, exc.fields), status=422, shows_secret=shows_secret)
    except SignInRefusedError as exc:
        wait = minutes(exc.wait_seconds)
        faults = say_faults(request, {"code": "wait"}, minutes=wait)
        return _answer(request, faults, status=429, shows_secret=shows_secret)
    return None


def _answer(
    request: Request, faults: dict[str, str] | None = None, *, status: int = 200, shows_secret: bool = False
) -> Response:
    services = services_of(request)
    with services.database.reading() as session:
        own = _own(request, session)
        left = second_factor.recovery_codes_left(session, own)
    is_on, key = second_factor.is_on(own), second_factor_key(request)
    is_prepared = shows_secret and bool(own.totp_salt) and not is_on
    address = second_factor.address_of(key, own, site_name=services.settings.site_name) if is_prepared else ""
    page = SecondFactorPage(
        is_on=is_on,
        is_owed=request.state.owes_second_factor,
        has_password=bool(own.password_hash),
        picture=qr_picture(address) if address else None,
        secret=_in_groups(second_factor.secret_of(key, own)) if is_prepared else "",
        since=_said(request, own.totp_since) if own.totp_since else "",
        codes_left=left,
        faults=faults or {},
    )
    return render(request, "desk/second-factor.html", page, status=status, headers={"Cache-Control": "no-store"})


def _codes(request: Request, page: CodesPage) -> Response:
    return render(request, "desk/recovery-codes.html", page, headers={"Cache-Control": "no-store"})


def _said(request: Request, when: dt.datetime) -> str:
    services = services_of(request)
    return services.i18n.formats(request.state.language).day_and_time(when)


def _in_groups(secret: str) -> str:
    return " ".join(secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP))


def _own(request: Request, session: Session) -> Account:
    return accounts.numbered(session, account_id_of(request))
