"""Deleting for good: late, confirmed, then really: no row, no word, no file, only a tombstone. Also after kill -9."""

import datetime as dt
import os
import signal

import pytest
from sqlalchemy import func, select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.base import Base
from archive.catalogue.events import Event, State
from archive.catalogue.pictures import PosterFrame, Slide
from archive.catalogue.recordings import Recording, RecordingSpeaker, Source, Speaker
from archive.catalogue.tombstones import Tombstone
from archive.catalogue.watched import WatchedSource
from archive.catalogue.work import Job, JobState
from archive.details.drafts import draft_recording
from archive.errors import InvalidInputError, NotFoundError
from archive.finding.indexing import index_recordings
from archive.publication.deleting import WITHDRAWN_FOR, delete_for_good
from archive.publication.proofs import add_proof, put_proof
from archive.publication.publishing import publish
from archive.publication.rights import RightsGiven
from archive.publication.withdrawing import Because, restore, withdraw
from archive.unneeded import sweep_unneeded
from ingest.details import Detail, Details
from tests.support.archives import do, open_archive, work_until_idle
from tests.support.clock import SetClock
from tests.support.shelf import shelve_words

START = dt.datetime(2099, 3, 1, 12, tzinfo=dt.UTC)
"""Long after the files of the test were written: what has just come into the store is never swept."""
TITLE = "Wohnprojekt Zwetschgenhain"
WORD = "mirabellenkompott"
PERSON = "Hildegunde Pfefferkorn"
RIGHTS = RightsGiven("consent of Hildegunde Pfefferkorn", dt.date(2024, 1, 31), people=PERSON)


@pytest.fixture
def clock():
    return SetClock(START)


@pytest.fixture
def services(tmp_path, clock):
    with open_archive(tmp_path / "var", clock=clock) as services:
        yield services


@pytest.fixture
def withdrawn(services, clock, tmp_path):
    """A recording with everything a recording can have, withdrawn thirty days ago."""
    recording_id = shelve_words(services, TITLE, f"Heute gibt es {WORD}", state=State.DRAFT)
    shelve_words(services, "Anderes Gespräch", "Guten Morgen")
    furnish(services, recording_id, tmp_path)
    do(services, publish, recording_id, rights=RIGHTS)
    with services.database.writing() as session:
        proof = put_proof(services, b"%PDF-1.7 proof", name=f"{PERSON}.pdf")
        add_proof(services, session, recording_id, proof)
    index_recordings(services, [recording_id])
    do(services, withdraw, recording_id, because=Because.ASKED, note=f"{PERSON} rief an")
    clock.pass_by(days=30)
    return recording_id


def furnish(services, recording_id, folder):
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        keys = {name: put(services, folder, name) for name in ("original", "film", "poster", "slide")}
        recording.original_key, recording.poster_key = keys["original"], keys["poster"]
        recording.renditions[0].key = keys["film"]
        picture = {"image_key": keys["slide"], "width": 1, "height": 1}
        recording.slides = [Slide(position=0, start_seconds=0, end_seconds=1, title=WORD, text=WORD, **picture)]
        recording.poster_frames = [PosterFrame(position=0, at_seconds=0, image_key=keys["poster"])]
        recording.speakers = [RecordingSpeaker(speaker=Speaker(name=PERSON), position=0)]
        recording.description = f"Von {PERSON}"
        source = {"kind": "file", "file_name": f"{PERSON}.mp4", "payload": {"title": WORD}}
        session.add(Source(recording_id=recording_id, created_at=START, **source))
        services.jobs.enqueue(session, kind="ingest", arguments={"note": WORD}, title=TITLE, recording_id=recording_id)
        session.flush()
        for job in session.scalars(select(Job)):
            job.state = JobState.DONE


def put(services, folder, name):
    path = folder / name
    path.write_bytes(f"{name} {WORD}".encode())
    key = services.store.adopt(path, suffix=".bin").key
    path.unlink()
    return key


def files(services):
    root = services.settings.data / "store"
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def rows_holding(services, words):
    """Name the columns in which one of these words still stands, but for the log."""
    found = set()
    with services.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                found |= {f"{table.name}.{name}" for name, value in row.items() if any(w in str(value) for w in words)}
    return {place for place in found if not place.startswith("audit_entry.")}


def test_nothing_is_left_but_a_tombstone_that_says_nothing_of_anybody(services, clock, withdrawn):
    assert {"cue.text", "speaker.name", "job.title", "source.payload"} <= rows_holding(services, [WORD, PERSON, TITLE])

    do(services, delete_for_good, withdrawn, typed_title=TITLE)
    sweep_unneeded(services)

    assert rows_holding(services, [WORD, PERSON, TITLE]) == set()
    assert files(services) == []
    with services.database.reading() as session:
        stones = session.scalars(select(Tombstone).order_by(Tombstone.kind)).all()
        assert session.get(Recording, withdrawn) is None
    assert [(stone.kind.value, stone.slug, stone.withdrawn_at, stone.deleted_at) for stone in stones] == [
        ("event", "wohnprojekt-zwetschgenhain", None, clock.at),
        ("recording", "wohnprojekt-zwetschgenhain", START, clock.at),
    ]


def test_its_words_are_gone_from_the_files_of_database_and_index_too(services, withdrawn):
    do(services, delete_for_good, withdrawn, typed_title=TITLE)
    work_until_idle(services)
    sweep_unneeded(services)
    with services.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    holding = [
        path.name
        for path in services.settings.data.rglob("*")
        if path.is_file() and any(word.encode() in path.read_bytes() for word in (WORD, PERSON))
    ]

    assert holding == []


def test_files_and_names_that_others_need_stay(services, tmp_path, withdrawn):
    other = shelve_words(services, "Noch eines", "Hallo")
    with services.database.writing() as session:
        recording = session.get_one(Recording, other)
        recording.poster_key = put(services, tmp_path, "poster")
        speaker = session.scalars(select(Speaker)).one()
        recording.speakers = [RecordingSpeaker(speaker=speaker, position=0)]

    do(services, delete_for_good, withdrawn, typed_title=TITLE)
    sweep_unneeded(services)

    assert len(files(services)) == 1
    with services.database.reading() as session:
        assert session.scalars(select(Speaker.name)).all() == [PERSON]


@pytest.mark.parametrize(
    ("typed", "days", "fault"),
    [
        ("Wohnprojekt", 0, {"typed_title": "not-the-title"}),
        ("", 0, {"typed_title": "not-the-title"}),
        (TITLE, -1, {"state": "too-early"}),
    ],
)
def test_it_takes_the_title_and_thirty_days(  # noqa: PLR0917  a list of cases
    services, clock, withdrawn, typed, days, fault
):
    clock.pass_by(days=days)

    with pytest.raises(InvalidInputError) as caught:
        do(services, delete_for_good, withdrawn, typed_title=typed)

    assert caught.value.fields == fault
    assert dt.timedelta(days=30) == WITHDRAWN_FOR


def test_what_is_shown_or_worked_on_is_not_deleted(services, withdrawn):
    with services.database.writing() as session:
        services.jobs.enqueue(session, kind="rebuild", arguments={}, recording_id=withdrawn)
    with pytest.raises(InvalidInputError) as working:
        do(services, delete_for_good, withdrawn, typed_title=TITLE)
    do(services, restore, withdrawn)
    with pytest.raises(InvalidInputError) as shown:
        do(services, delete_for_good, withdrawn, typed_title=TITLE)
    with pytest.raises(NotFoundError):
        do(services, delete_for_good, 4711, typed_title=TITLE)

    assert (working.value.fields, shown.value.fields) == ({"job": "job-is-running"}, {"state": "not-withdrawn"})


def test_its_address_is_never_given_to_another_recording(services, withdrawn):
    do(services, delete_for_good, withdrawn, typed_title=TITLE)

    with services.database.writing() as session:
        again = draft_recording(session, Details(title=Detail("title", TITLE, "given")), now=START)
        slugs = (again.slug, again.event.slug)

    assert slugs == ("wohnprojekt-zwetschgenhain-2", "wohnprojekt-zwetschgenhain-2")


def test_what_was_never_shown_leaves_no_tombstone(services, clock):
    draft = shelve_words(services, TITLE, WORD, state=State.DRAFT)
    do(services, withdraw, draft, because=Because.MISTAKE)
    clock.pass_by(days=31)

    do(services, delete_for_good, draft, typed_title=f"  {TITLE.upper()} ")

    with services.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Tombstone)) == 0
        assert session.scalar(select(func.count(Event.id)).where(Event.title == TITLE)) == 0


def test_a_watched_address_does_not_bring_it_back(services, withdrawn):
    with services.database.writing() as session:
        page = Source(kind="address", address_key="page x", created_at=START)
        session.add(page)
        session.flush()
        session.add(WatchedSource(source_id=page.id, next_check_at=START, created_at=START))
        source = session.scalars(select(Source).where(Source.recording_id == withdrawn)).one()
        source.parent_id, source.address_key = page.id, "https://example.org/video"

    do(services, delete_for_good, withdrawn, typed_title=TITLE)

    with services.database.reading() as session:
        kept = session.scalars(select(Source).where(Source.address_key == "https://example.org/video")).one()
    assert (kept.recording_id, kept.payload, kept.file_name) == (None, {}, None)


def test_the_log_says_who_deleted_it_and_by_its_address_alone(services, withdrawn):
    do(services, delete_for_good, withdrawn, typed_title=TITLE)

    with services.database.reading() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (last.action, last.subject_id, last.label) == (
        "recording.deleted", str(withdrawn), "wohnprojekt-zwetschgenhain",
    )  # fmt: skip


@pytest.mark.parametrize("moment", ["before the commit", "after the commit", "while files are removed"])
def test_kill_9_leaves_all_of_it_or_nothing_after_the_next_sweep(services, tmp_path, clock, withdrawn, moment):
    before = files(services)
    child = os.fork()
    if child == 0:
        try:
            die_at(tmp_path / "var", clock, withdrawn, moment)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)

    left = files(services)
    sweep_unneeded(services)

    assert os.WTERMSIG(status) == signal.SIGKILL
    with services.database.reading() as session:
        is_there = session.get(Recording, withdrawn) is not None
    assert is_there == (moment == "before the commit")
    assert len(left) == len(before) - (moment == "while files are removed")
    assert files(services) == (before if is_there else [])


def die_at(data, clock, recording_id, moment):
    """Delete it in a process of its own that ends in the middle."""
    with open_archive(data, clock=clock) as services:
        with services.database.writing() as session:
            delete_for_good(services, session, recording_id, typed_title=TITLE)
            if moment == "before the commit":
                os.kill(os.getpid(), signal.SIGKILL)
        if moment == "after the commit":
            os.kill(os.getpid(), signal.SIGKILL)
        remove = services.store.remove

        def remove_one(key):
            remove(key)
            os.kill(os.getpid(), signal.SIGKILL)

        services.store.remove = remove_one
        sweep_unneeded(services)
