"""What came with a film that was here already: nothing of it is lost, it is named, and staff decide on each file."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.cuts import Redaction, Trim
from archive.catalogue.documents import Document
from archive.catalogue.people import Purpose, Role, Upload
from archive.catalogue.recordings import Recording, TranscriptCue
from archive.catalogue.work import Job, JobState
from archive.intake.accepting import uploads_of
from archive.transcripts.cut_lines import REMOVED
from archive.web.desk.tus_headers import CONTENT_TYPE, written_metadata
from tests.support.archives import open_archive, work_until_idle
from tests.support.desk import HERE, client_for
from tests.support.shelf import shelve_words

FILM = b"\0\0\0\x18ftypmp42" + bytes(3000)
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nDie Starthilfe wird ausgezahlt\n"
PDF = b"%PDF-1.7\n"
ASIDE = "/en/desk/recordings/1/laid-aside"


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        path = services.settings.data / "film"
        path.write_bytes(FILM)
        stored = services.store.adopt(path, suffix=".mp4")
        shelve_words(services, "Fokus Georgien", "Guten Tag")
        with services.database.writing() as session:
            recording = session.get_one(Recording, 1)
            recording.original_key, recording.original_sha512 = stored.key, stored.sha512
        yield services


@pytest.fixture
def editor(services):
    return client_for(services, Role.EDITOR, name="erika")


def send_again(editor, language="en"):
    files = [
        ("file", ("again.mp4", FILM, "video/mp4")),
        ("captions", ("again.de.vtt", VTT, "text/vtt")),
        ("captions", ("chat.txt", b"Hallo", "text/plain")),
        ("documents", ("Folien.pdf", PDF, "application/pdf")),
    ]
    return editor.post(f"/{language}/desk/add/file", files=files)


def aside(services, recording_id=1):
    with services.database.reading() as session:
        rows = session.scalars(select(Upload).where(Upload.recording_id == recording_id))
        return {row.file_name: row.id for row in rows}


def words(answer):
    return " ".join(BeautifulSoup(answer.text, "html.parser").main.get_text(" ").split())


def decide(services, editor, name, wanted="add"):
    return editor.post(f"{ASIDE}/{aside(services)[name]}", data={"wanted": wanted})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Laid aside with it: again.de.vtt, Folien.pdf. Decide what becomes of the files that came along"),
        ("de", "Dabei beiseitegelegt: again.de.vtt, Folien.pdf. Über die mitgeschickten Dateien entscheiden"),
    ],
)
def test_what_came_by_a_plain_form_with_a_film_that_is_here_is_named_and_lies_aside(services, editor, language, said):
    answer = send_again(editor, language)

    assert answer.status_code == 422
    assert said in words(answer)
    link = BeautifulSoup(answer.text, "html.parser").find("a", href=f"/{language}/desk/recordings/1/laid-aside")
    assert link is not None
    kept = aside(services)
    assert {name: uploads_of(services).files.path(key).read_bytes() for name, key in kept.items()} == {
        "again.de.vtt": VTT,
        "Folien.pdf": PDF,
    }
    assert len(list((services.settings.data / "uploads").glob("*/data"))) == 2


def test_what_came_by_tus_lies_aside_too_and_the_answer_counts_it(services, editor):
    tus = {"Tus-Resumable": "1.0.0", "Origin": HERE}

    def begin(content, **metadata):
        sent = tus | {"Upload-Length": str(len(content)), "Upload-Metadata": written_metadata(metadata)}
        return editor.post("/desk/uploads", headers=sent).headers["location"]

    def send(address, content):
        sent = tus | {"Upload-Offset": "0", "Content-Type": CONTENT_TYPE}
        return editor.patch(address, headers=sent, content=content)

    film = begin(FILM, filename="again.mp4")
    beside = {"with": film.rsplit("/", 1)[1]}
    send(begin(VTT, filename="again.de.vtt", purpose="captions", **beside), VTT)
    begin(PDF, filename="Halb.pdf", purpose="document", **beside)  # of which nothing arrives

    answer = send(film, FILM)

    assert answer.headers["mitschnitt-recording"] == "1"
    assert answer.headers["mitschnitt-laid-aside"] == "1"
    assert list(aside(services)) == ["again.de.vtt"]
    with services.database.reading() as session:
        assert session.scalars(select(Upload.file_name)).all() == ["again.de.vtt"]


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
    services, editor, monkeypatch
):
    lines = ("davor", "ragt vorn hinein", "Fatima Beispiel", "ragt hinten hinaus", "danach")
    starts = (1, 8, 14, 28, 31)
    cues = [f"00:{start:02}.000 --> 00:{start + 3:02}.000\n{line}\n" for start, line in zip(starts, lines, strict=True)]
    monkeypatch.setitem(globals(), "VTT", "\n".join(["WEBVTT\n", *cues]).encode())
    with services.database.writing() as session:
        session.add(Trim(recording_id=1, begins_at=10.0, ends_at=30.0, original_seconds=40.0, left_out={}))
        redaction = Redaction(recording_id=1, start_seconds=14.5, end_seconds=16.0, blurs_picture=False)
        redaction.made_at = services.clock()
        session.add(redaction)
    send_again(editor)

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
    assert BeautifulSoup(answer.text, "html.parser").select_one("#wanted-fault").text.strip()
    assert set(aside(services)) == {"again.de.vtt", "Folien.pdf"}


def test_what_lies_aside_outlives_every_sweep_and_waits_in_the_inbox(services, editor):
    send_again(editor)

    uploads_of(services).sweep()

    assert len(aside(services)) == 2
    inbox = editor.get("/en/desk")
    assert "To choose from Fokus Georgien Files came with a film that was here already." in words(inbox)
    assert BeautifulSoup(inbox.text, "html.parser").find("a", href=ASIDE) is not None


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


def test_a_recording_that_is_not_there_has_nothing_aside(editor):
    assert editor.get("/en/desk/recordings/99/laid-aside").status_code == 404


def test_where_the_job_finds_out_that_the_film_is_here_nothing_is_lost_either(services, editor):
    digest = known_as(services, "")  # the other copy is still on its way in
    job_page = send_again(editor).headers["location"].partition("?")[0]
    known_as(services, digest)

    work_until_idle(services)

    answer = editor.get(job_page)
    assert "The second copy was not kept." in words(answer)
    assert BeautifulSoup(answer.text, "html.parser").find("a", href=ASIDE) is not None
    uploads_of(services).sweep()
    assert set(aside(services)) == {"again.de.vtt", "Folien.pdf"}
    assert decide(services, editor, "Folien.pdf").headers["location"] == f"{ASIDE}?done=document-added"
    with services.database.reading() as session:
        assert session.scalars(select(Document.recording_id)).all() == [1]


def test_what_lies_aside_with_a_draft_goes_on_to_the_recording_that_its_film_turns_out_to_be(services, editor):
    digest = known_as(services, "")
    editor.post("/en/desk/add/file", files={"file": ("again.mp4", FILM, "video/mp4")})
    put_aside(services, "Folien.pdf", PDF, with_recording=2)
    known_as(services, digest)

    work_until_idle(services)

    assert list(aside(services)) == ["Folien.pdf"]
    uploads_of(services).sweep()
    assert decide(services, editor, "Folien.pdf").headers["location"] == f"{ASIDE}?done=document-added"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "lie aside with its draft. Please decide on them first."),
        ("de", "liegen bei seinem Entwurf beiseite. Bitte entscheiden Sie zuerst über sie."),
    ],
)
def test_a_draft_with_which_something_lies_aside_is_not_discarded_before_it_is_decided_on(
    services, editor, language, said
):
    known_as(services, "")
    editor.post("/en/desk/add/file", files={"file": ("talk.mp4", FILM, "video/mp4")})
    with services.database.writing() as session:
        job = session.scalars(select(Job)).one()
        job.state = JobState.FAILED
    put_aside(services, "Folien.pdf", PDF, with_recording=2)
    discard = f"/{language}/desk/jobs/{job.id}/discard"

    refused = editor.post(discard)

    assert refused.headers["location"] == f"/{language}/desk/jobs/{job.id}?done=decide-first"
    answer = editor.get(refused.headers["location"])
    assert said in words(answer)
    here = f"/{language}/desk/recordings/2/laid-aside"
    assert BeautifulSoup(answer.text, "html.parser").find("a", href=here) is not None
    (key,) = aside(services, 2).values()
    editor.post(f"{here}/{key}", data={"wanted": "discard"})
    assert editor.post(discard).headers["location"].endswith("?done=discarded")
    with services.database.reading() as session:
        assert session.get(Recording, 2) is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "These files lie aside with it and would go too: again.de.vtt, Folien.pdf."),
        ("de", "Diese Dateien liegen bei ihr beiseite und würden mit gelöscht: again.de.vtt, Folien.pdf."),
    ],
)
def test_who_deletes_for_good_reads_what_lies_aside_and_would_go_too(services, editor, language, said):
    send_again(editor)

    answer = client_for(services, Role.ADMIN, name="ada").get(f"/{language}/desk/recordings/1/delete")

    assert said in words(answer)


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
    (row,) = (row for row in BeautifulSoup(answer.text, "html.parser").select("ul.jobs li") if name in row.h2.text)
    assert said in row.text
    assert [button["value"] for button in row.select("button")] == ["discard"]
    assert added.headers["location"] == f"{here}?done=unchanged"
    assert editor.post(f"{here}/{key}", data={"wanted": "discard"}).headers["location"] == f"{here}?done=file-discarded"
    assert name not in aside(services)


def put_aside(services, name, content, *, with_recording):
    uploads = uploads_of(services)
    key = uploads.files.create()
    uploads.files.path(key).write_bytes(content)
    with services.database.writing() as session:
        row = Upload(id=key, account_id=1, purpose=Purpose.DOCUMENT, file_name=name, size_bytes=len(content))
        row.recording_id, row.created_at, row.finished_at = with_recording, services.clock(), services.clock()
        session.add(row)


def known_as(services, digest):
    """Let the recording have this checksum; give the one it had."""
    with services.database.writing() as session:
        recording = session.get_one(Recording, 1)
        before, recording.original_sha512 = recording.original_sha512, digest
        return before
