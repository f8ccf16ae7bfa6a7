"""The poster shows something: never black, as wide as promised, chosen for its content."""

from pathlib import Path

import pytest
from PIL import Image, ImageStat

from media.probe import probe
from media.stills import poster_frames
from tests.support.clips import make_clip


def frames_of(path: Path):
    return poster_frames(path, duration_seconds=probe(path).duration_seconds, folder=path.parent / "made")


def poster_of(path: Path) -> Path | None:
    frames = frames_of(path)
    return frames[0].path if frames else None


def test_a_poster_is_a_jpeg_of_at_most_1280_pixels(tmp_path):
    path = poster_of(make_clip(tmp_path / "a.mp4", size="1920x1080", seconds=3, audio=None))

    assert path is not None
    assert path.name == "poster-1.jpg"
    with Image.open(path) as image:
        assert (image.format, image.size) == ("JPEG", (1280, 720))
    assert all(made.name.startswith("poster-") for made in path.parent.iterdir())


def test_small_pictures_are_not_enlarged_and_turned_ones_stand_upright(tmp_path):
    path = poster_of(make_clip(tmp_path / "a.mp4", rotation=90))

    assert path is not None
    with Image.open(path) as image:
        assert image.size == (180, 320)


def test_a_black_beginning_and_plain_stretches_are_passed_over(tmp_path):
    # black for 4 s, a gray area until 8 s, then writing
    cover = "drawbox=c=black:t=fill:enable='lt(t,4)',drawbox=c=gray:t=fill:enable='between(t,4,8)'"
    path = poster_of(make_clip(tmp_path / "a.mp4", seconds=20, filters=cover, gop_seconds=1, audio=None))

    assert path is not None
    with Image.open(path) as image:
        brightness = ImageStat.Stat(image.convert("L"))
    assert brightness.mean[0] > 40
    assert brightness.stddev[0] > 20


@pytest.mark.parametrize("options", [{"gop_seconds": 100, "seconds": 20}, {"seconds": 0.1}, {"video": "mjpeg"}])
def test_rare_key_frames_and_very_short_recordings_have_a_poster_too(tmp_path, options):
    assert poster_of(make_clip(tmp_path / "a.mkv", audio=None, **options)) is not None


def test_nothing_but_black_has_no_poster(tmp_path):
    path = make_clip(tmp_path / "a.mp4", picture="color=black", audio=None)

    assert poster_of(path) is None
    assert list((tmp_path / "made").iterdir()) == []


def test_others_that_look_different_are_there_to_choose_from_each_with_its_second(tmp_path):
    cover = "drawbox=c=gray:t=fill:enable='lt(t,8)',drawbox=w=160:c=white:t=fill:enable='gt(t,14)'"
    path = make_clip(tmp_path / "a.mp4", seconds=24, filters=cover, gop_seconds=1, audio=None)

    best, *others = frames_of(path)

    assert 2 <= 1 + len(others) <= 6
    assert [frame.at_seconds for frame in others] == sorted(frame.at_seconds for frame in others)
    assert len({frame.path.read_bytes() for frame in (best, *others)}) == 1 + len(others)
    assert all(1.0 <= frame.at_seconds <= 15.0 for frame in (best, *others))
