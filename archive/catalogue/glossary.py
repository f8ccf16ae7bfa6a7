"""Mapped classes of the glossary: groups of words that mean the same, as staff see and change them.

The shipped words are rows like those of staff. A row that staff changed says so and is left alone by later versions; to
get rid of a shipped word it is switched off, since a deleted one would come back with the next version.
"""

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.catalogue.base import OWNED, Base, UtcDateTime, stored


class TermKind(StrEnum):
    """What sort of word it is."""

    TERM = "term"
    ABBREVIATION = "abbreviation"
    VERB_NOUN = "verb-noun"
    """A verb or a form that no stemmer joins with its noun."""
    NAME = "name"


class TermOrigin(StrEnum):
    """Who said so last."""

    SHIPPED = "shipped"
    STAFF = "staff"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class GlossaryGroup(Base):
    """Words that mean the same."""

    __tablename__ = "glossary_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    seed_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Name in the shipped glossary."""
    is_enabled: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=_now, onupdate=_now, index=True)

    terms: Mapped[list["GlossaryTerm"]] = relationship(cascade=OWNED, order_by="GlossaryTerm.position, GlossaryTerm.id")


class GlossaryTerm(Base):
    """One of the words, or several in a row."""

    __tablename__ = "glossary_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("glossary_group.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="")
    """BCP 47; empty for names and abbreviations, which are said alike in every language."""
    kind: Mapped[TermKind] = mapped_column(stored(TermKind), default=TermKind.TERM)
    is_narrower: Mapped[bool] = mapped_column(default=False)
    """Found for the others of its group, but does not stand for them."""
    is_enabled: Mapped[bool] = mapped_column(default=True)
    origin: Mapped[TermOrigin] = mapped_column(stored(TermOrigin), default=TermOrigin.STAFF)
    seed_key: Mapped[str | None] = mapped_column(String(300), unique=True)
    """What the word was called when it was shipped; stays when staff change the word."""
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=_now, onupdate=_now, index=True)
