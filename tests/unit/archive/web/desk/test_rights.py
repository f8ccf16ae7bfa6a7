"""The rights record at the desk, while two people have its page open."""

import datetime as dt
import itertools

import pytest
from bs4 import BeautifulSoup

from archive.catalogue.events import State
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.shelf import shelve_words

FIRST = {
    "people": "Ana Muster",
    "basis": "Consent",
    "scope": "",
    "granted_on": "2024-01-31",
    "expires_on": "2101-12-31",
}
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("rights") / "var") as services:
        yield services


@pytest.fixture(scope="module")
def erika(services):
    return client_for(services, Role.EDITOR, name="erika")


@pytest.fixture(scope="module")
def anna(services):
    return client_for(services, Role.EDITOR, name="anna")


@pytest.fixture
def draft(services):
    return shelve_words(services, f"Fokus {next(NUMBERS)}", "Guten Tag", state=State.DRAFT)


@pytest.fixture
def noted(erika, draft):
    save(erika, draft, opened(erika, draft), **FIRST)
    return draft


def path(recording_id):
    return f"/en/desk/recordings/{recording_id}/rights"


def page(answer):
    return BeautifulSoup(answer.text, "html.parser")


def fields(answer):
    """Give the form of a page as a browser would send it back."""
    form = page(answer).select_one("form.fields")
    sent = {tag["name"]: tag.get("value", "") for tag in form.select("input")}
    return sent | {tag["name"]: tag.text for tag in form.select("textarea")}


def opened(person, recording_id):
    return fields(person.get(path(recording_id)))


def save(person, recording_id, form, **typed):
    return person.post(path(recording_id), data=form | typed)


def record_of(services, recording_id):
    with services.database.reading() as session:
        return session.get_one(Recording, recording_id).rights


def test_an_open_form_does_not_put_back_a_day_that_somebody_has_moved(services, anna, erika, noted):
    open_form = opened(erika, noted)
    save(anna, noted, opened(anna, noted), expires_on="2030-06-30")

    done = save(erika, noted, open_form, people="Ana Muster\nBen Beispiel")

    record = record_of(services, noted)
    assert done.headers["location"].endswith("?done=saved")
    assert (record.people, record.expires_on) == ("Ana Muster\nBen Beispiel", dt.date(2030, 6, 30))


def test_what_both_changed_is_said_and_kept_and_sent_again_it_counts(services, anna, erika, noted):
    open_form = opened(erika, noted)
    save(anna, noted, opened(anna, noted), expires_on="2030-06-30", scope="Only talks")

    told = save(erika, noted, open_form, expires_on="2040-01-01", basis="Contract")
    meanwhile = record_of(services, noted)
    again = save(erika, noted, fields(told))

    assert told.status_code == 422
    assert page(told).find(id="expires_on-fault").text == "Saved here by now: 30 June 2030"
    assert "save again to put yours in its place" in page(told).find(role="alert").text
    assert fields(told) | {"made_from": ""} == {
        **FIRST, "expires_on": "2040-01-01", "basis": "Contract", "scope": "Only talks", "made_from": "",
    }  # fmt: skip
    assert (meanwhile.basis, meanwhile.expires_on) == ("Consent", dt.date(2030, 6, 30))
    assert again.headers["location"].endswith("?done=saved")
    record = record_of(services, noted)
    assert (record.basis, record.scope, record.expires_on, record.noted_by) == (
        "Contract", "Only talks", dt.date(2040, 1, 1), "erika",
    )  # fmt: skip


def test_what_somebody_emptied_meanwhile_is_said_in_words(anna, erika, noted):
    open_form = opened(erika, noted)
    save(anna, noted, opened(anna, noted), expires_on="")

    told = save(erika, noted, open_form, expires_on="2040-01-01")

    assert page(told).find(id="expires_on-fault").text == "Saved here by now: nothing"


def test_two_first_records_do_not_cover_each_other(services, anna, erika, draft):
    open_form = opened(erika, draft)
    save(anna, draft, opened(anna, draft), **FIRST)

    told = save(erika, draft, open_form, **FIRST | {"basis": "Contract"})

    assert (told.status_code, page(told).find(id="basis-fault").text) == (422, "Saved here by now: Consent")
    assert not page(told).find(id="people-fault")
    assert record_of(services, draft).basis == "Consent"


def test_days_that_do_not_go_together_once_both_are_saved_are_refused(services, anna, erika, noted):
    open_form = opened(erika, noted)
    save(anna, noted, opened(anna, noted), expires_on="2024-06-30")

    told = save(erika, noted, open_form, granted_on="2025-01-01")

    assert told.status_code == 422
    assert page(told).find(id="expires_on-fault")
    assert fields(told)["expires_on"] == "2024-06-30"
    assert record_of(services, noted).granted_on == dt.date(2024, 1, 31)


def test_a_form_that_nobody_changed_writes_nothing(services, anna, erika, noted):
    done = save(anna, noted, opened(anna, noted))

    assert done.headers["location"].endswith("?done=unchanged")
    assert record_of(services, noted).noted_by == "erika"
