"""Redacting and trimming at the desk: the form, what is wrong with it, and what is shown afterwards."""

import pytest
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.events import State
from archive.catalogue.recordings import Recording, TranscriptCue
from archive.catalogue.work import Job
from archive.details.drafts import draft_recording
from archive.shelf.accession import put_files, write_rows
from archive.transcripts.cut_lines import REMOVED
from archive.transcripts.retiming import Ends, move_words
from tests.support.ingested import details, ingested, transcript
from tests.support.pages import page, words


@pytest.fixture
def desk(services, tmp_path):
    result = ingested(tmp_path / "work", transcripts=(transcript("eins", "zwei", "drei", "vier"),))
    files = put_files(services, result)
    with services.database.writing() as session:
        drafted = draft_recording(session, details(), now=services.clock())
        write_rows(services, session, drafted.id, result, files).duration_seconds = 4.0
        return f"/de/desk/recordings/{drafted.id}"


def send(editor, desk, form, **typed):
    """Send a form as the browser does that has just shown it."""
    seen = page(editor.get(f"{desk}/cut")).find("input", attrs={"name": "seen"})["value"]
    return editor.post(f"{desk}/{form}", data={"seen": seen, **typed})


def value(answer, field):
    return page(answer).find(id=field)["value"]


def test_the_ends_of_the_original_stand_in_the_form(editor, desk):
    shown = editor.get(f"{desk}/cut")

    assert (value(shown, "begins_at"), value(shown, "ends_at")) == ("0:00", "0:04")
    assert "Bisher geschwärzt" not in words(shown)


def test_a_span_is_redacted_by_the_times_of_the_player_and_leads_to_its_job(editor, desk, services):
    answer = send(editor, desk, "redact", start="0:01.2", end="0:01.8", blurs="yes")

    with services.database.reading() as session:
        job = session.scalars(select(Job).where(Job.kind == "rebuild")).one()
        texts = session.scalars(select(TranscriptCue.text).order_by(TranscriptCue.position)).all()
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "recording.redacted")).one()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/de/desk/jobs/{job.id}")
    assert texts == ["eins", REMOVED, "drei", "vier"]
    assert (noted.account_name, noted.details) == (
        "erika",
        {"start_seconds": 1.2, "end_seconds": 1.8, "blurs_picture": True},
    )
    assert "0:01.2 – 0:01.8 stumm und unkenntlich" in words(editor.get(f"{desk}/cut"))


def test_trimming_leads_to_its_job_is_taken_back_by_another_and_the_same_ends_lead_to_nothing(editor, desk):
    trimmed = send(editor, desk, "trim", begins_at="0:01", ends_at="0:04")
    same = send(editor, desk, "trim", begins_at="0:01", ends_at="0:04")
    taken_back = send(editor, desk, "trim", begins_at="0:00", ends_at="0:04")
    back_again = send(editor, desk, "trim", begins_at="0:00", ends_at="0:04")

    jobs = [trimmed.headers["location"], taken_back.headers["location"]]
    assert all(job.startswith("/de/desk/jobs/") for job in jobs)
    assert jobs[0] != jobs[1]
    assert {answer.headers["location"] for answer in (same, back_again)} == {f"{desk}/cut?done=unchanged"}


@pytest.mark.parametrize(
    ("form", "typed", "field"),
    [
        ("redact", {"start": "heute", "end": "0:02"}, "start"),
        ("redact", {"start": "0:09", "end": "0:12"}, "start"),
        ("redact", {"start": "0:02", "end": "0:01"}, "end"),
        ("redact", {"start": "0:01", "end": ""}, "end"),
        ("trim", {"begins_at": "0:01", "ends_at": "bald"}, "ends_at"),
        ("trim", {"begins_at": "1:00:00", "ends_at": "2:00:00"}, "begins_at"),
    ],
)
def test_what_is_no_time_is_said_at_its_field_and_what_was_typed_stays(editor, desk, form, typed, field):
    answer = send(editor, desk, form, **typed)

    assert answer.status_code == 422
    assert page(answer).find(id=f"{field}-fault").get_text()
    assert {name: value(answer, name) for name in typed} == typed


def test_times_that_were_read_off_another_film_are_refused(editor, desk, services):
    seen = page(editor.get(f"{desk}/cut")).find("input", attrs={"name": "seen"})["value"]
    with services.database.writing() as session:
        recording = session.get_one(Recording, int(desk.rpartition("/")[2]))
        move_words(session, recording, Ends(1.0), original_seconds=4.0)

    answers = [
        editor.post(f"{desk}/redact", data={"seen": seen, "start": "0:01", "end": "0:02"}),
        editor.post(f"{desk}/trim", data={"seen": seen, "begins_at": "0:01", "ends_at": "0:02"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert page(answers[0]).find(id="start-fault")
    assert page(answers[1]).find(id="begins_at-fault")


def test_what_is_made_anew_because_somebody_asked_is_in_the_inbox_and_on_the_page_of_the_recording(editor, desk):
    job = send(editor, desk, "redact", start="0:01", end="0:02").headers["location"]

    assert page(editor.get("/de/desk")).find("a", href=job)
    assert page(editor.get(desk)).find("a", href=job)
    assert "Ihre Dateien entstehen gerade neu" in words(editor.get(desk))


def test_a_withdrawn_recording_has_no_player_that_cannot_play_but_says_why(editor, desk, services):
    assert page(editor.get(f"{desk}/cut")).find("video")
    with services.database.writing() as session:
        session.scalars(select(Recording)).one().state = State.WITHDRAWN

    for path in ("/cut", "/pictures", "/transcripts/1"):
        shown = editor.get(desk + path)
        assert "Solange sie zurückgezogen ist, werden Film und Bilder auch hier nicht gezeigt" in words(shown), path
        assert not page(shown).select("video, event-player, .frames img"), path


def test_a_recording_that_is_not_there_is_404(editor):
    assert editor.get("/de/desk/recordings/999/cut").status_code == 404
    assert editor.post("/de/desk/recordings/999/trim", data={"begins_at": "0", "ends_at": "1"}).status_code == 404
