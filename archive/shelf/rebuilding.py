"""Brings recordings on the shelf up to date: parts of them are made anew from the original, by today's recipes and cut.

Nothing else is touched: words, details, rights and what people checked stay. What was there is shown until the new is
whole, in one transaction. The job is told as those in `kinds.py` are, and its points are tested so.
"""

import shutil
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.cut_queries import cut_of
from archive.catalogue.recordings import Recording, Rendition
from archive.catalogue.work import Job, JobState
from archive.details.picturing import place_pictures, put_pictures, suggest_chapters
from archive.errors import CutChangedError, InvalidInputError
from archive.finding.indexing import index_recordings
from archive.jobs.queue import REBUILD
from archive.jobs.running import Run
from archive.shelf.accession import place_renditions, put_renditions
from archive.shelf.ingesting import ingest_options, recording_of, work_folder
from archive.transcripts.retiming import Ends, move_words
from archive.transcripts.transcribing import shelved
from archive.unneeded import sweep_unneeded
from ingest import pipeline
from ingest.context import Context, Remade
from ingest.notes import read_note, write_note
from ingest.sources import FileSource
from media.cutting import Cut
from media.ladder import RenditionSpec
from media.renditions import RenditionFile
from media.store import make_folder

SHELVE, INDEX = "shelve", "index"
ENDS = "ends"
"""Argument of a job that trims: seconds of the original."""
MADE_OF = "made-of.json"
POINTS = ("rebuild:before-commit", "rebuild:rows", "rebuild:done")
AFTER_ALL_OTHERS = -10
"""Priority: what comes in is wanted sooner than what is there in an older shape."""


@dataclass(frozen=True, slots=True)
class _MadeOf:
    """What the files of a try are made of, and by which cut."""

    original_key: str
    cut: Cut


def ask_for_rebuild(
    services: Services, session: Session, recording_id: int, *, parts: Collection[str] = ()
) -> Job | None:
    """Ask for parts of a recording to be made anew, all that an older recipe made unless some are named.

    None when everything is up to date.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `not-shelved`, `no-original` or `not-a-part`.
    """
    recording = shelved(session, recording_id)
    if not set(parts) <= pipeline.RECIPES.keys():
        raise InvalidInputError({"part": "not-a-part"})
    if recording.original_key is None:
        raise InvalidInputError({"recording": "no-original"})
    wanted = sorted(parts or outdated_parts(recording))
    if not wanted:
        return None
    job = services.jobs.enqueue(
        session,
        kind=REBUILD,
        arguments={"parts": wanted},
        title=recording.title,
        dedupe_key=_key_of(recording_id),
        recording_id=recording_id,
    )
    job.priority = AFTER_ALL_OTHERS
    return job


def ask_for_new_cut(services: Services, session: Session, recording: Recording, *, ends: Ends | None = None) -> Job:
    """Ask for everything to be made anew since something is cut out, or other `ends` are wanted.

    A job that makes it by the older cut is stopped; the ends that it was to give are given all the same.
    """
    key = _key_of(recording.id)
    older = session.scalar(select(Job).where(Job.dedupe_key == key))
    arguments: dict[str, object] = {"parts": sorted(pipeline.RECIPES)}
    if older is not None:
        arguments |= {ENDS: older.arguments[ENDS]} if ENDS in older.arguments else {}
        older.dedupe_key = None
        services.jobs.ask_cancel(session, older.id)
        session.flush()
    if ends is not None:
        arguments[ENDS] = [ends.begins_at, ends.ends_at]
    return services.jobs.enqueue(
        session,
        kind=REBUILD,
        arguments=arguments,
        title=recording.title,
        dedupe_key=key,
        recording_id=recording.id,
    )


def ends_asked_for(session: Session, recording_id: int) -> Ends | None:
    """Say where a recording will begin and end once the job that waits or works is done; None where none moves it."""
    job = session.scalar(select(Job).where(Job.dedupe_key == _key_of(recording_id)))
    return None if job is None else _ends_of(job.arguments)


def outdated_parts(recording: Recording) -> frozenset[str]:
    """List the parts that an older recipe made, or none yet."""
    now = pipeline.RECIPES
    return frozenset(part for part, recipe in now.items() if recording.recipes.get(part, 0) < recipe)


def outdated_recordings(session: Session) -> tuple[int, ...]:
    """List the recordings on the shelf with a part that is not up to date, the newest first."""
    wanted = select(Recording).where(Recording.shelved_at.is_not(None), Recording.original_key.is_not(None))
    found = session.scalars(wanted.order_by(Recording.id.desc()))
    return tuple(recording.id for recording in found if outdated_parts(recording))


def rebuild(services: Services, run: Run) -> None:
    """Make parts anew in a work folder, then let them take the place of the old ones."""
    if not run.has_finished(SHELVE):
        key = _original_key(services, run)
        with services.database.reading() as session:
            cut = _wanted_cut(session, run)
        _forget_another_film(services, run, _MadeOf(key, cut))
        remade = pipeline.remake(
            _context(services, run, key, cut),
            parts=frozenset(_parts(run)),
            shelved=_shelved_renditions(services, recording_of(run)),
            original_key=key,
        )
        _shelve(services, run, remade, _MadeOf(key, cut))
    run.started(INDEX)
    index_recordings(services, [recording_of(run)])
    with run.writing() as session:
        run.finish_step(session, INDEX, "")
        run.end(session, JobState.DONE)
    services.reached("rebuild:done")
    sweep_unneeded(services)
    shutil.rmtree(work_folder(services, run), ignore_errors=True)


def _shelve(services: Services, run: Run, remade: Remade, made_of: _MadeOf) -> None:
    run.started(SHELVE)
    stored = put_renditions(services, remade.renditions or ())
    pictures = put_pictures(services, remade.pictures) if remade.pictures else None
    with run.writing() as session:
        recording = shelved(session, recording_of(run))
        if _MadeOf(recording.original_key or "", _wanted_cut(session, run)) != made_of:
            raise CutChangedError(recording.id)
        recording.version += 1
        recording.duration_seconds = remade.duration_seconds
        if ends := _ends_of(run.claim.arguments):
            move_words(session, recording, ends, original_seconds=remade.original_seconds)
        if remade.renditions is not None:
            place_renditions(services, session, recording, remade.renditions, stored)
        if remade.pictures is not None and pictures is not None:
            place_pictures(services, session, recording, remade.pictures, pictures)
            suggest_chapters(session, recording, remade.pictures)
        run.finish_step(session, SHELVE, ", ".join(_parts(run)))
        services.reached("rebuild:before-commit")
    services.reached("rebuild:rows")


def _key_of(recording_id: int) -> str:
    return f"{REBUILD}:{recording_id}"


def _ends_of(arguments: Mapping[str, object]) -> Ends | None:
    given = arguments.get(ENDS)
    return Ends(*given) if isinstance(given, list) else None


def _wanted_cut(session: Session, run: Run) -> Cut:
    cut, ends = cut_of(session, recording_of(run)), _ends_of(run.claim.arguments)
    return replace(cut, begins_at=ends.begins_at, ends_at=ends.ends_at) if ends else cut


def _forget_another_film(services: Services, run: Run, made_of: _MadeOf) -> None:
    """Drop what an earlier try made of another original or by another cut: its notes would be believed."""
    folder = work_folder(services, run)
    if read_note(folder / MADE_OF, _MadeOf) != made_of:
        shutil.rmtree(folder, ignore_errors=True)
        make_folder(folder)
        write_note(folder / MADE_OF, made_of)


def _original_key(services: Services, run: Run) -> str:
    with services.database.reading() as session:
        key = shelved(session, recording_of(run)).original_key
    if key is None:
        raise InvalidInputError({"recording": "no-original"})
    return key


def _context(services: Services, run: Run, key: str, cut: Cut) -> Context:
    """Work on the original as it lies in the store; the limits for what comes in are not for what is here."""
    with services.database.reading() as session:
        name = shelved(session, recording_of(run)).original_name
    original = services.store.path(key)
    source = FileSource(original, name or original.name, is_ours=True)
    options = replace(ingest_options(services), max_bytes=sys.maxsize, max_duration_seconds=float("inf"), speech=None)
    return Context(
        source=source,
        entry=None,
        folder=work_folder(services, run),
        options=options,
        progress=run,
        cancelled=run.cancelled,
        reached=services.reached,
        cut=cut,
    )


def _shelved_renditions(services: Services, recording_id: int) -> tuple[RenditionFile, ...]:
    with services.database.reading() as session:
        recording = shelved(session, recording_id)
        length = recording.duration_seconds or 0.0
        return tuple(_file_of(services, row, duration_seconds=length) for row in recording.renditions)


def _file_of(services: Services, row: Rendition, *, duration_seconds: float) -> RenditionFile:
    spec = RenditionSpec(row.name, row.media_type, row.height or None, "encode", row.reason)
    return RenditionFile(
        spec=spec,
        path=services.store.path(row.key),
        size_bytes=row.size_bytes,
        width=row.width,
        height=row.height or None,
        duration_seconds=duration_seconds,
    )


def _parts(run: Run) -> list[str]:
    listed = run.claim.arguments["parts"]
    return [str(part) for part in listed] if isinstance(listed, list) else []
