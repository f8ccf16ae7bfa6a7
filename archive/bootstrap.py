"""Opens an archive: folders, database, shipped catalogue, store, index. What every edge is handed is `Services`."""

import datetime as dt
import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from archive.catalogue import places
from archive.catalogue.database import Database
from archive.catalogue.recordings import Recording
from archive.errors import SettingError
from archive.finding.glossary import CurrentGlossary
from archive.finding.shipped_glossary import keep_glossary_current
from archive.i18n import N_, I18n
from archive.jobs.queue import Jobs
from archive.seed import seed
from archive.settings import PREFIX, Settings, without_password
from media.store import LocalStore
from search.index import SearchIndex


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running archive, made once in each process."""

    settings: Settings
    database: Database
    store: LocalStore
    index: SearchIndex
    glossary: CurrentGlossary
    jobs: Jobs
    i18n: I18n
    clock: Callable[[], dt.datetime]
    reached: Callable[[str], None]
    """Called at every named point of the background work; tests end the process there."""

    @property
    def incoming(self) -> Path:
        """Give the folder of files that wait for their ingest."""
        return self.settings.data / "incoming"

    @property
    def work(self) -> Path:
        """Give the folder of the work folders, one for each ingest job."""
        return self.settings.data / "work"

    @property
    def models(self) -> Path:
        """Give the folder of fetched speech models."""
        return self.settings.data / "models"

    def today(self) -> dt.date:
        """Give the day that it is for the people of this archive."""
        return self.day_of(self.clock())

    def day_of(self, moment: dt.datetime) -> dt.date:
        """Give the day on which something happened for the people of this archive."""
        return moment.astimezone(self.settings.time_zone).date()


def open_services(settings: Settings, *, clock: Callable[[], dt.datetime] | None = None) -> Services:
    """Open the archive of a data folder, and make it ready where it is new.

    Raises:
        OSError: the data folder cannot be made or written.
        SettingError: the driver of the database is not installed.
    """
    clock = clock or now
    run = settings.data / "run"
    for folder in ("incoming", "work", "models", "run", "store", "index"):
        (settings.data / folder).mkdir(parents=True, exist_ok=True)
    database = _database(settings)
    jobs = Jobs(database, clock=clock, folder=run, lease_seconds=settings.lease_seconds)
    index = SearchIndex.open(settings.data / "index")
    with _one_at_a_time(run / "open.lock"):
        database.migrate(lock=run / "migrate.lock")
        with database.writing() as session:
            seed(session)
            keep_glossary_current(session)
            jobs.prepare(session)
            is_empty = session.scalar(select(Recording.id).limit(1)) is None
        if is_empty and index.problem() is not None:
            index.rebuild(())
    return Services(
        settings=settings,
        database=database,
        store=LocalStore(settings.data / "store"),
        index=index,
        glossary=CurrentGlossary(),
        jobs=jobs,
        i18n=I18n(places.place_names(), zone=settings.time_zone),
        clock=clock,
        reached=_fault_at(settings.crash_at, run),
    )


def now() -> dt.datetime:
    """Give the time, aware and in UTC."""
    return dt.datetime.now(dt.UTC)


def _database(settings: Settings) -> Database:
    try:
        return Database(settings.database_url)
    except ImportError as exc:
        shown = without_password(settings.database_url)
        raise SettingError(PREFIX + "DATABASE", shown, N_("the driver of this database is not installed")) from exc


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Let web and worker make a new archive ready one after the other."""
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _fault_at(crash_at: str, run: Path) -> Callable[[str], None]:
    def reached(point: str) -> None:
        if point != crash_at:
            return
        marker = run / f"crashed-{point.replace(':', '-')}"
        if not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    return reached
