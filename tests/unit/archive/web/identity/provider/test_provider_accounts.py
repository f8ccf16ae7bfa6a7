"""Whom the word of an identity provider lets in as whom: which account, with which role, and who gets none."""

import pytest
from sqlalchemy import func, select

from archive.catalogue.people import Role
from archive.catalogue.signing_in import Identity
from archive.identity import accounts, second_factor
from tests.support.desk import client_for
from tests.support.provider_visits import is_in, people, sign_in


def test_from_the_second_time_on_the_subject_counts_and_not_the_address(services, provider):
    sign_in(client_for(services), provider)

    provider.person = {**provider.person, "email": "other@office.example", "email_verified": False}
    client = client_for(services)
    sign_in(client, provider)

    assert is_in(client)
    assert people(services) == {"erika": Role.EDITOR}


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "8", "email": "stranger@office.example", "email_verified": True},
        {"sub": "8", "email": "erika@office.example", "email_verified": False},
        {"sub": "8", "email": "erika@office.example"},
        {"sub": "8", "email": "erika@office.example", "email_verified": "true"},
        {"sub": "8"},
    ],
)
def test_whom_we_do_not_know_for_sure_gets_no_account(services, provider, person):
    provider.person = person
    client = client_for(services)

    assert sign_in(client, provider).status_code == 403
    assert not is_in(client)
    assert people(services) == {"erika": Role.EDITOR}


def test_people_of_a_domain_that_was_named_get_an_account_as_readers(archive, provider):
    services = archive(oidc_domains=("Office.example",))
    provider.person = {"sub": "8", "email": "max@office.example", "email_verified": True}
    client = client_for(services)

    answer = sign_in(client, provider, onward="/de/watch/x")

    assert answer.headers["location"] == "/de/watch/x"
    assert people(services)["max@office.example"] is Role.READER
    provider.person = {"sub": "9", "email": "eve@evil-office.example", "email_verified": True}
    assert sign_in(client_for(services), provider).status_code == 403


def test_who_got_an_address_that_another_had_gets_not_the_account_of_the_other(services, provider):
    assert sign_in(client_for(services), provider).status_code == 303
    provider.person = {**provider.person, "sub": "8"}
    another = client_for(services)

    assert sign_in(another, provider).status_code == 403
    assert not is_in(another)
    with services.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Identity)) == 1


def test_an_account_that_is_switched_off_stays_out(services, provider):
    with services.database.writing() as session:
        accounts.switch_off(session, accounts.find(session, "erika"))
    client = client_for(services)

    answer = sign_in(client, provider)

    assert answer.status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    ("groups", "role"),
    [(["editors"], Role.EDITOR), (["editors", "chiefs"], Role.ADMIN), ([], Role.READER), (["others"], Role.READER)],
)
def test_where_roles_come_from_the_provider_the_highest_counts_at_every_sign_in(archive, provider, groups, role):
    services = archive(oidc_roles=("editors=editor", "chiefs=admin"), oidc_role_claim="realm_access.roles")
    provider.person = {**provider.person, "realm_access": {"roles": groups}}

    sign_in(client_for(services), provider)

    assert people(services)["erika"] is role


def test_the_provider_cannot_take_the_last_admin_away(archive, provider):
    services = archive(oidc_roles=("chiefs=admin",))
    provider.person = {**provider.person, "groups": "chiefs"}
    sign_in(client_for(services), provider)
    provider.person = {**provider.person, "groups": []}

    sign_in(client_for(services), provider)

    assert people(services)["erika"] is Role.ADMIN


def test_a_second_factor_is_asked_for_after_the_provider_too(services, provider):
    with services.database.writing() as session:
        erika = accounts.find(session, "erika")
        second_factor.prepare(erika)
        erika.totp_since = services.clock()
    client = client_for(services)

    answer = sign_in(client, provider)

    assert answer.status_code == 200
    assert 'name="ticket"' in answer.text
    assert not is_in(client)
