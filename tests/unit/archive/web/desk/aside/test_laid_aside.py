"""What came with a film that was here already: nothing of it is lost, and it is named wherever it matters."""

import pytest
from sqlalchemy import select

from archive.catalogue.documents import Document
from archive.catalogue.people import Purpose, Role, Upload
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job, JobState
from archive.intake.accepting import uploads_of
from archive.web.desk.tus_headers import CONTENT_TYPE, written_metadata
from tests.support.archives import work_until_idle
from tests.support.desk import HERE, client_for
from tests.support.files_aside import ASIDE, FILM, PDF, VTT, aside, decide, send_again
from tests.support.pages import page, words


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
    link = page(answer).find("a", href=f"/{language}/desk/recordings/1/laid-aside")
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


def test_what_lies_aside_outlives_every_sweep_and_waits_in_the_inbox(services, editor):
    send_again(editor)

    uploads_of(services).sweep()

    assert len(aside(services)) == 2
    inbox = editor.get("/en/desk")
    assert "To choose from Fokus Georgien Files came with a film that was here already." in words(inbox)
    assert page(inbox).find("a", href=ASIDE) is not None


def test_a_recording_that_is_not_there_has_nothing_aside(editor):
    assert editor.get("/en/desk/recordings/99/laid-aside").status_code == 404


def test_where_the_job_finds_out_that_the_film_is_here_nothing_is_lost_either(services, editor):
    digest = known_as(services, "")  # the other copy is still on its way in
    job_page = send_again(editor).headers["location"].partition("?")[0]
    known_as(services, digest)

    work_until_idle(services)

    answer = editor.get(job_page)
    assert "The second copy was not kept." in words(answer)
    assert page(answer).find("a", href=ASIDE) is not None
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
    assert page(answer).find("a", href=here) is not None
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
