"""Mapped class of how often a recording's page was looked at: a number a day, and nothing about who looked."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base


class PageView(Base):
    """How often the page of a recording was opened on a day."""

    __tablename__ = "page_view"

    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[dt.date] = mapped_column(primary_key=True, index=True)
    views: Mapped[int] = mapped_column(default=0)
