"""Redacting a span of a recording: its words go at once and for good, films and pictures as soon as they are remade.

In one transaction with the request, everything that holds the span leaves the site: the playable files, and with a
blurred picture the slides, the storyboard and the frames. So nobody sees or hears it while the job works. The original
is never written, never served, and never made into anything again without the span being cut (`cut_queries.py`).
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.cut_queries import cut_of, redacted_spans
from archive.catalogue.cuts import Redaction, Trim
from archive.catalogue.edits import TranscriptEdit
from archive.catalogue.files import UnneededFile
from archive.catalogue.recordings import Recording, Transcript, TranscriptCue
from archive.catalogue.reports import LineReport, ReportState
from archive.catalogue.revisions import FormerCue
from archive.catalogue.topics import TopicMoment
from archive.catalogue.work import Job
from archive.errors import InvalidInputError
from archive.shelf.rebuilding import ask_for_new_cut
from archive.shelving import purge_from_index
from archive.transcripts.cut_lines import REMOVED, is_within
from archive.transcripts.retiming import CUE
from archive.transcripts.transcribing import shelved
from archive.unneeded import let_go, picture_keys
from media.cutting import Span

SHORTEST_SECONDS = 0.1
LONGEST_LINE_SECONDS = 60.0
JPEG = "image/jpeg"


def redact(
    services: Services,
    session: Session,
    recording_id: int,
    *,
    start_seconds: float,
    end_seconds: float,
    blurs_picture: bool,
) -> Job:
    """Take a span out of a recording, in the seconds that people see, and ask for the files to be made without it.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `not-shelved`, `no-original`, `before-the-start` or `not-a-time`; nothing is changed.
    """
    recording = shelved(session, recording_id)
    _check(recording, start_seconds, end_seconds)
    begins_at = cut_of(session, recording_id).begins_at
    session.add(
        Redaction(
            recording_id=recording_id,
            start_seconds=start_seconds + begins_at,
            end_seconds=end_seconds + begins_at,
            blurs_picture=blurs_picture,
            made_at=services.clock(),
        )
    )
    session.flush()
    _remove_words(session, recording)
    _remove_words_left_out(session, recording_id)
    _remove_files(services, session, recording, Span(start_seconds, end_seconds) if blurs_picture else None)
    purge_from_index(services, session, recording.id)
    recording.version += 1
    record_about(
        session,
        "recording.redacted",
        recording,
        start_seconds=start_seconds,
        end_seconds=end_seconds,
        blurs_picture=blurs_picture,
    )
    return ask_for_new_cut(services, session, recording)


def _check(recording: Recording, start_seconds: float, end_seconds: float) -> None:
    length = recording.duration_seconds or 0.0
    faults = {}
    if recording.original_key is None:
        faults["recording"] = "no-original"
    if not 0 <= start_seconds < length:
        faults["start"] = "not-a-time"
    elif not start_seconds + SHORTEST_SECONDS <= end_seconds:
        faults["end"] = "before-the-start"
    if faults:
        raise InvalidInputError(faults)


def _remove_words(session: Session, recording: Recording) -> None:
    """Remove the words from all transcripts, former wordings and reports, and with them what editors could undo."""
    spans = redacted_spans(session, recording.id)
    keys: set[str] = set()
    for transcript in recording.transcripts:
        touched = [cue for cue in transcript.cues if is_within(spans, cue.start_seconds, cue.end_seconds)]
        if not touched:
            continue
        transcript.revision += 1
        transcript.last_edit += 1
        for cue in touched:
            cue.text, cue.speaker, cue.word_starts, cue.word_chances = REMOVED, None, None, None
            cue.since_revision, cue.last_edit = transcript.revision, transcript.last_edit
        keys |= {key for cue in touched for key in (cue.key, *(cue.former_keys or ()))}
        session.execute(delete(TranscriptEdit).where(TranscriptEdit.transcript_id == transcript.id))
    session.flush()
    for span in spans:
        _remove_elsewhere(session, recording.id, span, keys)


def _remove_elsewhere(session: Session, recording_id: int, span: Span, keys: Collection[str]) -> None:
    """Remove what was said then, and what lines of the same names said: a line may have stood at other seconds."""
    then = (FormerCue.start_seconds < span.end_seconds) & (FormerCue.end_seconds > span.start_seconds)
    of_this = FormerCue.recording_id == recording_id
    keys = {*keys, *session.scalars(select(FormerCue.key).where(of_this, then))}
    former = update(FormerCue).where(of_this, then | FormerCue.key.in_(keys))
    session.execute(former.values(text=REMOVED, speaker=None))
    reported = LineReport.key.in_(keys) | LineReport.start_seconds.between(span.start_seconds, span.end_seconds)
    reported |= _of_lines_gone(recording_id, span)
    mine = update(LineReport).where(LineReport.recording_id == recording_id, reported)
    session.execute(mine.values(text=REMOVED, suggestion="", state=ReportState.DONE))
    topics = (TopicMoment.start_seconds < span.end_seconds) & (TopicMoment.end_seconds > span.start_seconds)
    session.execute(delete(TopicMoment).where(TopicMoment.recording_id == recording_id, topics))


def _of_lines_gone(recording_id: int, span: Span) -> ColumnElement[bool]:
    """Tell the reports on lines that began shortly before and are gone: where they ended, nobody knows any more."""
    living = select(TranscriptCue.key).join(Transcript).where(Transcript.recording_id == recording_id)
    before = LineReport.start_seconds.between(span.start_seconds - LONGEST_LINE_SECONDS, span.start_seconds)
    return before & LineReport.key.not_in(living)


def _remove_words_left_out(session: Session, recording_id: int) -> None:
    """Do the same to lines that are trimmed off; they might come back."""
    trim = session.get(Trim, recording_id)
    if trim is None:
        return
    spans = cut_of(session, recording_id).silenced
    gone = {"text": REMOVED, "speaker": None, "word_starts": None, "word_chances": None}
    rows = trim.left_out.get(CUE, [])
    cues = [row | gone if is_within(spans, row["start_seconds"], row["end_seconds"]) else row for row in rows]
    trim.left_out = {**trim.left_out, CUE: cues}


def _remove_files(services: Services, session: Session, recording: Recording, blurred: Span | None) -> None:
    """Take the films off the page, and the pictures where they are blurred; their files go before anything else."""
    gone = {row.key: row.media_type for row in recording.renditions}
    recording.renditions.clear()
    recording.recipes = {}  # whatever becomes of the job, this is not up to date
    if blurred is not None:
        before = picture_keys(recording)
        _remove_pictures(recording, blurred)
        session.flush()
        gone |= dict.fromkeys(before - picture_keys(recording), JPEG)
    replaced = select(UnneededFile).where(UnneededFile.recording_id == recording.id)
    gone |= {row.key: row.media_type for row in session.scalars(replaced)}
    let_go(session, gone, now=services.clock(), is_urgent=True)


def _remove_pictures(recording: Recording, blurred: Span) -> None:
    frames, slides = recording.poster_frames, recording.slides
    slides[:] = [row for row in slides if not blurred.overlaps(row.start_seconds, row.end_seconds)]
    frames[:] = [row for row in frames if row.is_from_source or not blurred.holds(row.at_seconds)]
    chapters = recording.chapters  # suggested by the titles of slides
    chapters[:] = [row for row in chapters if not (row.is_suggestion and blurred.holds(row.start_seconds))]
    recording.storyboard = None
    left = [row.image_key for row in frames]
    if recording.poster_key not in left:
        recording.poster_key = next(iter(left), None)
