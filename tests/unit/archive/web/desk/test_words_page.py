"""The page of spoken words: what it says where there are none, and the button that has the speech recognised."""

import pytest
from sqlalchemy import func, select

from archive.catalogue.people import Role
from archive.catalogue.work import Job, JobState
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.pages import page
from tests.support.seeming_model import seeming_model
from tests.support.shelf import shelve_words
from tests.support.wordless import without_words, words_part


def test_without_a_model_the_page_names_setting_and_command(services, editor):
    silent = without_words(services)

    shown = words_part(editor.get(f"/en/desk/recordings/{silent}/transcripts/new"))

    assert "No speech model is set up." in shown
    assert "mitschnitt models fetch small" in shown
    assert "MITSCHNITT_SPEECH_MODEL" in shown
    answer = editor.post(f"/en/desk/recordings/{silent}/speech")
    assert answer.headers["location"] == f"/en/desk/recordings/{silent}/transcripts/new?done=unchanged"
    with services.database.reading() as session:
        assert session.scalar(select(func.count(Job.id))) == 0


def test_a_recording_with_words_or_without_sound_offers_no_recognition(services, editor):
    for recording_id in (shelve_words(services, "Fokus Irak", "Hallo"), without_words(services, note="no-audio")):
        shown = words_part(editor.get(f"/en/desk/recordings/{recording_id}/transcripts/new"))

        assert "speech model" not in shown
        assert "Recognise the speech now" not in shown


def test_with_a_model_the_button_begins_a_job_once_and_the_page_leads_to_it(tmp_path):
    with open_archive(tmp_path / "var", speech_model=str(seeming_model(tmp_path / "model"))) as services:
        editor, recording_id = client_for(services, Role.EDITOR), without_words(services)
        before = words_part(editor.get(f"/en/desk/recordings/{recording_id}/transcripts/new"))

        first = editor.post(f"/en/desk/recordings/{recording_id}/speech")
        second = editor.post(f"/en/desk/recordings/{recording_id}/speech")

        assert "Recognise the speech now" in before
        assert first.headers["location"] == second.headers["location"]
        job = page(editor.get(first.headers["location"]))
        assert job.find(class_="over").text == "Speech recognition"
        assert [step.span.text for step in job.find_all(class_="step")] == [
            "Recognise the speech",
            "Make the words searchable",
        ]
        after = words_part(editor.get(f"/en/desk/recordings/{recording_id}/transcripts/new"))
        assert "Its speech is being recognised." in after
        assert "Recognise the speech now" not in after
        assert "Fokus Georgien" in page(editor.get("/en/desk")).find(id="live-heading").parent.text


@pytest.mark.parametrize(("lines", "said"), [(3, "the spoken words are here"), (0, "no speech was found")])
def test_the_page_of_a_job_that_is_done_says_what_came_of_it(tmp_path, lines, said):
    with open_archive(tmp_path / "var", speech_model=str(seeming_model(tmp_path / "model"))) as services:
        editor, recording_id = client_for(services, Role.EDITOR), without_words(services)
        place = editor.post(f"/en/desk/recordings/{recording_id}/speech").headers["location"]
        with services.database.writing() as session:
            job = session.scalars(select(Job)).one()
            job.state, job.result = JobState.DONE, {"lines": lines}

        shown = page(editor.get(place))

        assert said in shown.find(class_="job-state").text
        assert shown.find("a", href=f"/en/desk/recordings/{recording_id}")


def test_giving_up_a_failed_recognition_leaves_the_recording_alone(tmp_path):
    with open_archive(tmp_path / "var", speech_model=str(seeming_model(tmp_path / "model"))) as services:
        editor, recording_id = client_for(services, Role.EDITOR), without_words(services)
        place = editor.post(f"/en/desk/recordings/{recording_id}/speech").headers["location"]
        with services.database.writing() as session:
            job = session.scalars(select(Job)).one()
            job.state, job.error_code, job.error_details = JobState.FAILED, "speech-model", {"reason": "not-readable"}
            job.dedupe_key, job.finished_at = None, services.clock()

        assert "The speech model cannot be loaded" in editor.get(place).text
        answer = editor.post(f"{place}/discard")

        assert "The recording stays as it is." in editor.get(answer.headers["location"]).text
        assert editor.get(f"/en/desk/recordings/{recording_id}/transcripts/new").status_code == 200
