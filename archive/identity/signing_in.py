"""Signing in: from a name and a password, over the second factor where it is on, to a session.

Every attempt is written down before anything is checked, so that many at once cannot slip past the limits. What
failed is only counted; who signed in is in the log.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive.auditing import record
from archive.catalogue.database import Database
from archive.catalogue.people import Account
from archive.catalogue.signing_in import LINKS, FailedSignIns, Ticket, TicketPurpose
from archive.errors import InvalidInputError, NotFoundError, SignInRefusedError
from archive.identity import accounts, attempts, passwords, second_factor, sessions, tickets, tokens
from archive.identity.sessions import SignedIn
from archive.identity.whereabouts import NOWHERE, Whereabouts

COUNTED_DAYS = dt.timedelta(days=30)
"""Failures are counted for so long."""

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Door:
    """At which someone knocks: the archive, and what is known of the browser."""

    database: Database
    clock: Clock
    network: str
    """For the limits; kept only as a hash."""
    where: Whereabouts = NOWHERE
    replaces: str | None = None
    """The token the browser had before; its session ends."""


@dataclass(frozen=True, slots=True)
class CodeNeeded:
    """The password was right; a code of the second factor is needed with this ticket."""

    ticket: str


def sign_in(door: Door, *, name: str, password: str) -> SignedIn | CodeNeeded:
    """Check a name (or e-mail address) and a password.

    Raises:
        SignInRefusedError: when name or password are wrong, or there were too many attempts (then it says
            how many seconds to wait).
    """
    folded = accounts.folded(name)[: accounts.LONGEST_EMAIL]
    limits = attempts.password_limits(folded, door.network)
    _knock(door, limits)
    with door.database.reading() as session:
        account = accounts.named(session, folded)
        stored = account.password_hash if account is not None and account.is_active else None
    if not passwords.matches(stored, password) or account is None:
        raise _failed(door)
    with door.database.writing(by=account.id) as session:
        account = session.get(Account, account.id, with_for_update=True)
        if account is None or not account.is_active or account.password_hash != stored:
            raise SignInRefusedError(0)
        attempts.forget(session, limits)
        if passwords.is_outdated(account.password_hash):
            account.password_hash = passwords.hashed(password)
        return admit(session, account, door)


def admit(session: Session, account: Account, door: Door, *, way: str = "password") -> SignedIn | CodeNeeded:
    """Let someone in who has shown who he is, or ask for the second factor first."""
    if second_factor.is_on(account):
        return CodeNeeded(tickets.hand_out(session, account, TicketPurpose.CODE, now=door.clock()))
    return _let_in(session, account, door, way=way)


def enter_code(door: Door, *, key: bytes, ticket: str, code: str) -> SignedIn:
    """Check a code of the second factor, or a recovery code.

    Raises:
        NotFoundError: the ticket is used or too old; the way begins again with the password.
        SignInRefusedError: the code is wrong, or there were too many (then it says how many seconds to wait).
    """
    with door.database.reading() as session:
        owner = tickets.look_at(session, ticket, {TicketPurpose.CODE}, now=door.clock()).account_id
    limits = attempts.code_limits(owner, door.network)
    _knock(door, limits)
    with door.database.writing(by=owner) as session:
        found = _taken(session, ticket, door)
        account = found.account
        if second_factor.accepts(session, key, account, code, now=door.clock()):
            session.delete(found)
            attempts.forget(session, limits)
            return _let_in(session, account, door, way="second-factor")
    raise _failed(door)


def prove(door: Door, account: Account, *, password: str, code: str | None = None, key: bytes = b"") -> None:
    """Ask someone who is signed in for the password (and a code) again, under the same limits as at the door.

    Without a password the code alone has to do; where none is asked for either, nothing is proved by being signed in.

    Raises:
        SignInRefusedError: there were too many attempts.
        InvalidInputError: names the field that is wrong.
    """
    if not account.password_hash and code is None:
        raise InvalidInputError({"old_password": "no-password"})
    limits = attempts.password_limits(account.name, door.network)
    codes = () if code is None else attempts.code_limits(account.id, door.network)
    only_of_codes = tuple(limit for limit in codes if limit not in limits)
    _knock(door, limits + only_of_codes)  # the network is asked once for both
    if account.password_hash and not passwords.matches(account.password_hash, password):
        raise InvalidInputError({"old_password": "wrong"})
    if code is not None:
        with door.database.writing(by=account.id) as session:
            own = accounts.numbered(session, account.id)
            is_right = second_factor.accepts(session, key, own, code, now=door.clock())
        if not is_right:
            raise InvalidInputError({"code": "wrong"})
    with door.database.writing() as session:
        attempts.forget(session, limits)
        if only_of_codes:
            attempts.forget(session, only_of_codes)


def change_password(door: Door, account: Account, *, present: str, wanted: str) -> None:
    """Give someone who is signed in and knows the present password a new one; all other browsers are signed out.

    Raises:
        SignInRefusedError: there were too many attempts.
        InvalidInputError: names the field that is wrong.
    """
    prove(door, account, password=present)
    with door.database.writing(by=account.id) as session:
        own = accounts.numbered(session, account.id)
        if own.password_hash != account.password_hash:  # a link was quicker
            raise InvalidInputError({"old_password": "wrong"})
        accounts.set_password(session, own, wanted, keeps=door.replaces or "")


def choose_password(door: Door, *, token: str, password: str) -> Account:
    """Use a link up: give its account a new password, and end all its sessions.

    Raises:
        NotFoundError: the link is used, too old or none.
        InvalidInputError: the password is too short, too long or too simple; the link stays good.
    """
    with door.database.reading() as session:
        owner = tickets.look_at(session, token, LINKS, now=door.clock()).account_id
    with door.database.writing(by=owner) as session:
        found = session.get(Ticket, tokens.hash_of(token), with_for_update=True)
        if found is None:
            raise NotFoundError(kind="ticket", key="…")
        accounts.set_password(session, found.account, password)
        return found.account


def failures_since(session: Session, moment: dt.datetime) -> int:
    """Count the failed attempts from the day of a moment on, as it is in UTC: they are kept by such days."""
    return session.scalar(select(func.sum(FailedSignIns.times)).where(FailedSignIns.day >= moment.date())) or 0


def _knock(door: Door, limits: tuple[attempts.Limit, ...]) -> None:
    with door.database.writing() as session:
        wait_seconds = attempts.count(session, limits, now=door.clock())
    if wait_seconds:
        raise SignInRefusedError(wait_seconds)


def _taken(session: Session, ticket: str, door: Door) -> Ticket:
    found = tickets.look_at(session, ticket, {TicketPurpose.CODE}, now=door.clock())
    session.refresh(found, with_for_update=True)
    return found


def _let_in(session: Session, account: Account, door: Door, *, way: str) -> SignedIn:
    if door.replaces:
        sessions.sign_out(session, door.replaces)
    record(
        session,
        "account.signed-in",
        subject_kind="account",
        subject_id=account.id,
        label=account.name,
        details={"way": way},
    )
    return sessions.begin(session, account, now=door.clock(), where=door.where)


def _failed(door: Door) -> SignInRefusedError:
    """Count a failure, and give the refusal to raise."""
    today = door.clock().date()
    with door.database.writing() as session:
        session.execute(delete(FailedSignIns).where(FailedSignIns.day < today - COUNTED_DAYS))
        row = session.get(FailedSignIns, today, with_for_update=True)
        if row is None:
            session.add(FailedSignIns(day=today, times=1))
        else:
            row.times += 1
    return SignInRefusedError(0)
