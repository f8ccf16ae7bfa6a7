"""Accepts what people bring: an address or a file. Rows and a job, in the caller's transaction; fetches nothing itself.

An address gets a `discover` job, since only fetching it tells how many recordings are behind it. A file gets its draft
and its `ingest` job at once.
"""

import secrets
import shutil
import stat
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.people import Upload
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job, JobState
from archive.details.drafts import draft_recording, drop_draft
from archive.errors import AlreadyArchivedError, InvalidInputError, NotFoundError
from archive.intake.laid_aside import laid_aside
from archive.jobs import job_log
from archive.jobs.queue import CHOOSE, DISCARDED, DISCOVER, INGEST, LIVE
from archive.publication.rights import RightsGiven
from archive.unneeded import files_of, let_go
from ingest.addresses import address_key
from ingest.details import extract
from ingest.errors import SourceRefusedError, SourceUnavailableError, TooLargeError
from ingest.notes import from_plain, to_plain
from ingest.sources import CaptionFile, FileSource, GivenDetails, recognise
from media.errors import StoreFullError
from media.store import FULL, make_folder, replace_durably

PAGE_KEY = "page "
"""Before the key of an address that was listed; the recordings found there have keys of their own."""
FILES_LAID_ASIDE = "files-laid-aside"


def accept_address(
    services: Services,
    session: Session,
    *,
    address: str,
    given: GivenDetails | None = None,
    account_id: int | None = None,
    publish: RightsGiven | None = None,
    is_demonstration: bool = False,
    choose: bool = False,
) -> Job:
    """Accept an address; one that is being looked at just now gives that same job.

    With `choose`, what is found waits for a person to choose from it; otherwise all of it is taken in.

    Raises:
        SourceRefusedError: it is none that we fetch from.
        AlreadyArchivedError: the recording of this address is here.
    """
    recognised = recognise(address, allow_hosts=frozenset(services.settings.fetch_allow)).address
    key = address_key(recognised)
    known = session.scalar(select(Recording).join(Source).where(Source.address_key == key))
    if known is not None:
        raise AlreadyArchivedError(known.id, known.title)
    return enqueue_discover(
        services,
        session,
        page_source(services, session, recognised),
        given=given,
        account_id=account_id,
        publish=publish,
        is_demonstration=is_demonstration,
        choose=choose,
    )


def page_source(services: Services, session: Session, address: str) -> Source:
    """Give the source of an address that is listed; what is found there gets sources of its own."""
    key = PAGE_KEY + address_key(address)
    page = session.scalar(select(Source).where(Source.address_key == key))
    if page is None:
        page = Source(kind="address", address_key=key, created_at=services.clock())
        session.add(page)
    page.address = address
    session.flush()
    return page


def enqueue_discover(
    services: Services,
    session: Session,
    page: Source,
    *,
    given: GivenDetails | None = None,
    account_id: int | None = None,
    publish: RightsGiven | None = None,
    is_demonstration: bool = False,
    choose: bool = False,
) -> Job:
    """Ask for an address to be listed, once however often it is asked."""
    address = page.address or ""
    arguments: dict[str, object] = {
        "source_id": page.id,
        "address": address,
        "given": None if given is None else to_plain(given),
        "publish": None if publish is None else publish.to_plain(),
        "is_demonstration": is_demonstration,
        CHOOSE: choose,
    }
    return services.jobs.enqueue(
        session,
        kind=DISCOVER,
        arguments=arguments,
        title=address,
        dedupe_key=f"{DISCOVER}:{sha256(address_key(address).encode()).hexdigest()}",
        account_id=account_id,
    )


def accept_file(
    services: Services,
    session: Session,
    *,
    path: Path,
    name: str,
    captions: tuple[CaptionFile, ...] = (),
    given: GivenDetails | None = None,
    account_id: int | None = None,
    publish: RightsGiven | None = None,
    is_demonstration: bool = False,
) -> Job:
    """Accept a file that lies below the data folder: a finished upload, or what `take_in` copied there.

    Raises:
        InvalidInputError: `outside-data-folder`.
    """
    source = FileSource(path=path, name=name, captions=captions, given=given, is_ours=True)
    details = extract(entry=None, file_name=name, info=None, given=given, country_names=services.i18n.country_names())
    payload = _payload(source, services.settings.data)
    now = services.clock()
    recording = draft_recording(session, details, now=now, is_demonstration=is_demonstration)
    row = Source(kind="file", file_name=name[:300], recording_id=recording.id, payload=payload, created_at=now)
    session.add(row)
    session.flush()
    if account_id is not None:
        record_about(session, "recording.added", recording)
    return enqueue_ingest(services, session, recording, row, publish=publish, account_id=account_id)


def enqueue_ingest(
    services: Services,
    session: Session,
    recording: Recording,
    source: Source,
    *,
    publish: RightsGiven | None,
    account_id: int | None = None,
    parent_id: str | None = None,
) -> Job:
    """Ask for a recording to be brought in from its source."""
    return services.jobs.enqueue(
        session,
        kind=INGEST,
        arguments={"source_id": source.id, "publish": None if publish is None else publish.to_plain()},
        title=recording.title,
        dedupe_key=f"{INGEST}:{recording.id}",
        recording_id=recording.id,
        account_id=account_id,
        parent_id=parent_id,
    )


def take_in(services: Services, path: Path) -> Path:
    """Copy a foreign file below the data folder, under a name of ours, and say where it is.

    Raises:
        SourceRefusedError: `not-a-file`; a device may never end.
        SourceUnavailableError: it is not there, or cannot be read.
        TooLargeError: it is larger than this archive takes; nothing was copied.
        StoreFullError: there is no room for it.
    """
    needed_bytes, limit_bytes = 0, services.settings.max_media_bytes
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise SourceRefusedError(reason="not-a-file", subject=path.name)
        needed_bytes = found.st_size
        if needed_bytes > limit_bytes:
            raise TooLargeError(limit_bytes)
        free_bytes = services.store.free_bytes() - services.settings.reserve_bytes
        if needed_bytes > free_bytes:
            raise StoreFullError(needed_bytes=needed_bytes, free_bytes=max(free_bytes, 0))
        return _copied(path, services.incoming / secrets.token_hex(16))
    except FileNotFoundError as exc:
        raise SourceUnavailableError(None, "file-missing") from exc
    except OSError as exc:
        if exc.errno in FULL:
            raise StoreFullError(needed_bytes=needed_bytes, free_bytes=services.store.free_bytes()) from exc
        raise SourceUnavailableError(None, "file-unreadable") from exc


def file_source(source: Source, data: Path) -> FileSource:
    """Make the source of an ingest again from its row."""
    return from_plain(FileSource, source.payload, folder=data)


def discard(services: Services, session: Session, job_id: str) -> None:
    """Give up a failed or cancelled job together with the draft that was made for it.

    Its files are removed by the worker's housekeeping, after this transaction.

    Raises:
        NotFoundError: there is no such job.
        InvalidInputError: `job-is-running`; `already-shelved` when the recording is complete; `files-laid-aside` when
            some that came with the same film again wait for a decision: they would go with the draft.
    """
    job = session.get(Job, job_id)
    if job is None:
        raise NotFoundError(kind="job", key=job_id)
    if job.state in LIVE:
        raise InvalidInputError({"job": "job-is-running"})
    recording = None if job.recording_id is None else session.get(Recording, job.recording_id)
    if job.kind == INGEST and recording is not None and job.error_code != AlreadyArchivedError.code:
        if recording.shelved_at is not None:
            raise InvalidInputError({"job": "already-shelved"})
        if laid_aside(session, recording.id):
            raise InvalidInputError({"job": FILES_LAID_ASIDE})
        let_go(session, files_of(recording), now=services.clock())
        drop_draft(session, recording)
    forget_upload(session, job_id)
    job.state, job.dedupe_key, job.recording_id = JobState.CANCELLED, None, None
    job.error_code, job.error_details = DISCARDED, {}
    job.finished_at = services.clock()
    job_log.note(session, job, job_log.DISCARDED, at=job.finished_at)


def forget_upload(session: Session, job_id: str) -> None:
    """Let go of the upload of a job that will not need it any more; the sweep of uploads removes it."""
    session.execute(update(Upload).where(Upload.job_id == job_id).values(job_id=None))


def _copied(path: Path, folder: Path) -> Path:
    part, final = folder / "file.part", folder / "file"
    try:
        make_folder(folder)
        shutil.copyfile(path, part)
        replace_durably(part, final)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return final


def _payload(source: FileSource, data: Path) -> dict[str, object]:
    paths = [source.path, *(caption.path for caption in source.captions)]
    if not all(path.is_relative_to(data) for path in paths):
        raise InvalidInputError({"file": "outside-data-folder"})
    plain: Mapping[str, object] = to_plain(source, folder=data)
    return dict(plain)
