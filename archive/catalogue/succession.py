"""Mapped class of recordings that a newer one takes the place of, so that nobody relies on what is out of date."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base


class Succession(Base):
    """A recording and the newer one that takes its place."""

    __tablename__ = "succession"

    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True)
    newer_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
