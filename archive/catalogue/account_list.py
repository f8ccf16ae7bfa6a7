"""The list of accounts, as admins see it: with what their sessions, links and identities tell."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.catalogue.people import Account, SignInSession
from archive.catalogue.signing_in import LINKS, Identity, Ticket


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list."""

    account: Account
    seen_at: dt.datetime | None
    """When one of its open sessions was last used."""
    link_until: dt.datetime | None
    """Until when a link that was handed out for it is good."""
    has_provider: bool


def listed(session: Session, *, now: dt.datetime, account_id: int | None = None) -> Sequence[AccountRow]:
    """List all accounts by name, those that are switched off last; or the one."""
    seen = select(func.max(SignInSession.seen_at)).where(SignInSession.account_id == Account.id).scalar_subquery()
    link = (
        select(func.max(Ticket.expires_at))
        .where(Ticket.account_id == Account.id, Ticket.purpose.in_(LINKS), Ticket.expires_at > now)
        .scalar_subquery()
    )
    provided = select(Identity.id).where(Identity.account_id == Account.id).exists()
    rows = select(Account, seen, link, provided).order_by(Account.is_active.desc(), Account.name)
    if account_id is not None:
        rows = rows.where(Account.id == account_id)
    return [AccountRow(*row) for row in session.execute(rows)]
