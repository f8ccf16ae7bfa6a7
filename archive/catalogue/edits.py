"""Mapped class of what editors did to the lines of a transcript: each change with the lines before and after it."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base, UtcDateTime, stored


class EditKind(StrEnum):
    """What sort of change it was."""

    LINES = "lines"
    """Lines were written, cut, joined, timed, checked."""
    REPLACED = "replaced"
    """Words were replaced wherever they stood; of several transcripts all have the same `request_id`."""
    REPORTED = "reported"
    """A reader had reported the line."""
    UNDONE = "undone"
    REDONE = "redone"
    RESTORED = "restored"


class TranscriptEdit(Base):
    """One saved change of a transcript. With the lines before and after it, every former state can be had again."""

    __tablename__ = "transcript_edit"
    __table_args__ = (
        UniqueConstraint("transcript_id", "number"),
        UniqueConstraint("transcript_id", "request_id", name="uq_transcript_edit_request"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcript.id", ondelete="CASCADE"))
    number: Mapped[int]
    """1, 2, 3 ... within its transcript."""
    request_id: Mapped[str] = mapped_column(String(40), index=True)
    """Made up by whoever saves: the same change sent twice is made once."""
    kind: Mapped[EditKind] = mapped_column(stored(EditKind))
    refers_to: Mapped[int | None]
    """Of undone and redone: the number of that edit; of restored: of the last edit in the state that is back."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    lines: Mapped[int]
    """How many lines it touched."""
    before: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    """The lines that it changed or took away, as they were."""
    after: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    """The lines that it changed or brought, as they became."""
