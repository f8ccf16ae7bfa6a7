"""Replaces the media file of a recording on the shelf. Address, state, rights, words, quotes and views stay.

The new sound is compared with the old one before anything is made of it: words move with what is said, and where it
cannot be told by how much, nothing changes until a person has decided. What was there is shown until the new is whole,
in one transaction. The job is told as those in `kinds.py` are, and its points are tested so.
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.cut_queries import redactions_of
from archive.catalogue.former_originals import FormerOriginal
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job, JobState
from archive.details.picturing import place_pictures, suggest_chapters
from archive.errors import CutChangedError, InvalidInputError, NotFoundError, SoundsDifferentError
from archive.finding.indexing import index_recordings
from archive.jobs.queue import REPLACE
from archive.jobs.running import Run
from archive.shelf.accession import ShelvedFiles, place_original, place_renditions, put_files, refuse_known_bytes
from archive.shelf.ingesting import ingest_options, recording_of, work_folder
from archive.shelf.replaced_words import (
    Moved,
    Told,
    are_by_machines,
    ends_in_new_film,
    lay_machine_words_aside,
    move_to_new_film,
)
from archive.shelf.replacement import FILE, WORDS, WordsWanted
from archive.transcripts.recognising import ask_for_speech, usable_options
from archive.transcripts.retiming import Ends
from archive.transcripts.transcribing import shelved
from ingest import pipeline
from ingest.context import Context, IngestResult
from ingest.notes import from_plain, read_note, write_note
from ingest.sources import FileSource
from media.cutting import Cut
from media.errors import FileMissingError
from media.offsets import SAME_SECONDS, UNKNOWN, Offset, loudness_curve, offset_between
from media.probe import probe
from media.store import make_folder

COMPARE, SHELVE, INDEX = "compare", "shelve", "index"
NOTE = "compared.json"
POINTS = ("replace:compared", "replace:files", "replace:before-commit", "replace:rows", "replace:done")


@dataclass(frozen=True, slots=True)
class Compared:
    """How the new file lies against the old one, as the note keeps it."""

    offset_seconds: float
    confidence: float
    new_seconds: float
    ends: Ends
    """Where the recording begins and ends in the new file."""


def decide_on_words(services: Services, session: Session, job_id: str, wanted: WordsWanted) -> Job:
    """Take a file that sounds different all the same.

    Raises:
        NotFoundError: there is no such job.
        InvalidInputError: `not-retryable`: the job does not wait for this.
        SpeechModelError: speech is to be recognised, and cannot be.
    """
    job = session.get(Job, job_id)
    if job is None:
        raise NotFoundError(kind="job", key=job_id)
    if job.kind != REPLACE or job.state != JobState.FAILED or job.error_code != SoundsDifferentError.code:
        raise InvalidInputError({"job": "not-retryable"})
    if wanted is WordsWanted.ANEW:
        usable_options(services)
    job.arguments = {**job.arguments, WORDS: wanted.value}
    return services.jobs.retry(session, job_id)


def replace_file(services: Services, run: Run) -> None:
    """Compare, make everything anew of the new file, let it take the place of the old, bring words into the index."""
    if not run.has_finished(SHELVE):
        compared = _compared(services, run)
        _shelve(services, run, pipeline.run(_context(services, run, compared)), compared)
    run.started(INDEX)
    index_recordings(services, [recording_of(run)])
    with run.writing() as session:
        run.finish_step(session, INDEX, "")
        run.end(session, JobState.DONE)
    services.reached("replace:done")
    shutil.rmtree(work_folder(services, run), ignore_errors=True)


def _compared(services: Services, run: Run) -> Compared:
    """Compare both sounds, unless that was done; a note about other ends is void, with all that was made by it."""
    run.started(COMPARE)
    folder = work_folder(services, run)
    noted = read_note(folder / NOTE, Compared)
    if noted is not None and noted.ends == _wanted_ends(services, run, noted.offset_seconds, noted.new_seconds):
        return noted
    shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder)
    new = _source(services, run).path
    new_seconds = probe(new, cancelled=run.cancelled).duration_seconds
    found = _offset(services, run, new, folder) if _words(run) is WordsWanted.COMPARE else UNKNOWN
    compared = Compared(
        found.seconds, found.confidence, new_seconds, _wanted_ends(services, run, found.seconds, new_seconds)
    )
    write_note(folder / NOTE, compared)
    services.reached("replace:compared")
    run.finished(COMPARE, f"{found.seconds:+.2f} s, confidence {found.confidence:.2f}")
    return compared


def _offset(services: Services, run: Run, new: Path, folder: Path) -> Offset:
    """Tell how much later the same is said in the new file than in the old original.

    Raises:
        SoundsDifferentError: that cannot be told.
    """
    with services.database.reading() as session:
        key = shelved(session, recording_of(run)).original_key
    try:
        old = services.store.path(key or "")
    except FileMissingError:  # lost, perhaps the very reason why another file is brought
        raise SoundsDifferentError(0.0) from None
    curves = [loudness_curve(path, folder=folder, cancelled=run.cancelled) for path in (old, new)]
    found = offset_between(*curves)
    if not found.is_sure:
        raise SoundsDifferentError(found.confidence)
    return found if abs(found.seconds) >= SAME_SECONDS else replace(found, seconds=0.0)


def _wanted_ends(services: Services, run: Run, offset_seconds: float, new_seconds: float) -> Ends:
    with services.database.reading() as session:
        _check_cut(session, recording_of(run))
        return ends_in_new_film(session, recording_of(run), offset_seconds=offset_seconds, new_seconds=new_seconds)


def _check_cut(session: Session, recording_id: int) -> None:
    """Look whether something was redacted meanwhile; the new film would let it be heard again.

    Raises:
        InvalidInputError: `file`: `redacted`.
    """
    if redactions_of(session, recording_id):
        raise InvalidInputError({"file": "redacted"})


def _context(services: Services, run: Run, compared: Compared) -> Context:
    return Context(
        source=_source(services, run),
        entry=None,
        folder=work_folder(services, run),
        options=replace(ingest_options(services), speech=None),
        progress=run,
        cancelled=run.cancelled,
        reached=services.reached,
        cut=Cut(begins_at=compared.ends.begins_at, ends_at=compared.ends.ends_at),
    )


def _shelve(services: Services, run: Run, result: IngestResult, compared: Compared) -> None:
    run.started(SHELVE)
    files = put_files(services, result)
    services.reached("replace:files")
    with run.writing() as session:
        recording = shelved(session, recording_of(run))
        _check_cut(session, recording.id)
        wanted = ends_in_new_film(
            session, recording.id, offset_seconds=compared.offset_seconds, new_seconds=compared.new_seconds
        )
        if wanted != compared.ends:
            raise CutChangedError(recording.id)
        refuse_known_bytes(session, recording.id, result.sha512)
        moved = move_to_new_film(
            session,
            recording,
            wanted,
            offset_seconds=compared.offset_seconds,
            new_seconds=compared.new_seconds,
        )
        recording.duration_seconds = Cut(wanted.begins_at, wanted.ends_at).length(result.info.duration_seconds)
        _place(services, session, recording, result, files)
        if result.info.audio and recording.transcript_note == "no-audio":
            recording.transcript_note = ""
        if _words(run) is WordsWanted.ANEW and result.info.audio and are_by_machines(recording):
            lay_machine_words_aside(session, recording)
            ask_for_speech(services, session, recording.id, account_id=run.claim.account_id)
        record_about(
            session,
            "recording.replaced",
            recording,
            file=result.original_name,
            words=_words(run).value,
            shifted_seconds=compared.offset_seconds,
        )
        run.keep_result(session, {"problems": _told(compared, moved)})
        run.finish_step(session, SHELVE, f"{len(files.renditions)} renditions")
        services.reached("replace:before-commit")
    services.reached("replace:rows")


def _place(
    services: Services,
    session: Session,
    recording: Recording,
    result: IngestResult,
    files: ShelvedFiles,
) -> None:
    """Let files take the place of files; the former original is kept for a while (`former_originals.py`)."""
    if recording.original_key not in {None, files.original.key}:
        former = FormerOriginal(
            recording_id=recording.id,
            key=recording.original_key,
            name=recording.original_name or "",
            replaced_at=services.clock(),
        )
        session.add(former)
    place_original(session, recording, files.original, name=result.original_name)
    recording.version += 1
    place_renditions(services, session, recording, result.renditions, files.renditions)
    if files.pictures is not None:
        place_pictures(services, session, recording, result.pictures, files.pictures)
        suggest_chapters(session, recording, result.pictures)


def _told(compared: Compared, moved: Moved) -> list[dict[str, object]]:
    """Say what became of the words, as the job's page says what an ingest met on its way."""
    told: list[dict[str, object]] = []
    if compared.offset_seconds:
        code: Told = "words-later" if compared.offset_seconds > 0 else "words-earlier"
        told.append({"code": code, "seconds": round(abs(compared.offset_seconds), 1)})
    if moved.lines_outside:
        told.append({"code": "words-outside", "lines": moved.lines_outside})
    return told


def _source(services: Services, run: Run) -> FileSource:
    return from_plain(FileSource, run.claim.arguments[FILE], folder=services.settings.data)


def _words(run: Run) -> WordsWanted:
    return WordsWanted(str(run.claim.arguments[WORDS]))
