"""Documents of a recording at the desk: added by a plain form, named anew, taken away."""

import pytest
from sqlalchemy import select

from archive.catalogue.documents import Document
from tests.support.desk import client_for
from tests.support.pages import page
from tests.support.shelf import shelve_words

PDF = b"%PDF-1.4\n% slides of the evening\n"


@pytest.fixture
def here(services):
    return f"/en/desk/recordings/{shelve_words(services, 'Fokus Georgien', 'Guten Tag')}/documents"


def documents(services):
    with services.database.reading() as session:
        return [(row.id, row.title, row.kind.value, row.language) for row in session.scalars(select(Document))]


def send(editor, here, content, **about):
    fields = {"document_title": "", "document_kind": "slides", "document_language": "de"} | about
    return editor.post(here, data=fields, files={"document": ("Fokus Georgien.pdf", content, "application/pdf")})


def test_a_document_is_added_offered_to_visitors_named_anew_and_taken_away(services, editor, here):
    assert send(editor, here, PDF).headers["location"].endswith("/documents?done=saved")
    (number, *about), *_ = documents(services)
    assert about == ["Fokus Georgien", "slides", "de"]
    assert "Fokus Georgien" in page(client_for(services).get("/de/watch/fokus-georgien")).select_one(".downloads").text

    named = {"document_title": "Folien", "document_kind": "handout", "document_language": ""}
    editor.post(f"{here}/{number}", data=named)
    assert documents(services) == [(number, "Folien", "handout", "")]
    editor.post(f"{here}/{number}/remove")
    assert documents(services) == []


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(services, editor, here):
    refused = send(editor, here, b"\x00\x01 no document", document_title="Mein Titel")
    empty = editor.post(here, data={"document_title": "Mein Titel", "document_kind": "other"}, files={"x": ("", b"")})

    for answer in (refused, empty):
        assert answer.status_code == 422
        assert page(answer).find(id="document-fault").text.strip()
        assert page(answer).find(id="document_title")["value"] == "Mein Titel"
    send(editor, here, PDF)
    (number, *_), *_ = documents(services)
    nameless = editor.post(f"{here}/{number}", data={"document_title": "", "document_kind": "slides"})
    assert nameless.status_code == 422
    assert page(nameless).find("details", open=True).find(id="document_title-fault")


def test_languages_stand_in_one_order_on_all_pages_of_a_recording(editor, here):
    def offered(path, field):
        return [choice.text for choice in page(editor.get(path)).select(f"select[name={field}] option")]

    about = here.removesuffix("/documents").replace("/en/", "/de/")
    unknown, *languages = offered(f"{about}/documents", "document_language")
    assert [*languages, unknown] == offered(about, "language")
