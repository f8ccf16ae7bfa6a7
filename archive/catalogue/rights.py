"""Mapped class of the reason why a recording may be shown."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base, UtcDateTime


class RightsRecord(Base):
    """Why a recording may be shown, for how long, and the document that proves it."""

    __tablename__ = "rights_record"

    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True)
    people: Mapped[str] = mapped_column(Text, default="")
    """Who is heard and seen."""
    basis: Mapped[str] = mapped_column(Text)
    granted_on: Mapped[dt.date]
    scope: Mapped[str] = mapped_column(Text, default="")
    """What was allowed, where it was not everything."""
    expires_on: Mapped[dt.date | None] = mapped_column(index=True)
    """The last day on which the recording may be shown."""
    proof: Mapped[str] = mapped_column(Text, default="")
    """Name of the file that proves it, as it came."""
    proof_key: Mapped[str | None] = mapped_column(String(200))
    """Where the file rests, in the private part of the store."""
    proof_type: Mapped[str] = mapped_column(String(60), default="")
    noted_by: Mapped[str] = mapped_column(String(120), default="")
    noted_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
