"""Links that an admin hands over: good once, for a time, and only the newest."""

import pytest
from sqlalchemy import select

from archive.catalogue.people import Role
from archive.catalogue.signing_in import LINKS, Ticket, TicketPurpose
from archive.errors import InvalidInputError, NotFoundError
from archive.identity import accounts, sessions, signing_in, tickets
from tests.support.accounts import PASSWORD, door

NEW = "another long password"


def link_for(database, clock, name):
    with database.writing() as session:
        return accounts.hand_out_link(session, accounts.find(session, name), clock=clock)


def choose(database, clock, token, password=NEW):
    return signing_in.choose_password(door(database, clock), token=token, password=password)


def test_an_invited_person_chooses_a_password_and_signs_in_with_it(database, clock):
    with database.writing() as session:
        accounts.invite(session, "max", "", Role.READER, clock=clock)

    choose(database, clock, link_for(database, clock, "max"))

    assert signing_in.sign_in(door(database, clock), name="max", password=NEW).role is Role.READER


def test_a_new_password_by_a_link_ends_every_session_and_the_old_password(database, clock):
    token = signing_in.sign_in(door(database, clock), name="erika", password=PASSWORD).token

    choose(database, clock, link_for(database, clock, "erika"))

    assert sessions.recognise(database, token, clock) is None
    assert signing_in.sign_in(door(database, clock), name="erika", password=NEW).token


def test_a_link_is_good_once(database, clock):
    link = link_for(database, clock, "erika")
    choose(database, clock, link)

    with pytest.raises(NotFoundError):
        choose(database, clock, link)


def test_a_newer_link_makes_the_older_one_worthless(database, clock):
    older, newer = (link_for(database, clock, "erika") for _ in range(2))

    with pytest.raises(NotFoundError):
        choose(database, clock, older)
    choose(database, clock, newer)


@pytest.mark.parametrize(("has_password", "hours"), [(True, 24), (False, 7 * 24)])
def test_a_link_is_too_old_after_its_time(database, clock, has_password, hours):
    with database.writing() as session:
        if not has_password:
            accounts.invite(session, "max", "", Role.READER, clock=clock)
    link = link_for(database, clock, "erika" if has_password else "max")
    clock.goes_on(hours=hours, seconds=-1)
    with database.reading() as session:
        assert tickets.look_at(session, link, LINKS, now=clock()).account_id
    clock.goes_on(seconds=1)

    with pytest.raises(NotFoundError):
        choose(database, clock, link)


def test_a_password_that_is_too_short_leaves_the_link_good(database, clock):
    link = link_for(database, clock, "erika")

    with pytest.raises(InvalidInputError):
        choose(database, clock, link, "short")

    choose(database, clock, link)


def test_a_ticket_for_a_code_chooses_no_password(database, clock):
    with database.writing() as session:
        ticket = tickets.hand_out(session, accounts.find(session, "erika"), TicketPurpose.CODE, now=clock())

    with pytest.raises(NotFoundError):
        choose(database, clock, ticket)


def test_only_the_hash_of_a_link_is_kept(database, clock):
    link = link_for(database, clock, "erika")

    with database.reading() as session:
        kept = session.scalars(select(Ticket.token_hash)).one()
    assert kept != link
    assert len(kept) == 64
