"""Mapped class of what staff changed in the shipped words by which topics are recognised."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base, UtcDateTime, stored


class Telling(StrEnum):
    """How much a word says about its topic."""

    STRONG = "strong"
    """Alone enough."""
    PLAIN = "plain"
    """Enough together with another."""
    OFF = "off"
    """A shipped word that does not count here."""


class TopicWordChange(Base):
    """A word that staff added to a topic, or a shipped one that counts otherwise here, or not at all."""

    __tablename__ = "topic_word_change"
    __table_args__ = (UniqueConstraint("topic", "language", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(String(200))
    """As in the shipped list: "=Arbeit" is the whole word only."""
    telling: Mapped[Telling] = mapped_column(stored(Telling))
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
