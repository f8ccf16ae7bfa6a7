"""Mapped classes of footage: recordings, renditions, transcripts, chapters, rights, sources. Pictures are beside."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.catalogue.base import OWNED, Base, UtcDateTime, stored
from archive.catalogue.documents import Document
from archive.catalogue.events import Event, State, Visibility
from archive.catalogue.keys import new_key
from archive.catalogue.pictures import PosterFrame, Slide, Storyboard
from archive.catalogue.rights import RightsRecord


class Origin(StrEnum):
    """Where a transcript came from, in falling order of trust."""

    HAND = "hand"
    SUPPLIED = "supplied"
    PLATFORM = "platform"
    PLATFORM_AUTO = "platform-auto"
    SPEECH = "speech"


class ChapterOrigin(StrEnum):
    """Where a chapter came from."""

    EDITOR = "editor"
    SOURCE = "source"
    SLIDES = "slides"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Speaker(Base):
    """A person who speaks at events; not an account."""

    __tablename__ = "speaker"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class RecordingSpeaker(Base):
    """Who speaks in a recording, in order."""

    __tablename__ = "recording_speaker"

    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    speaker: Mapped[Speaker] = relationship()


class Recording(Base):
    """One continuous piece of footage of an event."""

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="RESTRICT"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    """In German, or in the language in which it came."""
    description_en: Mapped[str] = mapped_column(Text, default="")
    as_of: Mapped[str | None] = mapped_column(String(10))
    """ISO 8601 of reduced precision: the state of affairs it speaks of, where that is not the event's date."""
    language: Mapped[str] = mapped_column(String(8), default="de")
    """Language spoken (BCP 47), or `und`."""
    state: Mapped[State] = mapped_column(stored(State), default=State.DRAFT, index=True)
    visibility: Mapped[Visibility] = mapped_column(stored(Visibility), default=Visibility.PUBLIC)
    duration_seconds: Mapped[float | None]
    original_key: Mapped[str | None] = mapped_column(String(200))
    original_name: Mapped[str | None] = mapped_column(String(300))
    original_sha512: Mapped[str | None] = mapped_column(String(128), unique=True)
    """Duplicates are recognised by it."""
    poster_key: Mapped[str | None] = mapped_column(String(200))
    recipes: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """Which recipe made which part; a part that is missing here is from before recipes were counted."""
    transcript_note: Mapped[str] = mapped_column(String(40), default="")
    """Why there is no transcript: no-model, no-audio, speech-found-nothing; empty when there is one."""
    are_chapters_decided: Mapped[bool] = mapped_column(default=False)
    """A person looked the chapters through, perhaps to have none: no machine writes there again."""
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    offers_files: Mapped[bool] = mapped_column(default=True)
    """Whether the page offers film and sound for taking along; what is said and captions can always be."""
    version: Mapped[int] = mapped_column(default=1)
    """Counts changes of what can be searched; the index says which version it holds."""
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    shelved_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)
    publish_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime, index=True)
    """When it is to be published without anybody's doing; None when nothing is planned."""
    captions_reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it is shown without captions, for visitors."""
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    withdrawn_because: Mapped[str] = mapped_column(String(20), default="")
    """One of the usual reasons; empty when there are only words."""
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    """In words, for everybody."""
    withdrawn_note: Mapped[str] = mapped_column(Text, default="")
    """For the desk alone."""
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=_now, onupdate=_now)
    """When anything here changed last, for feeds and caches."""

    event: Mapped[Event] = relationship(back_populates="recordings")
    speakers: Mapped[list[RecordingSpeaker]] = relationship(
        cascade="all, delete-orphan", order_by=RecordingSpeaker.position
    )
    renditions: Mapped[list["Rendition"]] = relationship(
        cascade="all, delete-orphan", order_by="Rendition.height.desc()"
    )
    transcripts: Mapped[list["Transcript"]] = relationship(cascade=OWNED, order_by="Transcript.id")
    chapters: Mapped[list["Chapter"]] = relationship(cascade=OWNED, order_by="Chapter.start_seconds")
    slides: Mapped[list[Slide]] = relationship(cascade=OWNED, order_by=Slide.position)
    storyboard: Mapped[Storyboard | None] = relationship(cascade=OWNED)
    poster_frames: Mapped[list[PosterFrame]] = relationship(cascade=OWNED, order_by=PosterFrame.position)
    documents: Mapped[list[Document]] = relationship(cascade=OWNED, order_by=Document.position)
    details: Mapped[list["RecordingDetail"]] = relationship(cascade=OWNED)
    rights: Mapped[RightsRecord | None] = relationship(cascade=OWNED)

    @property
    def is_published(self) -> bool:
        """Say whether its public may see it."""
        return self.state is State.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        """Say whether it was taken back."""
        return self.state is State.WITHDRAWN


class Rendition(Base):
    """A playable file made from the original."""

    __tablename__ = "rendition"
    __table_args__ = (UniqueConstraint("recording_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(20))
    """source, 1080p, 720p, 360p, audio; audio-1, audio-2 ... for further languages."""
    key: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(60))
    width: Mapped[int | None]
    height: Mapped[int] = mapped_column(default=0)
    size_bytes: Mapped[int]
    action: Mapped[str] = mapped_column(String(10), default="")
    """remux, partial or encode; empty where it was made before that was kept."""
    reason: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str | None] = mapped_column(String(8))
    """Of sound alone, where the original says it."""
    label: Mapped[str] = mapped_column(String(200), default="")
    """What the original calls the audio track."""


class Transcript(Base):
    """All spoken words of a recording in one language."""

    __tablename__ = "transcript"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    origin: Mapped[Origin] = mapped_column(stored(Origin))
    engine: Mapped[str | None] = mapped_column(String(100))
    is_current: Mapped[bool] = mapped_column(default=True)
    is_checked: Mapped[bool] = mapped_column(default=False)
    timing_lines: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[str]] = mapped_column(JSON, default=list)
    revision: Mapped[int] = mapped_column(default=1)
    """Counts what visitors read of the recording in this language; former wordings are kept (`revisions.py`)."""
    is_edited: Mapped[bool] = mapped_column(default=False)
    """People changed lines of it."""
    last_edit: Mapped[int] = mapped_column(default=0)
    """Number of the last change that an editor made to its lines (`edits.py`); 0 as it came."""
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    cues: Mapped[list["TranscriptCue"]] = relationship(cascade=OWNED, order_by="TranscriptCue.position")


class TranscriptCue(Base):
    """One timed line of a transcript."""

    __tablename__ = "cue"
    __table_args__ = (
        Index("ix_cue_place", "transcript_id", "position", unique=True),
        Index("ix_cue_key", "transcript_id", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(ForeignKey("transcript.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(8), default=new_key)
    """Its name in addresses: unique within the recording, kept when the line is corrected."""
    position: Mapped[int]
    start_seconds: Mapped[float]
    end_seconds: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    is_checked: Mapped[bool] = mapped_column(default=False)
    """A person has compared this line with the sound."""
    since_revision: Mapped[int] = mapped_column(default=1)
    """The first revision of the transcript in which it reads so."""
    speaker: Mapped[str | None] = mapped_column(String(200))
    word_starts: Mapped[list[float] | None] = mapped_column(JSON)
    """Start second of each written word, where the recogniser gave them."""
    word_chances: Mapped[list[float] | None] = mapped_column(JSON)
    """How sure the recogniser was of each written word, from 0 to 1, where it said."""
    former_keys: Mapped[list[str] | None] = mapped_column(JSON)
    """Names of lines that were merged into this one; links to them lead here."""
    last_edit: Mapped[int] = mapped_column(default=0)
    """Number of the edit of its transcript that changed it last: who saves says which one they saw."""


class Chapter(Base):
    """A named span of a recording."""

    __tablename__ = "chapter"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"), index=True)
    start_seconds: Mapped[float]
    title: Mapped[str] = mapped_column(String(300))
    origin: Mapped[ChapterOrigin] = mapped_column(stored(ChapterOrigin), default=ChapterOrigin.SOURCE)

    @property
    def is_suggestion(self) -> bool:
        """Say whether a machine proposed it and no person has agreed yet."""
        return self.origin is ChapterOrigin.SLIDES


class RecordingDetail(Base):
    """A detail as it was extracted, and from where; the desk shows it as a suggestion."""

    __tablename__ = "recording_detail"
    __table_args__ = (UniqueConstraint("recording_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(40))
    suggestion: Mapped[str] = mapped_column(Text, default="")
    """What was extracted; stays when a person says otherwise."""
    suggestion_origin: Mapped[str] = mapped_column(String(40), default="")


class Source(Base):
    """Where recordings came from: an address or a file."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("source.id", ondelete="SET NULL"))
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("recording.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    """address or file."""
    address: Mapped[str | None] = mapped_column(Text)
    address_key: Mapped[str | None] = mapped_column(String(500), unique=True)
    """The normalised address; one address is taken in once."""
    file_name: Mapped[str | None] = mapped_column(String(300))
    payload: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    """What ingest needs to begin: the entry of a page, or paths below the data folder."""
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
