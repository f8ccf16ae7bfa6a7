"""Mapped classes of people who sign in, and of what they are sending."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.catalogue.base import Base, UtcDateTime, stored


class Role(StrEnum):
    """What an account may do."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"


class Purpose(StrEnum):
    """What an upload is."""

    RECORDING = "recording"
    CAPTIONS = "captions"
    DOCUMENT = "document"
    REPLACEMENT = "replacement"


class Account(Base):
    """Someone who may sign in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    """Sign-in name, lower case."""
    email: Mapped[str | None] = mapped_column(String(254), unique=True, index=True)
    """Lower case; for mail, for signing in instead of the name, and for finding the account of a provider's person."""
    password_hash: Mapped[str] = mapped_column(String(200))
    """Empty until its owner has chosen a password."""
    role: Mapped[Role] = mapped_column(stored(Role))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    totp_salt: Mapped[str] = mapped_column(String(64), default="")
    """The secret of the second factor is made of this and of a key that is not in the database."""
    totp_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    """Since when the second factor is asked for; none while it is off or only being set up."""
    totp_last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """Of the code that was used last; neither it nor an older one is good again."""


class SignInSession(Base):
    """A signed-in browser. Only the SHA-256 of its token is kept."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(60), default="")
    """In a few words, such as Firefox, Windows; empty when not known."""
    network: Mapped[str] = mapped_column(String(60), default="")
    """A coarse part of the address; empty when not known."""

    account: Mapped[Account] = relationship()


class SignInAttempt(Base):
    """A failed attempt to sign in, counted by a hashed bucket (account and network)."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Upload(Base):
    """A file arriving from a browser. Its bytes and its offset are on disk; this row says whose it is."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose] = mapped_column(stored(Purpose), default=Purpose.RECORDING)
    file_name: Mapped[str] = mapped_column(String(300))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    with_id: Mapped[str | None] = mapped_column(String(32), index=True)
    """The upload of the recording that captions or a document go with."""
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
    """The recording whose file is to be replaced by it; of captions and documents, with which they lie aside."""
    fingerprint: Mapped[str] = mapped_column(String(16), default="")
    """By which the browser finds it again when the file is chosen another day; empty where it was not told."""
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
