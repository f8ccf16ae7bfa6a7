"""The pages of jobs in a real browser: live by a stream, choosing from what was found, what failed."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job, JobState, JobStep
from archive.intake.taking_in import accept_address, accept_file
from archive.jobs.queue import FOUND
from ingest.entries import Entry
from ingest.notes import to_plain
from tests.support.access import assert_is_for_everyone
from tests.support.chromium import sign_in
from tests.support.desk import session_for

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def token(desk):
    return session_for(desk[0], "erika", Role.EDITOR)


@pytest.fixture
def open_page(browser, desk, token):
    """Give a page of the desk, in a browser of its own each time."""
    contexts = []

    def open_page(path, **wishes):
        context = browser.new_context(**wishes)
        sign_in(context, desk[1], token)
        contexts.append(context)
        page = context.new_page()
        page.goto(desk[1] + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_the_page_of_a_job_follows_its_row_by_a_stream_without_asking_for_the_page_again(desk, open_page):
    services, here = desk
    with services.database.writing() as session:
        job = accept_address(services, session, address="https://media.example/live")
        job.state, job.step, job.progress = JobState.RUNNING, "list", 0.4
        session.add(JobStep(job_id=job.id, name="list", position=0, started_at=services.clock()))
    page = open_page("/en/desk")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith(job.id) else None)
    page.goto(f"{here}/en/desk/jobs/{job.id}")
    bar = page.locator(".step.running progress")
    expect(bar).to_have_attribute("value", "40")
    page.wait_for_timeout(300)
    before = len(asked)

    with services.database.writing() as session:
        session.get_one(Job, job.id).progress = 0.8
    expect(bar).to_have_attribute("value", "80", timeout=5_000)
    in_between = len(asked)
    with services.database.writing() as session:
        row = session.get_one(Job, job.id)
        row.state, row.finished_at = JobState.CANCELLED, services.clock()

    expect(page.locator(".job-state")).to_have_text("Stopped.", timeout=5_000)
    assert in_between == before


@pytest.fixture(scope="module")
def places(desk):
    """Make an address to choose from, and a job that failed at its third step; name their pages."""
    services, _ = desk
    long_name = "Netzwerktreffen der Rückkehrberatung: Vorstellung der neuen Förderrichtlinien und Aussprache"
    named = {"a": "a", "b": long_name}
    entries = [Entry(f"https://media.example/{key}.mp4", title=name) for key, name in named.items()]
    path = services.incoming / "film.mp4"
    path.write_bytes(b"film")
    with services.database.writing() as session:
        choice = accept_address(services, session, address="https://media.example/list", choose=True)
        choice.state, choice.finished_at, choice.result = JobState.DONE, services.clock(), {FOUND: to_plain(entries)}
        failed = accept_file(services, session, path=path, name="Fokus Irak.mp4")
        for position, step in enumerate(("fetch", "inspect", "playable")):
            done_at = None if step == "playable" else services.clock()
            session.add(JobStep(job_id=failed.id, name=step, position=position, finished_at=done_at))
        failed.state, failed.finished_at, failed.step = JobState.FAILED, services.clock(), "playable"
        failed.error_code, failed.error_details = "tool-failed", {"program": "ffmpeg"}
        ids = choice.id, failed.id
    return [f"/de/desk/jobs/{job_id}" for job_id in ids]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_choosing_and_a_failed_job_are_for_everyone(open_page, places, scheme):
    for place in places:
        page = open_page(place, color_scheme=scheme, viewport={"width": 360, "height": 800})
        assert_is_for_everyone(page)


def test_what_was_found_is_ticked_off_by_keyboard_without_scripts(desk, open_page, places):
    page = open_page(places[0].replace("/de/", "/en/"), java_script_enabled=False)

    page.get_by_label("a", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Bring in what is ticked").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Netzwerktreffen")
    with desk[0].database.reading() as session:
        titles = session.scalars(select(Recording.title)).all()
    assert "a" not in titles
