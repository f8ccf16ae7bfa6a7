"""What people type at the desk, and what it means."""

import datetime as dt

import pytest
from starlette.datastructures import FormData

from archive.details.amending import Correction
from archive.publication.rights import rights_faults
from archive.web.desk import details_form, event_fields, forms
from archive.web.desk.merging import merge

CODES = {"georgien": "GE", "georgia": "GE", "turkei": "TR", "turkey": "TR", "turkiye": "TR"}


def typed(**fields):
    blank = {"title": "Fokus Georgien", "kind": "virtual", "language": "de"}
    return details_form.typed_details(FormData(list((blank | fields).items())))


def typed_countries(*names):
    return details_form.typed_details(FormData([("title", "x"), *(("country", name) for name in names)]))


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

    assert details_form.faults_of(form, CODES) == {}
    assert form.starts.iso == iso


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
    assert details_form.faults_of(typed(day=day, month=month, year=year), CODES) == {"starts": fault}


def test_countries_are_known_in_every_spelling_and_unknown_ones_are_named():
    form = typed_countries("Türkei", "TURKIYE", "Atlantis", "  ")

    assert event_fields.unknown_countries(form.countries, CODES) == ("Atlantis",)
    assert details_form.faults_of(form, CODES) == {"countries": "not-a-country"}


def correction(before, after):
    shown, sent = (details_form.values_of(form, CODES) for form in (before, after))
    return details_form.correction_of(sent, merge(details_form.made_from(before, CODES), sent, shown).changed)


def test_only_what_changed_is_handed_on_so_that_suggestions_keep_their_origin():
    before = typed(day="6", month="12", year="2023", ends_year="2024")

    same = correction(before, typed(day="06", month="12", year="2023", ends_year="2024"))
    changed = correction(before, typed(title="Georgien", day="", month="12", year="2023", ends_year="2024"))

    assert same == Correction()
    assert changed == Correction(title="Georgien", starts="2023-12")


def test_emptying_a_field_is_a_change():
    before = typed(place="Ulm", description="x", speaker="Erika Beispiel")

    assert correction(before, typed()) == Correction(place="", description="", speakers=())


@pytest.mark.parametrize(
    ("last_day", "faults"),
    [({"ends_day": "5"}, {"ends": "before-it-begins"}), ({"ends_day": "7"}, {}), ({}, {})],
)
def test_an_event_does_not_end_before_it_begins(last_day, faults):
    form = typed(day="6", month="12", year="2023", ends_month="12", ends_year="2023", **last_day)

    assert details_form.faults_of(form, CODES) == faults


def test_a_new_series_needs_a_name():
    assert details_form.faults_of(typed(series="+"), CODES) == {"series": "empty"}
    assert details_form.faults_of(typed(series="+", series_en="Autumn"), CODES) == {}


def test_two_fields_are_always_to_spare():
    assert typed_countries("Georgien").country_fields == ("Georgien", "", "")


@pytest.mark.parametrize(
    ("basis", "granted_on", "faults"),
    [
        ("consent", "2026-01-01", {}),
        ("consent", "1990-01-01", {}),
        ("consent", "2026-01-03", {}),
        ("", "2026-01-01", {"basis": "empty"}),
        ("   ", "", {"basis": "empty", "granted_on": "empty"}),
        ("\u202e\u200b", "2026-01-01", {"basis": "empty"}),
        ("x" * 2001, "2026-01-01", {"basis": "too-long"}),
        ("consent", "2026-01-04", {"granted_on": "in-future"}),
        ("consent", "1989-12-31", {"granted_on": "too-early"}),
        ("consent", "0001-01-01", {"granted_on": "too-early"}),
    ],
)
def test_publishing_needs_a_basis_and_a_date_that_can_be(basis, granted_on, faults):
    form = forms.typed_rights(FormData({"basis": basis, "granted_on": granted_on}))

    assert rights_faults(forms.rights_given(form, noted_by=""), today=dt.date(2026, 1, 2)) == faults


@pytest.mark.parametrize("text", ["1.1.2026", "20240101", "2024-W01-1", "2024-1-1", "2024-02-30", "２０２４-01-01"])
def test_a_day_of_permission_is_written_in_one_way(text):
    form = forms.typed_rights(FormData({"basis": "consent", "granted_on": text}))

    assert forms.rights_given(form, noted_by="").granted_on is None
    assert form.granted_on == text


def test_signs_that_nobody_sees_do_not_come_in():
    hidden = "\u202eFokus\x00 \u2066Georgien\u2069\r\n\ufeff heute\u200b"

    form = typed(title=hidden, place=hidden, description=hidden)

    assert (form.title, form.place) == ("Fokus Georgien heute",) * 2
    assert form.description == "Fokus Georgien\n heute"
    assert details_form.faults_of(typed(title="\u200b\u202e\u200d"), CODES) == {"title": "empty"}


def test_signs_that_a_script_needs_stay():
    persian, family = "می\u200cخواهم", "Zoe\u0308"

    assert typed(title=persian).title == persian
    assert typed(title=family).title == "Zoë"
