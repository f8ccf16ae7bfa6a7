"""The kinds of jobs, each told as a short story. Every part of one can be done again after any crash.

What is done to recordings on the shelf has modules of its own: `recognising.py` for speech, `rebuilding.py`,
`replacement.py`.

`POINTS` are the named places where a test ends the worker by SIGKILL, to see that nothing is lost or doubled.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import select

from archive.bootstrap import Services
from archive.catalogue.cut_queries import cut_of
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import JobState
from archive.details.drafts import drop_draft
from archive.errors import AlreadyArchivedError, NotFoundError
from archive.finding.indexing import index_recordings
from archive.finding.indexing import rebuild as build_anew
from archive.intake.discovery import address_source, discovered, entry_from, only_known
from archive.intake.laid_aside import hand_on, lay_aside_of_job
from archive.intake.taking_in import file_source, forget_upload
from archive.jobs.queue import CHOOSE, DISCOVER, FOUND, INDEX, INGEST, REBUILD, REPLACE, TRANSCRIBE
from archive.jobs.running import Run
from archive.publication.rights import rights_from
from archive.shelf.accession import put_files, refuse_known_bytes, write_rows
from archive.shelf.ingesting import OFFER_POINTS, ingest_options, recording_of, show_offer, work_folder
from archive.shelf.rebuilding import POINTS as REBUILD_POINTS
from archive.shelf.rebuilding import rebuild
from archive.shelf.replacement_job import POINTS as REPLACE_POINTS
from archive.shelf.replacement_job import replace_file
from archive.transcripts.recognising import POINTS as TRANSCRIBE_POINTS
from archive.transcripts.recognising import transcribe
from archive.unneeded import files_of, let_go
from ingest import pipeline
from ingest.context import Context, IngestResult
from ingest.entries import Entry
from ingest.errors import NothingFoundError
from ingest.notes import read_note, to_plain
from ingest.sources import FileSource
from ingest.steps.fetch import Fetched
from ingest.ytdlp import list_entries

LIST, SHELVE = "list", "shelve"
"""Names of steps; those of an ingest are its pipeline's, then shelve and index."""

DISCOVER_POINTS = ("discover:before-commit", "discover:after-commit")
INGEST_POINTS = (
    *pipeline.POINTS,
    *OFFER_POINTS,
    "shelve:files",
    "shelve:before-commit",
    "shelve:rows",
    "shelve:index",
    "ingest:done",
)
INDEX_POINTS = ("index:before", "index:after")
POINTS = (*DISCOVER_POINTS, *INGEST_POINTS, *TRANSCRIBE_POINTS, *REBUILD_POINTS, *REPLACE_POINTS, *INDEX_POINTS)


def discover(services: Services, run: Run) -> None:
    """List what is behind an address; drafts, their jobs and the end of this one are one transaction."""
    address = str(run.claim.arguments["address"])
    run.started(LIST)
    entries = list_entries(address, options=ingest_options(services), cancelled=run.cancelled)
    if not entries:
        raise NothingFoundError(address)
    if run.claim.arguments.get(CHOOSE) is True:
        _offer_choice(run, entries)
        return
    with run.writing() as session:
        found = discovered(services, session, run.claim, entries)
        run.finish_step(session, LIST, f"{len(found.job_ids)} new, {len(found.known)} known")
        services.reached("discover:before-commit")
        run.end(session, JobState.DONE, result=found.to_plain())
    services.reached("discover:after-commit")


def _offer_choice(run: Run, entries: tuple[Entry, ...]) -> None:
    """End with a list from which a person chooses; nothing is fetched before that.

    Raises:
        AlreadyArchivedError: there is one recording, and it is here.
    """
    with run.writing() as session:
        known = only_known(session, entries)
        if known is not None:
            raise AlreadyArchivedError(known.id, known.title)
        run.finish_step(session, LIST, f"{len(entries)} to choose from")
        run.end(session, JobState.DONE, result={FOUND: [to_plain(entry) for entry in entries]})


def ingest(services: Services, run: Run) -> None:
    """Bring a recording in: pipeline, shelf, index. Bytes that are here already end it without a trace."""
    try:
        result = pipeline.run(_context(services, run))
        if not run.has_finished(SHELVE):
            _shelve(services, run, result)
    except AlreadyArchivedError as exc:
        _end_as_duplicate(services, run, exc)
        _clear_away(services, run)
        _drop_source_files(services, run)
        return
    run.started(INDEX)
    index_recordings(services, [recording_of(run)])
    services.reached("shelve:index")
    with run.writing() as session:
        run.finish_step(session, INDEX, "")
        problems = [{"code": row.code, "subject": row.subject, "reason": row.reason} for row in result.problems]
        run.end(session, JobState.DONE, result={"problems": problems})
    services.reached("ingest:done")
    _clear_away(services, run)
    _drop_source_files(services, run)


def index(services: Services, run: Run) -> None:
    """Bring the words of recordings into the index as they are now."""
    listed = run.claim.arguments["recording_ids"]
    recording_ids = [int(value) for value in listed] if isinstance(listed, list) else []
    run.started(INDEX)
    services.reached("index:before")
    if run.claim.arguments.get("anew") is True:  # a recording was deleted: none of its words may lie about
        build_anew(services, purges=True)
    else:
        index_recordings(services, recording_ids)
    services.reached("index:after")
    run.finished(INDEX, f"{len(recording_ids)} recordings")


Kind = Callable[[Services, Run], None]
KINDS: Mapping[str, Kind] = {
    DISCOVER: discover,
    INGEST: ingest,
    TRANSCRIBE: transcribe,
    REBUILD: rebuild,
    REPLACE: replace_file,
    INDEX: index,
}


def _clear_away(services: Services, run: Run) -> None:
    shutil.rmtree(work_folder(services, run), ignore_errors=True)


class _IngestProgress:
    """The job's own progress, which also stops at bytes that are here already, before hours of encoding."""

    def __init__(self, services: Services, run: Run, folder: Path) -> None:
        self._services, self._run, self._folder = services, run, folder

    def started(self, step: str) -> None:
        self._run.started(step)

    def advanced(self, step: str, fraction: float, note: str = "") -> None:
        self._run.advanced(step, fraction, note)

    def finished(self, step: str, summary: str) -> None:
        self._run.finished(step, summary)
        if step != "fetch":
            return
        fetched = read_note(self._folder / "fetch.json", Fetched)
        if fetched is not None:
            with self._services.database.reading() as session:
                refuse_known_bytes(session, recording_of(self._run), fetched.sha512)


def _context(services: Services, run: Run) -> Context:
    folder = work_folder(services, run)
    with services.database.reading() as session:
        source = session.get(Source, run.claim.arguments["source_id"])
        if source is None:
            raise NotFoundError(kind="source", key=str(run.claim.arguments["source_id"]))
        is_file = source.kind == "file"
        given = file_source(source, services.settings.data) if is_file else address_source(source)
        entry = None if is_file else entry_from(source)
        cut = cut_of(session, recording_of(run))
    return Context(
        source=given,
        entry=entry,
        folder=folder,
        options=ingest_options(services),
        progress=_IngestProgress(services, run, folder),
        cancelled=run.cancelled,
        reached=services.reached,
        offer=lambda offer: show_offer(services, run, offer),
        cut=cut,
    )


def _shelve(services: Services, run: Run, result: IngestResult) -> None:
    run.started(SHELVE)
    files = put_files(services, result)
    services.reached("shelve:files")
    rights = rights_from(run.claim.arguments.get("publish"))
    with run.writing() as session:
        write_rows(services, session, recording_of(run), result, files, rights=rights)
        run.finish_step(session, SHELVE, f"{len(files.renditions)} renditions, {len(result.transcripts)} transcripts")
        services.reached("shelve:before-commit")
    services.reached("shelve:rows")


def _end_as_duplicate(services: Services, run: Run, known: AlreadyArchivedError) -> None:
    """End the job with a word on which recording it is; the draft that was made for it goes in the same breath."""
    with run.writing() as session:
        draft = session.get(Recording, recording_of(run))
        source = session.scalar(select(Source).where(Source.id == run.claim.arguments["source_id"]))
        if source is not None:  # its address leads to the recording from now on
            source.recording_id = known.recording_id
            session.flush()
        if draft is not None and draft.shelved_at is None:
            let_go(session, files_of(draft), now=services.clock())
            hand_on(session, draft.id, known)
            drop_draft(session, draft)
        lay_aside_of_job(session, run.claim.job_id, known)
        forget_upload(session, run.claim.job_id)
        run.end(session, JobState.FAILED, error=(known.code, known.details()))
        run.point_at(session, known.recording_id)


def _drop_source_files(services: Services, run: Run) -> None:
    """Remove the file that was taken in for this job; what a person uploaded is swept by the uploads."""
    with services.database.reading() as session:
        source = session.get(Source, run.claim.arguments["source_id"])
        if source is None or source.kind != "file":
            return
        taken: FileSource = file_source(source, services.settings.data)
    for path in (taken.path, *(caption.path for caption in taken.captions)):
        if path.is_relative_to(services.incoming):
            shutil.rmtree(path.parent, ignore_errors=True)
