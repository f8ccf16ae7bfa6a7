"""Mapped class of what was said to be said: wordings of lines that visitors have read and that changed since."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base


class FormerCue(Base):
    """A line as it stood from one revision of its language to another, so that quotes still find their words."""

    __tablename__ = "former_cue"
    __table_args__ = (Index("ix_former_cue_place", "recording_id", "language", "start_seconds"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(String(8))
    since_revision: Mapped[int]
    until_revision: Mapped[int]
    """The last revision in which it stood so."""
    start_seconds: Mapped[float]
    end_seconds: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    speaker: Mapped[str | None] = mapped_column(String(200))
    is_machine_text: Mapped[bool]
    """A machine had written it, and nobody had checked it."""
