"""Slides of a generated webinar: found when they appear, pictured as they end, read word by word; films are none."""

import json
import os
import re
import stat

import numpy as np
import pytest
from PIL import Image

from media import reading
from media.errors import ToolCancelledError
from media.slides import SlidesFound, find_slides
from media.snapshots import snapshot
from media.stillness import showings
from tests.support.clips import make_clip
from tests.support.webinars import Page, make_webinar, slides_of

LANGUAGES = ("deu", "eng")
TOLERANCE_SECONDS = 1.6


def silent(_share):
    return None


def found_in(path, seconds, *, small=None, languages=LANGUAGES, **more):
    return find_slides(
        small or path,
        path,
        duration_seconds=seconds,
        folder=path.parent / f"{path.stem}-slides",
        languages=languages,
        progress=more.pop("progress", silent),
        **more,
    )


def words_of(text):
    return {word for word in re.findall(r"[\w§%@-]+", text.casefold()) if len(word) >= 3}


@pytest.fixture(scope="module")
def webinar(tmp_path_factory):
    path = tmp_path_factory.mktemp("webinar") / "webinar.mp4"
    return path, make_webinar(path, sound=False)


@pytest.fixture(scope="module")
def shares():
    return []


@pytest.fixture(scope="module")
def found(webinar, shares):
    path, shown = webinar
    return found_in(path, shown[-1].end_seconds, progress=shares.append)


@pytest.fixture
def two_pages(tmp_path):
    path = tmp_path / "two.mp4"
    pages = (Page("Anreise nach Tiflis", ("mit dem Bus",), 6), Page("Unterkunft am Abend", ("im Zentrum",), 6))
    make_webinar(path, pages, frames_per_second=2, sound=False)
    return path


def test_every_slide_is_found_when_it_appears_and_nothing_else(webinar, found):
    wanted = [one.start_seconds for one in slides_of(webinar[1])]

    assert len(found.slides) == len(wanted)
    fades = [one.page.fade_seconds for one in slides_of(webinar[1])]
    for slide, second, fade in zip(found.slides, wanted, fades, strict=True):
        assert abs(slide.start_seconds - second) <= TOLERANCE_SECONDS + fade
        assert slide.end_seconds > slide.start_seconds


def test_points_that_appear_one_by_one_are_one_slide_and_its_picture_shows_them_all(found):
    (agenda,) = [slide for slide in found.slides if slide.title == "Inhalt"]

    assert agenda.text.splitlines() == [
        "Inhalt",
        "Medizinische Versorgung",
        "Wohnen und Unterkunft",
        "Existenzgründung",
    ]


def test_the_foot_that_stands_on_every_slide_is_said_once(found):
    assert ["Netzwerktreffen Rückkehr" in slide.text for slide in found.slides] == [True, *[False] * 5]


def test_a_white_title_on_a_dark_bar_is_read(found):
    assert "Wohnungssuche in Tiflis" in [slide.title for slide in found.slides]


def test_nearly_every_word_is_read(webinar, found):
    pages = slides_of(webinar[1])
    wanted = [
        (slide, word) for slide, one in zip(found.slides, pages, strict=True) for word in words_of(one.page.words)
    ]
    missing = [word for slide, word in wanted if word not in words_of(slide.text)]

    assert len(missing) <= 0.03 * len(wanted), missing


def test_pictures_are_jpegs_as_wide_as_people_need_them(found):
    for number, slide in enumerate(found.slides, start=1):
        assert slide.path.name == f"slide-{number:03}.jpg"
        with Image.open(slide.path) as image:
            assert (image.format, image.size) == ("JPEG", (1280, 720))


def test_the_way_there_is_told_and_nothing_is_left_behind(found, shares):
    assert shares == sorted(shares)
    assert 0 < min(filter(None, shares)) < 0.6  # an older ffmpeg begins by saying that nothing is done
    assert shares[-1] == 1.0
    folder = found.slides[0].path.parent
    assert sorted(folder.iterdir()) == [slide.path for slide in found.slides]


def test_a_person_before_a_wall_and_plain_black_are_no_slides(tmp_path):
    path = tmp_path / "film.mp4"
    make_webinar(path, (Page("Film", seconds=12, is_film=True),), frames_per_second=4, sound=False)
    black = make_clip(tmp_path / "black.mp4", seconds=10, picture="color=black", audio=None)

    assert found_in(path, 12.0).slides == ()
    assert found_in(black, 10.0).slides == ()


def test_a_recording_of_two_seconds_has_none(tmp_path):
    assert found_in(make_clip(tmp_path / "short.mp4", audio=None), 2.0) == SlidesFound(())


def test_a_slow_fade_and_a_pointer_are_one_change_and_none():
    page, other = np.full((180, 320), 250, np.uint8), np.full((180, 320), 250, np.uint8)
    page[30:60, 20:200:3], other[90:140, 60:300:3] = 0, 0
    seconds = [page] * 12 + [(page * (1 - k / 6) + other * (k / 6)).astype(np.uint8) for k in range(6)] + [other] * 12
    sketches = np.stack(seconds)
    for second in range(len(sketches)):
        sketches[second, 150:155, 5 + 9 * second : 9 + 9 * second] = 0

    found = showings(sketches)

    assert [round(one.start_seconds) for one in found] == [0, 18]
    assert found[1].lost_ink_share > 0.9
    assert not found[0].moving.any()


@pytest.mark.parametrize(
    ("size", "picture", "gray"),
    [("641x361", (640, 360), (1280, 720)), ("360x640", (360, 640), (1280, 2274)), ("64x1280", (64, 1280), (128, 2560))],
    ids=["odd", "portrait", "as narrow as a ribbon"],
)
def test_pictures_of_every_shape_are_taken_and_bounded(tmp_path, size, picture, gray):
    path = make_clip(tmp_path / "a.mp4", seconds=1, size=size, pixel_format="yuv444p", audio=None)

    taken = snapshot(path, from_seconds=0, until_seconds=1, target=tmp_path / "picture.jpg", gray=tmp_path / "gray.pgm")

    assert taken is not None
    with Image.open(taken.picture) as shown, Image.open(taken.gray) as read:
        assert (shown.size, read.size) == (picture, gray)


def test_a_picture_is_of_its_stretch_although_the_next_key_frame_comes_after_it(tmp_path):
    turns_white = "drawbox=t=fill:c=white:enable='gte(t,4.5)'"
    path = make_clip(
        tmp_path / "a.mp4", seconds=6, picture="color=black", filters=turns_white, gop_seconds=5, audio=None
    )

    taken = snapshot(path, from_seconds=1, until_seconds=4, target=tmp_path / "a.jpg", gray=tmp_path / "a.pgm")

    assert taken is not None
    with Image.open(taken.gray) as read:
        assert read.getextrema()[1] < 40


def test_points_that_follow_each_other_too_fast_to_come_to_rest_are_still_one_page_from_its_beginning():
    before = np.full((180, 320), 250, np.uint8)
    before[20:170, 40:280:4] = 0
    page = np.full((180, 320), 250, np.uint8)
    page[10:24, 20:250:3] = 0
    seconds = [before] * 10
    for point in range(5):
        page = page.copy()
        page[40 + 24 * point : 52 + 24 * point, 20:220:3] = 0
        seconds += [page] * 3

    found = showings(np.stack([*seconds, *[before] * 10]))

    assert [round(one.start_seconds) for one in found] == [0, 10, 25]


def fake_tesseract(folder, monkeypatch, script):
    folder.mkdir()
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


LISTS = 'case "$1" in --list-langs) echo deu; echo eng; exit 0;; esac\n'


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(reading, "TIMEOUT_SECONDS", 0.7)
    return monkeypatch


@pytest.mark.parametrize(
    ("script", "note", "unread"),
    [
        (LISTS + "kill -SEGV $$", "", 2),
        (LISTS + "sleep 60", "", 2),
        (LISTS + "yes 5", "", 2),
        (LISTS + "echo 'std::bad_alloc' >&2; kill -ABRT $$", "", 2),
        ("exit 127", "not-installed", 0),
        ("echo fra", "no-language", 0),
    ],
    ids=["crashes", "hangs", "floods", "has no memory", "is broken", "has other languages"],
)
def test_slides_are_worth_having_without_their_text(two_pages, impatient, script, note, unread):
    fake_tesseract(two_pages.parent / "bin", impatient, script)

    found = found_in(two_pages, 12.0)

    assert (found.reading, found.unread) == (note, unread)
    assert [(slide.title, slide.text) for slide in found.slides] == [("", ""), ("", "")]


def test_work_that_is_cancelled_ends_and_leaves_nothing_behind(two_pages):
    with pytest.raises(ToolCancelledError):
        found_in(two_pages, 12.0, cancelled=lambda: True)

    assert list((two_pages.parent / "two-slides").iterdir()) == []


def test_the_slides_of_a_real_looking_webinar_are_those_of_its_truth(samples, tmp_path):
    truth = json.loads((samples / "media" / "webinar_de_truth.json").read_text(encoding="utf-8"))
    film = tmp_path / "webinar.mp4"
    film.symlink_to(samples / "media" / "webinar_de_360p_6min.mp4")
    wanted = [slide for slide in truth["slides"] if slide["kind"] != "speaker"]

    found = list(found_in(film, truth["duration"]).slides)

    pairs = []
    for slide in wanted:
        near = [one for one in found if abs(one.start_seconds - slide["start"]) <= TOLERANCE_SECONDS]
        pairs += [(slide, near[0])] if near else []
    f1 = 2 * len(pairs) / (len(wanted) + len(found))
    assert f1 >= 0.9
    # the foot of each slide is eight pixels high in this small rendition: no person could read it either
    lines = [(line, one) for slide, one in pairs for line in slide["text"] if not line.startswith("Videoarchiv ·")]
    read = [(word, one) for line, one in lines for word in words_of(line)]
    missing = [word for word, one in read if word not in words_of(one.text)]
    assert len(missing) <= 0.1 * len(read), missing
    titles = [(slide["text"][0], one.title) for slide, one in pairs if slide["kind"] != "demo"]
    assert [told for told, title in titles if told != title] == []
