"""A file for a recording that is here, sent by scripts: one job for that recording, and no new one."""

from sqlalchemy import select

from archive.catalogue.people import Purpose, Role, Upload
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job
from tests.support.chromium import sign_in
from tests.support.clips import make_clip
from tests.support.desk import live_desk, session_for
from tests.support.shelf import shelve_words


def test_a_file_that_is_chosen_takes_the_place_of_the_old_one_and_becomes_no_new_recording(browser, tmp_path):
    clip = make_clip(tmp_path / "Better.mp4", seconds=1)
    with live_desk(tmp_path / "var", works=False) as (services, here):
        recording_id = shelve_words(services, "Fokus Georgien", "Guten Tag")
        token = session_for(services, "erika", Role.EDITOR)
        context = browser.new_context()
        sign_in(context, here, token)
        page = context.new_page()
        page.goto(f"{here}/en/desk/recordings/{recording_id}/cut/file")

        page.set_input_files("#file", clip)
        page.get_by_role("button", name="Upload", exact=True).click()
        page.wait_for_url("**/desk/jobs/*")
        context.close()

        with services.database.reading() as session:
            assert session.scalars(select(Recording.id)).all() == [recording_id]
            assert [(job.kind, job.recording_id) for job in session.scalars(select(Job))] == [("replace", recording_id)]
            assert session.scalars(select(Upload.purpose)).all() == [Purpose.REPLACEMENT]
