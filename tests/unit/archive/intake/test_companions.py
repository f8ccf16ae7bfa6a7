"""Captions and documents that go with a recording: to its job, in place of older ones, refused, or laid aside."""

from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import select

from archive.catalogue.database import Database
from archive.catalogue.people import Purpose, Upload
from archive.catalogue.work import Job
from archive.details.drafts import draft_recording
from archive.errors import AlreadyArchivedError, InvalidInputError, NotFoundError
from archive.intake.upload_rules import MOST_COMPANIONS
from tests.support.ingested import details
from tests.support.uploaded import ERIKA, MAX, companion, make_job, refuse, write


def test_what_goes_with_a_recording_reaches_its_job_and_makes_none_of_its_own(uploads, database):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0)
    companion(uploads, upload, "talk.de.vtt", b"WEBVTT")
    companion(uploads, upload, "talk.pdf", b"%PDF-1.7", Purpose.DOCUMENT)
    uploads.begin(ERIKA, file_name="late.vtt", size_bytes=9, purpose=Purpose.CAPTIONS, with_id=upload.id)

    uploads.finish(upload.id, accept=make_job)

    with database.reading() as session:
        arguments = session.scalars(select(Job.arguments)).one()
    assert (arguments["captions"], arguments["documents"]) == (["talk.de.vtt"], ["talk.pdf"])


def test_captions_sent_once_more_take_the_place_of_those_of_the_same_name(uploads, database):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0)
    first = companion(uploads, upload, "talk.vtt", b"WEBVTT 1")
    second = companion(uploads, upload, "talk.vtt", b"WEBVTT 2")

    uploads.finish(upload.id, accept=make_job)

    with database.reading() as session:
        assert session.scalars(select(Job.arguments)).one()["captions"] == ["talk.vtt"]
    assert first.id not in set(uploads.files.ids())
    assert second.id in set(uploads.files.ids())


def test_captions_that_arrive_while_their_film_is_found_to_be_here_are_laid_aside_or_refused(
    uploads, database, clock, monkeypatch
):
    with database.writing() as session:
        known = draft_recording(session, details(), now=clock())
    film = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0)
    row = uploads.begin(ERIKA, file_name="talk.vtt", size_bytes=6, purpose=Purpose.CAPTIONS, with_id=film.id)
    write(uploads, row, b"WEBVTT")
    was_taken = []

    def arrive_between():
        monkeypatch.undo()
        with suppress(NotFoundError):
            uploads.finish(row.id, accept=refuse)
            was_taken.append(row.id)

    def say_known(_arrived):
        monkeypatch.setattr(Database, "writing", and_then(Database.writing, arrive_between))
        raise AlreadyArchivedError(known.id, known.title)

    with pytest.raises(AlreadyArchivedError):
        uploads.finish(film.id, accept=say_known)

    assert list(uploads.files.ids()) == was_taken
    with database.reading() as session:
        assert session.scalars(select(Upload.id)).all() == was_taken


def and_then(writing, do):
    """Give transactions that are followed by something, as by another request that waited for them to end."""

    @contextmanager
    def followed(self, **named):
        with writing(self, **named) as session:
            yield session
        do()

    return followed


@pytest.mark.parametrize(
    ("name", "content", "purpose", "fault"),
    [
        ("meeting_saved_chat.txt", b"Hallo", Purpose.CAPTIONS, {"file": "chat"}),
        ("list.csv", b"Name,User Email,Join Time\n", Purpose.CAPTIONS, {"file": "participants"}),
        ("slides.pdf", b"PK\x03\x04", Purpose.DOCUMENT, {"document": "not-a-document"}),
        ("slides.pdf", b"only text", Purpose.DOCUMENT, {"document": "not-a-pdf"}),
    ],
)
def test_what_is_not_what_it_was_sent_as_is_refused_and_dropped(uploads, name, content, purpose, fault):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)

    with pytest.raises(InvalidInputError) as refused:
        companion(uploads, upload, name, content, purpose)

    assert refused.value.fields == fault
    assert list(uploads.files.ids()) == [upload.id]


def test_a_chat_that_somebody_wants_goes_along_as_a_document(uploads):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)

    companion(uploads, upload, "chat.txt", b"Hallo", Purpose.DOCUMENT)


def test_a_film_that_names_another_goes_with_none(uploads):
    first = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)
    second = uploads.begin(ERIKA, file_name="other.mp4", size_bytes=1, with_id=first.id)

    uploads.discard(first.id)

    assert list(uploads.files.ids()) == [second.id]


@pytest.mark.parametrize("whose", ["none", "somebody else's", "a finished one", "captions"])
def test_only_an_unfinished_recording_of_ones_own_can_be_gone_with(uploads, whose):
    own = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0)
    with_id = {
        "none": lambda: None,
        "somebody else's": lambda: uploads.begin(MAX, file_name="talk.mp4", size_bytes=1).id,
        "a finished one": lambda: uploads.finish(own.id, accept=make_job) and own.id,
        "captions": lambda: "0" * 32,
    }[whose]()

    with pytest.raises(InvalidInputError) as refused:
        uploads.begin(ERIKA, file_name="talk.vtt", size_bytes=1, purpose=Purpose.CAPTIONS, with_id=with_id)

    assert refused.value.fields == {"file": "no-recording"}


def test_not_more_than_a_few_files_go_with_a_recording(uploads):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)
    for number in range(MOST_COMPANIONS):
        uploads.begin(ERIKA, file_name=f"{number}.vtt", size_bytes=1, purpose=Purpose.CAPTIONS, with_id=upload.id)

    with pytest.raises(InvalidInputError) as refused:
        uploads.begin(ERIKA, file_name="more.vtt", size_bytes=1, purpose=Purpose.CAPTIONS, with_id=upload.id)

    assert refused.value.fields == {"file": "too-many-companions"}
