"""Who may be asked for: speech recognition is only for recordings without words, with a model that is whole."""

import dataclasses

import pytest
from sqlalchemy import func, select

from archive.catalogue.events import State
from archive.catalogue.glossary import GlossaryGroup, GlossaryTerm, TermKind, TermOrigin
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job, JobState
from archive.errors import InvalidInputError, NotFoundError
from archive.transcripts.recognising import ask_for_speech, hearing_options, usable_options, without_words
from archive.transcripts.transcribing import add_captions
from ingest.errors import SpeechModelError
from ingest.speech import hints
from tests.support.archives import job_of, open_archive, work_until_idle
from tests.support.ingested import transcript
from tests.support.seeming_model import seeming_model
from tests.support.shelf import shelve_words


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var", speech_model=str(seeming_model(tmp_path / "model"))) as services:
        yield services


def without(services, title="Fokus Georgien", *, note="no-model", is_shelved=True):
    recording_id = shelve_words(services, title, state=State.DRAFT)
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        recording.transcripts.clear()
        recording.transcript_note = note
        if not is_shelved:
            recording.shelved_at = None
    return recording_id


def ask(services, recording_id):
    with services.database.writing() as session:
        return ask_for_speech(services, session, recording_id).id


def test_asking_twice_gives_the_same_job(services):
    recording_id = without(services)

    assert ask(services, recording_id) == ask(services, recording_id)

    with services.database.reading() as session:
        job = session.scalars(select(Job)).one()
    assert (job.kind, job.queue, job.recording_id, job.title) == ("transcribe", "media", recording_id, "Fokus Georgien")


def test_a_recording_that_has_words_is_not_listened_to(services):
    with pytest.raises(InvalidInputError) as refused:
        ask(services, shelve_words(services, "Fokus Irak", "Guten Tag"))

    assert refused.value.fields == {"recording": "has-transcript"}


@pytest.mark.parametrize(
    ("more", "fault"), [({"note": "no-audio"}, "no-audio"), ({"is_shelved": False}, "not-shelved")]
)
def test_what_cannot_be_listened_to_is_refused(services, more, fault):
    with pytest.raises(InvalidInputError) as refused:
        ask(services, without(services, **more))

    assert refused.value.fields == {"recording": fault}


def test_a_recording_that_is_not_there_is_not_found(services):
    with pytest.raises(NotFoundError):
        ask(services, 4711)


@pytest.mark.parametrize(
    ("model", "reason"), [("", "not-set"), ("small", "not-fetched"), ("/no/where", "folder-missing")]
)
def test_without_a_model_that_can_be_used_nothing_is_asked(tmp_path, model, reason):
    with open_archive(tmp_path / "var", speech_model=model) as services:
        recording_id = without(services)

        with pytest.raises(SpeechModelError) as refused:
            ask(services, recording_id)

        assert refused.value.reason == reason
        with services.database.reading() as session:
            assert session.scalar(select(func.count(Job.id))) == 0


def test_the_options_are_those_of_the_settings(services):
    options = usable_options(services)

    assert (options.languages, options.models_folder) == (("de", "en"), services.models)


def test_all_that_are_missing_are_those_that_listening_may_help(services):
    first, second = without(services), without(services, "Fokus Irak", note="")
    without(services, "Stumm", note="no-audio")
    without(services, "Musik", note="speech-found-nothing")
    without(services, "Unterwegs", is_shelved=False)
    shelve_words(services, "Fokus Serbien", "Guten Tag")

    with services.database.reading() as session:
        assert without_words(session) == (first, second)


def test_captions_that_came_while_the_job_waited_make_listening_needless(services):
    recording_id = without(services)
    job_id = ask(services, recording_id)
    with services.database.writing() as session:
        add_captions(services, session, recording_id, transcript("vom Menschen"))

    work_until_idle(services)

    job = job_of(services, job_id)
    assert (job.state, job.error_code, job.result) == (JobState.DONE, None, {})
    assert services.index.counts()[recording_id].cues == 1


def test_a_missing_sound_ends_in_a_code_that_has_words(services):
    recording_id = without(services)
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        recording.renditions[0].name, recording.renditions[0].key = "audio", f"{'ab' * 2}/nothing.m4a"
    job_id = ask(services, recording_id)

    work_until_idle(services)

    assert job_of(services, job_id).error_code == "file-missing"


def test_names_of_the_glossary_are_expected_those_of_staff_first_and_none_that_is_switched_off(services):
    with services.database.writing() as session:
        session.add(
            GlossaryGroup(
                terms=[
                    GlossaryTerm(text="Kutaissi", kind=TermKind.NAME, origin=TermOrigin.STAFF),
                    GlossaryTerm(text="Batumi", kind=TermKind.NAME, origin=TermOrigin.STAFF, is_enabled=False),
                    GlossaryTerm(text="Starthilfe", kind=TermKind.TERM, origin=TermOrigin.STAFF),
                ]
            )
        )
    silent = dataclasses.replace(services, settings=dataclasses.replace(services.settings, speech_model=""))

    options = hearing_options(services)

    assert options.names[0] == "Kutaissi"
    assert "IOM" in options.names
    assert not {"Batumi", "Starthilfe"} & set(options.names)
    assert hearing_options(silent) is None


def test_what_a_recogniser_is_told_to_expect_begins_with_the_recording_and_has_an_end():
    told = hints(("Fokus  Georgien", "Dr. Jana Müller"), ("IOM", "Fokus Georgien", *map(str, range(10_000, 11_000))))

    assert told.startswith("Fokus Georgien, Dr. Jana Müller, IOM, 10000")
    assert len(told) <= 400
