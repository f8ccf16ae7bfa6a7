"""Mapped classes of what can be seen in a recording: its slides, its storyboard, and the frames a poster is one of."""

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base


class Slide(Base):
    """A still picture that was on screen, with the text that was read from it."""

    __tablename__ = "slide"
    __table_args__ = (UniqueConstraint("recording_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"))
    position: Mapped[int]
    start_seconds: Mapped[float]
    end_seconds: Mapped[float]
    title: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    """All that was read, the title too, in lines; empty when there was nothing to read, or nothing that reads."""
    image_key: Mapped[str] = mapped_column(String(200))
    width: Mapped[int]
    height: Mapped[int]


class Storyboard(Base):
    """Small pictures of a recording at many times, joined into sheets that are filled row by row."""

    __tablename__ = "storyboard"

    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True)
    sheet_keys: Mapped[list[str]] = mapped_column(JSON)
    columns: Mapped[int]
    rows: Mapped[int]
    """Of a full sheet; the last one may hold fewer."""
    tile_width: Mapped[int]
    tile_height: Mapped[int]
    times: Mapped[list[float]] = mapped_column(JSON)
    """Second of each small picture, in order."""


class PosterFrame(Base):
    """A picture that may stand for a recording; `Recording.poster_key` says which one does."""

    __tablename__ = "poster_frame"
    __table_args__ = (UniqueConstraint("recording_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"))
    position: Mapped[int]
    at_seconds: Mapped[float]
    image_key: Mapped[str] = mapped_column(String(200))
    is_from_source: Mapped[bool] = mapped_column(default=False)
    """No frame of the recording, but the picture that stood for it where it came from."""
    is_chosen: Mapped[bool] = mapped_column(default=False)
    """A person chose it: it stays when the pictures are made anew."""
