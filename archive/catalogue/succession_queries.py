"""Named reads of what has taken the place of a recording. A newer one that this person may not see is not told of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from archive.catalogue.events import Event, State
from archive.catalogue.recordings import Recording
from archive.catalogue.succession import Succession
from archive.catalogue.viewing import Viewer, may_see_recording


@dataclass(frozen=True, slots=True)
class NewerRecording:
    """A recording that takes the place of another."""

    recording_id: int
    slug: str
    title: str
    language: str
    starts: str | None


def newer_recordings(session: Session, viewer: Viewer, recording_ids: Collection[int]) -> Mapping[int, NewerRecording]:
    """Give, for those of the recordings that are superseded, the newer one."""
    rows = session.execute(_newer(replace(viewer, account_id=None)), {"ids": list(recording_ids)})
    return {row.recording_id: NewerRecording(row.id, row.slug, row.title, row.language, row.starts) for row in rows}


def possible_successors(session: Session, recording_id: int) -> tuple[NewerRecording, ...]:
    """List the published recordings that may take its place, the latest first: for the desk."""
    rows = session.execute(
        select(Recording.id, Recording.slug, Recording.title, Recording.language, Event.starts)
        .join(Recording.event)
        .where(Recording.state == State.PUBLISHED, Recording.id != recording_id)
        .order_by(Event.starts.desc().nulls_last(), Recording.title)
    )
    return tuple(NewerRecording(*row) for row in rows)


def successor_of(session: Session, recording_id: int) -> int | None:
    """Give the recording that takes its place, whoever may see it: for the desk."""
    return session.scalar(select(Succession.newer_id).where(Succession.recording_id == recording_id))


@cache
def _newer(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Make the statement for everybody who may see the same; every list of recordings asks it."""
    return (
        select(Succession.recording_id, Recording.id, Recording.slug, Recording.title, Recording.language, Event.starts)
        .join(Recording, Recording.id == Succession.newer_id)
        .join(Recording.event)
        .where(Succession.recording_id.in_(bindparam("ids", expanding=True)), may_see_recording(viewer))
    )
