"""The speech of recordings on the shelf, by the real recogniser: from the wish to words that are found."""

import json

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from archive.catalogue.recordings import Origin, Recording, Rendition, Transcript
from archive.catalogue.work import Job, JobState
from archive.cli import app
from archive.finding.indexing import completeness, cue_source
from archive.transcripts.recognising import ask_for_speech
from ingest.sources import GivenDetails
from search.results import SearchRequest
from tests.support.archives import job_of, open_archive, take, work_until_idle
from tests.support.clips import make_clip
from tests.support.seeming_model import seeming_model
from tests.support.speech_model import whisper_base
from tests.support.voices import speak

SENTENCE = "Good morning. Today we talk about medicine and housing."


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    return speak(tmp_path_factory.mktemp("spoken") / "A talk.wav", SENTENCE, language="en-us")


@pytest.fixture
def data(tmp_path):
    return tmp_path / "var"


def shelve(data, path, *, language="en"):
    """Bring a recording in while no model is set."""
    with open_archive(data) as services:
        take(services, path, captions=None, given=GivenDetails(language=language) if language else GivenDetails())
        work_until_idle(services)
        with services.database.reading() as session:
            return session.scalars(select(Recording)).one().id


def listen(services, recording_id=1):
    with services.database.writing() as session:
        job_id = ask_for_speech(services, session, recording_id).id
    work_until_idle(services, retry_seconds=())
    return job_of(services, job_id)


def transcripts(services):
    with services.database.reading() as session:
        rows = session.scalars(select(Transcript)).all()
        return [(row, " ".join(cue.text for cue in row.cues).casefold()) for row in rows]


def found(services, text):
    answer = services.index.search(SearchRequest(text=text), allowed=frozenset({1}), cues=cue_source(services.database))
    return answer.total_recordings


@pytest.mark.speech
def test_what_is_said_in_a_recording_on_the_shelf_is_found_afterwards(data, spoken):
    model = whisper_base()
    recording_id = shelve(data, spoken)

    with open_archive(data, speech_model=str(model)) as services:
        with services.database.reading() as session:
            assert session.get_one(Recording, recording_id).transcript_note == "no-model"
        job = listen(services)

        [(row, words)] = transcripts(services)
        assert (job.state, job.error_code) == (JobState.DONE, None)
        assert (row.origin, row.is_current, row.language) == (Origin.SPEECH, True, "en")
        assert row.engine.startswith("faster-whisper ")
        assert "morning" in words
        assert found(services, "morning") == 1
        with services.database.reading() as session:
            recording = session.get_one(Recording, recording_id)
            assert job.result == {"lines": len(session.get_one(Transcript, row.id).cues)}
            assert (recording.transcript_note, completeness(session, services.index).is_complete) == ("", True)
        assert list(services.work.iterdir()) == []


@pytest.mark.speech
def test_the_original_is_listened_to_where_its_sound_is_missing(data, spoken):
    model = whisper_base()
    shelve(data, spoken)

    with open_archive(data, speech_model=str(model)) as services:
        with services.database.writing() as session:
            session.delete(session.scalars(select(Rendition).where(Rendition.name == "audio")).one())
        job = listen(services)

        assert job.state == JobState.DONE
        assert "morning" in transcripts(services)[0][1]


@pytest.mark.speech
def test_a_tone_is_said_to_hold_no_speech_and_is_not_asked_for_with_all_others(data, tmp_path):
    model = whisper_base()
    tone = make_clip(tmp_path / "tone.wav", seconds=3, video=None, audio="pcm", container="wav", tone_hertz=220)
    recording_id = shelve(data, tone, language=None)

    with open_archive(data, speech_model=str(model)) as services:
        job = listen(services)

        assert (job.state, job.result) == (JobState.DONE, {"lines": 0})
        with services.database.reading() as session:
            assert session.get_one(Recording, recording_id).transcript_note == "speech-found-nothing"


def test_a_model_that_cannot_be_loaded_ends_in_its_code(data, spoken, tmp_path):
    shelve(data, spoken)

    with open_archive(data, speech_model=str(seeming_model(tmp_path / "model"))) as services:
        job = listen(services)

        assert (job.state, job.error_code) == (JobState.FAILED, "speech-model")
        assert job.error_details["reason"] in {"not-readable", "not-installed"}
        assert transcripts(services) == []


def test_a_model_that_was_taken_away_meanwhile_ends_in_its_code(data, spoken, tmp_path):
    recording_id = shelve(data, spoken)
    with (
        open_archive(data, speech_model=str(seeming_model(tmp_path / "model"))) as services,
        services.database.writing() as session,
    ):
        job_id = ask_for_speech(services, session, recording_id).id

    with open_archive(data) as services:
        work_until_idle(services, retry_seconds=())

        assert (job_of(services, job_id).error_code, job_of(services, job_id).error_details["reason"]) == (
            "speech-model",
            "not-set",
        )


def transcribe(data, *arguments, model=""):
    environ = {
        "MITSCHNITT_DATA": str(data),
        "LC_ALL": "C.UTF-8",
        "MITSCHNITT_RESERVE_BYTES": "1",
        "MITSCHNITT_SPEECH_MODEL": str(model),
    }
    return CliRunner().invoke(app, ["transcribe", *arguments], env=environ, catch_exceptions=False)


@pytest.mark.speech
def test_the_command_takes_all_that_have_no_words_and_follows_them(data, spoken):
    model = whisper_base()
    shelve(data, spoken)

    first, second = transcribe(data, "--missing", "--json", model=model), transcribe(data, "--missing", model=model)

    [row] = json.loads(first.stdout)
    assert (first.exit_code, row["slug"], row["state"]) == (0, "a-talk", "done")
    assert row["lines"] > 0
    assert "Recognise the speech" in first.stderr
    assert (second.exit_code, second.stdout) == (0, "")
    assert "There is nothing to transcribe." in second.stderr


@pytest.mark.speech
def test_the_command_takes_recordings_by_their_name(data, spoken):
    model = whisper_base()
    shelve(data, spoken)

    answer = transcribe(data, "a-talk", "no-such-talk", model=model)

    assert answer.exit_code == 1
    assert "A talk  " in answer.stdout
    assert "lines" in answer.stdout
    assert "no-such-talk:" in answer.stderr


def test_the_command_says_what_it_needs(data):
    with open_archive(data):
        pass

    nothing, no_model = transcribe(data), transcribe(data, "--missing")

    assert (nothing.exit_code, no_model.exit_code) == (2, 1)
    assert "--missing" in nothing.stderr
    assert "mitschnitt models fetch small" in no_model.stderr


def test_a_recording_with_words_is_refused_in_words(data, spoken, tmp_path):
    with open_archive(data) as services:
        take(services, spoken)
        work_until_idle(services)

    answer = transcribe(data, "a-talk", model=seeming_model(tmp_path / "model"))

    assert answer.exit_code == 1
    assert "The recording has a transcript already." in answer.stderr
    with open_archive(data) as services, services.database.reading() as session:
        assert session.scalars(select(Job.kind).where(Job.kind == "transcribe")).all() == []
