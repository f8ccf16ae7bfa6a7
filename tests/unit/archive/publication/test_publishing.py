"""Publishing: what it asks for, review, a time set for it that survives restarts, and whom a recording is for."""

import ast
import datetime as dt
import itertools

import pytest
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.events import State, Visibility
from archive.catalogue.recordings import Recording, Transcript
from archive.errors import InvalidInputError, NotPublishableError
from archive.housekeeping import keep_time
from archive.publication import publishing
from archive.publication.publishing import Standing, checklist, missing_for, publish_due
from archive.publication.rights import RightsGiven
from tests.support.archives import open_archive
from tests.support.clock import SetClock
from tests.support.house import modules, name_of, tree
from tests.support.overtaken import overtaken
from tests.support.shelf import shelve_words

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
RIGHTS = RightsGiven("consent", dt.date(2024, 1, 31))
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("publishing") / "var"


@pytest.fixture(scope="module")
def clock():
    return SetClock(START)


@pytest.fixture(scope="module")
def services(folder, clock):
    with open_archive(folder, clock=clock) as services:
        yield services


@pytest.fixture(autouse=True)
def begin_anew(clock):
    clock.at = START


@pytest.fixture
def draft(services):
    return shelve_words(services, f"Fokus {next(NUMBERS)}", "Guten Tag", state=State.DRAFT)


def do(services, action, recording_id, *, needs=(), **more):
    with services.database.writing() as session:
        needed = (services,) if action.__name__ in {"publish", "schedule"} else ()
        action(*needed, session, recording_id, *needs, **more)


def state_of(services, recording_id):
    with services.database.reading() as session:
        return session.get_one(Recording, recording_id).state


def note_rights(services, recording_id, **more):
    with services.database.writing() as session:
        given = RightsGiven("consent", dt.date(2024, 1, 31), **more)
        publishing.note_rights(services, session, session.get_one(Recording, recording_id), given)


def without_words(services, recording_id):
    with services.database.writing() as session:
        for row in session.scalars(select(Transcript).where(Transcript.recording_id == recording_id)):
            session.delete(row)


def actions(services, recording_id):
    with services.database.reading() as session:
        rows = select(AuditEntry).where(AuditEntry.subject_id == str(recording_id)).order_by(AuditEntry.id)
        return [(row.action, row.account_name) for row in session.scalars(rows)]


def test_the_checklist_says_what_is_there_what_would_be_better_and_what_is_needed(services, draft):
    without_words(services, draft)
    with services.database.writing() as session:
        recording = session.get_one(Recording, draft)
        recording.event.countries.clear()
    with services.database.reading() as session:
        rows = checklist(session, session.get_one(Recording, draft), today=START.date())

    assert {row.item: row.standing for row in rows} == {
        "files": Standing.FINE,
        "title": Standing.FINE,
        "date": Standing.FINE,
        "country": Standing.ADVISED,
        "captions": Standing.NEEDED,
        "rights": Standing.NEEDED,
        "poster": Standing.ADVISED,
    }


def test_nothing_is_published_without_a_rights_record(services, draft):
    with pytest.raises(NotPublishableError) as caught:
        do(services, publishing.publish, draft)

    assert caught.value.missing == ("rights",)
    assert state_of(services, draft) is State.DRAFT


def test_a_permission_that_has_ended_is_none(services, draft):
    note_rights(services, draft, expires_on=dt.date(2026, 2, 28))

    with pytest.raises(NotPublishableError) as caught:
        do(services, publishing.publish, draft)

    assert caught.value.missing == ("rights-expired",)


def test_the_last_day_of_a_permission_is_one_of_it(services, draft):
    note_rights(services, draft, expires_on=dt.date(2026, 3, 1))

    do(services, publishing.publish, draft)

    assert state_of(services, draft) is State.PUBLISHED


def test_missing_captions_need_a_reason_that_is_kept(services, draft):
    note_rights(services, draft)
    without_words(services, draft)
    with pytest.raises(NotPublishableError) as caught:
        do(services, publishing.publish, draft)

    do(services, publishing.publish, draft, captions_reason="werden noch geschrieben")

    assert caught.value.missing == ("captions",)
    with services.database.reading() as session:
        recording = session.get_one(Recording, draft)
        assert (recording.state, recording.captions_reason) == (State.PUBLISHED, "werden noch geschrieben")


def test_where_nobody_is_there_to_be_asked_the_machine_note_has_to_do(services, draft):
    without_words(services, draft)

    do(services, publishing.publish, draft, rights=RIGHTS, is_unattended=True)

    assert state_of(services, draft) is State.PUBLISHED


def test_a_draft_goes_to_review_and_back_and_both_are_in_the_log(services, draft):
    do(services, publishing.ask_for_review, draft)
    waiting = state_of(services, draft)
    do(services, publishing.take_back, draft)

    assert (waiting, state_of(services, draft)) == (State.IN_REVIEW, State.DRAFT)
    assert [action for action, _ in actions(services, draft)] == ["recording.submitted", "recording.returned"]


def test_what_is_in_review_can_be_published_and_what_is_published_is_not_reviewed(services, draft):
    do(services, publishing.ask_for_review, draft)
    do(services, publishing.publish, draft, rights=RIGHTS)

    with pytest.raises(InvalidInputError):
        do(services, publishing.ask_for_review, draft)
    with pytest.raises(InvalidInputError):
        do(services, publishing.take_back, draft)

    assert state_of(services, draft) is State.PUBLISHED


def test_who_may_see_it_is_said_once_in_the_log(services, draft):
    for visibility in (Visibility.STAFF, Visibility.STAFF):
        do(services, publishing.set_visibility, draft, needs=(visibility,))

    assert [action for action, _ in actions(services, draft)] == ["recording.visibility-set"]


def test_a_time_is_kept_over_a_restart_and_the_worker_publishes_by_itself(folder, clock, services, draft):
    note_rights(services, draft)
    do(services, publishing.schedule, draft, at=START + dt.timedelta(hours=2))

    keep_time(services)
    before = state_of(services, draft)
    clock.pass_by(hours=2)
    with open_archive(folder, clock=clock) as restarted:
        keep_time(restarted)
        keep_time(restarted)

    assert (before, state_of(services, draft)) == (State.DRAFT, State.PUBLISHED)
    assert actions(services, draft)[-2:] == [("recording.scheduled", "site"), ("recording.published", "worker")]


def test_a_time_that_is_taken_back_publishes_nothing(clock, services, draft):
    note_rights(services, draft)
    do(services, publishing.schedule, draft, at=START + dt.timedelta(hours=2))
    do(services, publishing.unschedule, draft)

    clock.pass_by(hours=3)
    keep_time(services)

    assert state_of(services, draft) is State.DRAFT
    with pytest.raises(InvalidInputError):
        do(services, publishing.unschedule, draft)


def test_what_lacks_something_when_its_hour_has_come_waits_until_it_is_there(clock, services, draft):
    note_rights(services, draft, expires_on=dt.date(2026, 3, 2))
    do(services, publishing.schedule, draft, at=START + dt.timedelta(days=3))

    clock.pass_by(days=3)
    keep_time(services)
    waiting = state_of(services, draft)
    note_rights(services, draft, expires_on=None)
    keep_time(services)

    assert (waiting, state_of(services, draft)) == (State.DRAFT, State.PUBLISHED)


def test_a_time_that_is_moved_at_the_last_moment_counts(clock, services, draft):
    note_rights(services, draft)
    do(services, publishing.schedule, draft, at=START + dt.timedelta(hours=2))
    clock.pass_by(hours=2)
    later = START + dt.timedelta(days=9)

    published = publish_due(overtaken(services, lambda: do(services, publishing.schedule, draft, at=later)))

    assert (published, state_of(services, draft)) == (0, State.DRAFT)


@pytest.mark.parametrize(("hours", "fault"), [(0, "in-past"), (-1, "in-past"), (24 * 800, "too-far")])
def test_a_time_lies_ahead_but_not_years(services, draft, hours, fault):
    note_rights(services, draft)

    with pytest.raises(InvalidInputError) as caught:
        do(services, publishing.schedule, draft, at=START + dt.timedelta(hours=hours))

    assert caught.value.fields == {"publish_at": fault}


def test_a_time_is_set_only_for_what_could_be_published_now(services, draft):
    with pytest.raises(NotPublishableError):
        do(services, publishing.schedule, draft, at=START + dt.timedelta(hours=1))
    do(services, publishing.publish, draft, rights=RIGHTS)
    with pytest.raises(InvalidInputError) as caught:
        do(services, publishing.schedule, draft, at=START + dt.timedelta(hours=1))

    assert caught.value.fields == {"state": "not-a-draft"}


def test_the_day_is_that_of_the_archive(services, clock, draft):
    note_rights(services, draft, expires_on=dt.date(2026, 3, 1))

    clock.at = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)  # half past midnight in Berlin

    with services.database.reading() as session:
        recording = session.get_one(Recording, draft)
        assert missing_for(session, recording, today=services.today()) == ("rights-expired",)


def test_only_one_place_shows_recordings():
    """Whatever else put `published` into a row would pass by the rights record."""
    showing = {
        name_of(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign) and "State.PUBLISHED" in ast.unparse(node.value)
        if any(target.attr == "state" for target in ast.walk(node.targets[0]) if isinstance(target, ast.Attribute))
    }

    assert showing == {"archive/publication/publishing.py"}
