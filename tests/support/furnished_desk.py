"""A desk with one of each, for tests that walk all its pages: recordings in each state, jobs in every mood, reports."""

import datetime as dt

from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.asked import UnansweredQuestion
from archive.catalogue.events import State
from archive.catalogue.people import Account, Purpose, Role, Upload
from archive.catalogue.recordings import Recording, RecordingDetail
from archive.catalogue.reports import LineReport
from archive.catalogue.work import Job, JobState, JobStep
from archive.errors import AlreadyArchivedError, SoundsDifferentError
from archive.finding.indexing import index_recordings
from archive.intake.accepting import uploads_of
from archive.intake.taking_in import accept_address
from archive.intake.watching import watch
from archive.jobs.queue import FOUND, INGEST, REPLACE
from archive.publication import publishing, withdrawing
from archive.publication.deleting import WITHDRAWN_FOR
from archive.publication.rights import RightsGiven
from ingest.entries import Entry
from ingest.notes import to_plain
from tests.support.shelf import shelve_words

LONG_NAME = "Netzwerktreffen der Rückkehrberatung: Vorstellung der neuen Förderrichtlinien und Aussprache"


def furnish(services: Services) -> dict[str, str]:
    """Fill the desk; name its pages, each by what follows `/desk` in its address."""
    draft = shelve_words(services, "Fokus Georgien", "Guten Tag", "Die Miete einer Wohnung", state=State.DRAFT)
    public = shelve_words(services, "Fokus Irak", "Hallo", state=State.DRAFT)
    gone = shelve_words(services, "Fokus Serbien", "Hallo", state=State.DRAFT)
    with services.database.writing() as session:
        session.add(RecordingDetail(recording_id=draft, field="title", value="x", origin="page-heading"))
        rights = RightsGiven("Consent", dt.date(2024, 1, 31), "erika")
        for recording_id in (public, gone):
            publishing.publish(services, session, recording_id, rights=rights)
        withdrawing.withdraw(services, session, gone, reason="A speaker asked for it")
        session.get_one(Recording, gone).withdrawn_at = services.clock() - WITHDRAWN_FOR
        account_id = _people(services, session, draft)
        watch(services, session, address="https://media.example/watched")
        jobs = _jobs(services, session, draft)
    _lay_aside(services, draft, account_id)
    index_recordings(services, [draft])
    return jobs | {
        "front": "",
        "add": "/add",
        "draft": f"/recordings/{draft}",
        "published": f"/recordings/{public}?done=published",
        "withdrawn": f"/recordings/{gone}",
        "publish": f"/recordings/{draft}/publish",
        "public": f"/recordings/{public}/publish",
        "rights": f"/recordings/{public}/rights",
        "history": f"/recordings/{public}/history",
        "withdraw": f"/recordings/{public}/withdraw",
        "bring back": f"/recordings/{gone}/withdraw",
        "delete": f"/recordings/{gone}/delete",
        "log": "/log",
        "all recordings": "/shelf",
        "shelf": "/shelf/withdrawn",
        "transcript": f"/recordings/{draft}/transcripts/1",
        "line": f"/recordings/{draft}/transcripts/1/lines/de0001",
        "history of words": f"/recordings/{draft}/transcripts/1/history",
        "replace here": f"/recordings/{draft}/transcripts/1/replace?find=Tag&replacement=Abend",
        "replace": "/replace?find=Tag&replacement=Abend",
        "worklist": "/worklist",
        "pictures": f"/recordings/{draft}/pictures",
        "spoken words": f"/recordings/{draft}/transcripts/new",
        "documents": f"/recordings/{draft}/documents",
        "laid aside": f"/recordings/{draft}/laid-aside",
        "topics": f"/recordings/{draft}/topics",
        "superseded": f"/recordings/{public}/superseded",
        "redact and trim": f"/recordings/{draft}/cut",
        "new file": f"/recordings/{draft}/cut/file",
        "events": "/events",
        "event": "/events/1",
        "new event": "/events/new",
        "glossary": "/glossary",
        "group": "/glossary/1",
        "new group": "/glossary/new",
        "all topic words": "/topic-rules",
        "topic words": "/topic-rules/housing",
        "watched": "/watched",
        "reports": "/reports",
        "unanswered": "/unanswered",
        "accounts": "/accounts",
        "account": f"/accounts/{account_id}",
        "invite": "/accounts/invite",
    }


def _people(services: Services, session: Session, recording_id: int) -> int:
    """Let visitors ask in vain and report a line, and make a colleague; give the colleague's id."""
    now = services.clock()
    asked = UnansweredQuestion(keyed_hash="x", text="Zahnarzt Irak", days=3, times=4, last_day=services.today())
    report = LineReport(
        recording_id=recording_id,
        language="de",
        key="de0001",
        start_seconds=5.0,
        text="Die Miete einer Wohnung",
        suggestion="Die Miete der Wohnung",
        created_at=now,
    )
    colleague = Account(name="max", password_hash="-", role=Role.EDITOR, is_active=True, created_at=now)
    session.add_all([asked, report, colleague])
    session.flush()
    return colleague.id


def _jobs(services: Services, session: Session, recording_id: int) -> dict[str, str]:
    running, failed, choice = (
        accept_address(services, session, address=f"https://media.example/{name}", choose=True) for name in "abc"
    )
    running.state, running.step, running.progress = JobState.RUNNING, "list", 0.4
    session.add(JobStep(job_id=running.id, name="list", position=0, started_at=services.clock()))
    _fail(services, failed, "nothing-found", address="https://media.example/b")
    entries = [Entry(f"https://media.example/{name}.mp4", title=name) for name in ("a", LONG_NAME)]
    choice.state, choice.finished_at, choice.result = JobState.DONE, services.clock(), {FOUND: to_plain(entries)}
    different, known = (
        services.jobs.enqueue(session, kind=kind, arguments={}, title="Fokus Georgien.mp4", recording_id=recording_id)
        for kind in (REPLACE, INGEST)
    )
    _fail(services, different, SoundsDifferentError.code)
    _fail(services, known, AlreadyArchivedError.code, recording_id=recording_id, title="Fokus Georgien")
    jobs = {
        "running job": running,
        "failed job": failed,
        "choice": choice,
        "sounds different": different,
        "known film": known,
    }
    return {name: f"/jobs/{job.id}" for name, job in jobs.items()}


def _fail(services: Services, job: Job, code: str, **details: object) -> None:
    job.state, job.dedupe_key, job.finished_at = JobState.FAILED, None, services.clock()
    job.error_code, job.error_details = code, details


def _lay_aside(services: Services, recording_id: int, account_id: int) -> None:
    uploads = uploads_of(services)
    brought = (("Fokus Georgien.de.vtt", Purpose.CAPTIONS, b"WEBVTT\n"), (LONG_NAME, Purpose.DOCUMENT, b"%PDF-1.7\n"))
    for name, purpose, content in brought:
        key = uploads.files.create()
        with uploads.files.open(key) as opened:
            opened.append(content)
            opened.accept()
        with services.database.writing() as session:
            row = Upload(
                id=key,
                account_id=account_id,
                purpose=purpose,
                file_name=name,
                size_bytes=len(content),
                recording_id=recording_id,
                created_at=services.clock(),
                finished_at=services.clock(),
            )
            session.add(row)
