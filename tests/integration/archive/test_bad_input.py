"""Bad files and bad addresses: each ends in a job that says in both languages what is wrong and what to do, leaves no
half recording, and does not stop the next job."""

import threading
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from archive.catalogue.events import Event
from archive.catalogue.files import UnneededFile
from archive.catalogue.recordings import Recording, Rendition, Source, Transcript
from archive.catalogue.viewing import VISITOR, visible_recording_ids
from archive.catalogue.work import Job, JobState
from archive.housekeeping import keep_house
from archive.intake.taking_in import accept_address, discard
from archive.jobs.queue import LIVE, QUICK
from archive.unneeded import files_of
from archive.wording import explain
from archive.worker import Worker
from ingest.errors import TooLargeError
from tests.support.archives import CAPTIONS, job_of, open_archive, take, wait_for, work_until_idle
from tests.support.clips import make_clip, make_playlist, make_scrambled, make_time_bomb, make_truncated
from tests.support.loopback_site import running_site

LARGEST_BYTES = 3_000_000


def _written(content):
    def make(path):
        path.write_bytes(content)
        return path

    return make


@dataclass(frozen=True)
class Bad:
    """Something bad, and what its job is to say."""

    make: object
    code: str
    reason: str | None
    name: str = "aufnahme.mp4"


FILES = {
    "empty": Bad(_written(b""), "not-playable", "empty"),
    "noise": Bad(_written(bytes(range(256)) * 400), "not-playable", "not-media"),
    "text-named-mp4": Bad(_written(b"Guten Tag, dies ist ein Text.\n" * 99), "not-playable", "not-media"),
    "web-page-named-mp4": Bad(
        _written(b"<!doctype html><html><p>404" + b" " * 5000), "not-playable", "format-not-allowed"
    ),
    "truncated": Bad(make_truncated, "not-playable", "truncated"),
    "scrambled": Bad(make_scrambled, "not-playable", None),
    "playlist-named-mp4": Bad(
        lambda path: make_playlist(path, target="/etc/hostname"), "source-refused", "playlist-file"
    ),
    "claims-20-hours": Bad(make_time_bomb, "not-playable", None, name="lang.mkv"),
    "grown-too-large": Bad(make_clip, "too-large", None),
    "vanished": Bad(make_clip, "source-unavailable", "file-missing"),
}
ADDRESSES = {
    "/nothing.mp4": ("source-unavailable", "not-found"),
    "/trap/moved.mp4": ("source-refused", "private-address"),
    "/endless.mp4": ("too-large", None),
    "/gone.mp4": ("source-unavailable", "gone"),
    "/empty": ("nothing-found", None),
}
CAPTION_FILES = {
    "broken": (b"WEBVTT\n\n00:00:xx --> nonsense\nverloren\n", 0),
    "empty": (b"", 0),
    "web-page": (b"<!doctype html><html><body>not found</body></html>", 0),
    "cp1252": ("1\n00:00:00,000 --> 00:00:01,000\nRückkehr für Familien\n".encode("cp1252"), 1),
    "utf-16": ("WEBVTT\n\n00:00.000 --> 00:01.000\nRückkehr für Familien\n".encode("utf-16"), 1),
}


@dataclass
class Outcome:
    """An archive after all bad files went through it."""

    services: object
    jobs: dict[str, str]


@pytest.fixture(scope="module")
def after_bad_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    with open_archive(folder / "var", max_media_bytes=LARGEST_BYTES) as services:
        jobs = {}
        for number, (what, bad) in enumerate(FILES.items()):
            (folder / str(number)).mkdir()
            path = bad.make(folder / str(number) / bad.name)
            jobs[what] = take(services, path)
        _taken(services, jobs["vanished"]).unlink()
        with _taken(services, jobs["grown-too-large"]).open("ab") as grown:
            grown.truncate(LARGEST_BYTES + 1)
        jobs["good"] = take(services, make_clip(folder / "gut.mp4"))
        work_until_idle(services, retry_seconds=(), seconds=120)
        yield Outcome(services, jobs)


def test_a_file_that_is_too_large_is_not_even_copied(after_bad_files, tmp_path):
    services = after_bad_files.services
    before = sorted(services.incoming.rglob("*"))
    with (tmp_path / "lang.mp4").open("wb") as large:
        large.truncate(LARGEST_BYTES + 1)

    with pytest.raises(TooLargeError):
        take(services, tmp_path / "lang.mp4")

    assert sorted(services.incoming.rglob("*")) == before


@pytest.mark.parametrize("what", FILES)
def test_a_bad_file_ends_in_a_job_that_says_what_is_wrong_and_what_to_do(after_bad_files, what):
    job, bad = job_of(after_bad_files.services, after_bad_files.jobs[what]), FILES[what]

    assert job.state == JobState.FAILED
    if bad.code is not None:
        assert job.error_code == bad.code
    if bad.reason is not None:
        assert job.error_details["reason"] == bad.reason
    _assert_said_in_both_languages(after_bad_files.services, job)


def test_bad_files_leave_no_half_recording_and_do_not_stop_the_next_job(after_bad_files):
    services, jobs = after_bad_files.services, after_bad_files.jobs
    with services.database.reading() as session:
        recording = session.scalars(select(Recording).where(Recording.shelved_at.is_not(None))).one()
        needed = set(files_of(recording))
        rendered = set(session.scalars(select(Rendition.recording_id)))
        spoken = set(session.scalars(select(Transcript.recording_id)))
        seen = visible_recording_ids(session, VISITOR)
        waiting = set(session.scalars(select(UnneededFile.key)))

    assert recording.id == job_of(services, jobs["good"]).recording_id
    assert rendered == spoken == set(services.index.counts()) == {recording.id}
    assert seen == frozenset()
    store = services.settings.data / "store"
    assert {str(path.relative_to(store)) for path in store.rglob("*") if path.is_file()} == needed | waiting
    assert len(waiting - needed) == 1  # the copy that had its own loudness waits for its removal


def test_discarding_removes_the_draft_its_event_and_its_files(after_bad_files):
    services = after_bad_files.services
    job_id = after_bad_files.jobs["noise"]
    recording_id = job_of(services, job_id).recording_id

    with services.database.writing() as session:
        events = session.scalar(select(func.count(Event.id)))
        discard(services, session, job_id)
    keep_house(services)

    with services.database.reading() as session:
        assert session.get(Recording, recording_id) is None
        assert session.scalar(select(func.count(Event.id))) == events - 1
        assert session.scalar(select(func.count(Source.id)).where(Source.recording_id == recording_id)) == 0
    assert not (services.work / job_id).exists()


@pytest.fixture(scope="module")
def after_bad_addresses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad-addresses")
    with running_site(make_clip(folder / "clip.mp4")) as site:
        changes = {"fetch_allow": (site.host,), "max_media_bytes": LARGEST_BYTES}
        with open_archive(folder / "var", **changes) as services:
            site.put("/leaving", '<html><title>x</title><h2>Fokus Irak</h2><video src="/leaving.mp4"></video></html>')
            site.put("/leaving.mp4", (folder / "clip.mp4").read_bytes())
            jobs = {path: _accept(services, site.at(path)) for path in [*ADDRESSES, "/leaving"]}
            _work_at(services, QUICK)
            del site.answers["/leaving.mp4"]
            jobs["/talk.mp4"] = _accept(services, site.at("/talk.mp4"))
            work_until_idle(services, retry_seconds=(), seconds=120)
            assert site.canary_hits == []
            yield Outcome(services, jobs)


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_bad_address_ends_in_a_job_that_says_what_is_wrong_and_what_to_do(after_bad_addresses, path):
    services, (code, reason) = after_bad_addresses.services, ADDRESSES[path]
    failed = _failed_job_of(services, after_bad_addresses.jobs[path])

    assert failed.error_code == code
    if reason is not None:
        assert failed.error_details["reason"] == reason
    _assert_said_in_both_languages(services, failed)


def test_a_video_that_vanished_after_it_was_listed_is_said_so(after_bad_addresses):
    services = after_bad_addresses.services
    failed = _failed_job_of(services, after_bad_addresses.jobs["/leaving"])

    assert (failed.kind, failed.error_code) == ("ingest", "source-unavailable")
    assert failed.error_details["reason"] == "not-found"


def test_bad_addresses_leave_no_half_recording_and_do_not_stop_the_next_job(after_bad_addresses):
    services, jobs = after_bad_addresses.services, after_bad_addresses.jobs
    with services.database.reading() as session:
        good = session.scalars(select(Job).where(Job.parent_id == jobs["/talk.mp4"])).one()
        shelved = session.scalars(select(Recording.id).where(Recording.shelved_at.is_not(None))).all()
        assert visible_recording_ids(session, VISITOR) == frozenset()

    assert good.state == JobState.DONE
    assert shelved == [good.recording_id]


@pytest.mark.parametrize("what", CAPTION_FILES)
def test_bad_captions_do_not_lose_the_recording_and_are_said(tmp_path, what):
    content, cues = CAPTION_FILES[what]
    with open_archive(tmp_path / "var") as services:
        job_id = take(services, make_clip(tmp_path / "gut.mp4"), captions=CAPTIONS)
        next((services.incoming).rglob("captions.de.vtt")).write_bytes(content)

        work_until_idle(services)

        job = job_of(services, job_id)
        with services.database.reading() as session:
            spoken = session.scalars(select(Transcript).where(Transcript.recording_id == job.recording_id)).all()
            words = [len(transcript.cues) for transcript in spoken]
        assert job.state == JobState.DONE
        assert words == ([cues] if cues else [])
        for problem in job.result["problems"]:
            said = explain(problem["code"], problem, services.i18n.translations("en"))
            assert "captions.de.vtt" in said.what
        assert bool(job.result["problems"]) == (not cues)


@pytest.mark.parametrize(
    ("shape", "renditions"),
    [
        ({"name": "ton.m4a", "video": None}, {"audio"}),
        ({"name": "still.mp4", "tone_hertz": 0}, {"source", "audio"}),
        ({"name": "hevc.mp4", "video": "hevc"}, None),
        ({"name": "falsche-endung.txt", "container": "mp4"}, {"source", "audio"}),
    ],
    ids=["audio-only", "silent", "hevc", "wrong-extension"],
)
def test_an_unusual_recording_is_taken_in_all_the_same(tmp_path, shape, renditions):
    shape = dict(shape)
    path = make_clip(tmp_path / shape.pop("name"), **shape)
    with open_archive(tmp_path / "var") as services:
        job_id = take(services, path)

        work_until_idle(services)

        with services.database.reading() as session:
            made = {row.name: row for row in session.scalars(select(Rendition))}
        assert job_of(services, job_id).state == JobState.DONE
        if renditions is None:
            assert "source" not in made
            assert any(row.height for row in made.values())
        else:
            assert set(made) == renditions


def _assert_said_in_both_languages(services, job):
    for language in services.i18n.languages:
        said = explain(job.error_code, job.error_details, services.i18n.translations(language))
        assert len(said.what) > 10
        assert len(said.todo) > 10
        assert "(?)" not in said.what


def _taken(services, job_id):
    """Give the file that was taken in for a job."""
    with services.database.reading() as session:
        job = session.get_one(Job, job_id)
        source = session.scalars(select(Source).where(Source.recording_id == job.recording_id)).one()
        return services.settings.data / source.payload["path"]


def _accept(services, address):
    with services.database.writing() as session:
        return accept_address(services, session, address=address).id


def _failed_job_of(services, job_id):
    """Give the job that failed: the discovery, or the ingest that it asked for."""
    with services.database.reading() as session:
        tried = session.scalars(select(Job).where((Job.id == job_id) | (Job.parent_id == job_id))).all()
    return next(job for job in tried if job.state == JobState.FAILED)


def _work_at(services, queue):
    """Let only one queue be worked, until nothing of it is left."""

    def is_done():
        with services.database.reading() as session:
            return not session.scalar(select(func.count(Job.id)).where(Job.queue == queue, Job.state.in_(LIVE)))

    stop = threading.Event()
    worker = Worker(services, queues=(queue,), retry_seconds=(), poll_seconds=0.05)
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    wait_for(is_done, seconds=60)
    stop.set()
    thread.join(15)
