"""Accounts: who they are, what they may do, and that an admin is always left."""

import pytest
from sqlalchemy import select

from archive.catalogue.account_list import listed
from archive.catalogue.audit import AuditEntry
from archive.catalogue.people import Role
from archive.catalogue.signing_in import Identity
from archive.errors import InvalidInputError, LastAdminError, NotFoundError
from archive.identity import accounts, sessions, signing_in, tickets
from tests.support.accounts import PASSWORD, door


@pytest.fixture
def admin(database, clock):
    with database.writing() as session:
        return accounts.create(session, "anna", PASSWORD, Role.ADMIN, clock=clock).id


def change(database, name, how, *more):
    with database.writing(by=1) as session:
        how(session, accounts.find(session, name), *more)


@pytest.mark.parametrize(
    ("name", "password", "faults"),
    [
        ("", PASSWORD, {"name": "not-a-name"}),
        ("x" * 121, PASSWORD, {"name": "not-a-name"}),
        ("erika", PASSWORD, {"name": "taken"}),
        ("Erika ", PASSWORD, {"name": "taken"}),
        ("max", "short", {"password": "too-short"}),
        ("max", "x" * 1025, {"password": "too-long"}),
        ("", "short", {"name": "not-a-name", "password": "too-short"}),
        ("max", "aaaaaaaaaaaaaaaa", {"password": "too-simple"}),
        ("maximilian", "Maximilian123", {"password": "too-simple"}),
        ("erika@office.example", PASSWORD, {"name": "taken"}),
    ],
)
def test_an_account_that_cannot_be_made_says_which_field_is_wrong(database, clock, name, password, faults):
    with database.writing() as session, pytest.raises(InvalidInputError) as refused:
        accounts.create(session, name, password, Role.READER, clock=clock)

    assert refused.value.fields == faults


def test_changing_an_unknown_account_says_so(database):
    with database.writing() as session, pytest.raises(NotFoundError):
        accounts.find(session, "nobody")


@pytest.mark.parametrize(
    ("email", "fault"),
    [
        ("max", "not-an-email"),
        ("max@office", "not-an-email"),
        ("max@@office.example", "not-an-email"),
        ("max..m@office.example", "not-an-email"),
        ("max@office.example, eve@evil.example", "not-an-email"),
        ("max@office.example\nBcc: eve@evil.example", "not-an-email"),
        ("<max@office.example>", "not-an-email"),
        ("m" * 250 + "@office.example", "not-an-email"),
        ("Erika@Office.example", "taken"),
    ],
)
def test_an_address_that_mail_could_not_go_to_is_refused(database, clock, email, fault):
    with database.writing() as session, pytest.raises(InvalidInputError) as refused:
        accounts.invite(session, "max", email, Role.READER, clock=clock)

    assert refused.value.fields == {"email": fault}


def test_the_address_of_an_account_can_be_changed_and_taken_away(database):
    change(database, "erika", accounts.set_email, "erika@new.example")
    change(database, "erika", accounts.set_email, "ERIKA@new.example")  # one's own is not taken
    change(database, "erika", accounts.set_email, "")

    with database.reading() as session:
        assert accounts.find(session, "erika").email is None


@pytest.mark.parametrize("loss", ["switched off", "demoted"])
def test_the_last_admin_stays_one(database, admin, loss):
    how = (accounts.switch_off,) if loss == "switched off" else (accounts.change_role, Role.EDITOR)

    with pytest.raises(LastAdminError):
        change(database, "anna", *how)

    with database.reading() as session:
        anna = accounts.numbered(session, admin)
        assert (anna.role, anna.is_active) == (Role.ADMIN, True)


def test_an_admin_who_was_invited_but_cannot_get_in_yet_is_no_successor(database, clock, admin):
    with database.writing() as session:
        accounts.invite(session, "max", "", Role.ADMIN, clock=clock)

    with pytest.raises(LastAdminError):
        change(database, "anna", accounts.switch_off)


@pytest.mark.parametrize("way_in", ["password", "provider"])
def test_with_another_admin_who_can_get_in_the_first_may_go(database, clock, admin, way_in):
    with database.writing() as session:
        second = accounts.invite(session, "max", "", Role.ADMIN, clock=clock)
        if way_in == "password":
            accounts.set_password(session, second, PASSWORD)
        else:
            session.add(Identity(issuer="https://login.example", subject="7", account_id=second.id))

    change(database, "anna", accounts.switch_off)

    with pytest.raises(LastAdminError):
        change(database, "max", accounts.change_role, Role.READER)


def test_switching_off_ends_sessions_and_links_and_switching_on_leaves_the_password(database, clock):
    token = signing_in.sign_in(door(database, clock), name="erika", password=PASSWORD).token
    with database.writing() as session:
        link = accounts.hand_out_link(session, accounts.find(session, "erika"), clock=clock)

    change(database, "erika", accounts.switch_off)
    with database.reading() as session, pytest.raises(NotFoundError):
        tickets.look_at(session, link, tickets.LIVES, now=clock())
    change(database, "erika", accounts.switch_on)

    assert sessions.recognise(database, token, clock) is None
    assert signing_in.sign_in(door(database, clock), name="erika", password=PASSWORD).token


def test_no_link_is_made_for_an_account_that_is_switched_off(database, clock):
    change(database, "erika", accounts.switch_off)

    with database.writing() as session, pytest.raises(InvalidInputError):
        accounts.hand_out_link(session, accounts.find(session, "erika"), clock=clock)


def test_every_change_of_an_account_is_in_the_log_by_whom(database, clock, admin):
    change(database, "erika", accounts.change_role, Role.READER)
    change(database, "erika", accounts.change_role, Role.READER)  # nothing changes, nothing is said
    change(database, "erika", accounts.set_email, "")
    change(database, "erika", accounts.set_password, "another long password")
    change(database, "erika", accounts.sign_out_everywhere)
    change(database, "erika", accounts.drop_second_factor)
    change(database, "erika", accounts.switch_off)
    change(database, "erika", accounts.switch_on)

    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.account_id == 1).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == [
        "account.role-changed", "account.email-changed", "account.password-changed", "account.signed-out-everywhere",
        "account.second-factor-dropped", "account.switched-off", "account.switched-on",
    ]  # fmt: skip
    assert entries[0].details == {"before": "editor", "after": "reader"}
    assert {entry.label for entry in entries} == {"erika"}


def test_the_list_says_who_is_here_who_was_invited_and_until_when_a_link_is_good(database, clock, admin):
    with database.writing() as session:
        invited = accounts.invite(session, "max", "", Role.READER, clock=clock)
        accounts.hand_out_link(session, invited, clock=clock)
    signing_in.sign_in(door(database, clock), name="erika", password=PASSWORD)
    change(database, "erika", accounts.change_role, Role.READER)

    with database.reading() as session:
        rows = {row.account.name: row for row in listed(session, now=clock())}
    assert list(rows) == ["anna", "erika", "max"]
    assert (rows["erika"].seen_at, rows["anna"].seen_at) == (clock(), None)
    assert rows["max"].link_until == clock() + tickets.LIVES["invitation"]
    assert rows["erika"].link_until is None
