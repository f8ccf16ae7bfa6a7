"""Brings the demonstration recordings in, by the same ways that people use, and says how far each one is.

A start after an interrupted one goes on where that stopped: what is on the shelf stays, what failed is tried again,
and nothing comes in twice. What was made of an earlier version of a text is withdrawn when the present one comes in.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.events import State
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job, JobState
from archive.demo.doors import FILE_DOORS, Take, entrance, file_name, source_path
from archive.errors import AlreadyArchivedError
from archive.intake.taking_in import accept_address, accept_file, take_in
from archive.jobs.queue import DISCOVER, INGEST, LIVE, may_retry
from archive.publication import withdrawing
from archive.publication.rights import RightsGiven
from ingest.addresses import address_key
from ingest.sources import CaptionFile

BASIS = "Demonstration, self-made"
NOTED_BY = "mitschnitt demo"
OUTDATED = "Demonstration: durch eine neue Fassung ersetzt / replaced by a new version"
"""Reason of a withdrawal, read by visitors of both languages."""
FILE_KEY = "demo "
"""Before the slug of a text whose film comes in as a file; those from an address are known by that."""


class Stand(Enum):
    """How far a recording is."""

    EXPECTED = "expected"
    COMING = "coming"
    HERE = "here"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a recording is, and what is being done."""

    stand: Stand
    step: str = ""
    progress: float = 0.0
    job_id: str | None = None
    error_code: str = ""
    error_details: tuple[tuple[str, object], ...] = ()
    recording_id: int | None = None

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen by itself."""
        return self.stand in {Stand.HERE, Stand.FAILED}


def bring_in(services: Services, takes: Sequence[Take], *, origin: str) -> None:
    """Accept the recordings that are not here yet; those behind one door together."""
    with services.database.writing() as session:
        for take in takes:
            _replace_outdated(services, session, take, origin)
    with services.database.reading() as session:
        standings = {take.script.slug: standing(session, take, origin=origin) for take in takes}
    _retry(services, [row.job_id for row in standings.values() if row.stand is Stand.FAILED and row.job_id])
    missing = [take for take in takes if standings[take.script.slug].stand is Stand.EXPECTED]
    for take in missing:
        if take.script.door in FILE_DOORS:
            _bring_file(services, take)
    doors = dict.fromkeys(entrance(take.script) for take in missing if take.script.door not in FILE_DOORS)
    for door in doors:
        with contextlib.suppress(AlreadyArchivedError), services.database.writing() as session:
            rights = _rights(services)
            accept_address(services, session, address=origin + door, publish=rights, is_demonstration=True)


def standing(session: Session, take: Take, *, origin: str) -> Standing:
    """Say how far a recording is: known by its bytes once all of it is here, by its source before."""
    by_bytes = select(Recording).where(Recording.original_sha512 == take.footage.sha512)
    here = session.scalar(by_bytes.where(Recording.shelved_at.is_not(None)))
    if here is not None:
        return Standing(Stand.HERE, recording_id=here.id)
    ours = Source.address_key == _key(take, origin)
    coming = select(Job).join(Recording).join(Source, Source.recording_id == Recording.id)
    job = session.scalars(
        coming.where(ours, Recording.is_demonstration, Job.kind == INGEST).order_by(Job.created_at.desc())
    ).first()
    if job is None and take.script.door not in FILE_DOORS:
        job = _listing(session, origin + entrance(take.script))
    return Standing(Stand.EXPECTED) if job is None else _standing_of(job)


def _key(take: Take, origin: str) -> str:
    """Give what the source of a text is known by, whatever the text says at present."""
    script = take.script
    return FILE_KEY + script.slug if script.door in FILE_DOORS else address_key(origin + source_path(script))


def _replace_outdated(services: Services, session: Session, take: Take, origin: str) -> None:
    """Withdraw what was made of another version of a text; a version that comes back is shown again."""
    key = _key(take, origin)
    found = select(Recording, Source).join(Source, Source.recording_id == Recording.id)
    outdated = found.where(Source.address_key == key, Recording.original_sha512 != take.footage.sha512)
    for recording, source in session.execute(outdated).all():
        source.address_key = None
        if recording.state is State.PUBLISHED:
            withdrawing.withdraw(services, session, recording.id, reason=OUTDATED)
    session.flush()
    back = found.where(Recording.original_sha512 == take.footage.sha512, Recording.withdrawn_reason == OUTDATED)
    for recording, source in session.execute(back).all():
        source.address_key = key
        withdrawing.restore(services, session, recording.id)


def _listing(session: Session, address: str) -> Job | None:
    """Give the latest job that looks at an address, unless it ended well: then its recordings are known."""
    looked = select(Job).where(Job.kind == DISCOVER, Job.title == address).order_by(Job.created_at.desc())
    job = session.scalars(looked).first()
    return None if job is None or job.state is JobState.DONE else job


def _standing_of(job: Job) -> Standing:
    stand = Stand.COMING if job.state in LIVE else Stand.FAILED
    if job.state is JobState.DONE:
        stand = Stand.EXPECTED
    return Standing(
        stand,
        step=job.step or "",
        progress=job.progress or 0.0,
        job_id=job.id,
        error_code=job.error_code or "",
        error_details=tuple(job.error_details.items()),
    )


def _retry(services: Services, job_ids: Sequence[str]) -> None:
    with services.database.writing() as session:
        for job_id in dict.fromkeys(job_ids):
            job = session.get(Job, job_id)
            if job is not None and may_retry(job):
                services.jobs.retry(session, job_id)


def _bring_file(services: Services, take: Take) -> None:
    """Bring a film in as if somebody had uploaded it."""
    captions: tuple[CaptionFile, ...] = ()
    if take.script.door == "file-with-captions":
        beside = CaptionFile(take.footage.captions, take.script.language, name=take.footage.captions.name)
        captions = (replace(beside, path=take_in(services, beside.path)),)
    path = take_in(services, take.footage.film)
    with services.database.writing() as session:
        job = accept_file(
            services,
            session,
            path=path,
            name=file_name(take.script),
            captions=captions,
            publish=_rights(services),
            is_demonstration=True,
        )
        session.get_one(Source, job.arguments["source_id"]).address_key = FILE_KEY + take.script.slug


def _rights(services: Services) -> RightsGiven:
    return RightsGiven(basis=BASIS, granted_on=services.today(), noted_by=NOTED_BY)
