"""The pages of the desk, with a real catalogue: its front page, addresses, its jobs, what is not there."""

import pytest
from sqlalchemy import func, select

from archive.catalogue.events import State
from archive.catalogue.people import Upload
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job, JobState
from archive.intake.taking_in import accept_address
from ingest.addresses import address_key
from tests.support.pages import page, words
from tests.support.shelf import shelve_words


def titles(answer):
    return [row.text.strip() for row in page(answer).select(".shelf-title")]


def fail(services, job_id, code, **details):
    with services.database.writing() as session:
        job = session.get_one(Job, job_id)
        job.state, job.error_code, job.error_details = JobState.FAILED, code, details
        job.finished_at = services.clock()


def add_address(services, address="https://media.example/talk"):
    with services.database.writing() as session:
        return accept_address(services, session, address=address).id


def test_an_empty_desk_says_what_to_do_next(editor):
    answer = editor.get("/en/desk")

    assert "Add the first recording" in words(answer)
    assert page(answer).find("a", href="/en/desk/add")


def test_the_front_page_shows_drafts_and_what_failed_and_the_shelf_shows_everything(services, editor, draft):
    shelve_words(services, "Fokus Irak", "Hallo", state=State.PUBLISHED)
    shelve_words(services, "Fokus Serbien", "Hallo", state=State.WITHDRAWN)
    fail(services, add_address(services), "source-unavailable", status=404, reason="not-found")

    answer = editor.get("/en/desk")

    found = {section.h2.text: section for section in page(answer).find_all("section")}
    assert set(found) == {"Needs your attention", "Drafts"}
    assert "Fokus Georgien" in found["Drafts"].text
    assert "https://media.example/talk" in found["Needs your attention"].text
    assert "Fokus Serbien" in words(editor.get("/en/desk/shelf/withdrawn"))
    assert titles(editor.get("/en/desk/shelf")) == ["Fokus Serbien", "Fokus Irak", "Fokus Georgien"]
    assert titles(editor.get("/en/desk/shelf?q=irak")) == ["Fokus Irak"]


def test_a_shelf_that_is_none_is_not_found(editor):
    assert editor.get("/en/desk/shelf/everything").status_code == 404
    assert editor.get("/en/desk/shelf/draft?page=abc").status_code == 200


def test_pasting_an_address_makes_a_job_and_leads_to_its_page(services, editor):
    answer = editor.post("/en/desk/add/address", data={"address": " https://media.example/talk "})

    with services.database.reading() as session:
        job = session.scalars(select(Job)).one()
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/en/desk/jobs/{job.id}"
    assert (job.kind, job.arguments["address"]) == ("discover", "https://media.example/talk")
    assert "Waiting for its turn" in words(editor.get(answer.headers["location"]))


@pytest.mark.parametrize(
    "address", ["", "ftp://media.example/x", "http://127.0.0.1/x", "nonsense", "file:///etc/passwd"]
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_an_address_that_cannot_be_used_is_kept_and_explained(services, editor, address, language):
    answer = editor.post(f"/{language}/desk/add/address", data={"address": address})

    typed = page(answer).find("input", id="address")
    assert answer.status_code == 422
    assert typed["value"] == address
    assert typed["aria-invalid"] == "true"
    assert page(answer).find(id="address-fault").text.strip()
    with services.database.reading() as session:
        assert session.scalar(select(func.count(Job.id))) == 0


def test_an_address_that_is_here_already_leads_to_its_recording(services, editor, draft):
    with services.database.writing() as session:
        source = Source(kind="address", address="https://media.example/talk", recording_id=draft)
        source.address_key, source.created_at = address_key("https://media.example/talk"), services.clock()
        session.add(source)

    answer = editor.post("/en/desk/add/address", data={"address": "https://media.example/talk#t=3"})

    assert answer.status_code == 422
    assert page(answer).find("a", href=f"/en/desk/recordings/{draft}")


def test_an_unfinished_upload_is_listed_and_can_be_discarded(services, editor):
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "10", "Upload-Metadata": "filename dGFsay5tcDQ="}
    upload_id = editor.post("/desk/uploads", headers=headers).headers["location"].rsplit("/", 1)[1]

    listed = words(editor.get("/en/desk/add"))
    answer = editor.post(f"/en/desk/uploads/{upload_id}/discard")

    assert "talk.mp4" in listed
    assert answer.headers["location"] == "/en/desk/add?done=upload-discarded"
    assert "talk.mp4" not in words(editor.get(answer.headers["location"]))
    with services.database.reading() as session:
        assert session.scalar(select(func.count(Upload.id))) == 0


def test_the_page_of_a_failed_job_says_why_and_offers_to_try_again(services, editor):
    job_id = add_address(services)
    fail(services, job_id, "source-unavailable", status=404, reason="not-found", address="https://media.example/talk")

    answer = editor.get(f"/en/desk/jobs/{job_id}")
    retried = editor.post(f"/en/desk/jobs/{job_id}/retry")

    assert "This needs your attention." in words(answer)
    assert len(page(answer).find(class_="faults").find_all("p")) == 2
    assert retried.headers["location"] == f"/en/desk/jobs/{job_id}?done=retried"
    assert "Waiting for its turn" in words(editor.get(f"/en/desk/jobs/{job_id}"))


def test_a_waiting_job_can_be_stopped_and_then_discarded(services, editor):
    job_id = editor.post("/en/desk/add/file", files={"file": ("a.mp4", b"abc", "video/mp4")}).headers["location"][-32:]

    stopped = editor.post(f"/en/desk/jobs/{job_id}/cancel")
    listed = words(editor.get("/en/desk"))
    discarded = editor.post(f"/en/desk/jobs/{job_id}/discard")

    assert stopped.headers["location"] == f"/en/desk/jobs/{job_id}?done=cancelled"
    assert "Stopped" in listed
    assert discarded.headers["location"] == "/en/desk?done=discarded"
    with services.database.reading() as session:
        assert session.scalar(select(func.count(Recording.id))) == 0
    assert "Stopped" not in words(editor.get("/en/desk"))
    editor.get("/en/desk/add")  # sweeps what nobody needs any more
    assert not list((services.settings.data / "uploads").glob("*/data"))


def test_a_form_sent_twice_is_told_that_the_job_had_ended_already(services, editor):
    job_id = add_address(services)

    answer = editor.post(f"/en/desk/jobs/{job_id}/retry")

    assert answer.headers["location"] == f"/en/desk/jobs/{job_id}?done=ended-already"


@pytest.mark.parametrize(
    "path", ["jobs/nothing", "recordings/999", "recordings/999/publish", "recordings/999/withdraw", "jobs/" + "0" * 32]
)
def test_what_is_not_there_is_not_found(editor, path):
    assert editor.get(f"/en/desk/{path}").status_code == 404


def test_an_unknown_notice_is_not_shown(editor):
    assert "<script>" not in editor.get("/en/desk?done=<script>").text
    assert page(editor.get("/en/desk?done=nonsense")).find(class_="notice") is None


def test_titles_are_shown_as_text_whatever_stands_in_them(services, editor):
    hostile = shelve_words(services, "<img src=x onerror=alert(1)>{{7*7}}", "Hallo", state=State.DRAFT)

    for path in ("", f"/recordings/{hostile}", f"/recordings/{hostile}/publish", f"/recordings/{hostile}/withdraw"):
        answer = editor.get("/en/desk" + path)
        assert answer.status_code == 200
        assert "<img src=x" not in answer.text
        assert "{{7*7}}" in answer.text


@pytest.mark.parametrize("rest", ["", "/publish", "/withdraw"])
def test_a_number_larger_than_any_recording_has_no_page(editor, rest):
    assert editor.get(f"/en/desk/recordings/{10**21}{rest}").status_code == 404
