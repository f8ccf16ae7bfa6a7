"""The admins' pages of accounts: invitations, links, mail, roles, switching off; and what readers and visitors get."""

import dataclasses
import re
from html import unescape

import pytest
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.events import Visibility
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.identity import accounts
from tests.support.accounts import (
    PASSWORD,
    is_in,
    sign_in,
    signed_in,
)
from tests.support.desk import HERE
from tests.support.mail_server import mail_server
from tests.support.shelf import shelve_words

NEW = "another long password"


@pytest.fixture
def services(peopled):
    return peopled


def number_of(services, name):
    with services.database.reading() as session:
        return accounts.find(session, name).id


def of(services, name, part=""):
    return f"/en/desk/accounts/{number_of(services, name)}{part}"


def link_in(answer):
    return re.search(r'value="http://127.0.0.1:8000(/en/password/[\w-]+)"', answer.text)[1]


def invite(client, **typed):
    return client.post("/en/desk/accounts/invite", data={"name": "max", "email": "", "role": "reader", **typed})


def test_the_list_names_everybody_with_role_and_state(services, anna):
    invite(anna)
    anna.post(of(services, "erika", "/active"), data={"active": "no"})

    page = " ".join(anna.get("/en/desk/accounts").text.split())

    assert page.index("anna") < page.index(">max<") < page.index(">erika<")
    assert "Administrator" in page
    assert "invited, link good until" in page
    assert "switched off" in page


def test_failed_attempts_are_shown_as_a_number(visitor, anna):
    sign_in(visitor, "someone quite special", "x")

    page = anna.get("/en/desk/accounts").text

    assert "failed" in page
    assert "someone quite special" not in page


def test_an_invitation_is_a_link_shown_once_with_which_a_password_is_chosen(services, anna, visitor):
    answer = invite(anna, email="max@office.example")
    link = link_in(answer)
    form = visitor.get(link)

    chosen = visitor.post(link, data={"password": NEW})

    assert "no-store" in answer.headers["cache-control"]
    assert 'value="max"' in form.text
    assert form.headers["referrer-policy"] == "same-origin"
    assert chosen.headers["location"] == "/en/sign-in?done=password-chosen"
    assert sign_in(visitor, "max@office.example", NEW).headers["location"] == "/de/"
    assert link not in anna.get(of(services, "max")).text


def test_looking_at_a_link_does_not_use_it_up_and_a_short_password_does_not_either(anna, visitor):
    link = link_in(invite(anna))

    assert [visitor.get(link).status_code for _ in range(3)] == [200, 200, 200]
    refused = visitor.post(link, data={"password": "short"})
    assert refused.status_code == 422
    assert "at least 12 characters" in refused.text
    assert visitor.post(link, data={"password": NEW}).status_code == 303


def test_a_link_that_was_used_is_too_old_or_made_up_says_so_kindly(anna, visitor, clock):
    used, late = link_in(invite(anna)), link_in(invite(anna, name="mia"))
    visitor.post(used, data={"password": NEW})
    clock.goes_on(days=7)

    for link in (used, late, "/en/password/made-up"):
        assert visitor.get(link).status_code == 410
        assert visitor.post(link, data={"password": NEW}).status_code == 410


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": ""}, "name"), ({"name": "Erika"}, "name"), ({"email": "max"}, "email"), ({"role": "owner"}, "role")],
)
def test_an_invitation_that_cannot_be_made_says_where_and_keeps_what_was_typed(anna, typed, field):
    given = {"name": "max", "email": "max@office.example", "role": "admin", **typed}

    answer = invite(anna, **given)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert f'value="{given["email"]}"' in answer.text
    if field != "role":
        assert re.search(r'value="admin" checked', answer.text)


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_ends_every_session(services, anna, erika, visitor):
    link = link_in(anna.post(of(services, "erika", "/link")))
    assert is_in(erika)

    visitor.post(link, data={"password": NEW})

    assert not is_in(erika)
    assert sign_in(visitor, "erika").status_code == 422
    assert sign_in(visitor, "erika", NEW).status_code == 303


def with_mail(services, postbox):
    settings = dataclasses.replace(
        services.settings, smtp_host="127.0.0.1", smtp_port=postbox.port, smtp_security="none"
    )
    return dataclasses.replace(services, settings=settings)


def test_where_mail_is_set_up_the_link_goes_out_as_well(services):
    with mail_server() as postbox:
        answer = invite(signed_in(with_mail(services, postbox), "anna"), email="max@office.example", mail="yes")

    assert "was sent to max@office.example" in answer.text
    assert HERE + link_in(answer) in postbox.mails[0].get_content()


def test_mail_that_fails_never_loses_the_link(services, visitor):
    with mail_server() as postbox:
        postbox.unknown = frozenset({"max@office.example"})
        answer = invite(signed_in(with_mail(services, postbox), "anna"), email="max@office.example", mail="yes")

    assert answer.status_code == 200
    assert "does not take mail for this address" in answer.text
    assert visitor.get(link_in(answer)).status_code == 200


def test_nothing_is_mailed_unasked(services):
    with mail_server() as postbox:
        invite(signed_in(with_mail(services, postbox), "anna"), email="max@office.example")

    assert postbox.mails == []


def test_a_role_counts_from_the_next_request_on(services, anna, erika):
    assert erika.get("/de/desk").status_code == 200

    anna.post(of(services, "erika", "/role"), data={"role": "reader"})

    assert erika.get("/de/desk").status_code == 403
    assert is_in(erika)


def test_switching_an_account_off_signs_it_out_at_once_and_it_can_come_back(services, anna, erika, visitor):
    answer = anna.post(of(services, "erika", "/active"), data={"active": "no"})
    assert answer.headers["location"].endswith("?done=switched-off")
    assert not is_in(erika)
    assert sign_in(visitor, "erika").status_code == 422

    anna.post(of(services, "erika", "/active"), data={"active": "yes"})

    assert sign_in(visitor, "erika").status_code == 303


@pytest.mark.parametrize(("part", "data"), [("/active", {"active": "no"}), ("/role", {"role": "editor"})])
def test_the_last_admin_is_kept_and_the_page_says_why(services, anna, part, data):
    answer = anna.post(of(services, "anna", part), data=data)

    assert answer.status_code == 422
    assert "anna is the last administrator who can sign in. Please make somebody else" in answer.text
    assert anna.get("/de/desk/accounts").status_code == 200


def test_an_account_is_signed_out_everywhere_by_an_admin(services, anna, erika):
    anna.post(of(services, "erika", "/sign-out"))

    assert not is_in(erika)


def test_an_e_mail_address_that_is_none_is_kept_as_it_was_typed(services, anna):
    answer = anna.post(of(services, "erika", "/email"), data={"email": "erika@"})

    assert answer.status_code == 422
    assert 'value="erika@"' in answer.text
    assert anna.post(of(services, "erika", "/email"), data={"email": "e@x.example"}).status_code == 303


@pytest.mark.parametrize("part", ["", "/role", "/email", "/active", "/link", "/sign-out", "/second-factor"])
def test_accounts_are_for_admins_alone_and_those_that_are_not_there_are_missing(services, anna, erika, part):
    method = "POST" if part else "GET"

    assert erika.request(method, of(services, "anna", part)).status_code == 403
    assert anna.request(method, f"/en/desk/accounts/99999{part}", data={"role": "editor"}).status_code == 404


def test_a_reader_signs_in_sees_the_own_account_and_has_no_desk(services, anna, visitor):
    anna.post(of(services, "erika", "/role"), data={"role": "reader"})

    answer = sign_in(visitor, "erika", next="/de/desk/add")

    assert answer.headers["location"] == "/de/"
    home = visitor.get("/de/").text
    assert 'action="/de/sign-out"' in home
    assert "erika" in home
    assert 'href="/de/account"' in home
    assert "Hier angemeldet" in visitor.get("/de/account").text


def test_where_a_recording_is_for_invited_people_a_visitor_may_sign_in_and_comes_back_to_it(services, visitor):
    recording_id = shelve_words(services, "Interne Runde", "Guten Tag")
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        recording.visibility, slug = Visibility.SIGNED_IN, recording.slug
    missing, hidden = visitor.get("/de/watch/none"), visitor.get(f"/de/watch/{slug}")

    offer = unescape(re.search(r'href="(/de/sign-in\?[^"]+)"', hidden.text)[1])
    with services.database.writing() as session:
        accounts.change_role(session, accounts.find(session, "erika"), Role.READER)
    came = sign_in(visitor, "erika", next=re.search(r'name="next" value="([^"]+)"', visitor.get(offer).text)[1])

    assert (missing.status_code, hidden.status_code) == (404, 404)
    assert hidden.text.replace(slug, "none") == missing.text  # it tells nothing, not even that it is there
    assert came.headers["location"] == f"/de/watch/{slug}"
    assert visitor.get(came.headers["location"]).status_code == 200


def test_visitors_get_no_cookie_and_no_word_about_accounts(visitor):
    for path in ("/de/", "/de/search", "/de/sign-in"):
        answer = visitor.get(path)
        assert "set-cookie" not in answer.headers
        assert "/sign-out" not in answer.text


def test_an_invitation_is_in_the_log_without_its_secrets(services, anna, visitor):
    link = link_in(invite(anna))
    visitor.post(link, data={"password": NEW})

    with services.database.reading() as session:
        newest = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(6)
        entries = list(reversed(session.scalars(newest).all()))
    assert [(entry.account_name, entry.action) for entry in entries[-4:]] == [
        ("anna", "account.signed-in"),
        ("anna", "account.added"),
        ("anna", "account.link-made"),
        ("max", "account.password-changed"),
    ]
    told = " ".join(f"{entry.label} {entry.details}" for entry in entries)
    assert all(secret not in told for secret in (link.rpartition("/")[2], NEW, PASSWORD))
