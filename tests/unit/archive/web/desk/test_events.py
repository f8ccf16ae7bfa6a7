"""Events at the desk: made without footage, changed by two people at once, a draft brought into the catalogue."""

import pytest
from sqlalchemy import select

from archive.catalogue.audit import AuditEntry
from archive.catalogue.events import Event, Series, State
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.pages import filled_in, page
from tests.support.shelf import shelve_words

NEW = {
    "title": "Fokus Ghana", "day": "5", "month": "3", "year": "2027", "kind": "virtual", "country": ["Ghana", ""],
    "region": "west-africa", "series": "+", "series_de": "Reihe 2027", "organiser": ["IOM", "BAMF"],
    "description_de": "Fragen und Antworten", "description_en": "Questions", "state": "published",
    "visibility": "public",
}  # fmt: skip


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """Give an archive that its tests leave as it is, and an editor's browser."""
    with open_archive(tmp_path_factory.mktemp("untouched") / "var") as services:
        yield services, client_for(services, Role.EDITOR)


def fields(answer):
    """Give what a browser would send back."""
    return filled_in(page(answer).find("form", class_="fields"))


def actions(services):
    with services.database.reading() as session:
        return [(row.account_name, row.action) for row in session.scalars(select(AuditEntry))]


def test_an_event_is_made_without_footage_and_shown_to_visitors(services, editor):
    answer = editor.post("/en/desk/events/new", data=NEW)

    assert answer.headers["location"].endswith("?done=event-made")
    with services.database.reading() as session:
        event = session.scalars(select(Event).where(Event.slug == "fokus-ghana")).one()
        assert (event.starts, event.kind, event.state) == ("2027-03-05", "virtual", State.PUBLISHED)
        assert [row.country for row in event.countries] == ["GH"]
        assert [row.organiser.name for row in event.organisers] == ["IOM", "BAMF"]
        assert (event.series.title_de, event.series.title_en) == ("Reihe 2027", "Reihe 2027")
    shown = client_for(services).get("/en/events/fokus-ghana")
    assert "Questions" in shown.text
    assert ("erika", "event.made") in actions(services)


def test_the_state_of_an_event_stands_apart_from_the_words_before_it(services, editor):
    editor.post("/en/desk/events/new", data={**NEW, "state": "draft"})

    pill = page(editor.get("/en/desk/events?q=Ghana")).select_one(".work .pill")

    assert pill.get_text() == "draft"
    assert pill.previous_sibling.endswith("no footage ")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"month": "13"}, "starts"),
        ({"ends_day": "4", "ends_month": "3", "ends_year": "2027"}, "ends"),
        ({"country": "Atlantis"}, "countries"),
        ({"series_de": ""}, "series"),
        ({"region": "atlantis"}, "regions"),
        ({"state": "lost"}, "state"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(untouched, wrong, field):
    services, editor = untouched

    answer = editor.post("/en/desk/events/new", data=NEW | wrong)

    assert answer.status_code == 422
    assert page(answer).find(id=f"{field}-fault").text.strip()
    assert page(answer).find(id="description_de").text.strip() == "Fragen und Antworten"
    with services.database.reading() as session:
        assert session.scalar(select(Event.id).where(Event.title == "Fokus Ghana")) is None
        assert session.scalar(select(Series.id).where(Series.title_de == "Reihe 2027")) is None


def test_two_editors_of_an_event_see_what_the_other_saved(services, editor):
    here = editor.post("/en/desk/events/new", data=NEW).headers["location"].partition("?")[0]
    first, second = fields(editor.get(here)), fields(editor.get(here))
    editor.post(here, data=first | {"title": ["Fokus Ghana und Togo"], "place": ["Berlin"]})

    refused = editor.post(here, data=second | {"title": ["Fokus Westafrika"]})

    assert refused.status_code == 422
    assert page(refused).find(id="title-fault").text == "Saved here by now: Fokus Ghana und Togo"
    again = fields(refused)
    assert (again["title"], again["place"]) == (["Fokus Westafrika"], ["Berlin"])
    assert editor.post(here, data=again).headers["location"].endswith("?done=event-saved")
    assert editor.post(here, data=fields(editor.get(here))).headers["location"].endswith("?done=unchanged")


def test_an_event_with_published_recordings_is_not_hidden(services, editor):
    recording_id = shelve_words(services, "Fokus Togo", "Hallo", countries=("TG",), starts="2027-01-01")
    with services.database.reading() as session:
        here = f"/en/desk/events/{session.get_one(Recording, recording_id).event_id}"

    refused = editor.post(here, data=fields(editor.get(here)) | {"state": ["draft"]})

    assert refused.status_code == 422
    assert page(refused).find(id="state-fault")


def test_a_draft_event_is_brought_into_one_of_the_catalogue_with_its_recordings(services, editor):
    recording_id = shelve_words(services, "Doppelt", "Hallo", state=State.DRAFT, countries=(), starts="2027-01-01")
    with services.database.reading() as session:
        draft = session.get_one(Recording, recording_id).event_id
        into = session.scalars(select(Event).where(Event.seed_key.is_not(None))).first()

    lost = editor.post(f"/en/desk/events/{draft}/merge", data={"into": ""})
    done = editor.post(f"/en/desk/events/{draft}/merge", data={"into": str(into.id)})

    assert lost.status_code == 422
    assert done.headers["location"] == f"/en/desk/events/{into.id}?done=event-merged"
    with services.database.reading() as session:
        assert session.get_one(Recording, recording_id).event_id == into.id
        assert session.get(Event, draft) is None
    assert editor.post(f"/en/desk/events/{into.id}/merge", data={"into": "1"}).status_code == 422


def test_only_an_event_without_footage_that_did_not_ship_is_removed(services, editor):
    here = editor.post("/en/desk/events/new", data=NEW).headers["location"].partition("?")[0]
    with services.database.reading() as session:
        shipped = session.scalars(select(Event.id).where(Event.seed_key.is_not(None))).first()
    seen = editor.post(here + "/remove")
    assert seen.status_code == 422
    assert "Visitors see this event." in seen.text
    with services.database.writing() as session:
        session.get_one(Event, int(here.rpartition("/")[2])).state = State.DRAFT

    assert editor.post(here + "/remove").headers["location"] == "/en/desk/events"
    assert editor.get(here).status_code == 404
    assert editor.post(f"/en/desk/events/{shipped}/remove").status_code == 422


def test_the_list_of_events_can_be_searched(editor):
    shown = page(editor.get("/en/desk/events?q=Ulm")).select(".work li")

    assert len(shown) == 1
