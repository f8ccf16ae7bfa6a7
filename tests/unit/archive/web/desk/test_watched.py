"""The desk's page of watched addresses."""

import datetime as dt

import pytest
from sqlalchemy import select

from archive.catalogue.recordings import Recording, Source
from archive.catalogue.watched import GoneSource, WatchedSource
from archive.catalogue.work import Job, JobState
from tests.support.desk import client_for
from tests.support.pages import page, words
from tests.support.shelf import shelve_words

ADDRESS = "https://events.example/playlist"


def shown(editor, path="/en/desk/watched"):
    return editor.get(path)


def send(editor, path="", **data):
    return editor.post(f"/en/desk/watched{path}", data=data, headers={"Origin": "http://127.0.0.1:8000"})


def test_an_address_is_watched_checked_and_left_again(services, editor):
    assert "No address is watched yet." in words(shown(editor))

    began = send(editor, watched_address=ADDRESS)
    assert (began.status_code, began.headers["location"]) == (303, "/en/desk/watched?done=watching")
    listed = shown(editor, "/en/desk/watched?done=watching")
    assert ADDRESS in words(listed)
    assert "is being looked at" in words(listed)
    assert page(listed).find(role="status").text.startswith("The address is watched from now on.")

    with services.database.reading() as session:
        source_id = session.scalars(select(WatchedSource.source_id)).one()
        assert session.scalars(select(Job)).one().account_id is not None
    assert send(editor, f"/{source_id}/check").headers["location"].endswith("?done=checking")
    assert send(editor, f"/{source_id}/stop").headers["location"].endswith("?done=watch-stopped")
    assert send(editor, f"/{source_id}/stop").status_code == 404
    assert "No address is watched yet." in words(shown(editor))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Please paste an address."),
        ("http://127.0.0.1/inside", "127.0.0.1"),
        ("ftp://events.example/x", "ftp://events.example/x"),
    ],
)
def test_what_cannot_be_watched_is_said_at_its_field(editor, typed, said):
    answer = send(editor, watched_address=typed)

    field = page(answer).find(id="watched_address")
    assert answer.status_code == 422
    assert said in page(answer).find(id="watched_address-fault").text
    assert (field["aria-describedby"], field["value"]) == ("watched_address-fault", typed)


def test_a_failed_look_and_what_is_gone_are_said_in_words(services, editor):
    recording_id = shelve_words(services, "Fokus Georgien", "Guten Tag")
    send(editor, watched_address=ADDRESS)
    with services.database.writing() as session:
        watched = session.scalars(select(Source).where(Source.address == ADDRESS)).one()
        source = Source(kind="address", parent_id=watched.id, recording_id=recording_id, created_at=services.clock())
        session.add(source)
        session.flush()
        session.add(GoneSource(source_id=source.id, since=dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)))
        job = session.scalars(select(Job).where(Job.kind == "discover")).one()
        job.state, job.error_code, job.error_details = JobState.FAILED, "source-unavailable", {"reason": "not-found"}

    german, english = words(shown(editor, "/de/desk/watched")), words(shown(editor))

    assert "Fokus Georgien seit 22.11.2026, 09:00 nicht mehr an der Quelle" in german
    assert "Eine Aufzeichnung kam von hier" in german
    assert "not at its source any more since" in english
    assert "seit 22.11.2026, 09:00 nicht mehr an der Quelle" in words(
        shown(editor, f"/de/desk/recordings/{recording_id}")
    )
    with services.database.reading() as session:
        assert session.get_one(Recording, recording_id).shelved_at is not None


def test_only_the_desk_sees_it(services):
    assert client_for(services).get("/en/desk/watched").status_code == 303
