"""Captions added in a real browser, with and without scripts, are found by a visitor."""

import pytest
from playwright.sync_api import expect

from archive.catalogue.events import State
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from tests.support.archives import wait_for
from tests.support.chromium import chromium, sign_in
from tests.support.desk import live_desk, session_for
from tests.support.shelf import shelve_words

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_captions_chosen_at_the_desk_are_found_by_a_visitor(tmp_path, scripts):
    captions = tmp_path / "vortrag.de.vtt"
    captions.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nWiedereingliederung in Tiflis\n", encoding="utf-8")
    with live_desk(tmp_path / "var") as (services, here), chromium() as browser:
        recording_id = shelve_words(services, "Fokus Georgien", state=State.PUBLISHED)
        with services.database.writing() as session:
            recording = session.get_one(Recording, recording_id)
            recording.transcripts.clear()
        page = browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740}).new_page()
        token = session_for(services, "erika", Role.EDITOR)
        sign_in(page.context, here, token)
        page.goto(f"{here}/de/desk/recordings/{recording_id}/transcripts/new")
        page.get_by_label("Datei", exact=True).set_input_files(captions)
        page.get_by_role("button", name="Untertitel hinzufügen").click()

        expect(page.get_by_role("status")).to_contain_text("Übernommene Zeilen: 1.")
        wait_for(lambda: services.index.counts().get(recording_id) is not None)
        page.context.clear_cookies()
        page.goto(f"{here}/de/search?q=Wiedereingliederung")
        expect(page.get_by_role("main")).to_contain_text("Fokus Georgien")
