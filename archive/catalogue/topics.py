"""Mapped class of the passages that are about a topic: found by rules, confirmed or rejected by staff."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base, UtcDateTime, stored


class TopicState(StrEnum):
    """What staff say of a passage."""

    SUGGESTED = "suggested"
    """Nothing yet; a machine put it there."""
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class TopicMoment(Base):
    """A passage of a transcript that is about a topic.

    Suggestions are made anew whenever the words of the recording are indexed. What staff have decided stays, and is
    recognised by its seconds, which outlive another cutting of the lines.
    """

    __tablename__ = "topic_moment"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
    topic: Mapped[str] = mapped_column(String(40), index=True)
    language: Mapped[str] = mapped_column(String(8))
    """Of the transcript."""
    first_position: Mapped[int]
    last_position: Mapped[int]
    start_seconds: Mapped[float]
    end_seconds: Mapped[float]
    words: Mapped[list[str]] = mapped_column(JSON)
    """Words of the rule that were found, most telling first."""
    said: Mapped[list[str]] = mapped_column(JSON)
    """The same as they were said."""
    state: Mapped[TopicState] = mapped_column(stored(TopicState), default=TopicState.SUGGESTED)
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
