"""Checks of what the archive holds: the catalogue, recordings, jobs, the worker."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from archive.auditing import Damage, count_entries, verify
from archive.catalogue.database import Database
from archive.catalogue.recordings import Recording, Rendition
from archive.catalogue.work import Job, JobState
from archive.checks.finding import Finding, Translate, failed, passed, warned
from archive.settings import Settings
from media.store import LocalStore

SHOWN_NAMES = 5
"""As many recordings are named; more are counted."""


def check_database(settings: Settings, gettext: Translate) -> Finding:
    """Check that there is a catalogue, and that this version can work with it. Changes nothing."""
    _ = gettext
    name = "database"
    file = settings.data / "catalogue.sqlite"
    if not settings.database and not file.is_file():
        return warned(name, _("no catalogue yet"), _("It is made at the first start: mitschnitt serve"))
    shown = str(file) if not settings.database else settings.database.partition(":")[0]
    try:
        age = _age(settings, file)
    except (SQLAlchemyError, ImportError) as error:  # ImportError: the driver of that database is not installed
        fact = _("%(database)s does not answer: %(reason)s") % {"database": shown, "reason": type(error).__name__}
        return failed(name, fact, _("See that the database runs, or restore the catalogue from the backup."))
    if age == "empty":
        fact = _("%(database)s is empty: there is no catalogue in it") % {"database": shown}
        advice = _("The next start makes one: mitschnitt serve. If there was one, restore it from the backup before.")
        return warned(name, fact, advice)
    if age != "current":
        fact = _("%(database)s has the schema of another version") % {"database": shown}
        if age == "newer":
            advice = _("Install the newer version again, or restore the backup that was made before the update.")
            return failed(name, fact, advice)
        return failed(name, fact, _("Restart the service: the schema is brought up to date when it starts."))
    return passed(name, shown)


def _age(settings: Settings, file: Path) -> Literal["empty", "older", "current", "newer"]:
    if not settings.database and not file.stat().st_size:
        return "empty"  # to open it would write its first page
    database = Database(settings.database_url)
    try:
        if database.is_empty():
            return "empty"
        if database.is_newer():
            return "newer"
        return "current" if database.is_current() else "older"
    finally:
        database.close()


def check_contents(
    session: Session, store: LocalStore, gettext: Translate, *, is_worker_alive: bool
) -> Iterator[Finding]:
    """Check recordings, their files and jobs, in a catalogue that is sound."""
    yield _recordings(session, gettext)
    yield _files(session, store, gettext)
    yield _log(session, gettext)
    yield _failed_jobs(session, gettext)
    yield _worker(session, gettext, is_worker_alive=is_worker_alive)


def _recordings(session: Session, gettext: Translate) -> Finding:
    _ = gettext
    total = session.scalar(select(func.count(Recording.id))) or 0
    has_rendition = select(Rendition.id).where(Rendition.recording_id == Recording.id).exists()
    broken = session.scalars(
        select(Recording.title).where(Recording.shelved_at.is_not(None), ~has_rendition).order_by(Recording.id)
    ).all()
    if broken:
        fact = _("without a playable file: %(count)d (%(titles)s)")
        advice = _("Try their jobs again, or bring the recordings in anew.")
        return failed("recordings", fact % {"count": len(broken), "titles": _named(broken)}, advice)
    return passed("recordings", _("%(count)d, all finished ones are playable") % {"count": total})


def _files(session: Session, store: LocalStore, gettext: Translate) -> Finding:
    """Check that the store holds what is played and what it is made of; pictures can be made anew."""
    _ = gettext
    originals = select(Recording.title, Recording.original_key).where(Recording.original_key.is_not(None))
    playable = select(Recording.title, Rendition.key).join(Rendition, Rendition.recording_id == Recording.id)
    kept = [(row[0], str(row[1])) for query in (originals, playable) for row in session.execute(query)]
    missing = [title for title, key in kept if not store.holds(key)]
    if missing:
        titles = _named(list(dict.fromkeys(missing)))
        fact = _("missing: %(count)d of %(total)d (%(titles)s)")
        fact %= {"count": len(missing), "total": len(kept), "titles": titles}
        return failed("files", fact, _("Restore the folder store from the backup, or bring these recordings in anew."))
    return passed("files", _("originals and playable files: %(count)d, none missing") % {"count": len(kept)})


def _log(session: Session, gettext: Translate) -> Finding:
    """Check that nobody has changed the log of what people did."""
    _ = gettext
    found = verify(session)
    if found is None:
        return passed("audit log", _("entries: %(count)d, none changed or missing") % {"count": count_entries(session)})
    fact = {
        Damage.CHANGED: _("entry %(id)d is not as it was written"),
        Damage.UNLINKED: _("before entry %(id)d something was taken out or put in"),
        Damage.CUT_OFF: _("entries after %(id)d are missing"),
    }[found.damage]
    advice = _("Somebody has changed the database by hand. Compare the log with a backup.")
    return failed("audit log", fact % {"id": found.entry_id}, advice)


def _failed_jobs(session: Session, gettext: Translate) -> Finding:
    _ = gettext
    failed_jobs = session.scalars(
        select(Job.title).where(Job.state == JobState.FAILED).order_by(Job.finished_at.desc())
    ).all()
    if failed_jobs:
        fact = _("waiting for a person: %(count)d (%(titles)s)") % {
            "count": len(failed_jobs),
            "titles": _named(failed_jobs),
        }
        return warned("jobs", fact, _("Their pages on the desk say why, and what to do."))
    return passed("jobs", _("none has failed"))


def _worker(session: Session, gettext: Translate, *, is_worker_alive: bool) -> Finding:
    _ = gettext
    live = (JobState.QUEUED, JobState.RUNNING)
    waiting = session.scalar(select(func.count(Job.id)).where(Job.state.in_(live))) or 0
    if is_worker_alive:
        return passed("worker", _("at work; jobs to do: %(count)d") % {"count": waiting})
    if waiting:
        fact = _("none is running; jobs that wait: %(count)d") % {"count": waiting}
        return warned("worker", fact, _("Start the service: mitschnitt serve"))
    return passed("worker", _("none is running, and nothing is to be done"))


def _named(titles: Sequence[str]) -> str:
    more = len(titles) - SHOWN_NAMES
    return "; ".join(titles[:SHOWN_NAMES]) + (f" … +{more}" if more > 0 else "")
