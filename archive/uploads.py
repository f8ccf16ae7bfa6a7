"""Uploads as the archive knows them: whose they are, whether there is room, when they are complete, when they lapse.

The bytes lie in `upload_files`; rows say the rest. What becomes of a complete upload is handed in by the caller,
so that this module knows neither intake nor requests.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.auditing import record
from archive.catalogue.database import Database
from archive.catalogue.people import Purpose, Upload
from archive.catalogue.work import Job, JobState
from archive.errors import InvalidInputError, NotFoundError
from archive.upload_files import UploadFiles
from ingest.errors import TooLargeError
from media.errors import StoreFullError

MOST_UNFINISHED = 50
"""Unfinished uploads that one account may have."""
MOST_CAPTIONS = 8
LARGEST_CAPTIONS_BYTES = 20 << 20
LEFTOVER_AFTER = dt.timedelta(hours=1)
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Arrived:
    """A complete file, for intake."""

    path: Path
    name: str
    account_id: int
    captions: tuple[tuple[Path, str], ...]
    """Path and name of each caption file that came along."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An upload that can go on."""

    upload_id: str
    file_name: str
    offset_bytes: int
    size_bytes: int
    expires_at: dt.datetime


Accept = Callable[[Session, Arrived], Job]
"""Makes the job of a complete recording, in the transaction it is given."""


class Uploads:
    """All uploads of the archive."""

    def __init__(
        self,
        database: Database,
        files: UploadFiles,
        *,
        clock: Callable[[], dt.datetime],
        max_bytes: int,
        reserve_bytes: int,
        lifetime: dt.timedelta,
    ) -> None:
        self._database = database
        self.files = files
        self._clock = clock
        self.max_bytes = max_bytes
        self._reserve_bytes = reserve_bytes
        self._lifetime = lifetime

    def begin(
        self,
        account_id: int,
        *,
        file_name: str,
        size_bytes: int,
        purpose: Purpose = Purpose.RECORDING,
        captions: Sequence[str] = (),
    ) -> Upload:
        """Make room for a file.

        Raises:
            TooLargeError: when it is larger than the archive takes.
            StoreFullError: when the disk has no room for it beside what others were promised.
            InvalidInputError: when the account has too many unfinished uploads, or the captions named are not its own.
        """
        limit_bytes = LARGEST_CAPTIONS_BYTES if purpose is Purpose.CAPTIONS else self.max_bytes
        if size_bytes > limit_bytes:
            raise TooLargeError(limit_bytes)
        with self._database.reading() as session:
            self._check_begin(session, account_id, size_bytes=size_bytes, captions=captions)
        upload = Upload(
            id=self.files.create(),
            account_id=account_id,
            purpose=purpose,
            file_name=shown_name(file_name),
            size_bytes=size_bytes,
            captions=list(captions),
            created_at=self._clock(),
        )
        with self._database.writing() as session:
            session.add(upload)
        return upload

    def adopt(
        self, account_id: int, upload_id: str, *, file_name: str, purpose: Purpose, captions: Sequence[str] = ()
    ) -> None:
        """Note whose a file is that arrived in one go, by a plain form; a recording still has to be finished.

        Raises:
            NotFoundError: when there is no such file.
        """
        now = self._clock()
        row = Upload(
            id=upload_id,
            account_id=account_id,
            purpose=purpose,
            file_name=shown_name(file_name),
            size_bytes=self.files.offset(upload_id),
            captions=list(captions),
            created_at=now,
            finished_at=now if purpose is Purpose.CAPTIONS else None,
        )
        with self._database.writing() as session:
            session.add(row)

    def check_room(self, wanted_bytes: int) -> None:
        """Refuse bytes that would eat into the reserve.

        Raises:
            StoreFullError: when there is not enough room.
        """
        free_bytes = self.files.free_bytes() - self._reserve_bytes
        if wanted_bytes > free_bytes:
            raise StoreFullError(wanted_bytes, max(free_bytes, 0))

    def owned(self, upload_id: str, account_id: int) -> Upload:
        """Give an upload to its owner; for everybody else there is none.

        Raises:
            NotFoundError: when there is no such upload, or it is somebody else's.
        """
        with self._database.reading() as session:
            upload = session.get(Upload, upload_id)
        if upload is None or upload.account_id != account_id:
            raise NotFoundError(kind="upload", key=upload_id)
        return upload

    def expires_at(self, upload: Upload) -> dt.datetime:
        """Say when an unfinished upload is dropped: some days after its last byte.

        Raises:
            NotFoundError: when its bytes are gone.
        """
        last = dt.datetime.fromtimestamp(self.files.last_written(upload.id), dt.UTC)
        return max(last, upload.created_at) + self._lifetime

    def is_expired(self, upload: Upload) -> bool:
        """Say whether an unfinished upload has lapsed.

        Raises:
            NotFoundError: when its bytes are gone.
        """
        return upload.finished_at is None and self.expires_at(upload) < self._clock()

    def finish(self, upload_id: str, *, accept: Accept) -> str | None:
        """Make the job of a complete upload, once however often this is called, and give the job's id.

        The mark and the job are one transaction. A crash before it leaves a complete file without a mark, which
        the next question of the browser finishes.

        Raises:
            NotFoundError: when there is no such upload.
        """
        with self._database.writing() as session:
            upload = session.get(Upload, upload_id)
            if upload is None:
                raise NotFoundError(kind="upload", key=upload_id)
            if upload.finished_at is None and self.files.offset(upload_id) == upload.size_bytes:
                upload.finished_at = self._clock()
                if upload.purpose is Purpose.RECORDING:
                    upload.job_id = accept(session, self._arrived(session, upload)).id
            return upload.job_id

    def discard(self, upload_id: str, *, by: int | None = None) -> None:
        """Drop an upload and its captions; its owner was checked before. The log tells of it where a person did so."""
        with self._database.writing(by=by) as session:
            upload = session.get(Upload, upload_id)
            if upload is not None and by is not None:
                record(
                    session,
                    "upload.discarded",
                    subject_kind="upload",
                    subject_id=upload_id,
                    label=upload.file_name,
                )
            doomed = [] if upload is None else [upload_id, *upload.captions]
            for key in doomed:
                if (row := session.get(Upload, key)) is not None:
                    session.delete(row)
        for key in doomed:
            self.files.remove(key)

    def unfinished(self, account_id: int) -> tuple[Unfinished, ...]:
        """List what this account can go on sending."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(Upload)
                .where(Upload.account_id == account_id, Upload.finished_at.is_(None))
                .where(Upload.purpose == Purpose.RECORDING)
                .order_by(Upload.created_at.desc())
            ).all()
        on_disk = set(self.files.ids())
        return tuple(
            Unfinished(row.id, row.file_name, self.files.offset(row.id), row.size_bytes, self.expires_at(row))
            for row in rows
            if row.id in on_disk and not self.is_expired(row)
        )

    def sweep(self) -> int:
        """Drop what has lapsed, what is safely in the store, and what a crash left behind; say how many."""
        now = self._clock()
        with self._database.reading() as session:
            rows = {row.id: row for row in session.scalars(select(Upload))}
            wanted = [row.job_id for row in rows.values() if row.job_id]
            found = session.execute(select(Job.id, Job.state).where(Job.id.in_(wanted)))
            states = {row.id: row.state for row in found}
        on_disk = set(self.files.ids())
        doomed = [key for key in rows if key not in on_disk or self._is_done_with(rows[key], states)]
        leftover = (now - LEFTOVER_AFTER).timestamp()
        doomed += [key for key in on_disk - set(rows) if self.files.last_written(key) < leftover]
        for key in doomed:
            self.discard(key)
            self.files.remove(key)
        self.files.clear_leftovers(older_than=leftover)
        return len(doomed)

    def _is_done_with(self, upload: Upload, states: dict[str, JobState]) -> bool:
        if upload.finished_at is None:
            return self.is_expired(upload)
        if upload.purpose is Purpose.CAPTIONS:  # kept while its recording may still need it
            return upload.finished_at < self._clock() - 2 * self._lifetime
        return upload.job_id is None or states.get(upload.job_id, JobState.DONE) is JobState.DONE

    def _check_begin(self, session: Session, account_id: int, *, size_bytes: int, captions: Sequence[str]) -> None:
        open_rows = session.scalars(select(Upload).where(Upload.finished_at.is_(None))).all()
        if sum(row.account_id == account_id for row in open_rows) >= MOST_UNFINISHED:
            raise InvalidInputError({"file": "too-many-uploads"})
        on_disk = set(self.files.ids())
        promised = sum(row.size_bytes - self.files.offset(row.id) for row in open_rows if row.id in on_disk)
        self.check_room(size_bytes + promised)
        for key in captions:
            row = session.get(Upload, key)
            is_ours = row is not None and row.account_id == account_id and row.purpose is Purpose.CAPTIONS
            if not is_ours or len(captions) > MOST_CAPTIONS:
                raise InvalidInputError({"captions": "not-an-upload"})

    def _arrived(self, session: Session, upload: Upload) -> Arrived:
        rows = [row for key in upload.captions if (row := session.get(Upload, key)) is not None and row.finished_at]
        captions = tuple((self.files.path(row.id), row.file_name) for row in rows)
        return Arrived(self.files.path(upload.id), upload.file_name, upload.account_id, captions)


def shown_name(raw: str) -> str:
    """Give a foreign file name as it may be shown: its last part, printable, at most 200 signs, its ending kept."""
    last = re.split(r"[/\\]", raw)[-1]
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split())
    if len(clean) <= LONGEST_NAME:
        return clean or "upload"
    stem, dot, suffix = clean.rpartition(".")
    keep = f"{dot}{suffix}" if stem and len(suffix) <= 8 else ""  # noqa: PLR2004  the longest ending worth keeping
    return clean[: LONGEST_NAME - len(keep)] + keep
