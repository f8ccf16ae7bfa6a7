"""Mapped classes of what is left out of a recording: redacted spans, and what was trimmed off its ends."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base, UtcDateTime


class Redaction(Base):
    """A span of a recording that nobody is to hear, and perhaps nobody is to see."""

    __tablename__ = "redaction"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
    start_seconds: Mapped[float]
    """Of the original."""
    end_seconds: Mapped[float]
    blurs_picture: Mapped[bool]
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Trim(Base):
    """Where a recording begins and ends in its original, when not at its ends."""

    __tablename__ = "trim"

    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True)
    begins_at: Mapped[float]
    """In seconds of the original, as the end."""
    ends_at: Mapped[float | None]
    original_seconds: Mapped[float]
    """How long the original is."""
    left_out: Mapped[dict[str, list[dict[str, Any]]]] = mapped_column(JSON, default=dict)
    """Lines and chapters outside, by the names of their tables, at the original's seconds: they come back with it."""
