"""An outside program that crashes, hangs, floods or runs out of memory ends one step, with a reason that people read.

All ways in which children of our own (speech, fetching) break down are in `test_children.py`; those of reading slides,
which a recording can do without, in `test_media_slides.py`.
"""

import shutil
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from archive.catalogue import places
from archive.catalogue.recordings import Recording
from archive.catalogue.work import JobState
from archive.i18n import I18n
from archive.intake.taking_in import accept_address
from archive.jobs.failures import failure_of
from archive.wording import explain
from ingest import speech, ytdlp
from ingest.errors import IngestError
from ingest.pipeline import STEPS, run
from ingest.sources import FileSource
from media import ffmpeg, probe
from media.errors import MediaError
from tests.support.archives import job_of, open_archive, take, work_until_idle
from tests.support.breaking_tools import break_tool
from tests.support.clips import make_clip
from tests.support.ingesting import context_for
from tests.support.seeming_model import seeming_model

WAYS = ("crash", "hang", "flood", "memory")
BROKEN = {
    "crash": ("tool-broken", "crashed", False),
    "hang": ("tool-timeout", None, True),
    "flood": ("tool-broken", "too-much-output", False),
    "memory": ("tool-broken", "out-of-memory", True),
}
I18N = I18n(places.place_names())
ENDLESS = ("not-playable", "no-end", False)


@dataclass(frozen=True)
class Call:
    """A call of an outside program, known by a word of its arguments, and what its breakdowns mean."""

    step: str
    program: str
    word: str
    patience: tuple[object, str]
    """The constant that says how long it may be silent, or may take."""
    otherwise: dict[str, tuple[str, str | None, bool]]


CALLS = {
    "look": Call(
        "inspect",
        "ffprobe",
        "-show_format",
        (probe, "ASKING_SECONDS"),
        {"hang": ENDLESS, "flood": ENDLESS, "memory": ENDLESS},
    ),
    "trial": Call(
        "inspect",
        "ffmpeg",
        "framecrc",
        (probe, "TRIAL_TIMEOUT_SECONDS"),
        {"hang": ("not-playable", "not-media", False)},
    ),
    "copy": Call("playable", "ffmpeg", ".source.part", (ffmpeg, "STALL_SECONDS"), {}),
    "loudness": Call("renditions", "ffmpeg", "ebur128", (ffmpeg, "STALL_SECONDS"), {}),
    "encode": Call("renditions", "ffmpeg", ".audio.part", (ffmpeg, "STALL_SECONDS"), {}),
    "stills": Call("pictures", "ffmpeg", "%03d.jpg", (ffmpeg, "STALL_SECONDS"), {}),
    "storyboard": Call("pictures", "ffmpeg", "tile=", (ffmpeg, "STALL_SECONDS"), {}),
    "sketch": Call("slides", "ffmpeg", "fps=", (ffmpeg, "STALL_SECONDS"), {}),
}


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory):
    """A work folder in which all steps are done, and its source."""
    folder = tmp_path_factory.mktemp("taken-in")
    source = FileSource(make_clip(folder / "talk.mp4", seconds=1), "talk.mp4")
    run(context_for(source, folder / "work"))
    return folder / "work", source


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", CALLS)
def test_a_breakdown_ends_one_step_with_a_reason_people_can_read(name, way, taken_in, tmp_path, monkeypatch):
    call = CALLS[name]
    work, source = taken_in
    shutil.copytree(work, tmp_path / "work")
    for step in STEPS[STEPS.index(call.step) :]:
        (tmp_path / "work" / f"{step}.json").unlink()
    monkeypatch.setenv("PATH", break_tool(call.program, way, word=call.word, folder=tmp_path / "bin"))
    if way == "hang":
        monkeypatch.setattr(*call.patience, 0.5)

    with pytest.raises((MediaError, IngestError)) as broken:
        run(context_for(source, tmp_path / "work"))

    failure = failure_of(broken.value)
    told = (failure.code, failure.details.get("reason"), failure.is_retryable)
    assert told == call.otherwise.get(way, BROKEN[way])
    for language in ("de", "en"):
        said = explain(failure.code, failure.details, I18N.translations(language))
        assert said.what
        assert said.todo
        assert "?" not in said.what
    assert not (tmp_path / "work" / f"{call.step}.json").exists()
    assert [path.name for path in (tmp_path / "work").rglob(".*")] == []


def test_a_crash_waits_for_a_person_want_of_memory_is_tried_again_and_other_jobs_go_on(tmp_path, monkeypatch):
    path = break_tool("ffmpeg", "crash", "memory", "", word="ebur128", folder=tmp_path / "bin")
    monkeypatch.setenv("PATH", path)
    with open_archive(tmp_path / "var") as services:
        crashed = take(services, make_clip(tmp_path / "One.mp4", seconds=1))
        hungry = take(services, make_clip(tmp_path / "Two.mp4", seconds=1, tone_hertz=330))

        work_until_idle(services, retry_seconds=(0.05,), seconds=120)

        job = job_of(services, crashed)
        assert (job.state, job.error_code, job.error_details["reason"]) == (JobState.FAILED, "tool-broken", "crashed")
        assert job_of(services, hungry).state == JobState.DONE
        with services.database.reading() as session:
            draft = session.scalars(select(Recording).where(Recording.id == job.recording_id)).one()
            assert [row.name for row in draft.renditions] == ["source"]
        assert (tmp_path / "bin" / "tally").stat().st_size == 3

        with services.database.writing() as session:
            services.jobs.retry(session, crashed)
        work_until_idle(services)
        assert job_of(services, crashed).state == JobState.DONE


def said_of(services, job_id):
    """How a job ended, and that people can read it in both languages."""
    job = job_of(services, job_id)
    for language in ("de", "en"):
        said = explain(job.error_code, job.error_details, I18N.translations(language))
        assert job.error_details["program"] in said.what
        assert said.todo
    return job.state, job.error_code, job.error_details["reason"]


def test_a_crash_of_the_recogniser_waits_for_a_person_and_other_jobs_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(speech, "CHILD", "tests.support.crashing_child")
    model = seeming_model(tmp_path / "model")
    with open_archive(tmp_path / "var", speech_model=str(model)) as services:
        crashed = take(services, make_clip(tmp_path / "One.m4a", video=None, seconds=1), captions=None)
        captioned = take(services, make_clip(tmp_path / "Two.m4a", video=None, seconds=1, tone_hertz=330))

        work_until_idle(services, retry_seconds=(0.05,))

        assert said_of(services, crashed) == (JobState.FAILED, "tool-broken", "crashed")
        assert job_of(services, captioned).state == JobState.DONE

        with services.database.writing() as session:
            services.jobs.retry(session, crashed)
        work_until_idle(services)
        assert job_of(services, crashed).state == JobState.DONE


def test_a_crash_of_fetching_waits_for_a_person_and_other_jobs_go_on(tmp_path, monkeypatch):
    monkeypatch.setattr(ytdlp, "CHILD", "tests.support.crashing_child")
    with open_archive(tmp_path / "var") as services:
        with services.database.writing() as session:
            crashed = accept_address(services, session, address="https://archive.example/webinar").id
        filed = take(services, make_clip(tmp_path / "One.m4a", video=None, seconds=1))

        work_until_idle(services, retry_seconds=(0.05,))

        assert said_of(services, crashed) == (JobState.FAILED, "tool-broken", "crashed")
        assert job_of(services, filed).state == JobState.DONE
