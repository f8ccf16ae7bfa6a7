"""What a worker does of its own accord: what has its hour, and every quarter of an hour leftovers and lost words."""

import datetime as dt
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job, JobState
from archive.finding.indexing import completeness, rebuild
from archive.finding.unanswered import forget_unanswered
from archive.intake.accepting import uploads_of
from archive.intake.watching import check_due
from archive.jobs.claims import work_folder_name
from archive.jobs.queue import INDEX
from archive.publication.publishing import publish_due
from archive.publication.withdrawing import withdraw_expired
from archive.unneeded import let_former_originals_go, sweep_unneeded
from archive.viewing_counts import forget_views
from search.errors import SearchError

log = logging.getLogger(__name__)

STRANGE_AFTER = dt.timedelta(days=1)
"""A file in the incoming folder that no row knows may be on its way into one for so long."""


def keep_time(services: Services) -> None:
    """Do what has its hour: publish what was planned, withdraw what may be shown no longer."""
    _do_all(services, publish_due, withdraw_expired)


def keep_house(services: Services) -> None:
    """Put right whatever there is to put right."""
    _do_all(
        services,
        sweep_work_folders,
        sweep_incoming,
        sweep_uploads,
        let_former_originals_go,
        sweep_unneeded,
        forget_unanswered,
        forget_views,
        heal_index,
        check_due,
    )


def _do_all(services: Services, *tasks: Callable[[Services], object]) -> None:
    """Do them one after the other; what cannot be done now does not keep the rest from being done."""
    for task in tasks:
        try:
            task(services)
        except Exception:
            log.exception("%s failed; it is tried again later", getattr(task, "__name__", task))


def sweep_uploads(services: Services) -> int:
    """Remove uploads that lapsed, or whose recording is on the shelf."""
    return uploads_of(services).sweep()


def sweep_work_folders(services: Services) -> int:
    """Remove the work folders of jobs that need them no more: done, cancelled for long, failed for long, unknown."""
    long_ago = services.clock() - dt.timedelta(days=services.settings.upload_days)
    present = _names_in(services.work)
    with services.database.reading() as session:
        ids = {name.partition("-")[0] for name in present}
        jobs = session.scalars(select(Job).where(Job.id.in_(ids))).all()
    needed = {work_folder_name(job.id, job.arguments) for job in jobs if not _is_over(job, long_ago)}
    doomed = [name for name in present if name not in needed]
    for name in doomed:
        shutil.rmtree(services.work / name, ignore_errors=True)
    if doomed:
        log.info("removed %d work folders that no job needs", len(doomed))
    return len(doomed)


def sweep_incoming(services: Services) -> int:
    """Remove taken-in files whose recording is on the shelf, or was discarded, or that never got a row."""
    with services.database.reading() as session:
        wanted, known = _incoming_paths(session)
    strange_before = (services.clock() - STRANGE_AFTER).timestamp()
    doomed = []
    for name in _names_in(services.incoming):
        folder = services.incoming / name
        if name in wanted or (name not in known and _is_younger(folder, strange_before)):
            continue
        doomed.append(folder)
    for folder in doomed:
        shutil.rmtree(folder, ignore_errors=True)
    return len(doomed)


def heal_index(services: Services) -> int:
    """Bring the index to the state of the catalogue where it is behind; say how many recordings were asked for.

    Every file of the index is read first; one that is damaged, or cannot answer, is built anew at once.
    """
    problem = services.index.check()
    if problem is not None:
        log.warning("the index is built anew: %s", problem)
        return rebuild(services)
    try:
        with services.database.reading() as session:
            behind = completeness(session, services.index)
    except SearchError as exc:
        log.warning("the index is built anew: %s", exc)
        return rebuild(services)
    ids = [*behind.stale, *behind.surplus]
    if not ids:
        return 0
    log.info("the index is behind for %d recordings", len(ids))
    with services.database.writing() as session:
        services.jobs.enqueue(
            session,
            kind=INDEX,
            arguments={"recording_ids": ids},
            dedupe_key=f"{INDEX}:heal",
        )
    return len(ids)


def _is_over(job: Job, long_ago: dt.datetime) -> bool:
    if job.state == JobState.DONE or job.recording_id is None:
        return True
    ended = job.state in {JobState.FAILED, JobState.CANCELLED}
    return ended and job.finished_at is not None and job.finished_at < long_ago


def _incoming_paths(session: Session) -> tuple[set[str], set[str]]:
    """Give the folders that are still needed, and all that a row knows."""
    wanted, known = set(), set()
    rows = session.execute(
        select(Source.payload, Recording.id, Recording.shelved_at)
        .outerjoin(Recording, Recording.id == Source.recording_id)
        .where(Source.kind == "file")
    )
    for payload, recording_id, shelved_at in rows:
        captions = payload.get("captions")
        listed = [payload, *(captions if isinstance(captions, list) else [])]
        folders = {Path(str(entry.get("path", ""))).parent.name for entry in listed if isinstance(entry, dict)}
        known |= folders
        is_gone = recording_id is None  # the outer join, of which the types know nothing
        if not is_gone and shelved_at is None:
            wanted |= folders
    return wanted, known


def _is_younger(folder: Path, time: float) -> bool:
    try:
        return folder.stat().st_mtime > time
    except FileNotFoundError:  # whoever made it has just removed it
        return True


def _names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
