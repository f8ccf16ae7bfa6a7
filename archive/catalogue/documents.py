"""Mapped class of documents that belong to a recording: the speakers' slides, handouts, a meeting's chat."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base, UtcDateTime, stored


class DocumentKind(StrEnum):
    """What a document is."""

    SLIDES = "slides"
    HANDOUT = "handout"
    OTHER = "other"
    CHAT = "chat"
    PARTICIPANTS = "participants"


FOR_STAFF = frozenset({DocumentKind.CHAT, DocumentKind.PARTICIPANTS})
"""What people wrote or who they were: never for visitors."""


class Document(Base):
    """A file that goes with a recording. Whoever may see the recording may have it, unless it is for staff."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[DocumentKind] = mapped_column(stored(DocumentKind))
    title: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(8), default="")
    """Of the document (BCP 47); empty while nobody has said it."""
    file_name: Mapped[str] = mapped_column(String(300))
    """As it was called where it came from; only ever shown."""
    key: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(60))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    @property
    def is_for_staff(self) -> bool:
        """Say whether visitors never get it."""
        return self.kind in FOR_STAFF
