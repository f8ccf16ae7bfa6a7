"""Real films of a recording that was redacted and trimmed: what is heard, seen and found of it in the end."""

import subprocess

import numpy as np
import pytest
from sqlalchemy import select

from archive.catalogue.cut_queries import cut_of
from archive.catalogue.files import UnneededFile
from archive.catalogue.recordings import Recording, TranscriptCue
from archive.catalogue.work import Job, JobState
from archive.finding.searching import find
from archive.jobs.queue import REBUILD
from archive.shelf.redacting import redact
from archive.shelf.trimming import trim
from archive.transcripts.cut_lines import REMOVED
from search.results import SearchRequest
from tests.support.archives import job_of, open_archive, take, work_until_idle
from tests.support.clips import make_clip

SECONDS = 8.0
CAPTIONS = "WEBVTT\n\n" + "\n".join(
    f"00:00:0{start}.000 --> 00:00:0{start + 2}.000\n{text}\n"
    for start, text in ((0, "Guten Tag"), (2, "Geheimrezept Quitte"), (4, "zur Starthilfe"), (6, "Auf Wiedersehen"))
)
RATE, SIDE = 8000, 32


@pytest.fixture(scope="module")
def cut(tmp_path_factory):
    """An archive with a tone over a moving picture: two seconds redacted, then one taken off at the beginning."""
    folder = tmp_path_factory.mktemp("cuts")
    clip = make_clip(folder / "Talk.mp4", seconds=SECONDS, audio="aac")
    with open_archive(folder / "var") as services:
        take(services, clip, captions=CAPTIONS)
        work_until_idle(services)
        with services.database.writing() as session:
            recording_id = session.scalars(select(Recording.id)).one()
            redact(services, session, recording_id, start_seconds=2.0, end_seconds=4.0, blurs_picture=True)
            job_id = trim(services, session, recording_id, begins_at=1.0, ends_at=SECONDS).id
        work_until_idle(services)
        assert job_of(services, job_id).state is JobState.DONE
        yield services, recording_id


def film_of(services, recording_id):
    with services.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        rows = {row.name: services.store.path(row.key) for row in recording.renditions}
        return recording, rows


def heard(path):
    """Loudness of each tenth of a second."""
    command = ["ffmpeg", "-v", "error", "-i", path, "-map", "a", "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"]
    samples = np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, np.int16).astype(float)
    tenths = samples[: len(samples) // (RATE // 10) * (RATE // 10)].reshape(-1, RATE // 10)
    return np.sqrt((tenths**2).mean(axis=1))


def sharpness(path, second):
    """How much neighbouring pixels differ in a picture."""
    command = ["ffmpeg", "-v", "error", "-ss", str(second), "-i", path, "-frames:v", "1", "-pix_fmt", "gray"]
    shown = subprocess.run([*command, "-f", "rawvideo", "-"], check=True, capture_output=True).stdout
    return np.abs(np.diff(np.frombuffer(shown, np.uint8).reshape(180, 320).astype(float))).mean()


def test_the_span_is_silent_in_every_file_and_nothing_else_is(cut):
    recording, films = film_of(*cut)

    assert set(films) == {"360p", "audio"}
    assert recording.duration_seconds == pytest.approx(SECONDS - 1.0, abs=0.1)
    for path in films.values():
        loudness = heard(path)
        assert len(loudness) / 10 == pytest.approx(SECONDS - 1.0, abs=0.3)
        assert loudness[11:29].max() < 10
        assert loudness[2:9].min() > 500
        assert loudness[32:65].min() > 500


def test_the_span_is_blurred(cut):
    _, films = film_of(*cut)

    assert sharpness(films["360p"], 2.0) < sharpness(films["360p"], 4.0) / 2.5


def test_lines_move_with_the_film_and_the_redacted_one_is_found_no_more(cut):
    services, recording_id = cut
    with services.database.reading() as session:
        lines = session.execute(
            select(TranscriptCue.start_seconds, TranscriptCue.text).order_by(TranscriptCue.position)
        ).all()
        assert cut_of(session, recording_id).is_trimmed

    assert [tuple(line) for line in lines] == [
        (0.0, "Guten Tag"),
        (1.0, REMOVED),
        (3.0, "zur Starthilfe"),
        (5.0, "Auf Wiedersehen"),
    ]
    with services.database.reading() as session:
        found = {
            word: find(services, session, SearchRequest(text=word), allowed=frozenset({recording_id})).total_recordings
            for word in ("starthilfe", "geheimrezept")
        }
    assert found == {"starthilfe": 1, "geheimrezept": 0}


def test_the_older_job_was_stopped_and_the_files_from_before_are_gone(cut):
    services, _ = cut
    with services.database.reading() as session:
        rebuilds = select(Job).where(Job.kind == REBUILD).order_by(Job.created_at)
        states = [job.state for job in session.scalars(rebuilds)]
        waiting = session.scalars(select(UnneededFile.key).where(UnneededFile.is_urgent)).all()

    assert states == [JobState.CANCELLED, JobState.DONE]
    assert waiting == []


def test_the_original_is_as_it_came(cut):
    services, recording_id = cut
    with services.database.reading() as session:
        key = session.get_one(Recording, recording_id).original_key

    assert heard(services.store.path(key))[21:39].min() > 500
