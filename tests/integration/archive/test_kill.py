"""The worker is killed by SIGKILL at every named point of the background work; nothing is lost, nothing is doubled."""

import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from archive.catalogue.events import Event
from archive.catalogue.files import UnneededFile
from archive.catalogue.former_originals import FormerOriginal
from archive.catalogue.recordings import Origin, Recording, Rendition, Source, Transcript, TranscriptCue
from archive.catalogue.work import Job, JobState
from archive.details.amending import Correction, correct
from archive.finding.indexing import completeness, cue_source
from archive.intake.taking_in import accept_address, take_in
from archive.kinds import (
    DISCOVER_POINTS,
    INDEX_POINTS,
    INGEST_POINTS,
    POINTS,
    REBUILD_POINTS,
    REPLACE_POINTS,
    TRANSCRIBE_POINTS,
)
from archive.shelf.rebuilding import ask_for_rebuild
from archive.shelf.replacement import WORDS, WordsWanted, ask_for_replacement
from archive.transcripts.recognising import ask_for_speech
from archive.unneeded import files_of
from ingest import pipeline
from ingest.sources import GivenDetails
from search.results import SearchRequest
from tests.support.archives import (
    is_idle,
    job_of,
    open_archive,
    settings_for,
    take,
    wait_for,
    work_until_idle,
)
from tests.support.clips import make_clip
from tests.support.loopback_site import running_site
from tests.support.speech_model import whisper_base
from tests.support.voices import speak
from tests.support.worker_processes import start_worker

AT_ONCE = 2
"""Two cores."""


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make_clip(tmp_path_factory.mktemp("clip") / "Virtuelle Veranstaltung am 05.03.2024 Fokus Armenien.mp4")


def test_every_named_point_is_tried():
    kinds = (DISCOVER_POINTS, INGEST_POINTS, TRANSCRIBE_POINTS, REBUILD_POINTS, REPLACE_POINTS, INDEX_POINTS)
    assert set(POINTS) == {point for points in kinds for point in points}
    assert set(pipeline.POINTS) < set(INGEST_POINTS)


def test_a_kill_at_any_point_of_an_ingest_loses_and_doubles_nothing(clip, tmp_path):
    with ThreadPoolExecutor(AT_ONCE) as threads:
        tries = {
            point: threads.submit(_ingest_killed_at, point, clip, tmp_path / point.replace(":", "-"))
            for point in INGEST_POINTS
        }

    faults = {point: fault for point, tried in tries.items() if (fault := tried.exception()) is not None}
    assert faults == {}


@pytest.mark.parametrize("point", DISCOVER_POINTS)
def test_a_kill_at_any_point_of_a_discovery_loses_and_doubles_nothing(point, clip, tmp_path):
    with running_site(clip) as site:
        site.put("/clip.mp4", clip.read_bytes())
        changes = {"fetch_allow": (site.host,)}
        with open_archive(tmp_path / "var", **changes) as services, services.database.writing() as session:
            job_id = accept_address(services, session, address=site.at("/clip.mp4")).id
        _killed_once_then_idle(tmp_path, point, **changes)

    with open_archive(tmp_path / "var", **changes) as services:
        assert job_of(services, job_id).state == JobState.DONE
        _assert_one_whole_recording(services, cues=0)


@pytest.mark.parametrize("point", INDEX_POINTS)
def test_a_kill_at_any_point_of_indexing_brings_the_words_in_all_the_same(point, clip, tmp_path):
    with open_archive(tmp_path / "var") as services:
        take(services, clip)
        _worker_until_idle(tmp_path)
        with services.database.writing() as session:
            correct(services, session, 1, changes=Correction(title="Rückkehrgespräch"))
    _killed_once_then_idle(tmp_path, point)

    with open_archive(tmp_path / "var") as services:
        _assert_one_whole_recording(services)
        assert _found(services, "rückkehrgespräch") == 1


@pytest.mark.speech
def test_a_kill_at_any_point_of_recognising_speech_loses_and_doubles_nothing(tmp_path):
    model = str(whisper_base())
    spoken = speak(tmp_path / "A talk.wav", "Good morning. Today we talk about medicine.", language="en-us")
    with open_archive(tmp_path / "begun" / "var") as services:
        take(services, spoken, captions=None, given=GivenDetails(language="en"))
        work_until_idle(services)
        job_id = _wish_for_speech(tmp_path / "begun", model)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        tries = {
            point: threads.submit(_speech_killed_at, point, job_id, model, tmp_path) for point in TRANSCRIBE_POINTS
        }

    faults = {point: fault for point, tried in tries.items() if (fault := tried.exception()) is not None}
    assert faults == {}


def test_a_kill_at_any_point_of_a_rebuild_loses_and_doubles_nothing(clip, tmp_path):
    with open_archive(tmp_path / "begun" / "var") as services:
        take(services, clip)
        work_until_idle(services)
        with services.database.writing() as session:
            session.scalars(select(Recording)).one().recipes = {}
            job_id = ask_for_rebuild(services, session, 1).id

    with ThreadPoolExecutor(AT_ONCE) as threads:
        tries = {point: threads.submit(_rebuild_killed_at, point, job_id, tmp_path) for point in REBUILD_POINTS}

    faults = {point: fault for point, tried in tries.items() if (fault := tried.exception()) is not None}
    assert faults == {}


def _rebuild_killed_at(point, job_id, begun):
    folder = begun / point.replace(":", "-")
    shutil.copytree(begun / "begun", folder)
    _killed_once_then_idle(folder, point)

    with open_archive(folder / "var") as services:
        job = job_of(services, job_id)
        assert (job.state, job.error_code) == (JobState.DONE, None)
        _assert_one_whole_recording(services)
        with services.database.reading() as session:
            assert session.scalars(select(Recording)).one().recipes == pipeline.RECIPES
        assert [path.name for path in (folder / "var" / "work").iterdir()] == []


def test_a_kill_at_any_point_of_a_replacement_loses_and_doubles_nothing(clip, tmp_path):
    better = make_clip(tmp_path / "better.mp4", seconds=1.5)
    with open_archive(tmp_path / "begun" / "var") as services:
        take(services, clip)
        work_until_idle(services)
        taken = take_in(services, better)
        with services.database.writing() as session:
            job = ask_for_replacement(services, session, 1, path=taken, name="Better.mp4")
            job.arguments = {**job.arguments, WORDS: WordsWanted.KEEP.value}  # test tones are no speech to compare
            job_id = job.id

    with ThreadPoolExecutor(AT_ONCE) as threads:
        tries = {point: threads.submit(_replacement_killed_at, point, job_id, tmp_path) for point in REPLACE_POINTS}

    faults = {point: fault for point, tried in tries.items() if (fault := tried.exception()) is not None}
    assert faults == {}


def _replacement_killed_at(point, job_id, begun):
    folder = begun / point.replace(":", "-")
    shutil.copytree(begun / "begun", folder)
    _killed_once_then_idle(folder, point, is_incoming_swept=False)

    with open_archive(folder / "var") as services:
        job = job_of(services, job_id)
        assert (job.state, job.error_code) == (JobState.DONE, None)
        _assert_one_whole_recording(services, former=1)
        with services.database.reading() as session:
            assert session.scalars(select(Recording)).one().original_name == "Better.mp4"
        assert [path.name for path in (folder / "var" / "work").iterdir()] == []


def _wish_for_speech(folder, model):
    with open_archive(folder / "var", speech_model=model) as services, services.database.writing() as session:
        return ask_for_speech(services, session, 1).id


def _speech_killed_at(point, job_id, model, begun):
    folder = begun / point.replace(":", "-")
    shutil.copytree(begun / "begun", folder)
    _killed_once_then_idle(folder, point, speech_model=model)

    with open_archive(folder / "var", speech_model=model) as services:
        job = job_of(services, job_id)
        assert (job.state, job.error_code) == (JobState.DONE, None)
        with services.database.reading() as session:
            [transcript] = session.scalars(select(Transcript)).all()
            assert (transcript.origin, transcript.is_current) == (Origin.SPEECH, True)
            assert job.result == {"lines": len(transcript.cues)}
            assert session.scalar(select(func.count(Job.id)).where(Job.kind == "transcribe")) == 1
            assert completeness(session, services.index).is_complete
        assert _found(services, "morning") == 1
        assert [path.name for path in (folder / "var" / "work").iterdir()] == []


def _ingest_killed_at(point, clip, folder):
    folder.mkdir()
    with open_archive(folder / "var") as services:
        job_id = take(services, clip)
    _killed_once_then_idle(folder, point)

    with open_archive(folder / "var") as services:
        job = job_of(services, job_id)
        assert (job.state, job.error_code) == (JobState.DONE, None)
        _assert_one_whole_recording(services)
        assert _found(services, "starthilfe") == 1
        assert [path.name for path in (folder / "var" / "work").iterdir()] == []
        assert [path.name for path in (folder / "var" / "incoming").iterdir()] == []


def _killed_once_then_idle(folder, point, *, is_incoming_swept=True, **changes):
    """Start a worker that dies at the point, and then one that does not."""
    settings = settings_for(folder / "var", crash_at=point, **changes)
    first = start_worker(settings, log=folder / "log")
    assert first.wait(60) == -signal.SIGKILL, (folder / "log").read_text()
    wait_for(lambda: not _tools_in(folder), seconds=5)
    _worker_until_idle(folder, is_incoming_swept=is_incoming_swept, **changes)


def _worker_until_idle(folder, *, is_incoming_swept=True, **changes):
    worker = start_worker(settings_for(folder / "var", **changes), log=folder / "log")
    try:
        with open_archive(folder / "var", **changes) as services:
            wait_for(lambda: is_idle(services) and _swept(services, is_incoming_swept), seconds=60)
    finally:
        worker.terminate()
        assert worker.wait(15) == 0, (folder / "log").read_text()
    assert _tools_in(folder) == []


def _swept(services, is_incoming_swept):
    is_incoming_empty = not is_incoming_swept or not any(services.incoming.iterdir())
    return not any(services.work.iterdir()) and is_incoming_empty


def _tools_in(folder):
    """List the processes that stand in, or were told about, the work folder of this test: orphans."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if str(folder / "var" / "work") in command:
                found.append(command)
    return found


def _assert_one_whole_recording(services, *, cues=2, former=0):
    with services.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        events = session.scalars(select(Event).where(Event.seed_key.is_(None))).all()
        renditions = session.scalars(select(Rendition)).all()
        counted = completeness(session, services.index)
        assert [event.id for event in events] == [recording.event_id]
        assert sorted(row.name for row in renditions) == ["audio", "source"]
        assert session.scalar(select(func.count(Transcript.id))) == (1 if cues else 0)
        assert session.scalar(select(func.count(TranscriptCue.id))) == cues
        assert session.scalar(select(func.count(Source.id)).where(Source.recording_id == recording.id)) == 1
        assert session.scalar(select(func.count(Job.id)).where(Job.kind == "ingest")) == 1
        waiting = set(session.scalars(select(UnneededFile.key)))
        originals = session.scalars(select(FormerOriginal.key)).all()
        needed = {*files_of(recording), *originals}
    assert (counted.indexed, counted.total, counted.is_complete) == (cues, cues, True)
    assert len(originals) == former
    assert needed | waiting == _stored(services)
    assert not needed & waiting
    for key in _stored(services):
        assert services.store.size(key) > 0


def _stored(services):
    root = services.settings.data / "store"
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def _found(services, text):
    answer = services.index.search(SearchRequest(text=text), allowed=frozenset({1}), cues=cue_source(services.database))
    return answer.total_recordings
