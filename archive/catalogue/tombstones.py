"""Mapped class of what is left of a recording or an event that was deleted for good: an address, and when it ended."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from archive.catalogue.base import Base, UtcDateTime, stored
from archive.catalogue.events import Visibility


class Grave(StrEnum):
    """What stood at the address."""

    RECORDING = "recording"
    EVENT = "event"


class Tombstone(Base):
    """An address that answers 410 for ever, and is never given to anything else. Says nothing about anybody."""

    __tablename__ = "tombstone"

    kind: Mapped[Grave] = mapped_column(stored(Grave), primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    visibility: Mapped[Visibility] = mapped_column(stored(Visibility))
    """For whom there was something; for all others there was nothing, and still is."""
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    deleted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


def tombstone(session: Session, kind: Grave, slug: str) -> Tombstone | None:
    """Give what is left of a deleted thing."""
    return session.scalar(select(Tombstone).where(Tombstone.kind == kind, Tombstone.slug == slug))
