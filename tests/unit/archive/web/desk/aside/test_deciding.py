"""What staff decide on each file that lies aside: it becomes words or a document of its recording, or goes."""

import pytest
from sqlalchemy import func, select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.cuts import Redaction, Trim
from archive.catalogue.documents import Document
from archive.catalogue.recordings import TranscriptCue
from archive.intake.accepting import uploads_of
from archive.transcripts.cut_lines import REMOVED
from tests.support.dying_process import dying_at
from tests.support.files_aside import ASIDE, PDF, aside, decide, send_again
from tests.support.pages import page, words
from tests.support.shelf import shelve_words


def test_captions_that_lie_aside_become_a_transcript_once_staff_add_them(services, editor):
    send_again(editor)

    answer = decide(services, editor, "again.de.vtt")

    assert answer.headers["location"] == f"{ASIDE}?done=captions-added&lines=1"
    assert "Lines taken in: 1." in words(editor.get(answer.headers["location"]))
    assert list(aside(services)) == ["Folien.pdf"]
    with services.database.reading() as session:
        assert "Die Starthilfe wird ausgezahlt" in session.scalars(select(TranscriptCue.text)).all()
        actions = session.scalars(select(AuditEntry.action).where(AuditEntry.account_name == "erika")).all()
    assert "captions.added" in actions


def test_captions_of_a_film_that_is_trimmed_now_come_at_the_seconds_seen_and_what_is_redacted_stays_so(
    services, editor
):
    lines = ("davor", "ragt vorn hinein", "Fatima Beispiel", "ragt hinten hinaus", "danach")
    starts = (1, 8, 14, 28, 31)
    cues = [f"00:{start:02}.000 --> 00:{start + 3:02}.000\n{line}\n" for start, line in zip(starts, lines, strict=True)]
    with services.database.writing() as session:
        session.add(Trim(recording_id=1, begins_at=10.0, ends_at=30.0, original_seconds=40.0, left_out={}))
        redaction = Redaction(recording_id=1, start_seconds=14.5, end_seconds=16.0, blurs_picture=False)
        redaction.made_at = services.clock()
        session.add(redaction)
    send_again(editor, captions="\n".join(["WEBVTT\n", *cues]).encode())

    decide(services, editor, "again.de.vtt")

    with services.database.reading() as session:
        rows = session.scalars(select(TranscriptCue).order_by(TranscriptCue.position))
        assert [(row.start_seconds, row.end_seconds, row.text) for row in rows] == [
            (0.0, 1.0, "ragt vorn hinein"),
            (4.0, 7.0, REMOVED),
            (18.0, 20.0, "ragt hinten hinaus"),
        ]


def test_captions_of_which_nothing_is_seen_any_more_stay_aside_and_the_page_says_so(services, editor):
    with services.database.writing() as session:
        session.add(Trim(recording_id=1, begins_at=10.0, ends_at=None, original_seconds=40.0, left_out={}))
    send_again(editor)

    answer = decide(services, editor, "again.de.vtt")

    assert answer.status_code == 422
    assert "All of these captions lie in what was cut off" in words(answer)
    assert "again.de.vtt" in aside(services)


def test_slides_that_lie_aside_become_a_document_once_staff_add_them(services, editor):
    send_again(editor)

    answer = decide(services, editor, "Folien.pdf")

    assert "The document has been added." in words(editor.get(answer.headers["location"]))
    assert list(aside(services)) == ["again.de.vtt"]
    with services.database.reading() as session:
        (document,) = session.scalars(select(Document)).all()
        actions = session.scalars(select(AuditEntry.action)).all()
    assert (document.recording_id, document.title, document.kind) == (1, "Folien", "slides")
    assert services.store.path(document.key).read_bytes() == PDF
    assert "document.added" in actions


def test_what_is_discarded_goes_with_its_bytes_and_the_log_tells(services, editor):
    send_again(editor)

    for name in ("again.de.vtt", "Folien.pdf"):
        answer = decide(services, editor, name, "discard")

    assert "The file has been discarded. Nothing lies aside" in words(editor.get(answer.headers["location"]))
    assert not list((services.settings.data / "uploads").glob("*/data"))
    with services.database.reading() as session:
        labels = session.scalars(select(AuditEntry.label).where(AuditEntry.action == "upload.discarded")).all()
    assert labels == ["again.de.vtt", "Folien.pdf"]


def test_captions_that_cannot_be_read_stay_aside_and_the_page_says_why(services, editor):
    send_again(editor)
    uploads_of(services).files.path(aside(services)["again.de.vtt"]).write_bytes(b"\x00\x01\x02")

    answer = decide(services, editor, "again.de.vtt")

    assert answer.status_code == 422
    assert page(answer).select_one("#wanted-fault").text.strip()
    assert set(aside(services)) == {"again.de.vtt", "Folien.pdf"}


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("again.de.vtt", "INSERT INTO transcript"),
        ("again.de.vtt", "DELETE FROM upload"),
        ("Folien.pdf", "INSERT INTO document"),
        ("Folien.pdf", "DELETE FROM upload"),
    ],
)
def test_a_file_is_added_and_lies_aside_no_more_at_once_so_whoever_dies_doubles_nothing(
    services, editor, name, statement
):
    send_again(editor)
    before = added(services)

    with dying_at(services, statement):
        decide(services, editor, name)

    assert added(services) == before
    assert name in aside(services)
    decide(services, editor, name)
    assert added(services) == before + 1
    assert name not in aside(services)


def added(services):
    """Count what was added to the recording, as the log tells of it in the same transaction."""
    with services.database.reading() as session:
        told = select(func.count(AuditEntry.id)).where(AuditEntry.action.in_(["captions.added", "document.added"]))
        return session.scalar(told)


def test_a_file_is_decided_on_once_and_only_with_its_own_recording(services, editor):
    send_again(editor)
    shelve_words(services, "Fokus Irak", "Hallo")
    key = aside(services)["Folien.pdf"]

    elsewhere = editor.post(f"/en/desk/recordings/2/laid-aside/{key}", data={"wanted": "add"})
    neither = editor.post(f"{ASIDE}/{key}", data={"wanted": "burn"})
    twice = [editor.post(f"{ASIDE}/{key}", data={"wanted": "add"}).headers["location"] for _ in range(2)]

    assert elsewhere.headers["location"] == "/en/desk/recordings/2/laid-aside?done=unchanged"
    assert neither.headers["location"] == f"{ASIDE}?done=unchanged"
    assert twice == [f"{ASIDE}?done=document-added", f"{ASIDE}?done=unchanged"]
    with services.database.reading() as session:
        assert len(session.scalars(select(Document)).all()) == 1


@pytest.mark.parametrize("name", ["again.de.vtt", "Folien.pdf"])
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "The file is not here any more. Please send it again."), ("de", "Die Datei ist nicht mehr da.")],
)
def test_a_file_whose_bytes_are_lost_is_shown_as_missing_and_can_only_be_discarded(
    services, editor, name, language, said
):
    send_again(editor)
    key = aside(services)[name]
    uploads_of(services).files.remove(key)
    uploads_of(services).sweep()
    here = f"/{language}/desk/recordings/1/laid-aside"

    answer = editor.get(here)
    added = editor.post(f"{here}/{key}", data={"wanted": "add"})

    assert answer.status_code == 200
    (row,) = (row for row in page(answer).select("ul.jobs li") if name in row.h2.text)
    assert said in row.text
    assert [button["value"] for button in row.select("button")] == ["discard"]
    assert added.headers["location"] == f"{here}?done=unchanged"
    assert editor.post(f"{here}/{key}", data={"wanted": "discard"}).headers["location"] == f"{here}?done=file-discarded"
    assert name not in aside(services)
