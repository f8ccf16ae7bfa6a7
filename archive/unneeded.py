"""Files of the store without a row: noted as soon as they are, removed a day later if still unneeded.

One that loses its last row is noted in the same transaction. One that was put there has no row yet: it is noted at
once, and the transaction that makes its row takes the note back. So no crash loses a file that somebody needs or leaves
one behind for good, and nobody's playing breaks off.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import JSON, Column, Table, delete, select
from sqlalchemy.orm import Session, object_mapper

from archive.bootstrap import Services
from archive.catalogue.base import Base
from archive.catalogue.files import UnneededFile
from archive.catalogue.former_originals import FormerOriginal
from archive.catalogue.recordings import Recording
from media.errors import FileMissingError
from media.store import StoredFile

KEPT_FOR = dt.timedelta(days=1)
FORMER_ORIGINALS_KEPT_FOR = dt.timedelta(days=30)
"""As long as a withdrawn recording: a wrong file is noticed by then."""


def let_go(
    session: Session,
    keys: Mapping[str, str],
    *,
    now: dt.datetime,
    recording_id: int | None = None,
    is_urgent: bool = False,
) -> None:
    """Note files, with their media types, whose row goes in this transaction; what another row needs will stay.

    Urgent ones are served to nobody from now on, and go with the next sweep.
    """
    for key, media_type in keys.items():
        row = UnneededFile(key=key, recording_id=recording_id, media_type=media_type, since=now, is_urgent=is_urgent)
        session.merge(row)
    session.flush()


def put_noted(
    services: Services,
    path: Path,
    *,
    suffix: str,
    may_link: bool = False,
    sha512: str | None = None,
    is_private: bool = False,
) -> StoredFile:
    """Put a file into the store (`LocalStore.adopt`) and note it: it goes unless a row follows.

    Raises:
        FileMissingError: there is no such file.
        StoreFullError: the disk has no room for it.
    """
    stored = services.store.adopt(path, suffix=suffix, may_link=may_link, sha512=sha512, is_private=is_private)
    with services.database.writing() as session:
        let_go(session, {stored.key: ""}, now=services.clock())
    return stored


def take_back(session: Session, keys: Iterable[str]) -> None:
    """Take the notes back of files whose rows are made in this transaction."""
    session.execute(delete(UnneededFile).where(UnneededFile.key.in_(list(keys))))


def files_of(recording: Recording) -> dict[str, str]:
    """List the keys of all files that belong to a recording, with the media types where they are known."""
    storyboard = [recording.storyboard] if recording.storyboard else []
    pictures = [*recording.slides, *recording.poster_frames, *storyboard]
    rows = [recording, *recording.renditions, *pictures, *recording.documents]
    found = {key: "" for row in rows for key in _keys_in(row)}
    return found | {row.key: row.media_type for row in recording.renditions}


def picture_keys(recording: Recording) -> set[str]:
    """List the keys of all pictures of a recording."""
    sheets = recording.storyboard.sheet_keys if recording.storyboard else []
    poster = [recording.poster_key] if recording.poster_key else []
    slides, frames = recording.slides, recording.poster_frames
    return {*sheets, *poster, *(row.image_key for row in slides), *(row.image_key for row in frames)}


def let_former_originals_go(services: Services) -> int:
    """Let the originals go that were replaced long enough ago, and say how many."""
    due = FormerOriginal.replaced_at < services.clock() - FORMER_ORIGINALS_KEPT_FOR
    with services.database.reading() as session:
        if session.scalar(select(FormerOriginal.id).where(due).limit(1)) is None:
            return 0
    with services.database.writing() as session:
        rows = session.scalars(select(FormerOriginal).where(due)).all()
        for row in rows:
            let_go(session, {row.key: ""}, now=services.clock())
            session.delete(row)
    return len(rows)


def sweep_unneeded(services: Services) -> int:
    """Remove the files that were let go long enough ago, and say how many.

    One that somebody puts into the store again just now has been touched, and stays until its new row is there.
    """
    before = services.clock() - KEPT_FOR
    due = (UnneededFile.since < before) | UnneededFile.is_urgent
    with services.database.reading() as session:
        if session.scalar(select(UnneededFile.key).where(due).limit(1)) is None:
            return 0
    removed = 0
    with services.database.writing() as session:
        needed = _needed_keys(session)
        for row in session.scalars(select(UnneededFile).where(due)):
            if row.key not in needed:
                if not row.is_urgent and _is_touched(services, row.key, since=before):
                    continue
                services.store.remove(row.key)
                removed += 1
            session.delete(row)
    return removed


def _is_touched(services: Services, key: str, *, since: dt.datetime) -> bool:
    try:
        return services.store.touched_at(key) >= since.timestamp()
    except FileMissingError:
        return False


def _needed_keys(session: Session) -> frozenset[str]:
    needed: set[str] = set()
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if _holds_keys(column)]
        if columns and table.name != UnneededFile.__tablename__:
            for values in session.execute(select(*columns)):
                needed.update(_flat(values))
    return frozenset(needed)


def keys_in(table: Table, row: Mapping[str, object]) -> Iterable[str]:
    """Give the keys that a row of a table holds."""
    return _flat(row[column.name] for column in table.columns if _holds_keys(column))


def _keys_in(row: object) -> Iterable[str]:
    columns = [column for column in object_mapper(row).columns if _holds_keys(column)]
    return _flat(getattr(row, column.key) for column in columns)


def _holds_keys(column: Column[object]) -> bool:
    """Columns are named by what they hold: `key`, `original_key`, and lists such as `sheet_keys`."""
    if isinstance(column.type, JSON):
        return column.name.endswith("_keys")
    return column.name == "key" or column.name.endswith("_key")


def _flat(values: Iterable[object]) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, str))
