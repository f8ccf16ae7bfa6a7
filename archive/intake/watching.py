"""Watched sources: a page, a playlist or a channel is listed at fixed times, and what is new there becomes drafts.

A check is an ordinary `discover` job, so that it is retried, shown and stopped as such. When a recording vanishes from
its source, nothing happens to ours; the desk says since when it has been gone.
"""

import datetime as dt
import logging
from collections.abc import Set as AbstractSet

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.auditing import record
from archive.bootstrap import Services
from archive.catalogue.recordings import Source
from archive.catalogue.watched import GoneSource, WatchedSource
from archive.catalogue.work import Job, JobState
from archive.errors import NotFoundError
from archive.intake.taking_in import discard, enqueue_discover, page_source
from ingest.sources import recognise

log = logging.getLogger(__name__)


def watch(services: Services, session: Session, *, address: str, account_id: int | None = None) -> Job:
    """Watch an address from now on; one that is watched already is checked at once.

    Raises:
        SourceRefusedError: it is none that we fetch from.
    """
    recognised = recognise(address, allow_hosts=frozenset(services.settings.fetch_allow)).address
    page = page_source(services, session, recognised)
    row = session.get(WatchedSource, page.id)
    if row is None:
        now = services.clock()
        row = WatchedSource(source_id=page.id, next_check_at=now, created_at=now)
        session.add(row)
        record(session, "address.watched", subject_kind="source", subject_id=page.id, label=page.address or "")
    return _check(services, session, row, account_id=account_id)


def stop_watching(session: Session, source_id: int) -> None:
    """Watch a source no more; what came from it stays.

    Raises:
        NotFoundError: it is not watched.
    """
    session.delete(_watched(session, source_id))
    page = session.get_one(Source, source_id)
    record(session, "address.unwatched", subject_kind="source", subject_id=source_id, label=page.address or "")


def check_now(services: Services, session: Session, source_id: int, *, account_id: int | None = None) -> Job:
    """Ask for a watched source to be listed now.

    Raises:
        NotFoundError: it is not watched.
    """
    return _check(services, session, _watched(session, source_id), account_id=account_id)


def check_due(services: Services) -> int:
    """Ask for all watched sources whose time has come to be listed; say how many."""
    with services.database.writing() as session:
        due = select(WatchedSource).where(WatchedSource.next_check_at <= services.clock())
        rows = session.scalars(due.order_by(WatchedSource.next_check_at)).all()
        for row in rows:
            _check(services, session, row)
    if rows:
        log.info("%d watched sources are looked at", len(rows))
    return len(rows)


def is_watched(session: Session, source_id: object) -> bool:
    """Say whether a source is watched."""
    return isinstance(source_id, int) and session.get(WatchedSource, source_id) is not None


def note_listing(
    services: Services, session: Session, source_id: int, *, keys: AbstractSet[str], is_whole: bool
) -> None:
    """Note that a watched source was listed, and which of its recordings it does not show any more.

    A list that was cut off says nothing about what is not on it.
    """
    now = services.clock()
    _watched(session, source_id).checked_at = now
    for source in session.scalars(select(Source).where(Source.parent_id == source_id)).all():
        gone = session.get(GoneSource, source.id)
        if source.address_key in keys:
            if gone is not None:
                session.delete(gone)
        elif is_whole and gone is None:
            session.add(GoneSource(source_id=source.id, since=now))


def _check(services: Services, session: Session, row: WatchedSource, *, account_id: int | None = None) -> Job:
    """Enqueue a check; an earlier one that failed is put away, since this one says how things are now."""
    earlier = None if row.job_id is None else session.get(Job, row.job_id)
    if earlier is not None and earlier.state is JobState.FAILED:
        discard(services, session, earlier.id)
    page = session.get_one(Source, row.source_id)
    job = enqueue_discover(services, session, page, account_id=account_id)
    row.job_id = job.id
    row.next_check_at = services.clock() + dt.timedelta(hours=services.settings.watch_hours)
    return job


def _watched(session: Session, source_id: int) -> WatchedSource:
    row = session.get(WatchedSource, source_id)
    if row is None:
        raise NotFoundError(kind="watched-source", key=source_id)
    return row
