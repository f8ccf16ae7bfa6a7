"""Withdrawing: at once, with a reason for everybody and a note for the desk, also by itself when a permission ends."""

import datetime as dt

import pytest
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.events import State
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job
from archive.catalogue.worklist_queries import ending_rights
from archive.errors import InvalidInputError, NotPublishableError
from archive.finding.indexing import index_recordings, rebuild
from archive.housekeeping import keep_time
from archive.publication.publishing import publish
from archive.publication.rights import RightsGiven, note_rights
from archive.publication.withdrawing import Because, restore, withdraw, withdraw_expired
from tests.support.archives import do, open_archive
from tests.support.clock import SetClock
from tests.support.overtaken import overtaken
from tests.support.shelf import shelve_words

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    return SetClock(START)


@pytest.fixture
def services(tmp_path, clock):
    with open_archive(tmp_path / "var", clock=clock) as services:
        yield services


@pytest.fixture
def shown(services):
    recording_id = shelve_words(services, "Fokus Georgien", "Guten Tag", state=State.DRAFT)
    rights = RightsGiven("consent", dt.date(2024, 1, 31), expires_on=dt.date(2026, 3, 20))
    do(services, publish, recording_id, rights=rights)
    return recording_id


def read(services, recording_id):
    with services.database.reading() as session:
        return session.get_one(Recording, recording_id)


def test_visitors_get_a_usual_reason_words_or_both_and_the_note_stays_at_the_desk(services, shown):
    do(services, withdraw, shown, because=Because.ASKED, reason=" Auf Wunsch. ", note="Frau M. rief an")

    gone = read(services, shown)
    assert (gone.withdrawn_because, gone.withdrawn_reason) == ("asked", "Auf Wunsch.")
    assert (gone.withdrawn_note, gone.withdrawn_at) == ("Frau M. rief an", START)


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({}, {"reason": "empty"}),
        ({"reason": " \n"}, {"reason": "empty"}),
        ({"reason": "x" * 2001}, {"reason": "too-long"}),
        ({"because": Because.MISTAKE, "note": "x" * 2001}, {"note": "too-long"}),
    ],
)
def test_it_asks_for_a_reason_and_keeps_texts_short(services, shown, given, faults):
    with pytest.raises(InvalidInputError) as caught:
        do(services, withdraw, shown, **given)

    assert caught.value.fields == faults
    assert read(services, shown).state is State.PUBLISHED


def test_the_index_forgets_what_is_withdrawn_and_learns_what_comes_back(services, shown):
    index_recordings(services, [shown])

    def held():
        return shown in services.index.counts()

    known = held()
    do(services, withdraw, shown, because=Because.MISTAKE)
    with services.database.reading() as session:
        asked = session.scalars(select(Job.dedupe_key).where(Job.kind == "index")).all()
    index_recordings(services, [shown])
    forgotten = held()
    rebuild(services)
    still_forgotten = held()
    do(services, restore, shown)
    index_recordings(services, [shown])

    assert asked == [f"index:{shown}"]
    assert (known, forgotten, still_forgotten, held()) == (True, False, False, True)


def test_a_permission_that_ends_takes_the_recording_from_the_site_and_the_desk_is_told(services, clock, shown):
    clock.at = dt.datetime(2026, 3, 20, 22, tzinfo=dt.UTC)
    keep_time(services)
    on_its_last_day = read(services, shown).state
    clock.pass_by(hours=2)
    keep_time(services)
    keep_time(services)

    gone = read(services, shown)
    assert (on_its_last_day, gone.state) == (State.PUBLISHED, State.WITHDRAWN)
    assert gone.withdrawn_because == "rights-expired"
    with services.database.reading() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        told = ending_rights(session, today=dt.date(2026, 3, 21))
    assert (last.action, last.account_name) == ("recording.expired", "worker")
    assert [row.row.recording_id for row in told] == [shown]


def test_a_permission_that_is_made_longer_at_the_last_moment_counts(services, clock, shown):
    longer = RightsGiven("consent", dt.date(2024, 1, 31), expires_on=dt.date(2027, 3, 20))

    def lengthen():
        with services.database.writing() as session:
            note_rights(services, session, session.get_one(Recording, shown), longer)

    clock.pass_by(days=30)

    withdrawn = withdraw_expired(overtaken(services, lengthen))

    assert (withdrawn, read(services, shown).state) == (0, State.PUBLISHED)


def test_permissions_that_end_within_thirty_days_are_listed_before(services, shown):
    with services.database.reading() as session:
        listed = {
            day: [row.row.recording_id for row in ending_rights(session, today=day)]
            for day in (dt.date(2026, 2, 17), dt.date(2026, 2, 18))
        }

    assert listed == {dt.date(2026, 2, 17): [], dt.date(2026, 2, 18): [shown]}


def test_what_was_withdrawn_by_the_calendar_comes_back_only_with_a_new_permission(services, clock, shown):
    clock.pass_by(days=30)
    keep_time(services)
    with pytest.raises(NotPublishableError) as caught:
        do(services, restore, shown)
    with services.database.writing() as session:
        given = RightsGiven("new consent", dt.date(2026, 3, 30))
        note_rights(services, session, session.get_one(Recording, shown), given)

    do(services, restore, shown)

    back = read(services, shown)
    assert caught.value.missing == ("rights-expired",)
    assert (back.state, back.withdrawn_because, back.withdrawn_at) == (State.PUBLISHED, "", None)


def test_what_was_shown_without_captions_comes_back_without_them(services, shown):
    with services.database.writing() as session:
        recording = session.get_one(Recording, shown)
        recording.transcripts.clear()
    do(services, withdraw, shown, because=Because.MISTAKE)

    do(services, restore, shown)

    assert read(services, shown).state is State.PUBLISHED
