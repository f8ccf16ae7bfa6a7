"""The desk's page on which the file of a recording is replaced: plain form, tus, refusals, the words."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.cuts import Redaction
from archive.catalogue.former_originals import FormerOriginal
from archive.catalogue.people import Purpose, Upload
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job, JobState
from archive.errors import SoundsDifferentError
from archive.intake.accepting import uploads_of
from archive.jobs.queue import REPLACE
from archive.shelf.replacement import WORDS
from archive.web.desk.tus_headers import CONTENT_TYPE, written_metadata
from media.store import sha512_of
from tests.support.desk import HERE
from tests.support.pages import page, words
from tests.support.shelf import shelve_words

FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(500)
TUS = {"Tus-Resumable": "1.0.0", "Origin": HERE}


@pytest.fixture
def services(services):
    shelve_words(services, "Fokus Georgien", "Guten Tag")
    return services


@pytest.fixture
def here():
    return "/en/desk/recordings/1/cut/file"


def send(editor, here, content=FILM):
    return editor.post(here, files={"file": ("Better.mp4", content, "video/mp4")})


def begin(editor, *, recording="1"):
    told = written_metadata({"filename": "Better.mp4", "purpose": "replacement", "recording": recording})
    return editor.post("/desk/uploads", headers=TUS | {"Upload-Length": str(len(FILM)), "Upload-Metadata": told})


def jobs(services):
    with services.database.reading() as session:
        return list(session.scalars(select(Job).where(Job.kind == REPLACE)))


def redact(services):
    with services.database.writing() as session:
        row = Redaction(recording_id=1, start_seconds=1, end_seconds=2, blurs_picture=False, made_at=services.clock())
        session.add(row)


def different(services, editor, here):
    """Give the job of a file that sounds different."""
    send(editor, here)
    with services.database.writing() as session:
        [job] = session.scalars(select(Job).where(Job.kind == REPLACE))
        job.state, job.dedupe_key, job.error_code = JobState.FAILED, None, SoundsDifferentError.code
        return job.id


def test_a_file_from_a_plain_form_becomes_one_job_and_the_recording_stays_as_it_is(services, editor, here):
    answer = send(editor, here)

    [job] = jobs(services)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/en/desk/jobs/{job.id}")
    assert (job.recording_id, job.arguments[WORDS], job.account_id) == (1, "compare", 1)
    with services.database.reading() as session:
        [upload] = session.scalars(select(Upload))
        assert (upload.purpose, upload.recording_id, upload.job_id) == (Purpose.REPLACEMENT, 1, job.id)
        assert session.scalars(select(Recording.id)).all() == [1]
    assert "Compare it with the file that is here" in words(editor.get(f"/en/desk/jobs/{job.id}"))


def test_a_tus_upload_for_a_recording_is_no_new_recording_and_is_gone_on_with_only_there(services, editor):
    address = begin(editor).headers["location"]
    half = {"Upload-Offset": "0", "Content-Type": CONTENT_TYPE}
    editor.patch(address, headers=TUS | half, content=FILM[:100])

    assert editor.get("/desk/uploads").json() == []
    assert [row["name"] for row in editor.get("/desk/uploads?recording=1").json()] == ["Better.mp4"]
    assert "Better.mp4" in words(editor.get("/en/desk/recordings/1/cut/file"))

    rest = {"Upload-Offset": "100", "Content-Type": CONTENT_TYPE}
    answer = editor.patch(address, headers=TUS | rest, content=FILM[100:])
    [job] = jobs(services)
    assert answer.headers["mitschnitt-job"] == job.id


def test_nothing_is_sent_for_a_recording_that_is_not_there(editor):
    assert [begin(editor, recording=number).status_code for number in ("77", "", "1" * 30)] == [404, 404, 404]


def test_where_something_was_redacted_no_file_is_taken_and_the_page_says_why(services, editor, here):
    redact(services)

    refused = send(editor, here)

    assert (refused.status_code, begin(editor).status_code, begin(editor).text) == (422, 422, "redacted")
    assert "Something was redacted in this recording." in words(refused)
    assert BeautifulSoup(editor.get(here).text, "html.parser").select_one("input[type=file]") is None
    assert jobs(services) == []


def test_a_second_file_waits_until_the_first_is_in_its_place(services, editor, here):
    send(editor, here)

    assert "being given another file already" in words(send(editor, here, FILM + b"2"))
    assert len(jobs(services)) == 1


@pytest.mark.parametrize("content", [None, b""])
def test_without_a_file_the_form_says_so_at_its_field(services, editor, here, content):
    answer = editor.post(here, files={"file": ("", content or b"", "application/octet-stream")})

    assert answer.status_code == 422
    assert page(answer).select_one("#file-fault").text == "Please choose a file."
    assert 'aria-describedby="file-hint file-fault" aria-invalid="true"' in answer.text
    assert jobs(services) == []


def test_bytes_that_are_here_are_refused_with_a_way_to_their_recording(services, editor, here, tmp_path):
    original = tmp_path / "original.mp4"
    original.write_bytes(FILM)
    stored = services.store.adopt(original, suffix=".mp4")
    with services.database.writing() as session:
        recording = session.get_one(Recording, 1)
        recording.original_key, recording.original_sha512 = stored.key, sha512_of(original)

    refused = send(editor, here)

    assert (refused.status_code, jobs(services)) == (422, [])
    assert "Fokus Georgien" in words(refused)
    assert 'href="/en/desk/recordings/1"' in refused.text


def test_former_files_are_named_with_the_day_until_which_they_are_kept(services, editor, here):
    with services.database.writing() as session:
        session.add(FormerOriginal(recording_id=1, key="aa/former", name="First.mp4", replaced_at=services.clock()))

    assert "First.mp4, kept until" in words(editor.get(here))


def test_a_file_that_sounds_different_is_taken_all_the_same_when_somebody_says_so(services, editor, here):
    job_id = different(services, editor, here)
    shown = words(editor.get(f"/en/desk/jobs/{job_id}"))
    assert "Take the new file all the same?" in shown
    assert "Try again" not in shown

    answer = editor.post(f"/en/desk/jobs/{job_id}/words", data={"words": "keep"})

    [job] = jobs(services)
    assert answer.headers["location"].endswith("?done=retried")
    assert (job.state, job.arguments[WORDS]) == (JobState.QUEUED, "keep")
    with services.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "job.retried")).one()
        assert entry.details["words"] == "keep"


@pytest.mark.parametrize(("words", "notice"), [("anew", "no-speech-model"), ("nonsense", "unchanged")])
def test_what_cannot_be_done_with_the_words_leaves_the_job_waiting(services, editor, here, words, notice):
    job_id = different(services, editor, here)

    answer = editor.post(f"/en/desk/jobs/{job_id}/words", data={"words": words})

    assert answer.headers["location"].endswith(f"?done={notice}")
    assert jobs(services)[0].state == JobState.FAILED


def test_a_decision_comes_too_late_when_the_job_goes_on(services, editor, here):
    send(editor, here)
    [job] = jobs(services)

    answer = editor.post(f"/en/desk/jobs/{job.id}/words", data={"words": "keep"})

    assert answer.headers["location"].endswith("?done=ended-already")
    assert jobs(services)[0].arguments[WORDS] == "compare"


@pytest.mark.parametrize(("state", "stays"), [(JobState.FAILED, True), (JobState.DONE, False)])
def test_the_file_that_was_sent_stays_until_it_is_in_its_place(services, editor, here, state, stays):
    send(editor, here)
    with services.database.writing() as session:
        session.scalars(select(Job)).one().state = state

    uploads_of(services).sweep()

    with services.database.reading() as session:
        assert (session.scalars(select(Upload)).first() is not None) == stays
