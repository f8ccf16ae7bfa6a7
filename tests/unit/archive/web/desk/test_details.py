"""All details of a recording at the desk: suggestions taken over by a click, series, people, dates, two languages."""

from itertools import count

import pytest
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording, RecordingDetail
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.pages import filled_in, page
from tests.support.shelf import shelve_words

NUMBERS = count(1)
EXTRACTED = {
    "title": ("Fokus Georgien, Aufzeichnung", "page-heading"),
    "date": ("2023-12-07", "title"),
    "countries": ("GE TR", "title"),
    "kind": ("national", "title"),
    "speakers": ("Dr. Amal Haddad\nErika Beispiel", "platform"),
    "language": ("en", "recognised-speech"),
    "description": ("Ablauf und Programm", "page"),
}
IN_FORM = {
    "title": {"title": "Fokus Georgien, Aufzeichnung"},
    "starts": {"day": "7", "month": "12", "year": "2023"},
    "countries": {"country": ["Georgia", "Türkiye"]},
    "kind": {"kind": "national"},
    "speakers": {"speaker": ["Dr. Amal Haddad", "Erika Beispiel"]},
    "language": {"language": "en"},
    "description": {"description": "Ablauf und Programm"},
}


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("details") / "var") as services:
        yield services


@pytest.fixture
def draft(services):
    return shelve_words(services, f"Fokus Georgien {next(NUMBERS)}", "Guten Tag")


@pytest.fixture(scope="module")
def editor(services):
    return client_for(services, Role.EDITOR, name="erika")


def fields(answer):
    """Give what a browser would send back, without empty fields to spare."""
    sent = filled_in(page(answer).find("form", class_="fields"))
    return {name: kept for name, values in sent.items() if (kept := [value for value in values if value])}


def extract(services, draft):
    with services.database.writing() as session:
        session.add_all(
            RecordingDetail(
                recording_id=draft, field=name, value=value, origin=origin, suggestion=value, suggestion_origin=origin
            )
            for name, (value, origin) in EXTRACTED.items()
        )


@pytest.mark.parametrize("field", IN_FORM)
def test_a_suggestion_is_taken_over_by_one_click_without_saving_anything(services, editor, draft, field):
    extract(services, draft)
    here = f"/en/desk/recordings/{draft}"
    before = fields(editor.get(here))

    answer = editor.post(here, data=before | {"place": ["Ulm"], "take": field})

    sent = fields(answer)
    assert answer.status_code == 200
    shown = {name: sent[name] if isinstance(value, list) else sent[name][0] for name, value in IN_FORM[field].items()}
    assert shown == IN_FORM[field]
    assert sent["place"] == ["Ulm"]
    assert not page(answer).find("button", attrs={"name": "take", "value": field})
    assert fields(editor.get(here)) == before
    assert editor.post(here, data=sent).headers["location"].endswith("?done=saved")


def test_what_was_extracted_stays_beside_what_a_person_says(services, editor, draft):
    extract(services, draft)
    here = f"/en/desk/recordings/{draft}"

    editor.post(here, data=fields(editor.get(here)) | {"description": ["Von Hand"]})

    field = page(editor.get(here)).find(id="description").parent
    assert "set by an editor" in field.select_one(".origin").text
    assert "Ablauf und Programm" in field.select_one(".offered").text


def test_people_series_dates_and_both_languages_are_saved_shown_and_noted(services, editor, draft):
    here = f"/en/desk/recordings/{draft}"
    wanted = {
        "speaker": ["Erika Beispiel", "Dr. Amal Haddad"], "organiser": ["IOM"], "series": ["+"],
        "series_de": ["Reihe"], "series_en": ["Series of talks"], "description_en": ["What was said"],
        "as_of_month": ["3"], "as_of_year": ["2024"], "ends_day": ["8"], "ends_month": ["12"], "ends_year": ["2023"],
    }  # fmt: skip

    answer = editor.post(here, data=fields(editor.get(here)) | wanted)

    assert answer.headers["location"].endswith("?done=saved")
    with services.database.reading() as session:
        recording = session.get_one(Recording, draft)
        assert [row.speaker.name for row in recording.speakers] == ["Erika Beispiel", "Dr. Amal Haddad"]
        assert [row.organiser.name for row in recording.event.organisers] == ["IOM"]
        assert recording.event.series.title_en == "Series of talks"
        assert (recording.as_of, recording.event.ends) == ("2024-03", "2023-12-08")
        noted = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        slug = recording.slug
    assert (noted.account_name, noted.action) == ("erika", "recording.corrected")
    assert "What was said" not in str(noted.details)
    visitor = client_for(services)
    assert "What was said" in visitor.get(f"/en/watch/{slug}").text
    assert "As of March 2024" in visitor.get(f"/en/watch/{slug}").text
    again = editor.post(here, data=fields(editor.get(here)))
    assert again.headers["location"].endswith("?done=unchanged")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"as_of_month": "3"}, "as_of"),
        ({"ends_day": "1", "ends_month": "1", "ends_year": "2020"}, "ends"),
        ({"series": "nowhere"}, "series"),
        ({"series": "+"}, "series"),
        ({"speaker": "x" * 201}, "speakers"),
        ({"description_en": "x" * 20_001}, "description_en"),
    ],
)
def test_a_wrong_field_is_named_and_keeps_what_was_typed(services, editor, draft, wrong, field):
    here = f"/en/desk/recordings/{draft}"

    refused = editor.post(here, data=fields(editor.get(here)) | {"place": "Ulm"} | wrong)

    assert refused.status_code == 422
    assert page(refused).find(id=f"{field}-fault").text.strip()
    assert page(refused).find(id=field)
    assert fields(refused)["place"] == ["Ulm"]


def test_two_editors_of_the_chapters_see_what_the_other_saved(editor, draft):
    here = f"/en/desk/recordings/{draft}"
    opened = page(editor.get(here + "/pictures")).find("input", attrs={"name": "made_from"})["value"]
    first, second = ({"made_from": opened, "time": "0:01", "chapter": title} for title in ("Arrival", "Welcome"))
    editor.post(here + "/chapters", data=first)

    refused = editor.post(here + "/chapters", data=second)

    assert refused.status_code == 422
    assert "0:01 Arrival" in page(refused).select_one("section .faults").text
    assert page(refused).find("input", attrs={"name": "chapter"})["value"] == "Welcome"
    again = second | {"made_from": page(refused).find("input", attrs={"name": "made_from"})["value"]}
    assert editor.post(here + "/chapters", data=again).headers["location"].endswith("?done=chapters")
