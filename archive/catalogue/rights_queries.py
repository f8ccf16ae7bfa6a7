"""What the desk asks about permissions: which have ended, which end soon, what is shown without one."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from archive.catalogue.events import State
from archive.catalogue.recordings import Recording
from archive.catalogue.rights import RightsRecord

SOON = dt.timedelta(days=30)
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class RightsRow:
    """A recording whose permission wants looking after."""

    recording_id: int
    title: str
    state: State
    expires_on: str | None
    """The last day on which it may be shown."""


@dataclass(frozen=True, slots=True)
class RightsDue:
    """What wants looking after, the most urgent first."""

    expired: tuple[RightsRow, ...]
    expiring: tuple[RightsRow, ...]
    missing: tuple[RightsRow, ...]
    """Published, and nobody has written down why."""

    @property
    def total(self) -> int:
        """Count them."""
        return len(self.expired) + len(self.expiring) + len(self.missing)


def rights_due(session: Session, *, today: dt.date) -> RightsDue:
    """List all that wants looking after."""
    return RightsDue(
        expired=_rows(session, _has_ended(today)),
        expiring=_rows(session, _ends_soon(today)),
        missing=_rows(session, _is_missing()),
    )


def count_due(session: Session, *, today: dt.date) -> int:
    """Count what wants looking after."""
    wanted = or_(_has_ended(today), _ends_soon(today), _is_missing())
    return session.scalar(select(func.count(Recording.id)).outerjoin(Recording.rights).where(wanted)) or 0


def _has_ended(today: dt.date) -> ColumnElement[bool]:
    return RightsRecord.expires_on < today


def _ends_soon(today: dt.date) -> ColumnElement[bool]:
    ends = RightsRecord.expires_on
    return and_(ends >= today, ends <= today + SOON, Recording.state != State.WITHDRAWN)


def _is_missing() -> ColumnElement[bool]:
    return and_(RightsRecord.recording_id.is_(None), Recording.state == State.PUBLISHED)


def _rows(session: Session, wanted: ColumnElement[bool]) -> tuple[RightsRow, ...]:
    rows = session.execute(
        select(Recording.id, Recording.title, Recording.state, RightsRecord.expires_on)
        .outerjoin(Recording.rights)
        .where(wanted)
        .order_by(RightsRecord.expires_on, Recording.title)
        .limit(MOST_SHOWN)
    )
    return tuple(RightsRow(key, title, state, ends.isoformat() if ends else None) for key, title, state, ends in rows)
