"""What can be played before the rest is there; and recordings that an older version made, brought up to date."""

import datetime as dt
import json

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from archive.bootstrap import now
from archive.catalogue.files import UnneededFile
from archive.catalogue.recordings import Recording, TranscriptCue
from archive.catalogue.work import JobState
from archive.cli import app
from archive.details.amending import Correction, correct
from archive.errors import InvalidInputError
from archive.intake.taking_in import discard
from archive.shelf.rebuilding import ask_for_rebuild, outdated_recordings
from archive.unneeded import sweep_unneeded
from ingest import pipeline
from ingest.errors import StepFailedError
from tests.support.archives import job_of, open_archive, take, work_until_idle
from tests.support.clips import make_clip


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make_clip(tmp_path_factory.mktemp("clip") / "Talk.mp4", seconds=1, audio="aac")


@pytest.fixture(scope="module")
def older(clip, tmp_path_factory):
    """An archive whose one recording was made, as far as its rows tell, by an older version."""
    data = tmp_path_factory.mktemp("older") / "var"
    with open_archive(data) as services:
        take(services, clip)
        work_until_idle(services)
        with services.database.writing() as session:
            recording = session.scalars(select(Recording)).one()
            recording.recipes = {}
            recording.poster_frames.clear()
            recording.storyboard = recording.poster_key = None
            correct(services, session, recording.id, changes=Correction(title="By hand"))
            kept = [row for row in recording.renditions if row.name == "source"]
            recording.renditions[:] = kept
        work_until_idle(services)
        yield services


def only_recording(services):
    with services.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        names = {row.name: row.key for row in recording.renditions}
        cues = tuple(session.scalars(select(TranscriptCue.text)))
    return recording, names, cues


def rebuild(data, *arguments):
    environ = {"MITSCHNITT_DATA": str(data), "LC_ALL": "C.UTF-8", "MITSCHNITT_RESERVE_BYTES": "1"}
    return CliRunner().invoke(app, ["rebuild", *arguments], env=environ, catch_exceptions=False)


def test_what_an_older_version_made_is_made_anew_and_nothing_else_is_touched(older):
    before, _, words = only_recording(older)
    with older.database.reading() as session:
        assert outdated_recordings(session) == (before.id,)

    answer = rebuild(older.settings.data, "--outdated", "--json")

    after, names, words_after = only_recording(older)
    assert (answer.exit_code, [row["state"] for row in json.loads(answer.stdout)]) == (0, ["done"])
    assert set(names) == {"source", "audio"}
    assert (after.title, after.original_key) == ("By hand", before.original_key)
    assert words_after == words
    assert after.recipes["renditions"] == pipeline.RECIPES["renditions"]
    assert list(older.work.iterdir()) == []
    with older.database.reading() as session:
        drawn = session.scalars(select(Recording)).one()
        keys = [drawn.poster_key, *drawn.storyboard.sheet_keys, *(row.image_key for row in drawn.poster_frames)]
        assert (drawn.recipes, len(keys) >= 3) == (pipeline.RECIPES, True)
        assert all(older.store.size(key) > 0 for key in keys)


def test_what_is_up_to_date_is_left_alone(older):
    rebuild(older.settings.data, "--outdated")

    assert "Everything is up to date." in rebuild(older.settings.data, "--outdated").stderr


def test_the_command_says_what_it_needs_and_what_it_does_not_know(older):
    nothing = rebuild(older.settings.data)
    unknown = rebuild(older.settings.data, "no-such-talk")
    strange = rebuild(older.settings.data, only_recording(older)[0].slug, "--part", "smell")

    assert (nothing.exit_code, unknown.exit_code, strange.exit_code) == (2, 1, 1)
    assert "--outdated" in nothing.stderr
    assert "There is no such part of a recording." in strange.stderr


def test_a_recording_without_its_original_cannot_be_made_anew(older):
    with older.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        recording.original_key = None

        with pytest.raises(InvalidInputError) as caught:
            ask_for_rebuild(older, session, recording.id)

    assert caught.value.details() == {"recording": "no-original"}


@pytest.fixture
def offered(clip, tmp_path):
    """An archive with a draft that can be played, whose ingest stopped before anything was encoded."""
    data = tmp_path / "var"

    def stop(point):
        if point == "renditions:before":
            raise StepFailedError(point)

    with open_archive(data) as services:
        object.__setattr__(services, "reached", stop)
        job_id = take(services, clip)
        work_until_idle(services, retry_seconds=())
        yield services, job_id


def test_what_can_be_played_stands_on_the_draft_before_anything_is_encoded(offered):
    services, job_id = offered
    recording, names, _ = only_recording(services)

    assert job_of(services, job_id).state == JobState.FAILED
    assert (set(names), recording.shelved_at) == ({"source"}, None)
    assert services.store.size(names["source"]) > 0
    assert services.store.size(recording.original_key) > 0
    assert recording.duration_seconds == pytest.approx(1, abs=0.2)


def test_the_rest_follows_and_what_is_replaced_may_be_played_on_for_a_day(offered):
    services, job_id = offered
    _, first, _ = only_recording(services)
    object.__setattr__(services, "reached", lambda _point: None)

    with services.database.writing() as session:
        services.jobs.retry(session, job_id)
    work_until_idle(services)

    recording, names, cues = only_recording(services)
    assert (job_of(services, job_id).state, recording.shelved_at is not None) == (JobState.DONE, True)
    assert (set(names), len(cues)) == ({"source", "audio"}, 2)
    assert names["source"] != first["source"]  # made as loud as others
    assert sweep_unneeded(services) == 0
    assert services.store.size(first["source"]) > 0

    object.__setattr__(services, "clock", lambda: now() + dt.timedelta(days=2))
    assert sweep_unneeded(services) == 1
    assert not (services.settings.data / "store" / first["source"]).exists()
    assert services.store.size(names["source"]) > 0


def test_a_discarded_draft_leaves_no_file_behind_for_good(offered):
    services, job_id = offered

    with services.database.writing() as session:
        discard(services, session, job_id)
        waiting = session.scalars(select(UnneededFile.key)).all()
    object.__setattr__(services, "clock", lambda: now() + dt.timedelta(days=2))

    assert (len(waiting), sweep_unneeded(services)) == (2, 2)
    assert [path for path in (services.settings.data / "store").rglob("*") if path.is_file()] == []


def test_a_file_that_another_recording_needs_is_not_removed(older):
    _, names, _ = only_recording(older)
    with older.database.writing() as session:
        session.add(UnneededFile(key=names["source"], media_type="video/mp4", since=now() - dt.timedelta(days=3)))

    assert sweep_unneeded(older) == 0
    assert older.store.size(names["source"]) > 0
    with older.database.reading() as session:
        assert names["source"] not in session.scalars(select(UnneededFile.key)).all()


def test_nothing_is_made_of_an_original_that_is_damaged_until_it_is_restored(older):
    recording, names, _ = only_recording(older)
    original = older.settings.data / "store" / recording.original_key
    whole = original.read_bytes()
    original.chmod(0o600)
    original.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])

    answer = rebuild(older.settings.data, recording.slug, "--part", "renditions")

    assert answer.exit_code == 1
    assert recording.original_key in answer.stderr
    assert "restore this file from the backup" in answer.stderr
    assert only_recording(older)[1] == names
    original.write_bytes(whole)
    again = rebuild(older.settings.data, recording.slug, "--part", "renditions")
    assert (again.exit_code, only_recording(older)[1]) == (0, names)
