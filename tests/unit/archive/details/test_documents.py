"""Documents of a recording: told by content, kept once, given to whom the recording is given."""

import pytest
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.documents import Document, DocumentKind
from archive.catalogue.events import State, Visibility
from archive.catalogue.files import UnneededFile
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.details.documents import (
    LARGEST_DOCUMENT_BYTES,
    add_document,
    change_document,
    documents_of,
    put_document,
    remove_document,
)
from archive.errors import InvalidInputError, NotFoundError
from archive.web import addresses
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.shelf import shelve_words

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
CHAT = b"10:02:31 From Erika to Everyone: Guten Tag"


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("documents") / "var") as services:
        yield services


@pytest.fixture
def recording_id(services):
    recording_id = shelve_words(services, "Fokus Georgien", "Guten Tag")
    yield recording_id
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        session.delete(recording)
        session.flush()
        session.delete(recording.event)


def add(services, recording_id, content=PDF, *, name="Folien Georgien.pdf", kind=DocumentKind.SLIDES, **more):
    path = services.settings.data / "brought"
    path.write_bytes(content)
    put = put_document(services, path, name=name)
    with services.database.writing() as session:
        return add_document(services, session, recording_id, put, kind=kind, **more).id


def path_of(services, document_id):
    with services.database.reading() as session:
        row = session.get_one(Document, document_id)
        return addresses.document(session.get_one(Recording, row.recording_id).slug, row.id, row.key)


def test_a_document_is_offered_on_the_page_and_served_shut_in(services, recording_id):
    document_id = add(services, recording_id, language="de")
    visitor = client_for(services)

    answer = visitor.get(path_of(services, document_id))

    page = visitor.get("/de/watch/fokus-georgien").text
    assert path_of(services, document_id) in page
    assert "Dokumente" in page
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('attachment; filename="folien-georgien.pdf"')
    assert answer.headers["content-disposition"].endswith("filename*=UTF-8''Folien%20Georgien.pdf")
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("changes", "role", "status"),
    [
        ({"state": State.DRAFT}, None, 404),
        ({"state": State.DRAFT}, Role.READER, 404),
        ({"state": State.DRAFT}, Role.EDITOR, 200),
        ({"state": State.WITHDRAWN}, None, 410),
        ({"visibility": Visibility.SIGNED_IN}, None, 404),
        ({"visibility": Visibility.SIGNED_IN}, Role.READER, 200),
        ({"visibility": Visibility.STAFF}, Role.READER, 404),
        ({}, None, 200),
    ],
)
def test_whoever_may_see_the_recording_may_have_its_documents(services, recording_id, changes, role, status):
    path = path_of(services, add(services, recording_id))
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        for name, value in changes.items():
            setattr(recording, name, value)

    assert client_for(services, role, name=f"{role} {changes}").get(path).status_code == status


def test_a_chat_is_for_staff_alone_also_once_the_recording_is_published(services, recording_id):
    path = path_of(services, add(services, recording_id, CHAT, name="chat.txt", kind=DocumentKind.CHAT))
    visitor, editor = client_for(services), client_for(services, Role.EDITOR)

    given = editor.get(path)

    assert visitor.get(path).status_code == 404
    assert path not in visitor.get("/de/watch/fokus-georgien").text
    assert path in editor.get("/de/watch/fokus-georgien").text
    assert (given.status_code, given.headers["cache-control"]) == (200, "private, no-store")
    assert "access-control-allow-origin" not in given.headers


def test_a_wrong_mark_or_another_recording_is_404(services, recording_id):
    other = shelve_words(services, "Fokus Irak", "Hallo")
    path = path_of(services, add(services, recording_id))
    add(services, other, PDF + b" ")
    visitor = client_for(services)

    assert visitor.get(path.replace("fokus-georgien", "fokus-irak")).status_code == 404
    assert visitor.get(path[:-5] + ("0" if path[-5] != "0" else "1") + ".pdf").status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "fault"),
    [
        (b"", DocumentKind.SLIDES, "empty"),
        (b"PK\x03\x04 a program", DocumentKind.SLIDES, "not-a-document"),
        (b"<html><script>alert(1)</script>", DocumentKind.HANDOUT, "not-a-pdf"),
    ],
)
def test_what_is_no_document_is_refused_whatever_its_name_says(services, recording_id, content, kind, fault):
    with pytest.raises(InvalidInputError) as refused:
        add(services, recording_id, content, kind=kind)

    assert refused.value.fields == {"document": fault}


def test_a_document_beyond_the_cap_is_refused_unread(services, tmp_path):
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.write(PDF)
        file.truncate(LARGEST_DOCUMENT_BYTES + 1)

    with pytest.raises(InvalidInputError) as refused:
        put_document(services, large, name="large.pdf")

    assert refused.value.fields == {"document": "too-large"}


def test_the_same_file_twice_is_one_document(services, recording_id):
    assert add(services, recording_id) == add(services, recording_id, name="another name.pdf")


def test_changing_and_removing_leave_entries_in_the_log_and_let_the_file_go(services, recording_id):
    document_id = add(services, recording_id)

    with services.database.writing() as session:
        change_document(
            session, recording_id, document_id, kind=DocumentKind.HANDOUT, title=" Merkblatt ", language="de-DE"
        )
    with services.database.reading() as session:
        (changed,) = documents_of(session, recording_id)
    with services.database.writing() as session:
        remove_document(services, session, recording_id, document_id)

    assert (changed.kind, changed.title, changed.language) == (DocumentKind.HANDOUT, "Merkblatt", "de")
    with services.database.reading() as session:
        assert documents_of(session, recording_id, for_staff=True) == ()
        assert session.get(UnneededFile, changed.key) is not None
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(3)).all()
    assert actions == ["document.removed", "document.changed", "document.added"]


def test_what_is_wrong_with_a_document_is_said_field_by_field(services, recording_id):
    document_id = add(services, recording_id)

    with services.database.writing() as session, pytest.raises(InvalidInputError) as refused:
        change_document(session, recording_id, document_id, kind=DocumentKind.SLIDES, title="", language="!")
    with services.database.writing() as session, pytest.raises(NotFoundError):
        remove_document(services, session, recording_id + 1, document_id)

    assert refused.value.fields == {"document_title": "empty", "document_language": "not-a-language"}
