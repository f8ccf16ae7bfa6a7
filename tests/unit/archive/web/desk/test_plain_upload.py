"""The upload form as browsers without scripts send it: what comes in, what is refused, that nothing is left behind."""

from contextlib import ExitStack
from functools import partial

import anyio
import pytest
from sqlalchemy import select
from starlette.requests import Request

from archive.catalogue.audit import AuditEntry
from archive.catalogue.documents import Document
from archive.catalogue.people import Role, Upload
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job
from archive.errors import InvalidInputError
from archive.intake import accepting
from archive.intake.accepting import uploads_of
from archive.intake.upload_files import UploadFiles
from archive.web.desk import plain_upload, replacing_file
from media.errors import StoreFullError
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.pages import page, words
from tests.support.shelf import shelve_words


def test_a_file_comes_in_by_a_plain_form_with_its_captions(services, editor):
    files = [
        ("file", ("Fokus Irak 16.10.2023.mp4", b"x" * 3_000_000, "video/mp4")),
        ("captions", ("Fokus Irak.de.vtt", b"WEBVTT\n", "text/vtt")),
        ("captions", ("Fokus Irak.en.vtt", b"WEBVTT\n", "text/vtt")),
    ]

    answer = editor.post("/en/desk/add/file", files=files)

    assert answer.status_code == 303
    with services.database.reading() as session:
        job, source = session.scalars(select(Job)).one(), session.scalars(select(Source)).one()
    assert answer.headers["location"] == f"/en/desk/jobs/{job.id}"
    assert (job.kind, source.file_name) == ("ingest", "Fokus Irak 16.10.2023.mp4")
    assert [caption["language"] for caption in source.payload["captions"]] == ["de", "en"]
    assert (services.settings.data / source.payload["path"]).stat().st_size == 3_000_000
    with services.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "recording.added")).one()
    assert (entry.account_name, entry.subject_id) == ("erika", str(job.recording_id))


def test_slides_come_in_by_a_plain_form_and_a_chat_is_left_out_with_a_word(services, editor):
    files = [
        ("file", ("Fokus Irak.mp4", b"x" * 3000, "video/mp4")),
        ("captions", ("meeting_saved_chat.txt", b"Hallo", "text/plain")),
        ("documents", ("Folien Irak.pdf", b"%PDF-1.7", "application/pdf")),
        ("documents", ("Tabelle.pdf", b"PK\x03\x04", "application/pdf")),
    ]

    answer = editor.post("/en/desk/add/file", files=files)

    assert answer.headers["location"].endswith("?done=left-out")
    assert "were left out" in words(editor.get(answer.headers["location"]))
    with services.database.reading() as session:
        assert session.scalars(select(Document.title)).all() == ["Folien Irak"]
        assert session.scalars(select(Source)).one().payload["captions"] == []


def test_a_file_that_is_here_is_named_by_a_plain_form_and_not_kept(services, editor, draft):
    path = services.settings.data / "film"
    path.write_bytes(b"x" * 3000)
    stored = services.store.adopt(path, suffix=".mp4")
    with services.database.writing() as session:
        recording = session.get_one(Recording, draft)
        recording.original_key, recording.original_sha512 = stored.key, stored.sha512

    answer = editor.post("/en/desk/add/file", files=[("file", ("again.mp4", b"x" * 3000, "video/mp4"))])

    assert answer.status_code == 422
    assert "in the archive already, as “Fokus Georgien”" in words(answer)
    assert page(answer).find("a", href=f"/en/desk/recordings/{draft}")
    assert not list((services.settings.data / "uploads").glob("*/data"))


def test_a_plain_form_without_room_says_so_with_507(services, editor, monkeypatch):
    monkeypatch.setattr(UploadFiles, "free_bytes", lambda _files: 0)

    answer = editor.post("/en/desk/add/file", files=[("file", ("a.mp4", b"x" * 3000, "video/mp4"))])

    assert answer.status_code == 507
    assert page(answer).select_one(".faults[role=alert]")


@pytest.mark.parametrize("replaces", [False, True])
def test_a_plain_form_for_which_the_store_has_no_room_leaves_nothing_that_nobody_would_finish(
    services, editor, draft, monkeypatch, replaces
):
    def full(*_given, **_named):
        raise StoreFullError(3000, 0)

    monkeypatch.setattr(accepting, "check_replaceable" if replaces else "put_document", full)
    address = f"recordings/{draft}/cut/file" if replaces else "add/file"
    if replaces:
        monkeypatch.setattr(replacing_file, "refuse_replacement", lambda _services, _recording_id: None)
    files = [("file", ("a.mp4", b"x" * 3000, "video/mp4"))]
    slides = [] if replaces else [("documents", ("Folien.pdf", b"%PDF-1.7", "application/pdf"))]

    answer = editor.post(f"/en/desk/{address}", files=files + slides)

    assert answer.status_code == 507
    with services.database.reading() as session:
        assert session.scalars(select(Upload)).all() == []
    assert not list((services.settings.data / "uploads").glob("*/data"))


FORM = "multipart/form-data; boundary=x"
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n\r\n'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", FORM),
        (b"file=abc", "application/x-www-form-urlencoded"),
        (b"--x\r\ngarbage", FORM),
        (FILE % b"a.mp4" + b"abc", FORM),
        (FILE % b"" + b"\r\n--x--\r\n", FORM),
        (FILE.replace(b'"file"', b'"other"') % b"a.mp4" + b"abc\r\n--x--\r\n", FORM),
        (b"--x--\r\n", "multipart/form-data"),
    ],
)
def test_a_plain_form_without_a_whole_file_is_refused_and_leaves_nothing(services, editor, content, kind):
    answer = editor.post("/en/desk/add/file", content=content, headers={"Content-Type": kind})

    assert answer.status_code == 422
    assert page(answer).find(id="file-fault")
    assert not list((services.settings.data / "uploads").glob("*/data"))


def test_a_plain_form_that_is_too_large_is_refused_and_leaves_nothing(services, editor, monkeypatch):
    monkeypatch.setattr(plain_upload, "LARGEST_BYTES", 1_000_000)
    body = [FILE % b"a.mp4", *[b"y" * 500_000] * 4]
    kind = {"Content-Type": FORM}

    announced = editor.post("/en/desk/add/file", content=b"".join(body), headers=kind)
    unannounced = editor.post("/en/desk/add/file", content=iter(body), headers=kind)

    assert (announced.status_code, unannounced.status_code) == (413, 413)
    assert page(unannounced).find(class_="faults").text.strip()
    assert not list((services.settings.data / "uploads").glob("*/data"))


@pytest.fixture
def on_its_way(tmp_path):
    """Give an archive, with its limits, in which Erika has an upload of 2,000 bytes on its way, and her browser."""
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "2000", "Upload-Metadata": "filename dGFsay5tcDQ="}

    def begun(**limits):
        services = stack.enter_context(open_archive(tmp_path / "crowded", **limits))
        editor = client_for(services, Role.EDITOR, name="erika")
        assert editor.post("/desk/uploads", headers=headers).status_code == 201
        return services, editor

    with ExitStack() as stack:
        yield begun


@pytest.mark.parametrize(
    ("language", "limits", "said"),
    [
        ("en", {"uploads_per_account": 1}, "You have many unfinished uploads."),
        ("de", {"uploads_per_account": 1}, "Sie haben viele unfertige Uploads."),
        ("en", {"upload_bytes_per_account": 4000}, "Your unfinished uploads are very large."),
        ("de", {"upload_bytes_per_account": 4000}, "Ihre unfertigen Uploads sind sehr groß."),
    ],
)
def test_a_plain_form_beyond_the_share_of_its_account_says_so_and_leaves_nothing(on_its_way, language, limits, said):
    services, editor = on_its_way(**limits)

    answer = editor.post(f"/{language}/desk/add/file", files={"file": ("a.mp4", b"x" * 2001, "video/mp4")})

    assert answer.status_code == 422
    assert page(answer).find(id="file-fault").text.startswith(said)
    with services.database.reading() as session:
        assert session.scalars(select(Upload.file_name)).all() == ["talk.mp4"]
    assert [path.stat().st_size for path in (services.settings.data / "uploads").glob("*/data")] == [0]


@pytest.mark.parametrize("limits", [{"uploads_per_account": 1}, {"upload_bytes_per_account": 4000}])
def test_a_film_beyond_the_share_is_refused_at_its_first_bytes(on_its_way, limits):
    services, _ = on_its_way(**limits)
    with services.database.reading() as session:
        account_id = session.scalars(select(Upload.account_id)).one()
    pieces = iter([FILE % b"a.mp4" + b"y" * plain_upload.FEED_BYTES, b"y" * plain_upload.FEED_BYTES, b"\r\n--x--\r\n"])

    async def receive():
        body = next(pieces, b"")
        return {"type": "http.request", "body": body, "more_body": bool(body)}

    request = Request({"type": "http", "method": "POST", "headers": [(b"content-type", FORM.encode())]}, receive)

    with pytest.raises(InvalidInputError):
        anyio.run(partial(plain_upload.receive_form, request, uploads_of(services), account_id=account_id))

    assert len(list(pieces)) == 2


def test_forms_that_are_sent_at_the_same_time_do_not_go_beyond_the_share_together(on_its_way, monkeypatch):
    services, editor = on_its_way(uploads_per_account=1)
    monkeypatch.setattr(plain_upload.Uploads, "on_their_way", lambda _uploads, _account_id: [])  # as it was at first

    answer = editor.post("/en/desk/add/file", files={"file": ("a.mp4", b"x" * 200, "video/mp4")})

    assert answer.status_code == 422
    assert page(answer).find(id="file-fault").text.startswith("You have many unfinished uploads.")
    with services.database.reading() as session:
        assert session.scalars(select(Upload.file_name)).all() == ["talk.mp4"]
    assert len(list((services.settings.data / "uploads").glob("*/data"))) == 1


def test_what_goes_along_by_a_plain_form_is_no_part_of_the_share(on_its_way):
    _, editor = on_its_way(uploads_per_account=2, upload_bytes_per_account=4000)
    files = {"file": ("a.mp4", b"x" * 2000, "video/mp4"), "captions": ("a.vtt", b"WEBVTT\n" * 100, "text/vtt")}

    assert editor.post("/en/desk/add/file", files=files).status_code == 303


def test_a_file_in_the_place_of_another_is_part_of_the_share_too(on_its_way):
    services, editor = on_its_way(uploads_per_account=1)
    recording_id = shelve_words(services, "Fokus Georgien", "Guten Tag")

    answer = editor.post(
        f"/en/desk/recordings/{recording_id}/cut/file", files={"file": ("a.mp4", b"x" * 200, "video/mp4")}
    )

    assert answer.status_code == 422
    assert "You have many unfinished uploads." in words(answer)
