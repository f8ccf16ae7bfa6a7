"""Mapped classes of the log of what people did: entries that are only ever added, and the end of their chain.

Triggers of the database refuse to change or delete an entry; who gets round them breaks the chain of hashes.
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base, UtcDateTime

HASH_CHARACTERS = 64


class Actor(StrEnum):
    """Who acts where nobody is signed in."""

    WORKER = "worker"
    COMMAND_LINE = "command-line"
    SITE = "site"
    """The site of its own accord, such as when it is made ready."""


class AuditEntry(Base):
    """Something that was done, by whom and when. No foreign keys: it outlives what it tells of."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, 3 ... without a gap."""
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(index=True)
    """None where no account acted; `account_name` says what did then."""
    account_name: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    """`<subject>.<past participle>`."""
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(300), default="")
    """What the subject was called then."""
    details: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    previous: Mapped[str] = mapped_column(String(HASH_CHARACTERS))
    """Hash of the entry before; zeros for the first."""
    hash: Mapped[str] = mapped_column(String(HASH_CHARACTERS))


class AuditHead(Base):
    """The end of the chain: one row, locked by whoever adds an entry, so that none is cut off unseen."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int]
    hash: Mapped[str] = mapped_column(String(HASH_CHARACTERS))
