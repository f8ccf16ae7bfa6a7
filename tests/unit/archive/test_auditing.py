"""The log of what people did: chained, only ever added to, made with what it tells of or not at all."""

import datetime as dt
import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from archive.auditing import BEGINNING, Break, Damage, record, verify
from archive.catalogue.audit import Actor, AuditEntry
from archive.catalogue.people import Account, Role
from archive.checks.contents import check_contents
from archive.checks.finding import Status
from tests.support.archives import open_archive

REFUSING = ("audit_entry_refuses_UPDATE", "audit_entry_refuses_DELETE")


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


def account(services, name):
    with services.database.writing() as session:
        row = Account(name=name, password_hash="-", role=Role.EDITOR, created_at=services.clock())
        session.add(row)
        session.flush()
        return row.id


def note(services, action="recording.published", *, by=None, **more):
    with services.database.writing(by=by) as session:
        return record(session, action, **{"subject_kind": "recording", "subject_id": 7, **more})


def entries(services):
    with services.database.reading() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()


def damage(services, statement):
    """Do what somebody with the file of the database can do: put the triggers away, and change it."""
    with services.database.writing() as session:
        for trigger in REFUSING:
            session.connection().exec_driver_sql(f"DROP TRIGGER {trigger}")
        session.connection().exec_driver_sql(statement)


def broken(services):
    with services.database.reading() as session:
        return verify(session)


def test_an_entry_says_who_did_what_to_which_thing(services):
    by = account(services, "ana")

    note(services, by=by, label="Fokus\n Georgien", details={"fields": ("title", "date")})

    (entry,) = entries(services)
    assert (entry.account_id, entry.account_name) == (by, "ana")
    assert (entry.action, entry.subject_kind, entry.subject_id) == ("recording.published", "recording", "7")
    assert (entry.label, entry.details) == ("Fokus Georgien", {"fields": ["title", "date"]})
    assert dt.datetime.now(dt.UTC) - entry.at < dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("by", "name"), [(Actor.WORKER, "worker"), (Actor.COMMAND_LINE, "command-line"), (None, "site")]
)
def test_where_nobody_is_signed_in_the_entry_says_what_acted(services, by, name):
    note(services, by=by)

    (entry,) = entries(services)
    assert (entry.account_id, entry.account_name) == (None, name)


def test_every_entry_is_chained_to_the_one_before(services):
    with services.database.writing() as session:
        for number in range(3):
            record(session, "job.retried", subject_kind="job", subject_id=str(number))
    note(services)

    rows = entries(services)

    assert [row.id for row in rows] == [1, 2, 3, 4]
    assert [row.previous for row in rows] == [BEGINNING, *(row.hash for row in rows[:-1])]
    assert len({row.hash for row in rows}) == 4
    assert broken(services) is None


def test_what_did_not_happen_is_not_in_the_log(services):
    def publish_and_fail():
        with services.database.writing() as session:
            record(session, "recording.published", subject_kind="recording", subject_id=7)
            session.connection().exec_driver_sql("SELECT no_such_function()")

    with pytest.raises(DatabaseError):
        publish_and_fail()
    note(services)

    assert [row.id for row in entries(services)] == [1]
    assert broken(services) is None


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET label = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_or_delete_an_entry(services, change):
    note(services)

    with pytest.raises(DatabaseError, match="only ever added to"), services.database.writing() as session:
        session.connection().exec_driver_sql(change)

    assert len(entries(services)) == 1


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_entry SET account_name = 'eve' WHERE id = 2", Break(2, Damage.CHANGED)),
        ("UPDATE audit_entry SET details = '{}' WHERE id = 1", Break(1, Damage.CHANGED)),
        ("UPDATE audit_entry SET at = '2001-01-01 00:00:00.000000' WHERE id = 3", Break(3, Damage.CHANGED)),
        ("DELETE FROM audit_entry WHERE id = 2", Break(3, Damage.UNLINKED)),
        ("DELETE FROM audit_entry WHERE id = 3", Break(2, Damage.CUT_OFF)),
        ("DELETE FROM audit_entry", Break(0, Damage.CUT_OFF)),
    ],
)
def test_whoever_changes_the_log_all_the_same_breaks_its_chain(services, statement, found):
    for number in range(3):
        note(services, details={"number": number})

    damage(services, statement)

    assert broken(services) == found


def test_an_entry_put_in_by_hand_breaks_the_chain(services):
    note(services)

    row = entries(services)[0]
    values = (2, "2026-01-01 00:00:00.000000", "eve", "a.b", "x", "1", "", json.dumps({}), row.previous, row.hash)
    with services.database.writing() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO audit_entry (id, at, account_name, action, subject_kind, subject_id, label, details,"
            " previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )

    assert broken(services) == Break(2, Damage.UNLINKED)


def test_the_check_of_the_archive_reports_a_broken_chain(services):
    note(services)
    note(services)

    def found():
        with services.database.reading() as session:
            checks = check_contents(session, services.store, str, is_worker_alive=True)
            return next(row for row in checks if row.name == "audit log")

    sound = found()
    damage(services, "UPDATE audit_entry SET label = 'other' WHERE id = 1")

    assert (sound.status, sound.fact) == (Status.PASS, "entries: 2, none changed or missing")
    assert (found().status, found().fact) == (Status.FAIL, "entry 1 is not as it was written")
