"""The admins' pages that hand out links: to new people, and to those who forgot their password.

A link is shown this once. Where mail is set up and wanted it is sent as well; mail that fails never loses the link.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.people import Account, Role
from archive.catalogue.signing_in import TicketPurpose
from archive.errors import InvalidInputError, MailError
from archive.i18n import N_
from archive.identity import accounts, mailing, tickets
from archive.identity.mailing import Mail
from archive.web import addresses
from archive.web.asking import services_of
from archive.web.desk.accounts import RoleChoice, roles
from archive.web.rendering import render
from archive.web.speaking import say, say_faults
from archive.web.staff import account_id_of, admin_form, desk_path, for_admin, see_other, text_of
from archive.wording import explain

SUBJECT = N_("Your account at %(site)s")
INVITATION = N_(
    "Hello,\n\n"
    "you are invited to %(site)s. Your sign-in name is: %(name)s\n\n"
    "Please choose a password on this page. The link works once, until %(until)s:\n\n"
    "%(link)s\n"
)
RESET = N_(
    "Hello,\n\n"
    "here you can choose a new password for %(name)s at %(site)s. The link works once, until %(until)s:\n\n"
    "%(link)s\n\n"
    "If you did not ask for this, please tell whoever runs the archive.\n"
)


@dataclass(frozen=True, slots=True)
class InvitePage:
    """The form, as it was typed."""

    roles: tuple[RoleChoice, ...]
    may_mail: bool
    name: str = ""
    email: str = ""
    role: str = Role.EDITOR.value
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A link, shown this once."""

    account_id: int
    name: str
    is_new: bool
    link: str
    until: str
    sent_to: str = ""
    """Address that the mail went to."""
    mail_problem: str = ""
    """Why it did not."""


@for_admin
def show(request: Request) -> Response:
    """Show the form of an invitation."""
    return _form(request, InvitePage(roles(request), _may_mail(request)))


@admin_form
def invite(request: Request, form: FormData) -> Response:
    """Make an account without a password, and a link for its owner."""
    services = services_of(request)
    name, email, role = (text_of(form, field) for field in ("name", "email", "role"))
    typed = InvitePage(roles(request), _may_mail(request), name, email, role)
    try:
        wanted = Role(role)
    except ValueError:
        return _faulty(request, typed, {"role": "not-a-role"})
    try:
        return _handed_out(
            request, lambda session: accounts.invite(session, name, email, wanted, clock=services.clock), form
        )
    except InvalidInputError as exc:
        return _faulty(request, typed, exc.fields)


@admin_form
def link(request: Request, form: FormData) -> Response:
    """Make a link for someone who is here already."""
    account_id: int = request.path_params["account_id"]
    try:
        return _handed_out(request, lambda session: accounts.numbered(session, account_id), form)
    except InvalidInputError:
        return see_other(desk_path(request, "accounts", account_id))


def _handed_out(request: Request, whose: Callable[[Session], Account], form: FormData) -> Response:
    services = services_of(request)
    with services.database.writing(by=account_id_of(request)) as session:
        account = whose(session)
        token = accounts.hand_out_link(session, account, clock=services.clock)
    is_new = not account.password_hash
    purpose = TicketPurpose.INVITATION if is_new else TicketPurpose.RESET
    until = services.clock() + tickets.LIVES[purpose]
    page = LinkPage(
        account_id=account.id,
        name=account.name,
        is_new=is_new,
        link=services.settings.public_url + addresses.page(request.state.language, "password", token),
        until=services.i18n.formats(request.state.language).day_and_time(until),
    )
    if account.email and text_of(form, "mail") == "yes" and _may_mail(request):
        page = _mailed(request, page, account.email)
    return render(request, "desk/link.html", page, headers={"Cache-Control": "no-store"})


def _mailed(request: Request, page: LinkPage, email: str) -> LinkPage:
    services = services_of(request)
    values = {"site": services.settings.site_name, "name": page.name, "until": page.until, "link": page.link}
    text = say(request, INVITATION if page.is_new else RESET, **values)
    mail = Mail(email, say(request, SUBJECT, site=services.settings.site_name), text)
    try:
        mailing.send(services.settings, mail)
    except MailError as exc:
        said = explain(exc.code, exc.details(), services.i18n.translations(request.state.language))
        return replace(page, mail_problem=str(said))
    return replace(page, sent_to=email)


def _may_mail(request: Request) -> bool:
    return mailing.is_set_up(services_of(request).settings)


def _faulty(request: Request, typed: InvitePage, faults: Mapping[str, str]) -> Response:
    return _form(request, replace(typed, faults=say_faults(request, faults)), status=422)


def _form(request: Request, page: InvitePage, *, status: int = 200) -> Response:
    return render(request, "desk/invite.html", page, status=status)
