"""Counts how often the pages of recordings are opened: a number a day, and nothing about who opened them.

What is counted lies in memory and is written down once a minute at most, by whoever comes then, after the answer was
sent. A crash loses the last minute.
"""

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.page_views import PageView
from archive.catalogue.recordings import Recording

SECONDS_BETWEEN_WRITES = 60.0
FORGOTTEN_AFTER = dt.timedelta(days=400)
SHOWN = dt.timedelta(days=90)
"""What the desk goes by: the last three months."""


class ViewCounter:
    """The counts that are not written yet. Threads may share it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = threading.Lock()
        self._waiting: Counter[tuple[int, dt.date]] = Counter()
        self._written_at = time.monotonic()

    def count(self, recording_id: int) -> None:
        """Count one view, and write down what waits when it is time."""
        with self._lock:
            self._waiting[recording_id, self._services.today()] += 1
            is_time = time.monotonic() - self._written_at >= SECONDS_BETWEEN_WRITES
        if is_time:
            self.write()

    def write(self) -> int:
        """Write down what waits; say how many views that were."""
        with self._lock:
            waiting, self._waiting = self._waiting, Counter()
            self._written_at = time.monotonic()
        if waiting:
            with self._services.database.writing() as session:
                _add(session, waiting)
        return waiting.total()


def forget_views(services: Services) -> int:
    """Forget the counts of days long ago; say how many that were."""
    before = services.today() - FORGOTTEN_AFTER
    with services.database.writing() as session:
        days = session.scalar(select(func.count()).select_from(PageView).where(PageView.day < before)) or 0
        session.execute(delete(PageView).where(PageView.day < before))
    return days


def views_of_late(session: Session, *, today: dt.date) -> Mapping[int, int]:
    """Give the views of the last three months by recording."""
    rows = session.execute(
        select(PageView.recording_id, func.sum(PageView.views))
        .where(PageView.day > today - SHOWN)
        .group_by(PageView.recording_id)
    )
    return {recording_id: int(views) for recording_id, views in rows}


def _add(session: Session, counted: Mapping[tuple[int, dt.date], int]) -> None:
    here = set(session.scalars(select(Recording.id).where(Recording.id.in_({key[0] for key in counted}))))
    for (recording_id, day), views in counted.items():
        if recording_id not in here:
            continue
        row = session.get(PageView, (recording_id, day))
        if row is None:
            session.add(PageView(recording_id=recording_id, day=day, views=views))
        else:
            row.views += views
