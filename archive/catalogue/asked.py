"""Mapped class of questions that found nothing, counted for the desk. No row says who asked, or when exactly."""

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base


class UnansweredQuestion(Base):
    """A question that found nothing. Its words are kept only once it was asked on several days."""

    __tablename__ = "unanswered_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    keyed_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the folded words, under a key that is not in the database."""
    text: Mapped[str] = mapped_column(String(200), default="")
    """The words; empty until the question was asked on enough days."""
    days: Mapped[int] = mapped_column(default=1)
    """On how many different days it was asked."""
    times: Mapped[int] = mapped_column(default=1)
    last_day: Mapped[dt.date] = mapped_column(index=True)
