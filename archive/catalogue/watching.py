"""Named reads of one recording: what its page shows, its lines, its files. Changes nothing, decides nothing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from archive.catalogue.events import Event
from archive.catalogue.files import UnneededFile
from archive.catalogue.pictures import PosterFrame, Slide, Storyboard
from archive.catalogue.recordings import Origin, Recording, Rendition, Transcript, TranscriptCue

MACHINES = frozenset({Origin.PLATFORM_AUTO, Origin.SPEECH})
"""Origins of text that no person wrote."""


@dataclass(frozen=True, slots=True)
class Line:
    """A cue as pages show it."""

    position: int
    key: str
    start_seconds: float
    end_seconds: float
    text: str
    speaker: str | None
    is_checked: bool = False
    former_keys: tuple[str, ...] = ()
    """Names of lines that were merged into it."""


@dataclass(frozen=True, slots=True)
class TranscriptAbout:
    """A transcript without its lines."""

    transcript_id: int
    language: str
    origin: Origin
    engine: str | None
    is_checked: bool
    lines: int
    revision: int
    created_at: dt.datetime

    @property
    def is_machine_text(self) -> bool:
        """Say whether a machine wrote it and nobody has checked it yet."""
        return self.origin in MACHINES and not self.is_checked


def recording(session: Session, recording_id: int) -> Recording | None:
    """Give a recording with all that its page shows but the lines."""
    event = joinedload(Recording.event)
    return session.scalar(
        select(Recording)
        .where(Recording.id == recording_id)
        .options(
            event.selectinload(Event.countries),
            event.selectinload(Event.regions),
            event.selectinload(Event.organisers),
            event.joinedload(Event.series),
            selectinload(Recording.renditions),
            selectinload(Recording.chapters),
            selectinload(Recording.slides),
            selectinload(Recording.storyboard),
            selectinload(Recording.speakers),
        )
    )


def transcripts(session: Session, recording_id: int) -> tuple[TranscriptAbout, ...]:
    """List the current transcripts of a recording, with the number of their lines."""
    return transcripts_of(session, [recording_id]).get(recording_id, ())


def transcripts_of(session: Session, recording_ids: list[int]) -> Mapping[int, tuple[TranscriptAbout, ...]]:
    """List the current transcripts of several recordings."""
    counted = (
        select(Transcript, func.count(TranscriptCue.id))
        .outerjoin(TranscriptCue, TranscriptCue.transcript_id == Transcript.id)
        .where(Transcript.recording_id.in_(recording_ids), Transcript.is_current)
        .group_by(Transcript.id)
        .order_by(Transcript.id)
    )
    found: dict[int, tuple[TranscriptAbout, ...]] = {}
    for row, lines in session.execute(counted):
        about = TranscriptAbout(
            row.id, row.language, row.origin, row.engine, row.is_checked, lines, row.revision, row.created_at
        )
        found[row.recording_id] = (*found.get(row.recording_id, ()), about)
    return found


def lines(session: Session, transcript_id: int) -> tuple[Line, ...]:
    """Give all lines of a transcript in order."""
    cue = TranscriptCue
    rows = session.execute(
        select(
            cue.position, cue.key, cue.start_seconds, cue.end_seconds, cue.text, cue.speaker, cue.is_checked,
            cue.former_keys,
        )
        .where(cue.transcript_id == transcript_id)
        .order_by(cue.position)
    )  # fmt: skip
    return tuple(
        Line(place, key, start, end, text, speaker, is_checked, tuple(former or ()))
        for place, key, start, end, text, speaker, is_checked, former in rows
    )


def rendition(session: Session, recording_id: int, name: str) -> Rendition | None:
    """Give a playable file of a recording by its name."""
    return session.scalar(select(Rendition).where(Rendition.recording_id == recording_id, Rendition.name == name))


def replaced_file(session: Session, recording_id: int, *, mark: str, suffix: str) -> UnneededFile | None:
    """Give a playable file that another has taken the place of, as long as it is there."""
    mine = select(UnneededFile).where(UnneededFile.recording_id == recording_id, UnneededFile.media_type != "")
    return session.scalar(mine.where(UnneededFile.key.like(f"{mark[:2]}/{mark}%.{suffix}")))


def slide(session: Session, recording_id: int, position: int) -> Slide | None:
    """Give a slide of a recording by its number."""
    return session.scalar(select(Slide).where(Slide.recording_id == recording_id, Slide.position == position))


def storyboard(session: Session, recording_id: int) -> Storyboard | None:
    """Give the small pictures of a recording."""
    return session.get(Storyboard, recording_id)


def poster_frame(session: Session, recording_id: int, frame_id: int) -> PosterFrame | None:
    """Give a frame that might be the poster of a recording."""
    return session.scalar(
        select(PosterFrame).where(PosterFrame.recording_id == recording_id, PosterFrame.id == frame_id)
    )


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A cue with the times of its words."""

    key: str
    start_seconds: float
    end_seconds: float
    text: str
    speaker: str | None
    word_starts: tuple[float, ...]
    """Start of each written word; empty where only the times of the line are known."""


def timed_lines(session: Session, transcript_id: int) -> tuple[TimedLine, ...]:
    """Give all lines of a transcript in order, with the times of their words."""
    cue = TranscriptCue
    rows = session.execute(
        select(cue.key, cue.start_seconds, cue.end_seconds, cue.text, cue.speaker, cue.word_starts)
        .where(cue.transcript_id == transcript_id)
        .order_by(cue.position)
    )
    return tuple(
        TimedLine(key, start, end, text, who, tuple(words or ())) for key, start, end, text, who, words in rows
    )
