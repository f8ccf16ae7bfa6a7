"""One-time tickets: links with which someone chooses a password, and the way from the password to the second factor.

A ticket is good once and for a time. Whoever holds it acts for its account, so it is handed over as a password is.
"""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from archive.catalogue.people import Account
from archive.catalogue.signing_in import LINKS, Ticket, TicketPurpose
from archive.errors import NotFoundError
from archive.identity import tokens

LIVES = {
    TicketPurpose.INVITATION: dt.timedelta(days=7),
    TicketPurpose.RESET: dt.timedelta(hours=24),
    TicketPurpose.CODE: dt.timedelta(minutes=10),
}


def hand_out(session: Session, account: Account, purpose: TicketPurpose, *, now: dt.datetime) -> str:
    """Make a ticket and give its token, this once; a new link makes the older ones of the account worthless."""
    session.execute(delete(Ticket).where(Ticket.expires_at < now))
    if purpose in LINKS:
        tear_up(session, account.id)
    token = tokens.fresh()
    session.add(
        Ticket(
            token_hash=tokens.hash_of(token), account_id=account.id, purpose=purpose, expires_at=now + LIVES[purpose]
        )
    )
    session.flush()
    return token


def look_at(session: Session, token: str, purposes: Iterable[TicketPurpose], *, now: dt.datetime) -> Ticket:
    """Give a ticket that is still good, without using it up.

    Raises:
        NotFoundError: it is none of these, used, too old, or its account was switched off.
    """
    found = session.get(Ticket, tokens.hash_of(token))
    if found is None or found.purpose not in purposes or found.expires_at <= now or not found.account.is_active:
        raise NotFoundError(kind="ticket", key="…")
    return found


def tear_up(session: Session, account_id: int) -> None:
    """Make all links of an account worthless, and whatever sign-in is half done."""
    session.execute(delete(Ticket).where(Ticket.account_id == account_id))
