"""Mapped class of what readers say about lines that are wrong. Nothing about who said it is kept."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base, UtcDateTime, stored


class ReportState(StrEnum):
    """What became of a report."""

    OPEN = "open"
    CORRECTED = "corrected"
    DONE = "done"


class LineReport(Base):
    """Somebody says that a line is not what was said."""

    __tablename__ = "line_report"
    __table_args__ = (Index("ix_line_report_state", "state", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    """Of the transcript."""
    key: Mapped[str] = mapped_column(String(8))
    """Of the line; it may be gone by now."""
    start_seconds: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    """As the line read then."""
    suggestion: Mapped[str] = mapped_column(Text)
    """As it should read; empty when only the error was pointed out."""
    state: Mapped[ReportState] = mapped_column(stored(ReportState), default=ReportState.OPEN)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
