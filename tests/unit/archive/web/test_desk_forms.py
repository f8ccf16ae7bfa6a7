"""What people type at the desk, and what it means."""

import datetime as dt

import pytest
from starlette.datastructures import FormData

from archive.shelving import Correction
from archive.web import forms

CODES = {"georgien": "GE", "georgia": "GE", "turkei": "TR", "turkey": "TR", "turkiye": "TR"}


def typed(**fields):
    blank = {"title": "Fokus Georgien", "kind": "virtual", "language": "de"}
    return forms.typed_details(FormData(list((blank | fields).items())))


def typed_countries(*names):
    return forms.typed_details(FormData([("title", "x"), *(("country", name) for name in names)]))


@pytest.mark.parametrize(
    ("day", "month", "year", "iso"),
    [
        ("6", "12", "2023", "2023-12-06"),
        ("06", "12", "2023", "2023-12-06"),
        ("", "5", "2022", "2022-05"),
        ("", "", "2018", "2018"),
        ("", "", "", ""),
    ],
)
def test_a_date_may_be_known_only_in_part(day, month, year, iso):
    form = typed(day=day, month=month, year=year)

    assert forms.faults_of(form, CODES) == {}
    assert forms.iso_date(form) == iso


@pytest.mark.parametrize(
    ("day", "month", "year", "fault"),
    [
        ("31", "2", "2023", "not-a-date"),
        ("6", "", "2023", "day-without-month"),
        ("6", "12", "", "year-missing"),
        ("", "12", "", "year-missing"),
        ("6", "13", "2023", "not-a-date"),
        ("6", "Dezember", "2023", "not-a-date"),
        ("6", "12", "23", "not-a-date"),
        ("0", "12", "2023", "not-a-date"),
        ("²", "12", "2023", "not-a-date"),
        ("", "", "9999", "not-a-date"),
    ],
)
def test_a_date_that_is_none_is_named(day, month, year, fault):
    assert forms.faults_of(typed(day=day, month=month, year=year), CODES) == {"starts": fault}


def test_countries_are_known_in_every_spelling_and_unknown_ones_are_named():
    form = typed_countries("Türkei", "TURKIYE", "Atlantis", "  ")

    assert forms.unknown_countries(form, CODES) == ("Atlantis",)
    assert forms.faults_of(form, CODES) == {"countries": "not-a-country"}


def test_only_what_changed_is_handed_on_so_that_suggestions_keep_their_origin():
    before = typed(day="6", month="12", year="2023")

    same = forms.changes_between(before, typed(day="06", month="12", year="2023"), CODES)
    changed = forms.changes_between(before, typed(title="Georgien", day="", month="12", year="2023"), CODES)

    assert same == Correction()
    assert changed == Correction(title="Georgien", starts="2023-12")


def test_emptying_a_field_is_a_change():
    before = typed(place="Ulm", description="x")

    assert forms.changes_between(before, typed(), CODES) == Correction(place="", description="")


def test_two_fields_are_always_to_spare():
    assert typed_countries("Georgien").country_fields == ("Georgien", "", "")


@pytest.mark.parametrize(
    ("basis", "granted_on", "faults"),
    [
        ("consent", "2026-01-01", {}),
        ("", "2026-01-01", {"basis": "empty"}),
        ("   ", "", {"basis": "empty", "granted_on": "empty"}),
        ("consent", "1.1.2026", {"granted_on": "not-a-date"}),
        ("consent", "2026-02-01", {"granted_on": "in-future"}),
    ],
)
def test_publishing_needs_a_basis_and_a_date_that_is_not_ahead(basis, granted_on, faults):
    form = forms.typed_rights(FormData({"basis": basis, "granted_on": granted_on}))

    assert forms.rights_faults(form, today=dt.date(2026, 1, 2)) == faults
