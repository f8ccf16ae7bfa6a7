"""Uploads as the archive knows them: whose they are, what goes with what, when they are complete, when they lapse.

The bytes lie in `upload_files`; rows say the rest. What becomes of a complete upload is handed in by the caller,
so that this module knows neither intake nor requests.
"""

import datetime as dt
from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.auditing import record
from archive.catalogue.database import Database
from archive.catalogue.people import Purpose, Upload
from archive.catalogue.work import Job, JobState
from archive.errors import AlreadyArchivedError, InvalidInputError, NotFoundError
from archive.intake.arrivals import Accept, Arrived, Companion, Unfinished
from archive.intake.laid_aside import is_laid_aside, lay_aside
from archive.intake.upload_files import UploadFiles
from archive.intake.upload_rules import FILMS, MOST_COMPANIONS, UploadLimits, check_beginning, shown_name
from media.errors import MediaError, StoreFullError

LEFTOVER_AFTER = dt.timedelta(hours=1)
SAMPLE_BYTES = 64 << 10


class Uploads:
    """All uploads of the archive."""

    def __init__(
        self, database: Database, files: UploadFiles, *, clock: Callable[[], dt.datetime], limits: UploadLimits
    ) -> None:
        self._database = database
        self.files = files
        self._clock = clock
        self.limits = limits

    def begin(
        self,
        account_id: int,
        *,
        file_name: str,
        size_bytes: int,
        purpose: Purpose = Purpose.RECORDING,
        with_id: str | None = None,
        replaces_in: int | None = None,
        fingerprint: str = "",
        beginning: bytes | None = None,
    ) -> Upload:
        """Make room for a file; what goes with an upload names it, a replacement names its recording.

        Raises:
            TooLargeError: it is larger than the archive takes.
            NotPlayableError: its beginning says that it is no recording.
            StoreFullError: the disk has no room for it beside what others were promised.
            InvalidInputError: the account has too much on its way, or there is no such recording to go with.
        """
        self.limits.check_size(purpose, size_bytes)
        name = shown_name(file_name)
        if beginning is not None:
            check_beginning(purpose, name, beginning)
        with self._database.reading() as session:
            replaced = self._check_begin(session, account_id, purpose, size_bytes, with_id=with_id, name=name)
        for key in replaced:
            self.discard(key)
        upload = Upload(
            id=self.files.create(),
            account_id=account_id,
            purpose=purpose,
            file_name=name,
            size_bytes=size_bytes,
            with_id=None if purpose in FILMS else with_id,
            recording_id=replaces_in,
            fingerprint=fingerprint,
            created_at=self._clock(),
        )
        with self._database.writing(by=account_id) as session:
            session.add(upload)
        return upload

    def adopt(
        self,
        account_id: int,
        upload_id: str,
        *,
        file_name: str,
        purpose: Purpose,
        with_id: str | None = None,
        replaces_in: int | None = None,
    ) -> None:
        """Note whose a file is that arrived in one go, by a plain form; it still has to be finished.

        Raises:
            NotFoundError: when there is no such file.
            InvalidInputError: the account has too much on its way by now.
        """
        row = Upload(
            id=upload_id,
            account_id=account_id,
            purpose=purpose,
            file_name=shown_name(file_name),
            size_bytes=self.files.offset(upload_id),
            with_id=with_id,
            recording_id=replaces_in,
            created_at=self._clock(),
        )
        with self._database.writing(by=account_id) as session:
            if purpose in FILMS:
                self.limits.check_share(_unfinished(session, account_id), row.size_bytes)
            session.add(row)

    def check_room(self, wanted_bytes: int) -> None:
        """Refuse bytes that would eat into the reserve.

        Raises:
            StoreFullError: when there is not enough room.
        """
        free_bytes = self.files.free_bytes() - self.limits.reserve_bytes
        if wanted_bytes > free_bytes:
            raise StoreFullError(wanted_bytes, max(free_bytes, 0))

    def on_their_way(self, account_id: int) -> Sequence[Upload]:
        """Give the unfinished recordings of an account, of which together it has a share (`limits.check_share`)."""
        with self._database.reading() as session:
            return _unfinished(session, account_id)

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
        return max(last, upload.created_at) + self.limits.lifetime

    def is_expired(self, upload: Upload) -> bool:
        """Say whether an unfinished upload has lapsed.

        Raises:
            NotFoundError: when its bytes are gone.
        """
        return upload.finished_at is None and self.expires_at(upload) < self._clock()

    def finish(self, upload_id: str, *, accept: Accept) -> str | None:
        """Finish a complete upload, once however often this is called; give the job's id of a recording.

        The mark and the job are one transaction. A crash before it leaves a complete file without a mark, which
        the next question of the browser finishes. What is refused is dropped; what came with a film that is here is
        laid aside with its recording.

        Raises:
            NotFoundError: when there is no such upload.
            AlreadyArchivedError: the same bytes are here as a recording.
            InvalidInputError, MediaError: captions or a document are not what they were sent as.
            StoreFullError: there is no room for what came along; the upload stays.
        """
        with self._database.reading() as session:
            upload = session.get(Upload, upload_id)
            if upload is None:
                raise NotFoundError(kind="upload", key=upload_id)
            if upload.finished_at is not None or self.files.offset(upload_id) != upload.size_bytes:
                return upload.job_id
            arrived = self._arrived(session, upload)
        try:
            make_job = self._looked_at(upload, arrived, accept)
        except StoreFullError:
            raise  # it is complete: the next question of the browser finishes it, once there is room
        except (AlreadyArchivedError, InvalidInputError, MediaError) as exc:
            self.discard(upload_id, known=exc if isinstance(exc, AlreadyArchivedError) else None)
            raise
        with self._database.writing(by=upload.account_id) as session:
            row = session.get(Upload, upload_id)
            if row is None:
                raise NotFoundError(kind="upload", key=upload_id)
            if row.finished_at is None:
                row.finished_at = self._clock()
                job = None if make_job is None else make_job(session)
                row.job_id = None if job is None else job.id
            return row.job_id

    def discard(self, upload_id: str, *, by: int | None = None, known: AlreadyArchivedError | None = None) -> None:
        """Drop an upload and what goes with it; what came with a `known` film is laid aside. The log names `by`."""
        with self._database.writing(by=by) as session:
            if known is not None:
                lay_aside(session, upload_id, known)
            upload = session.get(Upload, upload_id)
            if upload is not None and by is not None:
                record(session, "upload.discarded", subject_kind="upload", subject_id=upload_id, label=upload.file_name)
            rows = session.scalars(select(Upload).where((Upload.id == upload_id) | (Upload.with_id == upload_id))).all()
            for row in rows:
                session.delete(row)
        for row in rows:
            self.files.remove(row.id)

    def unfinished(self, account_id: int, *, replaces_in: int | None = None) -> tuple[Unfinished, ...]:
        """List what this account can go on sending: new recordings, or files for one that is here."""
        rows, on_disk = self.on_their_way(account_id), set(self.files.ids())
        return tuple(
            Unfinished(
                row.id, row.file_name, self.files.offset(row.id), row.size_bytes, row.fingerprint, self.expires_at(row)
            )
            for row in rows
            if row.recording_id == replaces_in and row.id in on_disk and not self.is_expired(row)
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
        lost = {key for key in rows if key not in on_disk and not is_laid_aside(rows[key])}  # of those the desk tells
        doomed = [key for key in rows if key in lost or self._is_done_with(rows[key], rows, states)]
        leftover = (now - LEFTOVER_AFTER).timestamp()
        doomed += [key for key in on_disk - set(rows) if self.files.last_written(key) < leftover]
        for key in doomed:
            self.discard(key)
            self.files.remove(key)
        self.files.clear_leftovers(older_than=leftover)
        return len(doomed)

    def _is_done_with(self, upload: Upload, rows: dict[str, Upload], states: dict[str, JobState]) -> bool:
        if upload.purpose not in FILMS:  # it stays and goes with its recording
            return not is_laid_aside(upload) and upload.with_id not in rows
        if upload.finished_at is None:
            return self.is_expired(upload)
        return upload.job_id is None or states.get(upload.job_id, JobState.DONE) is JobState.DONE

    def _check_begin(
        self, session: Session, account_id: int, purpose: Purpose, size_bytes: int, *, with_id: str | None, name: str
    ) -> tuple[str, ...]:
        """Look whether there is room; give the companions of the same name that this one takes the place of."""
        if purpose in FILMS:
            self.limits.check_share(_unfinished(session, account_id), size_bytes)
            beside: Sequence[Upload] = ()
        else:
            recording = session.get(Upload, with_id or "")
            is_own = recording is not None and recording.account_id == account_id
            if recording is None or not is_own or (recording.finished_at and purpose is not Purpose.DOCUMENT):
                raise InvalidInputError({"file": "no-recording"})
            beside = session.scalars(select(Upload).where(Upload.with_id == with_id)).all()
        replaced = tuple(row.id for row in beside if row.file_name == name)
        if len(beside) - len(replaced) >= MOST_COMPANIONS:
            raise InvalidInputError({"file": "too-many-companions"})
        open_rows = session.scalars(select(Upload).where(Upload.finished_at.is_(None))).all()
        on_disk = set(self.files.ids())
        self.check_room(
            size_bytes + sum(row.size_bytes - self.files.offset(row.id) for row in open_rows if row.id in on_disk)
        )
        return replaced

    def _arrived(self, session: Session, upload: Upload) -> Arrived:
        rows = session.scalars(select(Upload).where(Upload.with_id == upload.id, Upload.finished_at.is_not(None))).all()
        recording = session.get(Upload, upload.with_id or "")
        given = {
            purpose: tuple(Companion(self.files.path(row.id), row.file_name) for row in rows if row.purpose is purpose)
            for purpose in (Purpose.CAPTIONS, Purpose.DOCUMENT)
        }
        return Arrived(
            self.files.path(upload.id),
            upload.file_name,
            upload.account_id,
            captions=given[Purpose.CAPTIONS],
            documents=given[Purpose.DOCUMENT],
            replaces_in=upload.recording_id,
            joins_job_id=None if recording is None else recording.job_id,
        )

    def _looked_at(self, upload: Upload, arrived: Arrived, accept: Accept) -> Callable[[Session], Job | None] | None:
        if upload.purpose in FILMS:
            return accept(arrived)
        with arrived.path.open("rb") as file:
            check_beginning(upload.purpose, upload.file_name, file.read(SAMPLE_BYTES))
        return accept(arrived) if arrived.joins_job_id else None


def _unfinished(session: Session, account_id: int) -> Sequence[Upload]:
    return session.scalars(
        select(Upload)
        .where(Upload.account_id == account_id, Upload.finished_at.is_(None), Upload.purpose.in_(FILMS))
        .order_by(Upload.created_at.desc())
    ).all()
