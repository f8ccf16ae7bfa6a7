"""Mapped class of originals that another file took the place of: kept for a time, in case it was the wrong one."""

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base, UtcDateTime


class FormerOriginal(Base):
    """What a recording was made of before its file was replaced."""

    __tablename__ = "former_original"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(300), default="")
    """As the person who brought it knew it."""
    replaced_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
