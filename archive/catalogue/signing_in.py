"""Mapped classes of the ways in: one-time tickets, recovery codes, identities at a provider, counted failures."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.catalogue.base import Base, UtcDateTime, stored
from archive.catalogue.people import Account


class TicketPurpose(StrEnum):
    """What a one-time ticket is good for."""

    INVITATION = "invitation"
    """Choosing the first password of a new account."""
    RESET = "reset"
    """Choosing a new password."""
    CODE = "code"
    """Entering the code of the second factor, after the password was right."""


LINKS = frozenset({TicketPurpose.INVITATION, TicketPurpose.RESET})
"""Those that are handed over as the address of a page."""


class Ticket(Base):
    """A one-time right of an account. Only the SHA-256 of its token is kept; the row goes when it is used."""

    __tablename__ = "ticket"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[TicketPurpose] = mapped_column(stored(TicketPurpose))
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()


class RecoveryCode(Base):
    """A code that stands in for the second factor once. Only its SHA-256 is kept; the row goes when it is used."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)


class Identity(Base):
    """Whose account it is that an identity provider vouches for."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    """At most so long, by OpenID Connect Core 1.0, section 2."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)


class ProviderVisit(Base):
    """Someone on the way to the identity provider and back; good for one return, for some minutes."""

    __tablename__ = "provider_visit"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    """Of the cookie in the browser that set out; no other may come back with this state."""
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    onward: Mapped[str] = mapped_column(String(500))
    language: Mapped[str] = mapped_column(String(8))
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class FailedSignIns(Base):
    """How often signing in failed on a day; neither who nor from where."""

    __tablename__ = "failed_sign_ins"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
