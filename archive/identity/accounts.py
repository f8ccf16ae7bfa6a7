"""People who may sign in: who they are, what they may do, and that there is always an admin who can get in.

Knows no cookie and no page. Passwords are `passwords.py`, signing in is `signing_in.py`, browsers that are signed in
are `sessions.py`. Switching off ends the sessions of an account in the same transaction; a role counts from the next
request on.
"""

import datetime as dt
import re
from collections.abc import Callable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from archive.auditing import record
from archive.catalogue.people import Account, Role
from archive.catalogue.signing_in import Identity, TicketPurpose
from archive.errors import InvalidInputError, LastAdminError, NotFoundError
from archive.identity import passwords, second_factor, sessions, tickets

LONGEST_NAME = 120
LONGEST_EMAIL = 254
_WORD = r"[\w!#$%&'*+/=?^`{|}~-]+"
_EMAIL = re.compile(rf"{_WORD}(?:\.{_WORD})*@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII)
"""Strict enough to stand in the head of a mail (RFC 5322, 3.4.1); whether it is anyone's shows when mail arrives."""

Clock = Callable[[], dt.datetime]


def create(session: Session, name: str, password: str, role: Role, *, clock: Clock, email: str = "") -> Account:
    """Add an account that has its password.

    Raises:
        InvalidInputError: when the name is empty, taken or too long, or the password too short or too long.
    """
    faults = _faults_of_new(session, name, email)
    if fault := passwords.fault_of(password, name=folded(name)):
        faults["password"] = fault
    if faults:
        raise InvalidInputError(faults)
    return _added(session, name, email, role, password_hash=passwords.hashed(password), clock=clock)


def invite(session: Session, name: str, email: str, role: Role, *, clock: Clock) -> Account:
    """Add an account without a password; its owner chooses one by a link, or comes in through the provider.

    Raises:
        InvalidInputError: the name is empty, taken or too long, or the e-mail address none or taken.
    """
    faults = _faults_of_new(session, name, email)
    if faults:
        raise InvalidInputError(faults)
    return _added(session, name, email, role, password_hash="", clock=clock)


def set_password(session: Session, account: Account, password: str, *, keeps: str = "") -> None:
    """Give an account a new password and end its sessions, but the one of the token `keeps`.

    Raises:
        InvalidInputError: when the password is too short, too long or too simple.
    """
    if fault := passwords.fault_of(password, name=account.name):
        raise InvalidInputError({"password": fault})
    account.password_hash = passwords.hashed(password)
    tickets.tear_up(session, account.id)
    sessions.sign_out_everywhere(session, account.id, but=keeps)
    _record(session, "account.password-changed", account)


def set_email(session: Session, account: Account, email: str) -> None:
    """Change the e-mail address, or take it away.

    Raises:
        InvalidInputError: it is none, or another's.
    """
    if fault := _email_fault(session, email, own_id=account.id):
        raise InvalidInputError({"email": fault})
    account.email = folded(email) or None
    _record(session, "account.email-changed", account)


def change_role(session: Session, account: Account, role: Role) -> None:
    """Let an account do more or less; it counts from the next request on.

    Raises:
        LastAdminError: nobody else could look after the accounts.
    """
    if account.role is role:
        return
    _keep_an_admin(session, account)
    before, account.role = account.role, role
    _record(session, "account.role-changed", account, before=before.value, after=role.value)


def switch_off(session: Session, account: Account) -> None:
    """Let an account sign in no more, and end all its sessions.

    Raises:
        LastAdminError: nobody else could look after the accounts.
    """
    if not account.is_active:
        return
    _keep_an_admin(session, account)
    account.is_active = False
    tickets.tear_up(session, account.id)
    sessions.sign_out_everywhere(session, account.id)
    _record(session, "account.switched-off", account)


def switch_on(session: Session, account: Account) -> None:
    """Let an account sign in again, with the password it had."""
    if not account.is_active:
        account.is_active = True
        _record(session, "account.switched-on", account)


def sign_out_everywhere(session: Session, account: Account) -> None:
    """End all sessions of an account."""
    sessions.sign_out_everywhere(session, account.id)
    _record(session, "account.signed-out-everywhere", account)


def hand_out_link(session: Session, account: Account, *, clock: Clock) -> str:
    """Give the token of a link with which its owner chooses a password; older ones are worthless from now on.

    Raises:
        InvalidInputError: the account is switched off.
    """
    if not account.is_active:
        raise InvalidInputError({"account": "switched-off"})
    purpose = TicketPurpose.RESET if account.password_hash else TicketPurpose.INVITATION
    token = tickets.hand_out(session, account, purpose, now=clock())
    _record(session, "account.link-made", account, purpose=purpose.value)
    return token


def drop_second_factor(session: Session, account: Account) -> None:
    """Turn the second factor off for someone who lost it, and end all sessions."""
    second_factor.turn_off(session, account)
    sessions.sign_out_everywhere(session, account.id)
    _record(session, "account.second-factor-dropped", account)


def find(session: Session, name: str) -> Account:
    """Give the account of a sign-in name.

    Raises:
        NotFoundError: there is none.
    """
    account = named(session, name)
    if account is None:
        raise NotFoundError(kind="account", key=name)
    return account


def numbered(session: Session, account_id: int) -> Account:
    """Give an account by its number.

    Raises:
        NotFoundError: there is none.
    """
    account = session.get(Account, account_id)
    if account is None:
        raise NotFoundError(kind="account", key=account_id)
    return account


def named(session: Session, name: str) -> Account | None:
    """Give the account of a sign-in name, or of an e-mail address."""
    wanted = folded(name)
    by_name = session.scalars(select(Account).where(Account.name == wanted)).first()
    return by_name or session.scalars(select(Account).where(Account.email == wanted)).first()


def folded(name: str) -> str:
    """Give a name or an e-mail address as it is kept: capitals and spaces around it do not matter."""
    return " ".join(name.split()).lower()


def _added(session: Session, name: str, email: str, role: Role, *, password_hash: str, clock: Clock) -> Account:
    account = Account(
        name=folded(name),
        email=folded(email) or None,
        password_hash=password_hash,
        role=role,
        is_active=True,
        created_at=clock(),
    )
    session.add(account)
    session.flush()
    _record(session, "account.added", account, role=role.value)
    return account


def _faults_of_new(session: Session, name: str, email: str) -> dict[str, str]:
    wanted, faults = folded(name), {}
    if not wanted or len(wanted) > LONGEST_NAME or not wanted.isprintable():
        faults["name"] = "not-a-name"
    elif named(session, wanted) is not None:
        faults["name"] = "taken"
    if fault := _email_fault(session, email):
        faults["email"] = fault
    return faults


def _email_fault(session: Session, email: str, *, own_id: int | None = None) -> str | None:
    wanted = folded(email)
    if not wanted:
        return None
    if len(wanted) > LONGEST_EMAIL or not _EMAIL.fullmatch(wanted):
        return "not-an-email"
    other = named(session, wanted)
    return "taken" if other is not None and other.id != own_id else None


def _keep_an_admin(session: Session, account: Account) -> None:
    """Refuse to lose the last admin who can get in; the rows are locked, so that two admins cannot lose each other."""
    provided = select(Identity.id).where(Identity.account_id == Account.id).exists()
    can_get_in = or_(Account.password_hash != "", provided)
    admins = session.scalars(
        select(Account)
        .where(Account.role == Role.ADMIN, Account.is_active, can_get_in)
        .order_by(Account.id)
        .with_for_update()
    ).all()
    if [admin.id for admin in admins] == [account.id]:
        raise LastAdminError(account.name)


def _record(session: Session, action: str, account: Account, **details: str) -> None:
    record(session, action, subject_kind="account", subject_id=account.id, label=account.name, details=details)
