"""Sign-in sessions: which browser is signed in as whom, since when, and from about where.

A session lives in the database, so signing out, a new password or switching an account off ends it at once. Knows no
request; the browser holds a random token and nothing else.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.catalogue.database import Database
from archive.catalogue.people import Account, Role, SignInSession
from archive.errors import NotFoundError
from archive.identity import tokens
from archive.identity.whereabouts import Whereabouts

COOKIE_HTTPS = "__Host-mitschnitt"
COOKIE_HTTP = "mitschnitt"
IDLE = dt.timedelta(hours=8)
"""A session that nobody used for so long is over."""
LIFE = dt.timedelta(days=7)
"""No session lives longer, however busy."""
SEEN_EVERY = dt.timedelta(minutes=5)
"""Being seen is written down at most so often."""
_KEY_CHARACTERS = 16

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh session: the token for the cookie, shown this once, and whose it is."""

    token: str
    account_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session in a list."""

    key: str
    """Names it to its owner; opens nothing."""
    browser: str
    network: str
    began_at: dt.datetime
    seen_at: dt.datetime
    is_this: bool


def cookie_name(public_url: str) -> str:
    """Give the cookie's name: `__Host-` needs https, so a site on plain http (localhost) goes without."""
    return COOKIE_HTTPS if public_url.startswith("https://") else COOKIE_HTTP


def begin(session: Session, account: Account, *, now: dt.datetime, where: Whereabouts) -> SignedIn:
    """Begin a session, and clear away those that are over."""
    session.execute(
        delete(SignInSession).where((SignInSession.seen_at < now - IDLE) | (SignInSession.created_at < now - LIFE))
    )
    token = tokens.fresh()
    session.add(
        SignInSession(
            token_hash=tokens.hash_of(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            browser=where.browser,
            network=where.network,
        )
    )
    return SignedIn(token, account.id, account.role)


def account_of(session: Session, token: str, clock: Clock) -> Account | None:
    """Give the account that holds this token, or nothing when the session is over or the account switched off."""
    found = session.get(SignInSession, tokens.hash_of(token))
    if found is None or _is_over(found, clock()):
        return None
    account = session.get(Account, found.account_id)
    return account if account is not None and account.is_active else None


def recognise(database: Database, token: str, clock: Clock) -> Account | None:
    """Do as `account_of`, and note that the session was used, at most every five minutes."""
    with database.reading() as session:
        account = account_of(session, token, clock)
        found = session.get(SignInSession, tokens.hash_of(token)) if account is not None else None
        is_stale = found is not None and found.seen_at < clock() - SEEN_EVERY
    if is_stale:
        with database.writing() as session:
            if (row := session.get(SignInSession, tokens.hash_of(token))) is not None:
                row.seen_at = clock()
    return account


def open_sessions(session: Session, account_id: int, *, token: str, now: dt.datetime) -> Sequence[OpenSession]:
    """List where an account is signed in, the one of this token first, then those used last."""
    rows = session.scalars(
        select(SignInSession).where(SignInSession.account_id == account_id).order_by(SignInSession.seen_at.desc())
    )
    own = tokens.hash_of(token)
    found = [
        OpenSession(
            row.token_hash[:_KEY_CHARACTERS],
            row.browser,
            row.network,
            row.created_at,
            row.seen_at,
            row.token_hash == own,
        )
        for row in rows
        if not _is_over(row, now)
    ]
    return sorted(found, key=lambda one: not one.is_this)


def end(session: Session, account_id: int, key: str) -> None:
    """End one session of an account.

    Raises:
        NotFoundError: it has none of this key (any more).
    """
    rows = session.scalars(select(SignInSession).where(SignInSession.account_id == account_id))
    found = next((row for row in rows if row.token_hash[:_KEY_CHARACTERS] == key), None)
    if found is None:
        raise NotFoundError(kind="session", key=key)
    session.delete(found)


def sign_out(session: Session, token: str) -> None:
    """End the session of this token; nothing happens when there is none."""
    session.execute(delete(SignInSession).where(SignInSession.token_hash == tokens.hash_of(token)))


def sign_out_everywhere(session: Session, account_id: int, *, but: str = "") -> None:
    """End all sessions of an account, but the one of this token."""
    others = SignInSession.token_hash != tokens.hash_of(but)
    session.execute(delete(SignInSession).where(SignInSession.account_id == account_id, others))


def _is_over(found: SignInSession, now: dt.datetime) -> bool:
    return found.seen_at < now - IDLE or found.created_at < now - LIFE
