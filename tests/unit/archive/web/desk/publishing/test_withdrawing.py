"""Withdrawing, bringing back and deleting at the desk: each keeps what was typed, and is done once."""

import datetime as dt
import itertools

import pytest

from archive.catalogue.events import State
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.publication.publishing import publish
from archive.publication.rights import RightsGiven
from tests.support.desk import client_for
from tests.support.pages import page
from tests.support.publishing_desk import of

NUMBERS = itertools.count()


@pytest.fixture
def clients(services):
    name = f"{next(NUMBERS)}"
    return {role: client_for(services, role, name=f"{role}{name}") for role in (None, Role.EDITOR, Role.ADMIN)}


@pytest.fixture
def shown(services, draft):
    with services.database.writing() as session:
        publish(services, session, draft, rights=RightsGiven("consent", dt.date(2024, 1, 31)))
    return draft


def read(services, recording_id):
    with services.database.reading() as session:
        return session.get(Recording, recording_id)


def test_visitors_read_the_usual_reason_and_the_words_but_never_the_note(services, clients, shown):
    sent = {"because": "asked", "reason": "We are sorry.", "note": "Frau M. rief an"}

    done = clients[Role.EDITOR].post(of(shown, "withdraw"), data=sent)

    address = f"/watch/{read(services, shown).slug}"
    answers = [clients[None].get(f"/{language}{address}") for language in ("de", "en")]
    problem = clients[None].get(f"/api/v1/recordings/{read(services, shown).slug}").json()
    assert done.headers["location"] == of(shown, "withdraw") + "?done=withdrawn"
    assert [answer.status_code for answer in answers] == [410, 410]
    assert "Jemand, der beteiligt war, hat darum gebeten." in answers[0].text
    assert "Somebody who took part has asked for it." in answers[1].text
    assert all("We are sorry." in answer.text and "Frau M." not in answer.text for answer in answers)
    assert problem["withdrawn_on"] == "2099-03-01"
    assert problem["reason"].endswith("We are sorry.")
    assert "Frau M." in clients[Role.EDITOR].get(of(shown, "withdraw")).text


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "reason"),
        ({"because": "rights-expired"}, "reason"),
        ({"because": "no such reason", "reason": " "}, "reason"),
        ({"reason": "x" * 2001}, "reason"),
        ({"because": "mistake", "note": "y" * 2001}, "note"),
    ],
)
def test_a_withdrawal_without_a_usable_reason_is_kept_and_explained(services, clients, shown, sent, field):
    answer = clients[Role.EDITOR].post(of(shown, "withdraw"), data=sent)

    assert answer.status_code == 422
    assert page(answer).find(id=f"{field}-fault").text.strip()
    assert page(answer).find(id=field).text == sent.get(field, "").strip()
    assert read(services, shown).state is State.PUBLISHED


def test_it_comes_back_and_who_was_slower_changes_nothing(services, clients, shown):
    editor, states = clients[Role.EDITOR], []
    for part, sent in (("withdraw", "one"), ("withdraw", "two"), ("restore", ""), ("restore", "")):
        done = editor.post(of(shown, part), data={"reason": sent}).headers["location"].rpartition("=")[2]
        states.append((done, read(services, shown).state.value, read(services, shown).withdrawn_reason))

    assert states == [
        ("withdrawn", "withdrawn", "one"),
        ("unchanged", "withdrawn", "one"),
        ("restored", "published", ""),
        ("unchanged", "published", ""),
    ]


def test_what_cannot_come_back_yet_says_why(services, clients, shown):
    clients[Role.EDITOR].post(of(shown, "withdraw"), data={"because": "mistake"})
    with services.database.writing() as session:
        recording = session.get_one(Recording, shown)
        recording.rights = None

    answer = clients[Role.EDITOR].post(of(shown, "restore"))

    assert answer.status_code == 422
    assert "There is no rights record." in page(answer).main.text
    assert read(services, shown).state is State.WITHDRAWN


def test_deleting_is_for_admins_after_thirty_days_and_by_the_title(services, clock, clients, shown):
    editor, title = clients[Role.EDITOR], read(services, shown).title
    slug = read(services, shown).slug
    editor.post(of(shown, "withdraw"), data={"because": "mistake"})
    early = clients[Role.ADMIN].post(of(shown, "delete"), data={"typed_title": title})
    clock.pass_by(days=30)
    late = {role: client_for(services, role, name=f"late{role}") for role in (Role.EDITOR, Role.ADMIN)}

    offered = {role: late[role].get(of(shown, "withdraw")).text.count("/delete") for role in late}
    forbidden = [late[Role.EDITOR].get(of(shown, "delete")), late[Role.EDITOR].post(of(shown, "delete"))]
    mistyped = late[Role.ADMIN].post(of(shown, "delete"), data={"typed_title": "Fokus"})
    done = late[Role.ADMIN].post(of(shown, "delete"), data={"typed_title": title})

    assert early.status_code == 422
    assert "The recording has not been withdrawn for 30 days yet." in page(early).find(role="alert").text
    assert offered == {Role.EDITOR: 0, Role.ADMIN: 1}
    assert [answer.status_code for answer in forbidden] == [403, 403]
    assert mistyped.status_code == 422
    assert page(mistyped).find(id="typed_title")["value"] == "Fokus"
    assert done.headers["location"] == "/en/desk?done=deleted"
    assert read(services, shown) is None
    gone = clients[None].get(f"/en/watch/{slug}")
    assert gone.status_code == 410
    assert "has been deleted" in gone.text
    assert title not in gone.text
    assert late[Role.ADMIN].get(of(shown, "withdraw")).status_code == 404


def test_the_form_that_deletes_is_offered_when_its_day_has_come_and_not_before(services, clock, clients, shown):
    def offered():
        admin = client_for(services, Role.ADMIN, name=f"admin on {clock.at}")
        main = page(admin.get(of(shown, "delete"))).main
        return main.find("form") is not None, " ".join(main.text.split())

    never = offered()
    clients[Role.EDITOR].post(of(shown, "withdraw"), data={"because": "mistake"})
    clock.pass_by(days=29)
    early = offered()
    clock.pass_by(days=1)
    due = offered()

    assert [may for may, _ in (never, early, due)] == [False, False, True]
    assert "Possible once it has been withdrawn for 30 days." in never[1]
    assert "Possible from 31 March 2099 on." in early[1]
