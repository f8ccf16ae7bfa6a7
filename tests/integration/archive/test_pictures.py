"""A webinar on its way from a file to slides on its page, found by their words at their second; and the desk's part."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from archive.catalogue.people import Role
from archive.catalogue.pictures import Slide
from archive.catalogue.recordings import Recording
from archive.finding.indexing import cue_source, slide_source
from search.results import SearchRequest
from tests.support.archives import open_archive, take, work_until_idle
from tests.support.desk import client_for
from tests.support.webinars import Page, make_webinar

PAGES = (
    Page("Anreise nach Tiflis", ("mit dem Bus", "mit dem Flugzeug"), 18),
    Page("Krankenversicherung", ("Grundversorgung ist kostenlos",), 18),
)


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    make_webinar(folder / "webinar.mp4", PAGES, frames_per_second=4)
    with open_archive(folder / "var") as services:
        take(services, folder / "webinar.mp4")
        work_until_idle(services)
        yield services


@pytest.fixture(scope="module")
def editor(services):
    return client_for(services, Role.EDITOR)


@pytest.fixture(scope="module")
def slug(services):
    with services.database.reading() as session:
        return session.scalars(select(Recording.slug)).one()


@pytest.fixture(scope="module")
def page(editor, slug):
    return BeautifulSoup(editor.get(f"/de/watch/{slug}?t=20").text, "html.parser")


def test_each_slide_is_a_link_to_its_second_with_words_for_those_who_do_not_see_it(page):
    slides = page.select(".slides li")

    assert [slide.select(".slide-words span")[-1].text for slide in slides] == [one.title for one in PAGES]
    assert [re.search(r"t=(\d+)", slide.a["href"])[1] for slide in slides] == ["0", "18"]
    assert "Grundversorgung ist kostenlos" in slides[1].img["alt"]
    assert [slide.get("aria-current") for slide in slides] == [None, "true"]


def test_pictures_of_slides_and_the_storyboard_are_served(editor, slug, page):
    for image in page.select(".slides img"):
        assert editor.get(image["src"]).headers["content-type"] == "image/jpeg"

    board = editor.get(f"/media/{slug}/storyboard.vtt")

    assert board.headers["content-type"] == "text/vtt; charset=utf-8"
    first = re.search(r"^00:00:00\.000 --> \S+\n(\S+)#xywh=0,0,160,90$", board.text, re.MULTILINE)
    assert editor.get(f"/media/{slug}/{first[1]}").headers["content-type"] == "image/jpeg"


def test_a_word_that_stands_on_a_slide_alone_is_found_at_the_second_of_the_slide(services):
    with services.database.reading() as session:
        allowed = frozenset(session.scalars(select(Recording.id)))

    answer = services.index.search(
        SearchRequest(text="flugzeug"),
        allowed=allowed,
        cues=cue_source(services.database),
        slides=slide_source(services.database),
    )

    (moment,) = answer.hits[0].moments
    assert (moment.kind, round(moment.start_seconds)) == ("slide", 0)


def test_chapters_are_suggested_from_the_titles_and_say_so_until_a_person_confirms_them(editor, slug, services):
    with services.database.reading() as session:
        recording_id = session.scalars(select(Recording.id)).one()
    desk = f"/de/desk/recordings/{recording_id}"
    before = BeautifulSoup(editor.get(f"{desk}/pictures").text, "html.parser")
    suggested = before.select(".suggested-chapters li")
    assert [" ".join(row.span.text.split()) for row in suggested] == [
        "0:00 Anreise nach Tiflis",
        "0:18 Krankenversicherung",
    ]
    assert "Vorgeschlagen aus den Titeln" in editor.get(f"/de/watch/{slug}").text

    for time, title in (("ohne Zeit", "x"), ("0:05", ""), ("59:00", "Zu spät")):
        refused = editor.post(f"{desk}/chapters", data={"time": time, "chapter": title})
        assert refused.status_code == 422
        again = BeautifulSoup(refused.text, "html.parser").select_one(".chapter-rows li")
        assert [field["value"] for field in again.select("[aria-invalid]")] == [time, title]
    first, second = (row.find("button", attrs={"name": "confirm"})["value"] for row in suggested)
    editor.post(f"{desk}/suggested", data={"confirm": first})
    editor.post(f"{desk}/suggested", data={"dismiss": second})
    done = editor.post(
        f"{desk}/chapters",
        data={"time": ["0:18.5", "0:00", ""], "chapter": ["Versicherung", "Anreise", ""]},
        follow_redirects=False,
    )

    assert done.status_code == 303
    watched = editor.get(f"/de/watch/{slug}").text
    assert "Vorgeschlagen aus den Titeln" not in watched
    chapters = BeautifulSoup(watched, "html.parser").select(".chapters li")
    assert [chapter.select("span")[-1].text for chapter in chapters] == ["Anreise", "Versicherung"]
    after = BeautifulSoup(editor.get(f"{desk}/pictures").text, "html.parser")
    rows = [[field["value"] for field in row.select("input")] for row in after.select(".chapter-rows li")]
    assert rows[:3] == [["0:00", "Anreise"], ["0:18.5", "Versicherung"], ["", ""]]


def test_another_frame_may_become_the_poster_and_a_foreign_one_may_not(editor, services):
    with services.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        desk, poster = f"/de/desk/recordings/{recording.id}", recording.poster_key
        frames = [(row.id, row.image_key) for row in recording.poster_frames]
    other = next((frame_id, key) for frame_id, key in frames if key != poster)
    shown = BeautifulSoup(editor.get(f"{desk}/pictures").text, "html.parser")
    assert len(shown.select(".frames input")) == len(frames)
    assert all(editor.get(image["src"]).status_code == 200 for image in shown.select(".frames img"))

    editor.post(f"{desk}/poster", data={"frame": str(other[0])})

    with services.database.reading() as session:
        assert session.scalars(select(Recording)).one().poster_key == other[1]
    assert editor.post(f"{desk}/poster", data={"frame": "999999"}).status_code == 404
    assert client_for(services).get(shown.select(".frames img")[0]["src"]).status_code == 404


def test_every_picture_of_a_slide_knows_its_size(services):
    with services.database.reading() as session:
        sizes = {(row.width, row.height) for row in session.scalars(select(Slide))}

    assert sizes == {(1280, 720)}
