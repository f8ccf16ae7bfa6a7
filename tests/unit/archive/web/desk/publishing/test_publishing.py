"""Publishing at the desk: the checklist, a public, a time, review."""

import datetime as dt

import pytest

from archive.catalogue.events import State, Visibility
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording, Rendition
from archive.housekeeping import keep_time
from tests.support.desk import client_for
from tests.support.pages import page, words
from tests.support.publishing_desk import RIGHTS, START, note, of, read

FORM = {"visibility": "public", "offers_files": "yes", "captions_reason": ""}


@pytest.fixture
def wordless(services, draft):
    with services.database.writing() as session:
        recording = session.get_one(Recording, draft)
        recording.transcripts.clear()
    return draft


def standings(answer):
    rows = page(answer).select("li.check")
    return {row.select_one(".check-label").contents[0]: row["class"][1] for row in rows}


def test_the_checklist_leads_to_what_is_missing_and_is_fine_when_it_is_there(services, editor, wordless):
    with services.database.writing() as session:
        recording = session.get_one(Recording, wordless)
        recording.event.countries.clear()

    before = editor.get(of(wordless))
    note(editor, wordless)
    after = editor.get(of(wordless))

    assert standings(before) == {
        "Playable file": "fine",
        "Title": "fine",
        "Date of the event": "fine",
        "Country": "advised",
        "Captions": "needed",
        "Rights record": "needed",
        "Picture": "advised",
    }
    assert page(before).find("a", string="Add: Rights record")["href"] == of(wordless, "rights")
    assert standings(after)["Rights record"] == "fine"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Es ist kein Bild gewählt. In Listen steht ein Bild für die Aufzeichnung."),
        ("en", "No picture is chosen. A picture stands for the recording in lists."),
    ],
)
def test_what_a_picture_is_for_is_said_where_none_is_chosen(editor, wordless, language, said):
    assert said in page(editor.get(of(wordless, language=language))).main.text


@pytest.mark.parametrize("language", ["de", "en"])
def test_without_a_rights_record_nothing_is_published_and_the_form_is_kept(services, editor, draft, language):
    answer = editor.post(of(draft, language=language), data={**FORM, "visibility": "staff", "do": "now"})

    assert answer.status_code == 422
    assert page(answer).find("input", {"name": "visibility", "value": "staff"}).has_attr("checked")
    recording, rights = read(services, draft)
    assert (recording.state, recording.visibility, rights) == (State.DRAFT, Visibility.PUBLIC, None)


def test_missing_captions_ask_for_a_reason_which_visitors_then_read(services, clients, editor, wordless):
    note(editor, wordless)

    asked = editor.post(of(wordless), data={**FORM, "do": "now"})
    reason = {"captions_reason": "Sie werden gerade <b>geschrieben</b>."}
    published = editor.post(of(wordless), data={**FORM, **reason, "do": "now"})
    seen = clients[None].get(f"/de/watch/{read(services, wordless)[0].slug}")

    assert (asked.status_code, published.status_code) == (422, 303)
    assert page(asked).find(id="captions_reason-fault")
    assert "Noch keine Untertitel: Sie werden gerade <b>geschrieben</b>." in words(seen)


def test_publishing_takes_public_and_files_along(services, clients, editor, draft):
    note(editor, draft)

    done = editor.post(of(draft), data={**FORM, "visibility": "signed-in", "offers_files": "no", "do": "now"})

    recording, _ = read(services, draft)
    assert done.headers["location"] == of(draft) + "?done=published"
    assert (recording.state, recording.visibility, recording.offers_files) == (
        State.PUBLISHED, Visibility.SIGNED_IN, False,
    )  # fmt: skip
    assert clients[None].get(f"/de/watch/{recording.slug}").status_code == 404
    assert clients[Role.READER].get(f"/de/watch/{recording.slug}").status_code == 200


def test_what_is_published_is_restricted_at_once(services, clients, editor, draft):
    note(editor, draft)
    editor.post(of(draft), data={**FORM, "do": "now"})
    address = f"/de/watch/{read(services, draft)[0].slug}"
    before = clients[None].get(address).status_code

    shown = editor.get(of(draft))
    editor.post(of(draft), data={**FORM, "visibility": "staff", "do": "save"})

    assert "Publish now" not in words(shown)
    assert (before, clients[None].get(address).status_code) == (200, 404)
    assert clients[Role.READER].get(address).status_code == 404


def test_a_form_that_was_left_open_undoes_no_restriction_of_somebody_else(services, editor, draft):
    note(editor, draft)
    editor.post(of(draft), data={**FORM, "do": "now"})
    made_from = page(editor.get(of(draft))).find("input", attrs={"name": "made_from"})["value"]
    editor.post(of(draft), data={**FORM, "visibility": "staff", "do": "save"})

    kept = editor.post(of(draft), data={**FORM, "offers_files": "no", "made_from": made_from, "do": "save"})
    clashing = editor.post(of(draft), data={**FORM, "visibility": "signed-in", "made_from": made_from, "do": "save"})

    assert (kept.status_code, clashing.status_code) == (303, 422)
    assert "Saved here by now: Only the desk" in page(clashing).find(id="visibility-fault").text
    recording = read(services, draft)[0]
    assert (recording.visibility, recording.offers_files) == (Visibility.STAFF, False)


def test_a_form_that_was_refused_undoes_no_restriction_of_somebody_else_when_it_is_sent_again(services, editor, draft):
    note(editor, draft)
    made_from = page(editor.get(of(draft))).find("input", attrs={"name": "made_from"})["value"]
    past = {"publish_on": "2001-07-02", "publish_time": "08:30", "do": "later", "captions_reason": "kein Ton"}
    refused = page(editor.post(of(draft), data={**FORM, **past, "made_from": made_from}))
    editor.post(of(draft), data={**FORM, "visibility": "staff", "do": "save"})

    again = {**FORM, "captions_reason": "kein Ton", "do": "save"}
    made_from = refused.find("input", attrs={"name": "made_from"})["value"]
    saved = editor.post(of(draft), data={**again, "made_from": made_from})

    recording = read(services, draft)[0]
    assert (refused.find(id="publish_at-fault") is not None, saved.status_code) == (True, 303)
    assert (recording.visibility, recording.captions_reason) == (Visibility.STAFF, "kein Ton")


def test_what_both_changed_is_decided_by_sending_it_again(services, editor, draft):
    note(editor, draft)
    made_from = page(editor.get(of(draft))).find("input", attrs={"name": "made_from"})["value"]
    editor.post(of(draft), data={**FORM, "visibility": "staff", "offers_files": "no", "do": "save"})

    mine = {**FORM, "visibility": "signed-in", "do": "save"}
    clashing = page(editor.post(of(draft), data={**mine, "made_from": made_from}))
    checked = {box["name"]: box["value"] for box in clashing.find_all("input", checked=True)}
    made_from = clashing.find("input", attrs={"name": "made_from"})["value"]
    editor.post(of(draft), data={**mine, **checked, "made_from": made_from})

    recording = read(services, draft)[0]
    assert checked == {"visibility": "signed-in", "offers_files": "no"}
    assert (recording.visibility, recording.offers_files) == (Visibility.SIGNED_IN, False)


def test_a_visibility_that_is_none_is_named(editor, draft):
    answer = editor.post(of(draft), data={**FORM, "visibility": "friends", "do": "save"})

    assert answer.status_code == 422
    assert page(answer).find(id="visibility-fault")


def test_saving_publishes_nothing(services, editor, draft):
    note(editor, draft)

    editor.post(of(draft), data={**FORM, "do": "save"})
    editor.post(of(draft), data=FORM)

    assert read(services, draft)[0].state is State.DRAFT


def test_a_time_is_one_of_the_archive_and_comes_by_itself(services, clock, editor, draft):
    note(editor, draft)

    later = {"publish_on": "2099-07-02", "publish_time": "08:30", "do": "later"}
    planned = editor.post(of(draft), data={**FORM, **later})
    shown = words(editor.get(of(draft)))
    at = read(services, draft)[0].publish_at
    clock.at = at
    keep_time(services)

    assert planned.headers["location"].endswith("?done=scheduled")
    assert "Will be published on 2 July 2099, 08:30." in shown
    assert at == dt.datetime(2099, 7, 2, 6, 30, tzinfo=dt.UTC)
    assert read(services, draft)[0].state is State.PUBLISHED


def test_a_time_can_be_taken_back_and_one_that_is_over_says_what_it_waits_for(services, clock, editor, draft):
    note(editor, draft)
    editor.post(of(draft), data={**FORM, "publish_on": "2099-03-02", "publish_time": "8:30", "do": "later"})
    clock.pass_by(days=2)
    editor.post(of(draft, "rights"), data={**RIGHTS, "expires_on": "2099-03-01"})

    overdue = words(client_for(services, Role.EDITOR, name=f"late{draft}").get(of(draft)))
    clock.at = START
    back = editor.post(of(draft, "unschedule"))
    again = editor.post(of(draft, "unschedule"))

    assert "Was to be published on 2 March 2099" in overdue
    assert (back.headers["location"][-11:], again.headers["location"][-9:]) == ("unscheduled", "unchanged")
    assert read(services, draft)[0].publish_at is None


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("", ""),
        ("2099-07-02", ""),
        ("2099-02-30", "08:00"),
        ("2099-07-02", "25:00"),
        ("morgen", "08:00"),
        ("2099-03-29", "02:30"),  # the hour that summer time takes
        ("2098-12-31", "08:00"),
        ("2103-01-01", "08:00"),
    ],
)
def test_a_time_that_cannot_be_is_kept_and_explained(services, editor, draft, day, time):
    note(editor, draft)

    answer = editor.post(of(draft), data={**FORM, "publish_on": day, "publish_time": time, "do": "later"})

    assert answer.status_code == 422
    assert page(answer).find(id="publish_at-fault").text.strip()
    assert page(answer).find(id="publish_on")["value"] == day
    assert read(services, draft)[0].publish_at is None


def test_review_is_asked_for_and_taken_back(services, editor, draft):
    states = []
    for wanted in ("ask", "ask", "back", "nonsense"):
        done = editor.post(of(draft, "review"), data={"do": wanted}).headers["location"].rpartition("=")[2]
        states.append((done, read(services, draft)[0].state.value))

    assert states == [
        ("submitted", "in-review"),
        ("unchanged", "in-review"),
        ("returned", "draft"),
        ("unchanged", "draft"),
    ]


def test_what_has_no_playable_file_is_not_published(services, editor, draft):
    with services.database.writing() as session:
        session.query(Rendition).filter_by(recording_id=draft).delete()
    note(editor, draft)

    answer = editor.post(of(draft), data={**FORM, "do": "now"})

    assert answer.status_code == 422
    assert "There is no playable file yet" in words(answer)
