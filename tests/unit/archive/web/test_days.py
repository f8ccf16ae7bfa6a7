"""Pages give the day on which something happened as the people of the archive lived it, not as it was in Greenwich."""

import datetime as dt

import pytest

from archive.catalogue.former_originals import FormerOriginal
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.catalogue.reports import LineReport
from archive.publication.rights import RightsGiven, note_rights
from archive.publication.withdrawing import Because, withdraw
from tests.support.archives import open_archive
from tests.support.clock import SetClock
from tests.support.desk import client_for
from tests.support.shelf import shelve_words

LATE = dt.datetime(2099, 1, 5, 23, 30, tzinfo=dt.UTC)
"""Half past midnight of the sixth in Berlin."""
CONSENT = RightsGiven("consent", dt.date(2024, 1, 31), noted_by="erika")


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("days") / "var", clock=SetClock(LATE)) as services:
        yield services


@pytest.fixture(scope="module")
def admin(services):
    return client_for(services, Role.ADMIN)


@pytest.fixture(scope="module")
def shown(services):
    """A recording with all that has a day, at a late hour."""
    recording_id = shelve_words(services, "Fokus", "Guten Tag")
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        recording.transcripts[0].created_at = LATE
        note_rights(services, session, recording, CONSENT)
        session.add(FormerOriginal(recording_id=recording_id, key="aa/former", name="First.mp4", replaced_at=LATE))
        line = {"language": "de", "key": "de0000", "start_seconds": 0, "text": "Guten Tag", "suggestion": ""}
        session.add(LineReport(recording_id=recording_id, created_at=LATE, **line))
    return recording_id


@pytest.fixture(scope="module")
def withdrawn(services):
    recording_id = shelve_words(services, "Runde", "Guten Tag")
    with services.database.writing() as session:
        withdraw(services, session, recording_id, because=Because.ASKED)
    return recording_id


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/en/desk/recordings/{}/rights", "Written down by erika on 6 January 2099"),
        ("/en/desk/recordings/{}/cut/file", "First.mp4, kept until 5 February 2099"),
        ("/en/desk/reports", "6 January 2099"),
        ("/en/desk/accounts/1", "6 January 2099"),
        ("/en/watch/fokus", "6 January 2099"),
        ("/media/fokus/captions.de.txt", "6. Januar 2099"),
    ],
)
def test_what_happened_late_happened_on_the_next_day(admin, shown, path, said):
    text = " ".join(admin.get(path.format(shown)).text.split())

    assert said in text
    assert not any(day in text for day in ("5 January 2099", "5. Januar 2099", "4 February 2099"))


def test_what_was_withdrawn_late_was_withdrawn_on_the_next_day(services, admin, withdrawn):
    gone = client_for(services).get("/en/watch/runde")
    problem = client_for(services).get("/api/v1/recordings/runde").json()
    desk = " ".join(admin.get(f"/en/desk/recordings/{withdrawn}/withdraw").text.split())

    assert "was withdrawn on 6 January 2099." in gone.text
    assert problem["withdrawn_on"] == "2099-01-06"
    assert "<dd>6 January 2099</dd>" in desk
    assert "Possible from 5 February 2099 on." in desk


def test_today_is_the_day_of_the_archive(services, shown):
    quoted = client_for(services).get("/de/watch/fokus?quote=de0000-de0000")

    assert services.today() == dt.date(2099, 1, 6)
    assert "6. Januar 2099" in quoted.text
