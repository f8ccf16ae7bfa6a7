"""A recording at the desk, with a real catalogue: its details."""

import re

import pytest
from sqlalchemy import select

from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording, RecordingDetail
from archive.catalogue.work import Job
from tests.support.desk import client_for
from tests.support.pages import filled_in, page, words

RIGHTS = {"basis": "Consent of all speakers", "granted_on": "2024-01-31"}


def recording(services, recording_id):
    with services.database.reading() as session:
        found = session.get_one(Recording, recording_id)
        return found, found.event, [row.country for row in found.event.countries]


def fields(answer):
    """Give what a browser would send back from the details form."""
    action = re.compile("/recordings/")
    return filled_in(page(answer).find("form", action=action, class_="fields"))


def test_the_details_of_a_draft_are_shown_with_where_they_came_from(services, editor, draft):
    with services.database.writing() as session:
        session.add(
            RecordingDetail(
                recording_id=draft, field="title", value="Fokus Georgien", origin="page-heading",
                suggestion="Fokus Georgien", suggestion_origin="page-heading",
            )
        )  # fmt: skip

    answer = editor.get(f"/en/desk/recordings/{draft}")

    sent = fields(answer)
    assert sent["title"] == ["Fokus Georgien"]
    assert (sent["day"], sent["month"], sent["year"]) == (["6"], ["12"], ["2023"])
    assert sent["country"] == ["Georgia", "", ""]
    assert sent["kind"] == ["virtual"]
    assert "from the heading on the page" in words(answer)
    assert page(answer).find("a", href="/en/watch/fokus-georgien", string=lambda text: "Preview" in text)


def test_sending_the_form_back_unchanged_changes_nothing(services, editor, draft):
    sent = fields(editor.get(f"/de/desk/recordings/{draft}"))

    answer = editor.post(f"/de/desk/recordings/{draft}", data=sent)

    assert answer.headers["location"].endswith("?done=unchanged")
    assert recording(services, draft)[0].version == 1


def test_of_two_tabs_the_later_one_does_not_undo_the_earlier_in_silence(services, editor, draft):
    here = f"/de/desk/recordings/{draft}"
    first, second = fields(editor.get(here)), fields(editor.get(here))
    editor.post(here, data=first | {"title": ["Neuer Titel"], "language": ["en"]})

    refused = editor.post(here, data=second | {"title": ["Mein Titel"], "description": ["Neue Beschreibung"]})

    assert refused.status_code == 422
    assert "Jemand anderes hat diese Aufzeichnung geändert" in words(refused)
    assert page(refused).find(id="title-fault").text == "Hier steht inzwischen: Neuer Titel"
    assert len(page(refused).select(".fault")) == 1
    assert recording(services, draft)[0].title == "Neuer Titel"
    again = fields(refused)
    assert (again["title"], again["description"], again["language"]) == (["Mein Titel"], ["Neue Beschreibung"], ["en"])
    assert editor.post(here, data=again).headers["location"].endswith("?done=saved")
    found, _, _ = recording(services, draft)
    assert (found.title, found.description, found.language) == ("Mein Titel", "Neue Beschreibung", "en")


def test_two_people_who_change_different_fields_do_not_get_in_each_others_way(services, editor, draft):
    here = f"/de/desk/recordings/{draft}"
    first, second = fields(editor.get(here)), fields(editor.get(here))
    editor.post(here, data=first | {"title": ["Neuer Titel"]})

    assert editor.post(here, data=second | {"language": ["en"]}).headers["location"].endswith("?done=saved")

    found, _, _ = recording(services, draft)
    assert (found.title, found.language) == ("Neuer Titel", "en")


def test_corrections_reach_recording_and_event_and_ask_for_the_words_to_be_indexed(services, editor, draft):
    sent = fields(editor.get(f"/de/desk/recordings/{draft}")) | {
        "title": ["Fokus Georgien und Türkei"], "day": [""], "country": ["Georgien", "Türkiye", ""],
        "kind": ["national"], "language": ["en"], "place": ["Tiflis"], "description": ["Neu\r\nund mehr"],
    }  # fmt: skip

    answer = editor.post(f"/de/desk/recordings/{draft}", data=sent)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/de/desk/recordings/{draft}?done=saved")
    found, event, countries = recording(services, draft)
    assert (found.title, found.language, found.description) == ("Fokus Georgien und Türkei", "en", "Neu\nund mehr")
    assert (event.starts, event.kind, event.place, sorted(countries)) == ("2023-12", "national", "Tiflis", ["GE", "TR"])
    with services.database.reading() as session:
        assert session.scalars(select(Job.kind)).all() == ["index"]
    assert page(editor.get(answer.headers["location"])).find(class_="notice", role="status").text.strip()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"title": [" "]}, "title", "title"),
        ({"month": ["13"]}, "starts", "date"),
        ({"country": ["Atlantis", "Georgia"]}, "countries", "Atlantis"),
        ({"kind": ["secret"]}, "kind", "kinds"),
        ({"language": ["klingonisch"]}, "language", "language"),
    ],
)
def test_a_wrong_field_is_named_keeps_what_was_typed_and_changes_nothing(services, draft, wrong, field, said):
    editor = client_for(services, Role.EDITOR)
    sent = fields(editor.get(f"/en/desk/recordings/{draft}")) | {"place": ["Ulm"]} | wrong

    answer = editor.post(f"/en/desk/recordings/{draft}", data=sent)

    assert answer.status_code == 422
    fault = page(answer).find(id=f"{field}-fault")
    assert said in fault.text
    assert page(answer).find("a", href=f"#{field}")
    assert page(answer).find(id=field)
    assert page(answer).find("input", id="place")["value"] == "Ulm"
    found, event, _ = recording(services, draft)
    assert (found.version, event.place, event.starts) == (1, None, "2023-12-06")


def test_unseen_signs_in_a_form_made_by_hand_do_not_come_in(services, editor, draft):
    sent = fields(editor.get(f"/en/desk/recordings/{draft}")) | {
        "title": "\u202eWerk\x00statt",
        "description": "\u2066Ulm",
    }

    editor.post(f"/en/desk/recordings/{draft}", data=sent)

    found = recording(services, draft)[0]
    assert (found.title, found.description) == ("Werkstatt", "Ulm")
