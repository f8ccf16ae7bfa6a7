"""Mapped class of stored files that no row needs any more: their removal is part of the change that made it so."""

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base, UtcDateTime


class UnneededFile(Base):
    """A file of the store that waits for its removal; until then, whoever is playing it may play on."""

    __tablename__ = "unneeded_file"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("recording.id", ondelete="SET NULL"), index=True)
    """Whose it was; none when the recording is gone."""
    media_type: Mapped[str] = mapped_column(String(60), default="")
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    """Something was redacted in it: nobody plays on, and it goes as soon as it can."""
