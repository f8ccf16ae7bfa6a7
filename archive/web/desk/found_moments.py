"""Moments as the desk lists them beside a preview: where they are, and what is said there."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request

from archive.catalogue.recordings import Recording
from archive.web import addresses
from archive.web.asking import language_of
from search.results import Fragment, Moment


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A place in a recording."""

    path: str
    title: str
    start_seconds: float
    language: str
    fragments: tuple[Fragment, ...]


def found_moments(request: Request, session: Session, moments: Iterable[Moment]) -> tuple[FoundMoment, ...]:
    """Give moments with the titles of their recordings and the way there."""
    listed = tuple(moments)
    wanted = {moment.recording_id for moment in listed}
    rows = session.execute(select(Recording.id, Recording.slug, Recording.title).where(Recording.id.in_(wanted)))
    known = {row.id: row for row in rows}
    return tuple(
        FoundMoment(
            path=addresses.page(
                language_of(request), "watch", known[moment.recording_id].slug, t=addresses.second(moment.start_seconds)
            ),
            title=known[moment.recording_id].title,
            start_seconds=moment.start_seconds,
            language=moment.transcript_language,
            fragments=moment.snippet,
        )
        for moment in listed
        if moment.recording_id in known
    )
