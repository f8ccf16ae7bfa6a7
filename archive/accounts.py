"""People who may sign in: passwords, sign-in sessions, and how often someone may try.

Knows no cookie, no request and no page. A session lives in the database, so signing out, a new password or
switching an account off ends it at once. Passwords are argon2id hashes; hashing never runs more than twice at
once, because each run takes 64 MiB.
"""

import datetime as dt
import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive import attempts
from archive.catalogue.database import Database
from archive.catalogue.people import Account, Role, SignInSession
from archive.errors import InvalidInputError, NotFoundError, SignInRefusedError

COOKIE_HTTPS = "__Host-mitschnitt"
COOKIE_HTTP = "mitschnitt"
IDLE = dt.timedelta(hours=8)
"""A session that nobody used for so long is over."""
LIFE = dt.timedelta(days=7)
"""No session lives longer, however busy."""
SEEN_EVERY = dt.timedelta(minutes=5)
"""Being seen is written down at most so often."""
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1024
LONGEST_NAME = 120

Clock = Callable[[], dt.datetime]

HASHER = PasswordHasher()
_HASHING = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: the token for the cookie, shown this once, and whose it is."""

    token: str
    account_id: int


def cookie_name(public_url: str) -> str:
    """Give the cookie's name: `__Host-` needs https, so a site on plain http (localhost) goes without."""
    return COOKIE_HTTPS if public_url.startswith("https://") else COOKIE_HTTP


def create(session: Session, name: str, password: str, role: Role, *, clock: Clock) -> Account:
    """Add an account.

    Raises:
        InvalidInputError: when the name is empty, taken or too long, or the password too short or too long.
    """
    folded = _folded(name)
    faults: dict[str, str] = {}
    if not folded or len(folded) > LONGEST_NAME or not folded.isprintable():
        faults["name"] = "not-a-name"
    elif _named(session, folded) is not None:
        faults["name"] = "taken"
    if fault := _password_fault(password):
        faults["password"] = fault
    if faults:
        raise InvalidInputError(faults)
    account = Account(name=folded, password_hash=_hashed(password), role=role, is_active=True, created_at=clock())
    session.add(account)
    session.flush()
    return account


def change_password(session: Session, name: str, password: str) -> None:
    """Give an account a new password and end all its sessions.

    Raises:
        NotFoundError: when there is no such account.
        InvalidInputError: when the password is too short or too long.
    """
    account = _account(session, name)
    if fault := _password_fault(password):
        raise InvalidInputError({"password": fault})
    account.password_hash = _hashed(password)
    sign_out_everywhere(session, account.id)


def switch_off(session: Session, name: str) -> None:
    """Let an account sign in no more, and end all its sessions.

    Raises:
        NotFoundError: when there is no such account.
    """
    account = _account(session, name)
    account.is_active = False
    sign_out_everywhere(session, account.id)


def sign_in(
    database: Database, *, name: str, password: str, network: str, clock: Clock, replaces: str | None = None
) -> SignedIn:
    """Check a name and a password and begin a new session; `replaces` is the token the browser had before.

    The attempt is written down before the slow check, so that many at once cannot slip past the limits.

    Raises:
        SignInRefusedError: when name or password are wrong, or there were too many attempts (then it says
            how many seconds to wait).
    """
    folded = _folded(name)[:LONGEST_NAME]
    with database.writing() as session:
        wait_seconds = attempts.begin(session, name=folded, network=network, now=clock())
    if wait_seconds:
        raise SignInRefusedError(wait_seconds)
    with database.reading() as session:
        account = _named(session, folded)
        stored = account.password_hash if account is not None and account.is_active else None
    if not _matches(stored, password):
        raise SignInRefusedError(0)
    with database.writing() as session:
        account = _named(session, folded)
        if account is None or not account.is_active or account.password_hash != stored:
            raise SignInRefusedError(0)
        attempts.forget(session, name=folded, network=network)
        if HASHER.check_needs_rehash(account.password_hash):
            account.password_hash = _hashed(password)
        if replaces:
            sign_out(session, replaces)
        return _begin(session, account, now=clock())


def account_of(session: Session, token: str, clock: Clock) -> Account | None:
    """Give the account that holds this token, or nothing when the session is over or the account switched off."""
    found = session.get(SignInSession, _hash_of(token))
    if found is None or _is_over(found, clock()):
        return None
    account = session.get(Account, found.account_id)
    return account if account is not None and account.is_active else None


def recognise(database: Database, token: str, clock: Clock) -> Account | None:
    """Do as `account_of`, and note that the session was used, at most every five minutes."""
    with database.reading() as session:
        account = account_of(session, token, clock)
        found = session.get(SignInSession, _hash_of(token)) if account is not None else None
        is_stale = found is not None and found.seen_at < clock() - SEEN_EVERY
    if is_stale:
        with database.writing() as session:
            if (row := session.get(SignInSession, _hash_of(token))) is not None:
                row.seen_at = clock()
    return account


def sign_out(session: Session, token: str) -> None:
    """End the session of this token; nothing happens when there is none."""
    session.execute(delete(SignInSession).where(SignInSession.token_hash == _hash_of(token)))


def sign_out_everywhere(session: Session, account_id: int) -> None:
    """End all sessions of an account."""
    session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))


def _begin(session: Session, account: Account, *, now: dt.datetime) -> SignedIn:
    session.execute(
        delete(SignInSession).where((SignInSession.seen_at < now - IDLE) | (SignInSession.created_at < now - LIFE))
    )
    token = secrets.token_urlsafe(32)
    session.add(SignInSession(token_hash=_hash_of(token), account_id=account.id, created_at=now, seen_at=now))
    return SignedIn(token, account.id)


def _is_over(found: SignInSession, now: dt.datetime) -> bool:
    return found.seen_at < now - IDLE or found.created_at < now - LIFE


def _account(session: Session, name: str) -> Account:
    account = _named(session, _folded(name))
    if account is None:
        raise NotFoundError(kind="account", key=name)
    return account


def _named(session: Session, folded: str) -> Account | None:
    return session.scalars(select(Account).where(Account.name == folded)).first()


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()


def _password_fault(password: str) -> str | None:
    if len(password) < SHORTEST_PASSWORD:
        return "too-short"
    return "too-long" if len(password) > LONGEST_PASSWORD else None


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hashed(password: str) -> str:
    with _HASHING:
        return HASHER.hash(password)


@cache
def _nobodys_hash() -> str:
    """Give a hash that no password matches, so that an unknown name takes as long as a wrong password."""
    return _hashed(secrets.token_urlsafe(32))


def _matches(stored: str | None, password: str) -> bool:
    nobodys = _nobodys_hash()
    with _HASHING:
        try:
            HASHER.verify(stored or nobodys, password[: LONGEST_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None
