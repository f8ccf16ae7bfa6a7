"""The pictures of the demonstration: marked on every slide, web-ready as a film, made once."""

import pytest
from PIL import ImageColor

from archive.demo import filming, fonts
from archive.demo.filming import footage_of, views
from archive.demo.slides import HEIGHT, INK, PAPER, WIDTH, View, draw
from archive.demo.speech import Speech, Spoken
from archive.demo.texts import read_scripts, shortened
from media.ladder import obstacle
from media.probe import probe
from media.store import sha512_of

SCRIPTS = read_scripts()
SHORT = shortened(next(script for script in SCRIPTS if script.slug == "frankfurt"), slides=1)


def _speech(script):
    slides = [number for number, slide in enumerate(script.slides) for _ in slide.lines]
    rows = zip(script.lines, slides, strict=True)
    return Speech(tuple(Spoken(line, slide, n, n + 0.5, (n,)) for n, (line, slide) in enumerate(rows)), len(slides))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_every_slide_carries_the_ribbon_and_the_colour(script):
    for number in range(len(script.slides)):
        picture = draw(script, View(number, 9, script.lines[0].speaker))

        assert picture.size == (WIDTH, HEIGHT)
        assert picture.getpixel((WIDTH - 4, 79)) == ImageColor.getrgb(INK)
        assert picture.getpixel((WIDTH // 2, 4)) == ImageColor.getrgb(script.accent)
        assert picture.getpixel((4, HEIGHT - 4)) == ImageColor.getrgb(PAPER)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.slug)
def test_the_points_of_a_slide_appear_one_after_the_other_and_all_in_the_end(script):
    shown = views(script, _speech(script))

    for number, slide in enumerate(script.slides):
        points = [view.points for view in shown if view.slide == number]
        assert points == sorted(points)
        assert points[-1] == len(slide.points)
        assert points[0] <= max(1, len(slide.points) // 2 + 1)


def test_who_speaks_is_seen():
    script = SCRIPTS[0]
    first, second = dict.fromkeys(line.speaker for line in script.lines)

    assert draw(script, View(1, 1, first)).tobytes() != draw(script, View(1, 1, second)).tobytes()


def test_slides_are_drawn_without_any_font_of_the_system(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))
    fonts.font.cache_clear()
    fonts._found.cache_clear()
    try:
        assert draw(SCRIPTS[0], View(1, 3, SCRIPTS[0].lines[0].speaker)).size == (WIDTH, HEIGHT)
    finally:
        fonts.font.cache_clear()
        fonts._found.cache_clear()


def test_a_film_is_web_ready_marked_and_made_only_once(tmp_path, monkeypatch):
    footage = footage_of(SHORT, tmp_path)
    info = probe(footage.film)

    assert obstacle(info) is None
    assert (info.video.width, info.video.height, info.video.frame_rate) == (1280, 720, 5)
    assert info.duration_seconds == pytest.approx(footage.duration_seconds, abs=0.3)
    assert info.tags["title"] == SHORT.title
    assert info.tags["comment"] == SHORT.description
    assert footage.sha512 == sha512_of(footage.film)
    left = {"film.mp4", "captions.vtt", "chapters.vtt", filming.NOTE}
    assert {path.name for path in footage.film.parent.iterdir()} == left

    monkeypatch.setattr(filming, "speak", None)
    assert footage_of(SHORT, tmp_path) == footage


def test_a_half_made_film_is_made_again(tmp_path):
    whole = footage_of(SHORT, tmp_path)
    half = whole.film.parent.with_name(whole.film.parent.name + ".new")
    whole.film.parent.rename(half)
    whole_again = footage_of(SHORT, tmp_path)

    assert whole_again.sha512 == whole.sha512
    assert not half.exists()
